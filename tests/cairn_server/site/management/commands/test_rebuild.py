import json
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from cairn_server.catalog.cards import question_items
from cairn_server.catalog.models import AchievementUnit
from cairn_server.catalog.queries import newest_items
from cairn_server.journal.ids import new_id
from cairn_server.learning.models import Memory
from cairn_server.learning.reviewing import record_review
from tests.making import make_unit
from tests.making_awards import make_achievement
from tests.moments import MONDAY


def rebuild(*words: str) -> dict[str, int]:
    out = StringIO()
    call_command("rebuild", "memories", *words, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@pytest.fixture
def spoilt(ada, college):
    version, _ = make_achievement(college)
    unit = make_unit(college)
    AchievementUnit.objects.create(version=version, unit=unit.unit, position=1)
    (item,) = newest_items(question_items(unit.cards)).values()
    memory = record_review(
        person=ada, item=item, review_id=new_id(), response={"option": "b"}, at=MONDAY
    )
    Memory.objects.update(stability_days=99)
    return memory


def test_dry_run_saves_nothing_and_exits_with_1(spoilt):
    with pytest.raises(CommandError) as refused:
        rebuild("--dry-run")

    assert refused.value.returncode == 1
    assert Memory.objects.get().stability_days == 99


def test_a_second_run_finds_nothing_wrong(spoilt):
    assert rebuild()["wrong"] == 1
    assert rebuild()["wrong"] == 0
    assert Memory.objects.get().state == spoilt.state


def test_only_the_person_that_is_named_is_looked_at(spoilt, bea):
    assert rebuild("--person", str(bea.pk)) == {"people": 1, "wrong": 0, "failed": 0}
    assert rebuild("--person", str(spoilt.person_id))["wrong"] == 1


def test_a_person_who_does_not_exist_is_wrong_usage(db):
    with pytest.raises(CommandError) as refused:
        rebuild("--person", str(uuid4()))

    assert refused.value.returncode == 3


def test_files_of_packs_are_looked_at_and_counted(db):
    out = StringIO()
    call_command("rebuild", "media", stdout=out)

    assert json.loads(out.getvalue()) == {"files": 0, "wrong": 0, "failed": 0}
