from datetime import timedelta

from cairn_server.assessment.reassessing import assess_anew
from cairn_server.credentials.models import Award
from cairn_server.credentials.renewal_queries import (
    being_renewed,
    ending_of,
    newest_award,
    open_to_renewal,
)
from tests.making_skills import give, make_achievement
from tests.moments import DAY, MONDAY

ENDS = MONDAY + timedelta(days=365)


def ending(award, at):
    award.credential.valid_until, award.credential.renewable_from = ENDS, ENDS - 30 * DAY
    award.credential.save()
    return ending_of(award, at=at)


def test_what_does_not_end_has_no_end(ada, college):
    assert ending_of(give(make_achievement(college, "Lasting"), ada), at=MONDAY) is None
    assert ending_of(None, at=MONDAY) is None


def test_its_time_comes_before_its_end(ada, college):
    award = give(make_achievement(college, "First aid"), ada)
    moments = [ENDS - 31 * DAY, ENDS - 30 * DAY, ENDS]

    found = [ending(award, at) for at in moments]

    assert [(one.is_renewable, one.has_ended) for one in found] == [
        (False, False),
        (True, False),
        (True, True),
    ]
    assert not any(one.is_begun for one in found)


def test_the_newest_award_is_the_last_that_was_not_corrected(ada, college):
    version = make_achievement(college, "First aid")
    first = give(version, ada)
    second = Award.objects.create(
        organisation=college, achievement_version=version, person=ada, basis="b", awarded_at=ENDS
    )
    assert newest_award(ada, version.achievement_id) == second

    Award.objects.create(
        organisation=college, achievement_version=version, person=ada, basis="c",
        awarded_at=ENDS - DAY, supersedes=second,
    )  # fmt: skip
    assert newest_award(ada, version.achievement_id).basis == "c"
    assert first.basis == "requirements"


def test_a_renewal_is_under_way_until_it_is_awarded(ada, bea, college):
    version = make_achievement(college, "First aid")
    award = give(version, ada)
    assert not being_renewed(ada).exists()

    assess_anew(person=ada, achievement=version.achievement, since=award.awarded_at, at=ENDS)
    assert [one.achievement for one in being_renewed(ada)] == [version.achievement]
    assert not being_renewed(bea).exists()

    Award.objects.create(
        organisation=college, achievement_version=version, person=ada, basis="b",
        awarded_at=ENDS + DAY, renews=award,
    )  # fmt: skip
    assert not being_renewed(ada).exists()


def test_only_the_newest_is_open_to_renewal_and_only_from_its_time(ada, bea, college):
    version = make_achievement(college, "First aid")
    award = give(version, ada)
    ending(award, MONDAY)
    key = (ada.pk, version.achievement_id)
    moments = [ENDS - 31 * DAY, ENDS - 30 * DAY, ENDS + DAY]

    found = [open_to_renewal([ada.pk, bea.pk], at=at) for at in moments]
    Award.objects.create(
        organisation=college, achievement_version=version, person=ada, basis="b", awarded_at=ENDS
    )

    assert found == [{}, {key: award}, {key: award}]
    assert open_to_renewal([ada.pk], at=ENDS + DAY) == {}
