import json
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from cairn_server.accounts.models import PersonKind
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Evaluation
from cairn_server.assessment.submitting import begin_again, begin_submission, save_text, submit
from cairn_server.catalog.models import AchievementUnit, ItemVersion
from cairn_server.credentials.awarding import consider
from cairn_server.credentials.models import (
    Award,
    AwardDetail,
    AwardEvent,
    AwardEventKind,
    Credential,
    Holder,
)
from cairn_server.credentials.signing import sign
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from cairn_server.learning.models import Memory, UnitProgress
from cairn_server.learning.progressing import pass_card
from tests.cairn_server.credentials.conftest import at_once
from tests.cairn_server.credentials.stacking import make_stack
from tests.making import make_achievement as make_badge
from tests.making import make_due, make_question, make_unit
from tests.moments import DAY, MONDAY


def test_work_judged_met_earns_the_credential_in_the_same_moment(
    ada, checking, judge, django_capture_on_commit_callbacks
):
    work = judge(ada, checking)

    with django_capture_on_commit_callbacks(execute=True):
        record("submission.evaluated", owner=ada, actor=None, about=work, at=MONDAY + DAY, met=True)

    credential = Credential.objects.get(award__person=ada)
    assert json.loads(credential.document)["name"] == "Checking for Understanding"
    assert credential.signed_at == MONDAY + DAY


