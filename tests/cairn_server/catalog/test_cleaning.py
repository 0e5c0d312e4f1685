"""Files of packs that were kept before what they tell was taken out."""

from __future__ import annotations

from hashlib import sha256

import pytest

from cairn.exchange.pack import Card, CardKind
from cairn_server.catalog.cleaning import clean_media
from cairn_server.catalog.models import Draft, DraftMedia, MediaFile, UnitVersion
from cairn_server.catalog.pack_media import PackFiles
from cairn_server.catalog.versioning import digest_of
from cairn_server.files.storing import path_of
from tests.cairn_server.files.making_files import named_jpeg
from tests.making import make_unit
from tests.moments import MONDAY

PHOTO = named_jpeg("Ada Lovelace")


@pytest.fixture
def unit(college, settings, tmp_path):
    """A unit that shows a photograph, and a draft with the same, kept as they once were."""
    settings.CAIRN_HOME = tmp_path
    digest = sha256(PHOTO).hexdigest()
    path_of(digest).parent.mkdir(parents=True)
    path_of(digest).write_bytes(PHOTO)
    kept = {"digest": digest, "media_type": "image/jpeg", "size": len(PHOTO)}
    MediaFile.objects.create(organisation=college, **kept)
    draft = Draft.objects.create(
        organisation=college, key="a", title="A", content={}, created_at=MONDAY, updated_at=MONDAY
    )
    DraftMedia.objects.create(draft=draft, name="lesson.jpg", **kept)
    version = make_unit(college)
    card = {"kind": "media", "name": "lesson.jpg", "caption": "", "text": "", "text_after": ""}
    version.cards = [*version.cards, card | {"digest": digest, "media_type": "image/jpeg"}]
    version.digest = content_digest(version)
    version.save()
    return version


def content_digest(version):
    names = ("title", "seconds", "outcomes", "resources", "cards", "language")
    return digest_of({**{name: getattr(version, name) for name in names}, "": None})


def clean(**more):
    return clean_media(at=MONDAY, still_shown=lambda digests: (), **more)


def test_a_dry_run_tells_of_it_and_changes_nothing(unit):
    done = clean(save=False)

    assert (done.files, done.wrong, done.failed) == (1, 1, ())
    assert path_of(MediaFile.objects.get().digest).read_bytes() == PHOTO


def test_what_names_somebody_goes_and_every_card_shows_the_clean_file(
    unit, college, django_capture_on_commit_callbacks
):
    old = unit.cards[-1]["digest"]
    with django_capture_on_commit_callbacks(execute=True):
        assert clean().wrong == 1

    [card] = UnitVersion.objects.get(pk=unit.pk).cards[-1:]
    assert b"Ada Lovelace" not in path_of(card["digest"]).read_bytes()
    assert card["digest"] == MediaFile.objects.get().digest == DraftMedia.objects.get().digest
    assert not path_of(old).exists()
    assert clean().wrong == 0


def test_the_same_pack_again_is_the_same_version(unit, college):
    clean()

    version = UnitVersion.objects.get(pk=unit.pk)
    files = PackFiles(college, {"lesson.jpg": PHOTO}, keep=True)
    assert version.digest == content_digest(version)
    assert version.cards[-1] == files.card(Card(CardKind.MEDIA, media="lesson.jpg"))


def test_a_file_that_is_not_there_is_named_and_the_others_are_cleaned(unit, college):
    MediaFile.objects.create(organisation=college, digest="0" * 64, media_type="image/png", size=1)

    done = clean()

    assert (done.files, done.wrong, len(done.failed)) == (2, 1, 1)
    assert done.failed[0].startswith("000000000000: ")
