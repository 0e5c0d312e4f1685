"""Publishing a draft: the way of every pack, new versions only of what changed."""

from __future__ import annotations

import pytest

from cairn.exchange.pack_reading import read_pack
from cairn_server.catalog.drafting import add_part, draft_of_published, next_draft, save_part
from cairn_server.catalog.exporting import published_parts
from cairn_server.catalog.models import Achievement, AchievementVersion, ItemVersion, UnitOrder
from cairn_server.catalog.publishing import publish_draft
from cairn_server.catalog.queries import newest_achievement_version
from cairn_server.errors import NotPublishable, VersionFrozen
from cairn_server.frameworks.models import Competency
from cairn_server.journal.models import Event
from tests.making import PACKS, import_real_pack
from tests.moments import DAY, MONDAY

UNIT = "units/first-steps.md"
SECOND = {"minutes": 2, "outcomes": ["Goes on."], "body": "Go on."}


def test_publishing_takes_the_way_of_every_pack_and_freezes_the_draft(complete, aut):
    report = publish_draft(draft=complete, changes="", actor=aut, at=MONDAY)

    assert (report.created, report.errors) == (5, [])
    version = AchievementVersion.objects.get()
    assert (version.title, version.number) == ("Hinge questions", 1)
    with pytest.raises(VersionFrozen, match="published"):
        save_part(draft=complete, name=UNIT, part={}, sequence=9, at=MONDAY)
    with pytest.raises(VersionFrozen):
        publish_draft(draft=complete, changes="", actor=aut, at=MONDAY)
    assert Event.objects.filter(kind="draft.published").count() == 1


def test_nothing_is_published_of_a_draft_with_problems(draft, aut):
    with pytest.raises(NotPublishable, match=r"rubrics/how-it-is-judged.yaml"):
        publish_draft(draft=draft, changes="", actor=aut, at=MONDAY)

    assert not Achievement.objects.exists()
    draft.refresh_from_db()
    assert draft.published_at is None


def test_publishing_again_makes_new_versions_of_what_changed_only(complete, aut):
    publish_draft(draft=complete, changes="", actor=aut, at=MONDAY)
    achievement = Achievement.objects.get()

    second = draft_of_published(achievement=achievement, actor=aut, at=MONDAY + DAY)
    name = f"achievements/{second.key}.md"
    part = {**second.content[name], "summary": "Better said."}
    save_part(draft=second, name=name, part=part, sequence=1, at=MONDAY + DAY)
    report = publish_draft(draft=second, changes="Says it better.", actor=aut, at=MONDAY + DAY)

    assert (report.created, report.updated, report.unchanged) == (0, 1, 4)
    newest = newest_achievement_version(achievement.pk)
    assert (newest.number, newest.summary) == (2, "Better said.")
    assert newest.changes == "Says it better."
    assert ItemVersion.objects.count() == 1


def test_a_published_achievement_opens_as_one_draft_that_changes_nothing(complete, aut):
    publish_draft(draft=complete, changes="", actor=aut, at=MONDAY)
    achievement = Achievement.objects.get()

    first = draft_of_published(achievement=achievement, actor=aut, at=MONDAY)
    again = draft_of_published(achievement=achievement, actor=aut, at=MONDAY)

    assert first == again
    assert first.content == published_parts(first)
    assert next_draft(draft=complete, actor=aut, at=MONDAY) == first
    with pytest.raises(NotPublishable, match="Nothing has changed since version 1"):
        publish_draft(draft=first, changes="", actor=aut, at=MONDAY)
    first.refresh_from_db()
    assert first.published_at is None


def test_an_imported_pack_opens_with_its_pictures(college, aut, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    import_real_pack(college, "checking-for-understanding")
    achievement = Achievement.objects.filter(key="checking-for-understanding").get()

    opened = draft_of_published(achievement=achievement, actor=aut, at=MONDAY)

    media = {one.name for one in read_pack(PACKS / "checking-for-understanding").media}
    assert {one.name for one in opened.media.all()} == media
    with pytest.raises(NotPublishable, match="Nothing has changed"):
        publish_draft(draft=opened, changes="", actor=aut, at=MONDAY)


def test_what_a_framework_says_of_a_competency_is_no_new_version(college, aut, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    import_real_pack(college, "data-literacy")
    Competency.objects.update(name="Otherwise", description="Said anew by the framework")
    opened = draft_of_published(achievement=Achievement.objects.get(), actor=aut, at=MONDAY)

    with pytest.raises(NotPublishable, match="since version 1"):
        publish_draft(draft=opened, changes="", actor=aut, at=MONDAY)

    AchievementVersion.objects.update(digest="0" * 64)  # as taken by the rule of an older release
    with pytest.raises(NotPublishable, match="since version 1"):
        publish_draft(draft=opened, changes="", actor=aut, at=MONDAY)


def test_another_order_of_the_units_alone_is_a_change(complete, aut):
    add_part(draft=complete, folder="units", title="Second steps", part=SECOND, at=MONDAY)
    complete.refresh_from_db()
    name = f"achievements/{complete.key}.md"
    tree = {"all_of": [{"units": ["first-steps", "second-steps"]}, {"task": "show-it"}]}
    part = {**complete.content[name], "requirements": tree}
    save_part(draft=complete, name=name, part=part, sequence=99, at=MONDAY)
    publish_draft(draft=complete, changes="", actor=aut, at=MONDAY)
    following = next_draft(draft=complete, actor=aut, at=MONDAY)
    part = {**following.content["units/second-steps.md"], "after": ["first-steps"]}
    save_part(draft=following, name="units/second-steps.md", part=part, sequence=1, at=MONDAY)

    report = publish_draft(draft=following, changes="", actor=aut, at=MONDAY + DAY)

    assert (report.created, report.updated) == (0, 1)
    assert UnitOrder.objects.get().after.key == f"{complete.key}/first-steps"