def test_from_the_first_word_to_the_credential_and_by_way_of_a_second_try(
    ada, eve, checking, lesson, django_capture_on_commit_callbacks
):
    def hand_in(submission, text, at):
        save_text(submission=submission, part="reflection", text=text, sequence=1, at=at)
        submit(submission=submission, at=at)

    def decide(submission, acts, at):
        record_evaluation(
            submission=submission, evaluator=eve, comment="", at=at,
            ratings={"asks": "met", "acts": acts}, comments={"acts": "What did you change?"},
        )  # fmt: skip

    first = begin_submission(person=ada, task=lesson.task, achievement_version=checking, at=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(first, "I asked them all.", MONDAY)
        decide(first, "not-yet", MONDAY + DAY)
    earned_by_then = Award.objects.count()
    first.refresh_from_db()
    second = begin_again(previous=first, at=MONDAY + 2 * DAY)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(second, "I asked them all, and went back.", MONDAY + 2 * DAY)
        decide(second, "met", MONDAY + 3 * DAY)

    assert earned_by_then == 0
    document = json.loads(Credential.objects.get().document)
    assert len(document["credentialSubject"]["result"]) == 2
    assert document["evidence"][0]["description"] == "7 words"


def test_recalling_enough_after_the_work_was_judged_earns_it_in_the_same_moment(
    ada, checking, judge, college, django_capture_on_commit_callbacks
):
    unit = make_unit(college)
    item = ItemVersion.objects.select_related("item").get(item__unit=unit.unit)
    AchievementUnit.objects.create(version=checking, unit=unit.unit, position=0)
    recall = {"units": [str(unit.unit_id)], "recall_at_least": 0.8}
    checking.requirements = {"all_of": [checking.requirements, recall]}
    checking.save()
    UnitProgress.objects.create(
        person=ada, unit=unit.unit, version=unit, started_at=MONDAY, finished_at=MONDAY
    )
    make_due(ada, item)
    judge(ada, checking)
    assert consider(person=ada, version=checking, at=MONDAY + 90 * DAY) is None  # forgotten

    with django_capture_on_commit_callbacks(execute=True):
        make_due(ada, item, 90 * 24 * 60)

    assert Award.objects.get().person == ada


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_that_reach_the_level_together_earn_it(ada, checking, judge, college):
    unit = make_unit(college, questions=[make_question("one"), make_question("two")])
    items = list(ItemVersion.objects.select_related("item").filter(item__unit=unit.unit))
    AchievementUnit.objects.create(version=checking, unit=unit.unit, position=0)
    recall = {"units": [str(unit.unit_id)], "recall_at_least": 0.8}
    checking.requirements = {"all_of": [checking.requirements, recall]}
    checking.save()
    UnitProgress.objects.create(
        person=ada, unit=unit.unit, version=unit, started_at=MONDAY, finished_at=MONDAY
    )
    judge(ada, checking)

    at_once(lambda: make_due(ada, items.pop()))

    assert Memory.objects.count() == 2
    assert Award.objects.get().person == ada


def test_work_judged_not_yet_earns_nothing(
    ada, checking, judge, django_capture_on_commit_callbacks
):
    work = judge(ada, checking, met=False)

    with django_capture_on_commit_callbacks(execute=True):
        record("submission.evaluated", owner=ada, actor=None, about=work, at=MONDAY, met=False)

    assert consider(person=ada, version=checking, at=MONDAY) is None
    assert not Award.objects.exists()


def test_an_award_is_kept_whole(earned, ada, college):
    event = AwardEvent.objects.get()
    credential = Credential.objects.get()

    assert (event.kind, event.award, event.actor_id) == (AwardEventKind.ISSUE, earned, None)
    assert event.organisation_id == college.pk
    assert credential.valid_from == MONDAY + DAY
    assert credential.document == ""
    assert AwardDetail.objects.get().award == earned
    assert Event.objects.get(kind="credential.awarded").owner_id == ada.pk


def test_the_ledger_holds_nothing_personal(earned, ada):
    row = AwardEvent.objects.values().get()

    assert ada.pk not in row.values()
    assert not any(text in str(row) for text in (ada.name, ada.email))


def test_asking_again_gives_the_award_that_stands(ada, checking, judge):
    judge(ada, checking)

    first = consider(person=ada, version=checking, at=MONDAY)
    second = consider(person=ada, version=checking, at=MONDAY + DAY)

    assert first == second
    assert AwardEvent.objects.count() == Credential.objects.count() == 1


def test_nobody_earns_by_judging_themself(eve, checking, judge):
    judge(eve, checking, evaluator=eve)

    assert consider(person=eve, version=checking, at=MONDAY) is None


def test_a_state_without_a_judgement_earns_nothing(ada, checking, judge):
    judge(ada, checking)
    Evaluation.objects.all().delete()

    assert consider(person=ada, version=checking, at=MONDAY) is None


def test_holding_what_was_not_judged_earns_a_badge_at_most(
    ada, college, django_capture_on_commit_callbacks
):
    unit = make_unit(college, questions=())
    took_part = make_badge(college, unit)
    stack = make_stack(college, took_part)

    with django_capture_on_commit_callbacks(execute=True):
        pass_card(person=ada, unit=unit, cards_passed=2, at=MONDAY)
    refused = consider(person=ada, version=stack, at=MONDAY)
    stack.kind = "participation-badge"
    badge = consider(person=ada, version=stack, at=MONDAY)

    assert refused is None
    assert badge is not None
    document = json.loads(sign(badge.credential, at=MONDAY).document)
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == "Badge"
    assert "No competence was assessed for it." in achievement["criteria"]["narrative"]


def test_finishing_every_unit_of_a_participation_badge_earns_it(
    ada, bea, college, client, django_capture_on_commit_callbacks
):
    units = [make_unit(college, key, questions=()) for key in ("listening", "asking")]
    make_badge(college, *units)

    with django_capture_on_commit_callbacks(execute=True):
        pass_card(person=ada, unit=units[0], cards_passed=2, at=MONDAY)
    earned_by_then = Award.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        pass_card(person=ada, unit=units[1], cards_passed=2, at=MONDAY + DAY)
        pass_card(person=bea, unit=units[1], cards_passed=2, at=MONDAY + DAY)

    assert earned_by_then == 0
    credential = Credential.objects.get()
    assert (credential.award.person, credential.signed_at) == (ada, MONDAY + DAY)
    document = json.loads(credential.document)
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == "Badge"
    assert "No competence was assessed for it." in achievement["criteria"]["narrative"]
    assert "evidence" not in document
    assert "result" not in document["credentialSubject"]
    page = client.get(f"/credentials/{credential.pk}/").text
    assert "It records taking part; nothing was judged." in page
    assert "What the holder took part in" in page
    assert "What the holder can do" not in page
    client.force_login(ada)
    assert "Participation badge" in client.get("/my/credentials/").text


def test_a_draft_is_not_awarded(ada, checking, judge):
    judge(ada, checking)
    checking.published_at = None

    assert consider(person=ada, version=checking, at=MONDAY) is None


def test_a_guest_is_asked_to_sign_up_first(ada, checking, judge):
    judge(ada, checking)
    ada.kind = PersonKind.GUEST

    assert consider(person=ada, version=checking, at=MONDAY) is None


def test_one_person_has_one_id_with_one_issuer(ada, bea, checking, judge):
    for person in (ada, bea):
        judge(person, checking)
        consider(person=person, version=checking, at=MONDAY)

    assert Holder.objects.count() == 2
    assert len(set(Holder.objects.values_list("subject", flat=True))) == 2


@pytest.mark.django_db(transaction=True)
def test_eight_that_consider_at_once_make_one_award(ada, checking, judge):
    judge(ada, checking)
    together, found, failed = Barrier(8), [], []

    def think():
        together.wait()
        try:
            found.append(consider(person=ada, version=checking, at=MONDAY))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thinkers = [Thread(target=think) for _ in range(8)]
    for one in thinkers:
        one.start()
    for one in thinkers:
        one.join()

    assert failed == []
    assert len(found) == 8
    assert set(found) == {Award.objects.get()}
    assert AwardEvent.objects.filter(kind=AwardEventKind.ISSUE).count() == 1
    assert Credential.objects.get().document


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credentials_awardevent SET reason_code = 'other'",
        "DELETE FROM credentials_awardevent",
    ],
)
def test_the_database_refuses_to_change_the_ledger(earned, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AwardEvent.objects.get().reason_code == "requirements"
