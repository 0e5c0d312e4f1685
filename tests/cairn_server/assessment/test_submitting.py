from __future__ import annotations

from io import BytesIO

import pytest

from cairn.errors import CairnError, InputTooLarge, UnsupportedFormat
from cairn_server.accounts.models import Person, PersonKind
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Artifact, Submission, SubmissionState
from cairn_server.assessment.submitting import (
    attach_file,
    begin_again,
    remove_file,
    save_text,
    submit,
    withdraw,
)
from cairn_server.catalog.models import Task
from cairn_server.errors import AccountNeeded, StaleDraft, SubmissionClosed, SubmissionIncomplete
from cairn_server.files.models import StoredFile
from cairn_server.journal.models import Event
from tests.cairn_server.assessment.conftest import ALL_MET, ONE_UNMET, begin, write
from tests.cairn_server.files import making_files as make
from tests.moments import DAY, MONDAY


def attach(submission: Submission, content: bytes, part: str = "photo") -> Artifact:
    return attach_file(
        submission=submission, part=part, upload=BytesIO(content), name="boards.png", at=MONDAY
    )


def judged(submission: Submission, evaluator: Person, ratings: dict[str, str]) -> Submission:
    record_evaluation(
        submission=submission,
        evaluator=evaluator,
        ratings=ratings,
        comments=dict.fromkeys(ratings, "Say what you would change."),
        comment="",
        at=MONDAY + DAY,
    )
    submission.refresh_from_db()
    return submission


def test_beginning_twice_is_one_try(ada: Person, task: Task) -> None:
    assert begin(ada, task) == begin(ada, task)
    assert Submission.objects.get().number == 1
    assert Event.objects.filter(kind="submission.begun").count() == 1


def test_a_guest_is_asked_to_sign_up_first(task: Task) -> None:
    guest = Person.objects.create(kind=PersonKind.GUEST)

    with pytest.raises(AccountNeeded, match="Sign up"):
        begin(guest, task)

    assert not Submission.objects.exists()


def test_a_text_is_saved_under_growing_numbers(draft: Submission) -> None:
    for number, text in enumerate(["One", "One two", "One two three"], start=1):
        save_text(submission=draft, part="plan", text=text, sequence=number, at=MONDAY)

    artifact = Artifact.objects.get()
    assert (artifact.text, artifact.sequence) == ("One two three", 3)


def test_a_second_tab_loses_nothing(draft: Submission) -> None:
    save_text(submission=draft, part="plan", text="From the first", sequence=1, at=MONDAY)

    with pytest.raises(StaleDraft) as refusal:
        save_text(submission=draft, part="plan", text="From the second", sequence=1, at=MONDAY)

    assert (refusal.value.stored, refusal.value.sequence) == ("From the first", 1)
    assert Artifact.objects.get().text == "From the first"


def test_a_save_that_arrives_twice_changes_nothing(draft: Submission) -> None:
    for _ in range(2):
        save_text(submission=draft, part="plan", text="Same", sequence=1, at=MONDAY)

    assert Artifact.objects.get().sequence == 1


@pytest.mark.parametrize(
    ("part", "text", "error"),
    [
        ("photo", "A text for a file", SubmissionClosed),
        ("nothing", "A text for nothing", SubmissionClosed),
        ("plan", "x" * 100_001, InputTooLarge),
    ],
)
def test_a_text_that_does_not_fit_is_refused(
    draft: Submission, part: str, text: str, error: type[CairnError]
) -> None:
    with pytest.raises(error):
        save_text(submission=draft, part=part, text=text, sequence=1, at=MONDAY)

    assert not Artifact.objects.exists()


def test_a_file_is_attached_replaced_and_removed(draft: Submission) -> None:
    first = attach(draft, make.picture("PNG"))
    second = attach(draft, make.pdf())

    assert first.pk == second.pk
    assert Artifact.objects.get().file == second.file
    remove_file(submission=draft, part="photo", at=MONDAY)
    remove_file(submission=draft, part="photo", at=MONDAY)
    assert Artifact.objects.get().file is None


def test_a_file_of_another_kind_is_refused_and_the_one_before_stays(draft: Submission) -> None:
    attach(draft, make.picture("PNG"))

    with pytest.raises(UnsupportedFormat, match="Asked for is a PDF or a picture"):
        attach(draft, make.mp4())

    kept = Artifact.objects.get().file
    assert kept is not None
    assert kept.media_type == "image/png"
    assert StoredFile.objects.count() == 1


