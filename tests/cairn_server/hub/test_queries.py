import pytest

from cairn_server.catalog.queries import published_achievement
from cairn_server.credentials.awarding import award, consider
from cairn_server.credentials.models import Award
from cairn_server.credentials.revoking import revoke
from cairn_server.hub.queries import standing
from tests.moments import DAY, MONDAY


@pytest.fixture
def page(course):
    return published_achievement(course.achievement_id)


def test_a_stranger_stands_at_the_start(page):
    at_start = standing(None, page, at=MONDAY)

    assert at_start.next_unit == page.units[0]
    assert at_start.minutes_left == page.total_seconds / 60
    assert not at_start.has_begun


def test_what_is_learned_is_no_longer_missing(page, ada, learned):
    before = standing(ada, page, at=MONDAY)
    learned(ada)
    after = standing(ada, page, at=MONDAY + DAY)

    assert (before.learned, after.learned) == (0, 1)
    assert after.next_unit is None
    assert [gap.minutes for gap in before.missing] == [2, 30]
    assert [gap.minutes for gap in after.missing] == [30]
    assert after.next_task is not None


def test_what_was_revoked_is_not_held_and_says_who_can_award_it_anew(page, ada, ida, course):
    first = award(person=ada, version=course, shown=[], at=MONDAY)
    held = standing(ada, page, at=MONDAY)
    revoke(first.credential, actor=ida, reason_code="awarded-in-error", at=MONDAY + DAY)
    taken = standing(ada, page, at=MONDAY + DAY)
    again = award(person=ada, version=course, shown=[], at=MONDAY + 2 * DAY, basis="stated:1")

    assert (held.credential, held.revocation) == (first.credential, None)
    assert taken.credential is None
    assert taken.revocation is not None
    assert (taken.revocation.by, taken.revocation.reason_code) == (
        "North College",
        "awarded-in-error",
    )
    assert standing(ada, page, at=MONDAY + 2 * DAY).credential == again.credential


def test_what_was_revoked_is_not_awarded_by_rule_again(ada, ida, course):
    first = award(person=ada, version=course, shown=[], at=MONDAY)
    revoke(first.credential, actor=ida, reason_code="awarded-in-error", at=MONDAY)

    assert consider(person=ada, version=course, at=MONDAY + DAY) == first
    assert Award.objects.count() == 1


@pytest.mark.parametrize("people", [1, 30])
def test_standing_takes_as_many_queries_for_one_learner_as_for_thirty(
    page, ada, learned, crowd, people, django_assert_max_num_queries
):
    crowd(people)
    learned(ada)

    with django_assert_max_num_queries(16):
        standing(ada, page, at=MONDAY + DAY)
