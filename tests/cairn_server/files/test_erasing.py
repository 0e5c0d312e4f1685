from __future__ import annotations

from io import BytesIO

import pytest

from cairn_server.accounts.models import Person
from cairn_server.files.erasing import forget_files
from cairn_server.files.models import StoredFile
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

    forget_files(owner_id=ada.pk, still_shown=lambda digests: {media.digest} & set(digests))

    assert [one.owner_id for one in StoredFile.objects.all()] == [bea.pk]
    assert not path_of(own.digest).exists()
    assert not path_of(own.rendition_digest).exists()
    assert path_of(shared.digest).exists()
    assert path_of(media.digest).exists()
