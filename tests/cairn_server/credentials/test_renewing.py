"""A credential that ends, shown anew and renewed; what is held before stays as it was."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail

from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.submitting import begin_submission, save_text, submit
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind, Credential
from cairn_server.credentials.noticing import tell_ending
from cairn_server.credentials.renewing import begin_renewal, tell_of_ends
from cairn_server.credentials.revoking import RevocationReason, revoke
from cairn_server.credentials.superseding import supersede
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import RenewalRefused, SubmissionClosed
from cairn_server.journal.models import Event
from tests.cairn_server.credentials.conftest import make_achievement, make_credential
from tests.moments import DAY, MONDAY

AWARDED = MONDAY + DAY
ENDS = AWARDED.replace(year=AWARDED.year + 1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def yearly(checking):
    """The achievement, its credential valid for twelve months and renewed from the tenth on."""
    checking.valid_months, checking.renew_from_days = 12, 60
    checking.save()
    return checking


@pytest.fixture
def hand_in(eve, lesson, django_capture_on_commit_callbacks):
    """Let somebody hand the task in, and Eve judge it, in one moment."""

    def handed_in(person, version, text, at):
        with django_capture_on_commit_callbacks(execute=True):
            work = begin_submission(
                person=person, task=lesson.task, achievement_version=version, at=at
            )
            save_text(submission=work, part="reflection", text=text, sequence=1, at=at)
            submit(submission=work, at=at)
        with django_capture_on_commit_callbacks(execute=True):
            record_evaluation(
                submission=work, evaluator=eve, comment="", at=at + DAY / 2,
                ratings={"asks": "met", "acts": "met"}, comments={},
            )  # fmt: skip
        return work

    return handed_in


@pytest.fixture
def first(ada, yearly, hand_in):
    hand_in(ada, yearly, "I asked them all.", AWARDED - DAY / 2)
    return Credential.objects.select_related("award__achievement_version").get()


def test_a_credential_says_when_it_ends_and_nothing_ends_that_is_not_limited(first):
    document = json.loads(first.document)

    assert document["validUntil"] == ENDS.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (first.valid_until, first.renewable_from) == (ENDS, ENDS - timedelta(days=60))


def test_without_a_validity_a_credential_does_not_end(credential):
    assert credential.valid_until is None
    assert "validUntil" not in json.loads(credential.document)


def test_what_is_shown_anew_renews_it_and_loses_no_time(ada, yearly, first, hand_in):
    at = ENDS - timedelta(days=30)
    begin_renewal(person=ada, credential=first, at=at)

    hand_in(ada, yearly, "I asked them all again, a year later.", at)

    second = Credential.objects.get(award__renews=first.award)
    document = json.loads(second.document)
    assert second.valid_until == ENDS.replace(year=ENDS.year + 1)
    assert [one["name"] for one in document["evidence"]] == [
        "Lesson reflection: Reflection",
        "Checking for Understanding",
    ]
    assert document["evidence"][0]["description"] == "8 words"
    assert document["evidence"][1]["id"].endswith(f"/credentials/{first.pk}/")
    assert second.award.detail.facts["counts"]["pieces"] == 1


@pytest.mark.parametrize("is_public", [True, False])
def test_a_renewal_is_as_public_as_the_one_before(ada, yearly, first, hand_in, is_public):
    at = ENDS - timedelta(days=30)
    Credential.objects.filter(pk=first.pk).update(is_public=is_public)
    begin_renewal(person=ada, credential=first, at=at)

    hand_in(ada, yearly, "I asked them all again, a year later.", at)

    assert Credential.objects.get(award__renews=first.award).is_public is is_public


def test_the_one_before_stays_until_its_own_end_and_the_ledger_tells_both(
    ada, yearly, first, hand_in
):
    bytes_before = first.document
    begin_renewal(person=ada, credential=first, at=ENDS - DAY)
    hand_in(ada, yearly, "Again.", ENDS - DAY)
    first.refresh_from_db()

    assert first.document == bytes_before
    assert report_on(first.document, at=ENDS - SECOND, ask=nobody).outcome == "valid"
    assert report_on(first.document, at=ENDS + SECOND, ask=nobody).reasons == ["expired"]
    told = AwardEvent.objects.filter(award=first.award).order_by("at", "pk")
    assert [one.kind for one in told] == [AwardEventKind.ISSUE, AwardEventKind.RENEW]
    renewed = Award.objects.get(renews=first.award)
    assert told[1].reason_code == f"renewed-by:{renewed.pk}"


def test_it_can_be_renewed_after_its_end_and_then_begins_anew(ada, yearly, first, hand_in):
    late = ENDS + timedelta(days=100)
    begin_renewal(person=ada, credential=first, at=late)
    hand_in(ada, yearly, "Late, but again.", late)

    second = Credential.objects.get(award__renews=first.award)
    assert second.valid_until == (late + DAY / 2).replace(year=late.year + 1)


def test_what_was_shown_before_renews_nothing(ada, first):
    standing = begin_renewal(person=ada, credential=first, at=ENDS)

    assert standing == first.award
    assert Award.objects.count() == 1


def test_the_task_is_closed_until_the_renewal_is_begun(ada, yearly, first, lesson):
    with pytest.raises(SubmissionClosed):
        begin_submission(person=ada, task=lesson.task, achievement_version=yearly, at=ENDS)

    begin_renewal(person=ada, credential=first, at=ENDS)
    again = begin_submission(person=ada, task=lesson.task, achievement_version=yearly, at=ENDS)
    assert (again.number, again.previous, again.artifacts.count()) == (2, None, 0)


def test_a_renewal_is_renewed_in_its_turn(ada, yearly, first, hand_in):
    begin_renewal(person=ada, credential=first, at=ENDS - DAY)
    hand_in(ada, yearly, "Second year.", ENDS - DAY)
    second = Credential.objects.get(award__renews=first.award)
    begin_renewal(person=ada, credential=second, at=second.valid_until - DAY)
    hand_in(ada, yearly, "Third year, and now in four words more.", second.valid_until - DAY)

    third = Credential.objects.get(award__renews=second.award)
    assert third.valid_until.year == ENDS.year + 2
    assert json.loads(third.document)["evidence"][0]["description"] == "8 words"


def test_a_corrected_renewal_still_renews_the_one_before(ada, ida, yearly, first, hand_in):
    begin_renewal(person=ada, credential=first, at=ENDS - DAY)
    hand_in(ada, yearly, "Again.", ENDS - DAY)
    second = Credential.objects.select_related("award").get(award__renews=first.award)

    new = supersede(second, actor=ida, at=ENDS, awarded_at=second.award.awarded_at)

    assert Award.objects.get(renews=first.award) == new
    assert new.credential.valid_until == second.valid_until
    assert new.supersedes == second.award
    assert tell_of_ends(ENDS - SECOND) == 0


def test_what_is_corrected_after_it_was_renewed_stays_renewed(ada, ida, yearly, first, hand_in):
    begin_renewal(person=ada, credential=first, at=ENDS - DAY)
    hand_in(ada, yearly, "Again.", ENDS - DAY)
    second = Award.objects.get(renews=first.award)

    new = supersede(first, actor=ida, at=ENDS - SECOND, awarded_at=first.award.awarded_at)

    assert Award.objects.get(renews=new) == second
    assert tell_of_ends(ENDS - SECOND) == 0


def test_beginning_twice_changes_nothing(ada, first):
    begin_renewal(person=ada, credential=first, at=ENDS)
    begin_renewal(person=ada, credential=first, at=ENDS + DAY)

    assert Event.objects.filter(kind="renewal.begun").count() == 1
    assert ada.reassessments.get().begun_at == ENDS


def test_it_is_refused_before_its_time_and_for_what_does_not_end(ada, first):
    with pytest.raises(RenewalRefused, match="can be renewed from"):
        begin_renewal(person=ada, credential=first, at=ENDS - timedelta(days=61))
    first.valid_until = None
    first.save()
    with pytest.raises(RenewalRefused, match="does not end"):
        begin_renewal(person=ada, credential=first, at=ENDS)


def test_what_is_revoked_or_already_renewed_is_refused(ada, ida, yearly, first, hand_in):
    begin_renewal(person=ada, credential=first, at=ENDS)
    hand_in(ada, yearly, "Again.", ENDS)
    second = Credential.objects.select_related("award").get(award__renews=first.award)
    with pytest.raises(RenewalRefused, match="newer"):
        begin_renewal(person=ada, credential=first, at=ENDS + DAY)

    revoke(second, actor=ida, reason_code=RevocationReason.AWARDED_IN_ERROR, at=ENDS + 2 * DAY)
    with pytest.raises(RenewalRefused, match="revoked"):
        begin_renewal(person=ada, credential=second, at=second.valid_until)


def test_its_holder_is_told_once_when_its_time_has_come(
    ada, first, django_capture_on_commit_callbacks
):
    opens = ENDS - timedelta(days=60)

    assert tell_of_ends(opens - DAY) == 0
    assert [tell_of_ends(opens), tell_of_ends(opens + DAY)] == [1, 0]
    tell_ending(Event.objects.get(kind="credential.ending"))
    [told] = mail.outbox
    assert told.to == [ada.email]
    assert f"/achievements/{first.award.achievement_version.achievement_id}/" in told.body
    assert f"{ENDS:%Y}" in told.subject


def test_what_ends_of_one_holder_on_one_day_is_told_in_one_mail(ada, bea, first, lesson):
    titles = ["Asking for Thinking", "Answers by Gesture", "A day later"]
    for hours, title in zip((3, 14, 20), titles, strict=True):  # first opens at nine, in UTC
        version = make_achievement(lesson, key=title, title=title)
        one = make_credential(ada, version)
        Credential.objects.filter(pk=one.pk).update(
            valid_until=ENDS + timedelta(hours=hours),
            renewable_from=first.renewable_from + timedelta(hours=hours),
        )
    other = make_credential(bea, version)
    Credential.objects.filter(pk=other.pk).update(
        valid_until=ENDS, renewable_from=first.renewable_from
    )

    assert tell_of_ends(first.renewable_from) == 2
    assert tell_of_ends(first.renewable_from + timedelta(hours=14)) == 0
    for event in Event.objects.filter(kind="credential.ending"):
        tell_ending(event)

    to_ada, to_bea = sorted(mail.outbox, key=lambda one: one.to)
    assert "3 of your credentials end" in to_ada.subject
    assert [title in to_ada.body for title in titles] == [True, True, False]
    assert to_ada.body.count("/achievements/") == 3
    assert "A day later" in to_bea.subject
    assert tell_of_ends(first.renewable_from + DAY) == 1


def test_what_has_been_renewed_meanwhile_is_left_out_of_the_mail(ada, ida, first, lesson):
    second = make_credential(ada, make_achievement(lesson, key="other", title="Other"))
    Credential.objects.filter(pk=second.pk).update(
        valid_until=ENDS, renewable_from=first.renewable_from
    )
    tell_of_ends(first.renewable_from)
    revoke(first, actor=ida, reason_code=RevocationReason.AWARDED_IN_ERROR, at=ENDS - DAY)

    tell_ending(Event.objects.get(kind="credential.ending"))

    [told] = mail.outbox
    assert told.subject.endswith("Other")
    assert told.body.count("/achievements/") == 1


def test_nobody_is_told_of_what_has_ended_fallen_or_been_renewed(ada, ida, yearly, first, hand_in):
    begin_renewal(person=ada, credential=first, at=ENDS - 2 * DAY)
    hand_in(ada, yearly, "Again.", ENDS - 2 * DAY)
    second = Credential.objects.select_related("award").get(award__renews=first.award)
    assert tell_of_ends(ENDS - DAY) == 0
    assert tell_of_ends(second.valid_until + DAY) == 0

    revoke(second, actor=ida, reason_code=RevocationReason.AWARDED_IN_ERROR, at=ENDS)
    assert tell_of_ends(second.valid_until - DAY) == 0
