from uuid import uuid4

from cairn.pathways.criteria import Met, evaluate, parse
from cairn_server.credentials.awarding import consider
from cairn_server.credentials.facts import awaiting, gather
from cairn_server.credentials.models import Award
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.signing import sign
from cairn_server.learning.models import Enrolment
from tests.cairn_server.credentials.conftest import make_achievement
from tests.moments import DAY, MONDAY


def test_a_task_judged_met_is_a_fact(ada, bea, checking, judge):
    judge(ada, checking)
    wanted = parse(checking.requirements)

    assert isinstance(evaluate(wanted, gather(ada, wanted, at=MONDAY).facts), Met)
    assert not isinstance(evaluate(wanted, gather(bea, wanted, at=MONDAY).facts), Met)


def test_a_credential_counts_while_it_stands(ada, ida, credential, checking):
    wanted = parse({"credential": str(checking.achievement_id)})
    before = gather(ada, wanted, at=MONDAY).facts
    revoke(credential, actor=ida, reason_code="superseded", at=MONDAY + 2 * DAY)

    assert list(before.credentials) == [str(checking.achievement_id)]
    assert gather(ada, wanted, at=MONDAY).facts.credentials == {}


def test_a_unit_that_is_unknown_is_no_fact(ada):
    wanted = parse({"units": [str(uuid4())]})

    assert gather(ada, wanted, at=MONDAY).facts.units == {}


def test_what_was_judged_and_not_awarded_is_awaited(ada, bea, checking, judge):
    checking.requirements = {
        "all_of": [checking.requirements, {"units": [str(uuid4())], "recall_at_least": 0.8}]
    }
    checking.save()
    judge(ada, checking)

    assert awaiting(ada, at=MONDAY) == [checking]
    assert awaiting(bea, at=MONDAY) == []


def test_what_is_held_is_not_awaited(ada, credential):
    assert Award.objects.filter(person=ada).exists()
    assert awaiting(ada, at=MONDAY) == []


def test_a_participation_badge_is_awaited_by_whoever_began_it(ada, bea, lesson):
    badge = make_achievement(lesson, key="badge", title="Took part")
    badge.kind = "participation-badge"
    badge.save()
    Enrolment.objects.create(person=ada, achievement=badge.achievement, started_at=MONDAY)

    assert awaiting(ada, at=MONDAY) == [badge]
    assert awaiting(bea, at=MONDAY) == []


def test_signing_what_was_considered_needs_nothing_more(ada, checking, judge):
    judge(ada, checking)
    decided = consider(person=ada, version=checking, at=MONDAY)

    assert sign(decided.credential, at=MONDAY).document