def test_work_is_promised_back_after_the_days_that_the_task_states(handed_in: Submission) -> None:
    assert handed_in.state == SubmissionState.SUBMITTED
    assert handed_in.promised_at == MONDAY + 3 * DAY
    assert Event.objects.filter(kind="submission.submitted").count() == 1


def test_handing_in_twice_is_handing_in_once(handed_in: Submission) -> None:
    again = submit(submission=handed_in, at=MONDAY + DAY)

    assert again.submitted_at == MONDAY
    assert Event.objects.filter(kind="submission.submitted").count() == 1


def test_incomplete_work_is_refused_and_says_what_is_missing(draft: Submission) -> None:
    save_text(submission=draft, part="plan", text="Only two", sequence=1, at=MONDAY)

    with pytest.raises(SubmissionIncomplete) as refusal:
        submit(submission=draft, at=MONDAY)

    assert str(refusal.value) == "Still missing: Your plan: 1 more word; Reflection: your text"
    draft.refresh_from_db()
    assert draft.state == SubmissionState.DRAFT
    assert not Event.objects.filter(kind="submission.submitted").exists()


def test_work_that_is_handed_in_cannot_be_changed(handed_in: Submission) -> None:
    with pytest.raises(SubmissionClosed):
        save_text(submission=handed_in, part="plan", text="Better", sequence=2, at=MONDAY)
    with pytest.raises(SubmissionClosed):
        attach(handed_in, make.pdf())
    with pytest.raises(SubmissionClosed):
        remove_file(submission=handed_in, part="photo", at=MONDAY)

    assert Artifact.objects.get(part="plan").text == "Ask wait look"


def test_work_taken_back_is_a_draft_again_with_all_that_was_in_it(handed_in: Submission) -> None:
    withdraw(submission=handed_in, at=MONDAY)
    again = withdraw(submission=handed_in, at=MONDAY)

    assert (again.state, again.promised_at) == (SubmissionState.DRAFT, None)
    assert Artifact.objects.get(part="plan").text == "Ask wait look"
    assert Event.objects.filter(kind="submission.withdrawn").count() == 1


def test_work_that_is_decided_cannot_be_taken_back(handed_in: Submission, eve: Person) -> None:
    judged(handed_in, eve, ALL_MET)

    with pytest.raises(SubmissionClosed):
        withdraw(submission=handed_in, at=MONDAY + 2 * DAY)


def test_a_second_try_carries_everything_over_and_opens_only_what_was_unmet(
    ada: Person, task: Task, draft: Submission, eve: Person
) -> None:
    attach(draft, make.picture("PNG"))
    write(draft)
    submit(submission=draft, at=MONDAY)
    judged(draft, eve, ONE_UNMET)

    second = begin(ada, task)

    assert (second.number, second.previous) == (2, draft)
    assert second.artifacts.get(part="plan").text == "Ask wait look"
    assert second.artifacts.get(part="photo").file == draft.artifacts.get(part="photo").file
    save_text(submission=second, part="reflection", text="I would wait", sequence=1, at=MONDAY)
    with pytest.raises(SubmissionClosed, match="met already"):
        save_text(submission=second, part="plan", text="Other plan", sequence=1, at=MONDAY)
    with pytest.raises(SubmissionClosed, match="met already"):
        attach(second, make.pdf())


def test_what_is_met_stays_met_over_three_tries(handed_in: Submission, eve: Person) -> None:
    first = judged(handed_in, eve, {"asks": "met", "acts": "not-yet", "cares": "not-yet"})
    second = begin_again(previous=first, at=MONDAY)
    submit(submission=second, at=MONDAY)
    judged(second, eve, {"acts": "met", "cares": "not-yet"})
    third = begin_again(previous=second, at=MONDAY)
    submit(submission=third, at=MONDAY)

    judged(third, eve, {"cares": "met"})

    assert third.state == SubmissionState.MET
    assert third.evaluations.get().ratings == {"asks": "met", "acts": "met", "cares": "met"}


@pytest.mark.parametrize("ratings", [ALL_MET, None])
def test_only_work_that_came_back_is_begun_again(
    handed_in: Submission, eve: Person, ratings: dict[str, str] | None
) -> None:
    submission = judged(handed_in, eve, ratings) if ratings else handed_in

    with pytest.raises(SubmissionClosed):
        begin_again(previous=submission, at=MONDAY)

    assert Submission.objects.count() == 1


def test_a_task_that_is_met_is_not_begun_again(
    ada: Person, task: Task, handed_in: Submission, eve: Person
) -> None:
    judged(handed_in, eve, ALL_MET)

    with pytest.raises(SubmissionClosed, match="have met"):
        begin(ada, task)
