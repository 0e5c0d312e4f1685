from cairn_server.assessment.models import Reassessment
from cairn_server.assessment.reassessing import assess_anew
from tests.making_awards import make_achievement
from tests.moments import DAY, MONDAY


def test_a_repeat_changes_nothing_and_a_later_award_begins_another_round(ada, college):
    version, _task = make_achievement(college)

    def anew(since, at):
        return assess_anew(person=ada, achievement=version.achievement, since=since, at=at)

    made = [anew(MONDAY, MONDAY + DAY), anew(MONDAY, MONDAY + 2 * DAY)]
    assert (made, Reassessment.objects.get().begun_at) == ([True, False], MONDAY + DAY)

    assert anew(MONDAY + 5 * DAY, MONDAY + 6 * DAY)
    row = Reassessment.objects.get()
    assert (row.since, row.begun_at) == (MONDAY + 5 * DAY, MONDAY + 6 * DAY)
    assert not anew(MONDAY, MONDAY + 7 * DAY)
