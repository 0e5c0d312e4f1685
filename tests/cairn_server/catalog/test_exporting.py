"""Writing what is published back as a pack: bringing that in again changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cairn.exchange.pack import Resource
from cairn.exchange.pack_checking import require_sound
from cairn.exchange.pack_reading import read_pack
from cairn.exchange.pack_writing import pack_archive
from cairn_server.catalog.exporting import export_pack, pack_of
from cairn_server.catalog.importing import import_pack
from cairn_server.catalog.models import Achievement
from cairn_server.errors import NotPublishable
from tests.making import PACKS, import_real_pack
from tests.moments import MONDAY

NAMES = sorted(one.parent.name for one in PACKS.glob("*/pack.yaml"))


@pytest.fixture(autouse=True)
def at_home(settings, tmp_path):
    settings.CAIRN_HOME = tmp_path


def everything(college):
    """Bring in all packs, those that others build on first."""
    waiting = list(NAMES)
    for _ in range(len(NAMES)):
        for name in list(waiting):
            if not import_real_pack(college, name).errors:
                waiting.remove(name)
    assert waiting == []


@pytest.mark.django_db
def test_every_pack_goes_out_and_comes_in_again_without_a_change(college):
    everything(college)

    for name in NAMES:
        pack = export_pack(college, read_pack(PACKS / name).id)
        again = read_pack(pack_archive(pack))
        report = import_pack(organisation=college, pack=again, actor=None, at=MONDAY, publish=True)

        assert again == pack
        assert (name, report.errors) == (name, [])
        assert (name, report.created, report.updated) == (name, 0, 0)


@pytest.mark.django_db
def test_what_goes_out_says_the_same_as_what_came_in(college):
    import_real_pack(college, "data-literacy")
    before = read_pack(PACKS / "data-literacy")

    after = export_pack(college, before.id)

    require_sound(after)
    assert [one.id for one in after.units] == [one.id for one in before.units]
    assert {q.id for u in after.units for q in u.questions} == {
        q.id for u in before.units for q in u.questions
    }
    assert after.rubrics == before.rubrics
    assert after.tasks == before.tasks
    assert (after.licence, after.publisher) == (before.licence, before.publisher)


@pytest.mark.django_db
def test_what_a_unit_names_to_read_further_comes_back(college):
    book = Resource(
        "Seeing Theory", "https://seeing-theory.example/", "Chance in pictures.", "site", "MIT"
    )
    pack = read_pack(PACKS / "data-literacy")
    units = tuple(replace(one, resources=(book,)) for one in pack.units)
    brought = replace(pack, units=units)
    import_pack(organisation=college, pack=brought, actor=None, at=MONDAY, publish=True)

    after = read_pack(pack_archive(export_pack(college, pack.id)))

    assert [one.resources for one in after.units] == [(book,)] * 3


@pytest.mark.django_db
def test_the_pack_of_an_achievement_is_that_of_what_it_names(college):
    import_real_pack(college, "data-literacy")

    assert {pack_of(one) for one in Achievement.objects.all()} == {"data-literacy"}


@pytest.mark.django_db
def test_a_pack_that_nobody_brought_in_cannot_go_out(college):
    with pytest.raises(NotPublishable, match="Nothing of the pack nowhere"):
        export_pack(college, "nowhere")


@pytest.mark.django_db
def test_no_organisation_exports_what_another_has(college, zoe):
    import_real_pack(college, "data-literacy")

    with pytest.raises(NotPublishable):
        export_pack(zoe.memberships.get().organisation, "data-literacy")
