from __future__ import annotations

from collections.abc import Collection
from io import BytesIO
from pathlib import Path

import pytest

from cairn_server.accounts.models import Person
from cairn_server.files.erasing import forget_files, remove_forgotten
from cairn_server.files.models import ForgottenFile, StoredFile
from cairn_server.files.storing import path_of, store
from tests.cairn_server.files import making_files as make
from tests.moments import MONDAY


def kept(owner: Person, content: bytes) -> StoredFile:
    upload, accept = BytesIO(content), {"pdf", "image"}
    return store(owner=owner, upload=upload, name="a.pdf", accept=accept, max_bytes=9999, at=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_bytes_go_unless_somebody_else_has_the_same(ada: Person, bea: Person) -> None:
    own = kept(ada, make.named_jpeg("Only Ada's"))
    shared, media = kept(ada, make.pdf("Both")), kept(ada, make.pdf("In a pack"))
    kept(bea, make.pdf("Both"))

    forget_files(
        owner_id=ada.pk, still_shown=lambda digests: {media.digest} & set(digests), at=MONDAY
    )

    assert [one.owner_id for one in StoredFile.objects.all()] == [bea.pk]
    assert not path_of(own.digest).exists()
    assert not path_of(own.rendition_digest).exists()
    assert path_of(shared.digest).exists()
    assert path_of(media.digest).exists()
    assert not ForgottenFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_the_disk_refuses_is_told_noted_and_tried_again(
    ada: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = kept(ada, make.pdf("One")), kept(ada, make.pdf("Two"))
    path_of(first.digest).unlink()  # somebody was quicker
    unlink, stuck = Path.unlink, path_of(second.digest)

    def refusing(path: Path, missing_ok: bool = False) -> None:
        if path == stuck:
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refusing)
        forget_files(owner_id=ada.pk, still_shown=nowhere, at=MONDAY)

    assert not StoredFile.objects.exists()
    assert second.digest in caplog.text
    noted = ForgottenFile.objects.get()
    assert (noted.digest, noted.tries) == (second.digest, 1)
    assert "Permission denied" in noted.error

    assert remove_forgotten(still_shown=nowhere) == 0
    assert not stuck.exists()


@pytest.mark.django_db(transaction=True)
def test_bytes_that_came_back_meanwhile_stay(ada: Person, bea: Person) -> None:
    back = kept(bea, make.pdf("Again"))
    ForgottenFile.objects.create(digest=back.digest, since=MONDAY)

    assert remove_forgotten(still_shown=nowhere) == 0
    assert path_of(back.digest).exists()


def test_nothing_goes_before_the_transaction_has_committed(ada: Person) -> None:
    own = kept(ada, make.pdf("Mine"))  # the test itself is a transaction

    forget_files(owner_id=ada.pk, still_shown=nowhere, at=MONDAY)

    assert path_of(own.digest).exists()
    assert ForgottenFile.objects.filter(digest=own.digest).exists()


def nowhere(digests: Collection[str]) -> Collection[str]:
    return ()
