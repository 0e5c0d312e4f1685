from __future__ import annotations

import pytest

from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Submission
from cairn_server.credentials.models import Award
from cairn_server.errors import NominationRefused, SubmissionClosed, SubmissionIncomplete
from cairn_server.journal.settling import settle_due
from cairn_server.workforce.models import Nomination
from cairn_server.workforce.nominating import decline, nominate
from tests.making_skills import make_achievement
from tests.moments import DAY, MONDAY


@pytest.fixture
def put_forward(max_, thanks):
    def act(person, version=thanks, nominator=max_, text="Mended the night plan in March."):
        return nominate(
            membership=person.memberships.get(),
            version=version,
            nominator=nominator,
            texts={"text": text},
            at=MONDAY,
        )

    return act


def judged(submission, evaluator, level):
    record_evaluation(
        submission=submission,
        evaluator=evaluator,
        ratings={"shows": level},
        comments={"shows": "Say what changed."},
        comment="",
        at=MONDAY + DAY,
    )


def test_what_was_written_is_the_nominees_and_waits_for_evaluators(put_forward, ada, max_):
    nomination = put_forward(ada)

    submission = nomination.submission
    assert (submission.person, submission.nominated_by) == (ada, max_)
    assert submission.state == "submitted"
    assert submission.artifacts.get().text == "Mended the night plan in March."


def test_judged_as_met_it_is_awarded_by_the_usual_rule(put_forward, ada, eve, thanks):
    nomination = put_forward(ada)

    judged(nomination.submission, eve, "met")
    while settle_due(at=MONDAY + 2 * DAY):
        pass

    award = Award.objects.get()
    assert (award.person, award.achievement_version) == (ada, thanks)


def test_declining_deletes_what_was_written(put_forward, ada):
    nomination = put_forward(ada)

    for _ in range(2):
        decline(nomination=nomination, at=MONDAY)

    assert not Submission.objects.exists()
    assert Nomination.objects.get().declined_at == MONDAY


def test_what_was_judged_can_no_longer_be_declined(put_forward, ada, eve):
    nomination = put_forward(ada)
    judged(nomination.submission, eve, "not-yet")

    with pytest.raises(SubmissionClosed):
        decline(nomination=nomination, at=MONDAY + 2 * DAY)

    assert Nomination.objects.get().declined_at is None


def test_nobody_nominates_themself_and_nothing_is_left_behind(put_forward, max_):
    with pytest.raises(NominationRefused, match="themself"):
        put_forward(max_)

    assert not Submission.objects.exists()


def test_an_empty_statement_is_refused(put_forward, ada):
    with pytest.raises(SubmissionIncomplete):
        put_forward(ada, text="  ")

    assert not Submission.objects.exists()


def test_only_one_at_a_time_and_none_once_it_is_met(put_forward, ada, bea, eve):
    nomination = put_forward(ada)
    with pytest.raises(NominationRefused, match="already"):
        put_forward(ada, nominator=bea)
    judged(nomination.submission, eve, "met")
    with pytest.raises(SubmissionClosed):
        put_forward(ada, nominator=bea)

    assert Nomination.objects.count() == 1


def test_an_achievement_that_is_no_recognition_takes_no_nominations(put_forward, ada, college, sql):
    with pytest.raises(NominationRefused):
        put_forward(ada, version=make_achievement(college, "Course", (sql, 3)))


def test_a_badge_of_another_organisation_takes_none_here(put_forward, zoe):
    with pytest.raises(NominationRefused):
        put_forward(zoe)
