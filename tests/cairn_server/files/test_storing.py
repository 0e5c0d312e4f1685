from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from cairn.errors import (
    CairnError,
    InputTooLarge,
    MalformedInput,
    UnsafeContent,
    UnsupportedFormat,
)
from cairn.vc.multibase import decode_multibase
from cairn_server.accounts.models import Organisation, Person
from cairn_server.files.models import StoredFile
from cairn_server.files.storing import digest_multibase, keep_media, path_of, store, try_media
from tests.cairn_server.files import making_files as make
from tests.moments import MONDAY

EVERYTHING = {"pdf", "image", "video", "audio", "document"}


def kept(owner: Person, content: bytes, **how: object) -> StoredFile:
    wanted = {"name": "mine.pdf", "accept": EVERYTHING, "max_bytes": 1 << 20} | how
    return store(owner=owner, upload=BytesIO(content), at=MONDAY, **wanted)


def waiting() -> list[Path]:
    return list((Path(settings.CAIRN_HOME) / "media" / "incoming").glob("*"))


def test_a_file_is_kept_under_its_digest_and_known_by_its_content(ada: Person) -> None:
    content = make.named_jpeg("Ada Lovelace")

    stored = kept(ada, content, name="C:\\Users\\Ada\\holiday.pdf")

    assert stored.digest == hashlib.sha256(content).hexdigest()
    assert path_of(stored.digest).read_bytes() == content
    assert (stored.media_type, stored.name) == ("image/jpeg", "holiday.pdf")
    assert stored.rendition_digest != stored.digest
    assert waiting() == []


def test_equal_files_are_kept_once_and_owned_twice(ada: Person, bea: Person) -> None:
    first, second = kept(ada, make.pdf()), kept(bea, make.pdf())

    assert first.digest == second.digest
    assert {first.owner_id, second.owner_id} == {ada.pk, bea.pk}


@pytest.mark.parametrize(
    ("content", "how", "error"),
    [
        (make.pdf(), {"max_bytes": 50}, InputTooLarge),
        (make.pdf(), {"accept": {"video"}}, UnsupportedFormat),
        (b"<svg/>", {}, UnsafeContent),
        (make.png_claiming(60_000, 60_000), {}, UnsafeContent),
    ],
)
def test_a_refused_file_leaves_nothing_behind(
    ada: Person, content: bytes, how: dict[str, object], error: type[CairnError]
) -> None:
    with pytest.raises(error):
        kept(ada, content, **how)

    assert not StoredFile.objects.exists()
    assert waiting() == []


def test_the_digest_of_a_credential_is_a_multihash_in_base58() -> None:
    digest = hashlib.sha256(b"hello").hexdigest()

    told = digest_multibase(digest)

    assert told.startswith("zQm")  # 0x12 0x20 in front always reads Qm in base58btc
    assert decode_multibase(told) == bytes([0x12, 32]) + bytes.fromhex(digest)


def test_a_picture_of_a_pack_that_only_draws_is_kept(college: Organisation) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="4" height="4"/></svg>'

    media = keep_media(organisation_id=college.pk, data=svg, name="board.svg")

    assert (media.media_type, media.size) == ("image/svg+xml", len(svg))
    assert path_of(media.digest).read_bytes() == svg


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
        b"just text",
        make.docx(),
    ],
)
def test_media_that_could_run_or_is_no_media_is_refused(college: Organisation, data: bytes) -> None:
    with pytest.raises(CairnError, match=r"board\.svg"):
        keep_media(organisation_id=college.pk, data=data, name="board.svg")


def test_a_photograph_of_a_card_or_a_pack_loses_what_its_camera_wrote(college):
    photo = make.named_jpeg("Ada Lovelace")

    packed = keep_media(organisation_id=college.pk, data=photo, name="a.jpg")
    sent = keep_media(organisation_id=college.pk, data=photo, name="a.jpg", is_new=True)

    assert try_media(data=photo, name="a.jpg") == packed
    for one in (packed, sent):
        assert b"Ada Lovelace" not in path_of(one.digest).read_bytes()
        assert one.media_type == "image/jpeg"
    again = path_of(packed.digest).read_bytes()  # as a pack that is exported has it
    assert keep_media(organisation_id=college.pk, data=again, name="a.jpg") == packed


def test_a_picture_of_a_card_or_a_pack_has_to_open(college):
    drawing = make.picture()

    sent = keep_media(organisation_id=college.pk, data=drawing, name="a.png", is_new=True)

    assert path_of(sent.digest).read_bytes() == drawing
    with pytest.raises(UnsafeContent, match=r"huge\.png: The picture has 60,000 by 60,000"):
        keep_media(
            organisation_id=college.pk,
            data=make.png_claiming(60_000, 60_000),
            name="huge.png",
        )
    with pytest.raises(MalformedInput, match=r"half\.png: The picture is cut off"):
        try_media(data=drawing[:-20], name="half.png")
    assert not waiting()


def test_a_pdf_or_film_of_a_pack_loses_of_its_author_what_can_be_blanked(college):
    film = make.mp4(author=b"Ada Lovelace")
    for name, content in (("a.pdf", make.pdf("Ada Lovelace")), ("a.mp4", film)):
        assert b"Ada Lovelace" in content

        packed = keep_media(organisation_id=college.pk, data=content, name=name)

        again = path_of(packed.digest).read_bytes()
        assert b"Ada Lovelace" not in again
        assert len(again) == len(content)
        assert try_media(data=content, name=name) == packed
        assert keep_media(organisation_id=college.pk, data=again, name=name) == packed
    assert not waiting()
