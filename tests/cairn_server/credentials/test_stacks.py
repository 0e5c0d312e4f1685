"""What is awarded by rule: quizzes, attendance, and stacks of smaller credentials."""

import json
from itertools import permutations

import pytest
from django.db import transaction

from cairn.vc.checks_evidence import digest_multibase
from cairn_server.accounts.models import Person
from cairn_server.credentials.awarding import (
    consider,
    consider_after_learning,
    consider_after_publishing,
    consider_after_quiz,
    consider_stacks,
    may_complete_stack,
)
from cairn_server.credentials.models import Award, Credential
from cairn_server.credentials.revoking import revoke
from cairn_server.journal.models import Event
from tests.cairn_server.credentials.conftest import make_achievement
from tests.cairn_server.credentials.stacking import attend, make_gathering, make_stack, pass_quiz
from tests.making import join, make_quiz
from tests.moments import DAY, MONDAY


@pytest.fixture
def parts(lesson):
    """Two micro-credentials that need the same work."""
    return [make_achievement(lesson, key=key, title=key.title()) for key in ("analytics", "market")]


@pytest.fixture
def earn(judge, lesson, django_capture_on_commit_callbacks):
    def earned(person, *versions, at=MONDAY + DAY):
        if not person.submissions.exists():
            judge(person, versions[0])
        for version in versions:
            with django_capture_on_commit_callbacks(execute=True):
                consider(person=person, version=version, at=at)

    return earned


def titles(person):
    awards = Award.objects.filter(person=person)
    return set(awards.values_list("achievement_version__title", flat=True))


def signed(title):
    credential = Credential.objects.get(award__achievement_version__title=title)
    return json.loads(credential.document)


def test_the_second_credential_awards_the_stack_at_once(ada, college, parts, earn):
    make_stack(college, *parts)

    earn(ada, parts[0])
    after_one = titles(ada)
    earn(ada, parts[1])

    assert after_one == {"Analytics"}
    assert titles(ada) == {"Analytics", "Market", "Stack"}
    assert Credential.objects.exclude(document="").count() == 3


def test_the_larger_credential_names_the_smaller_as_evidence(ada, college, parts, earn):
    make_stack(college, *parts)
    earn(ada, *parts)

    document = signed("Stack")

    smaller = {
        one.pk: one for one in Credential.objects.exclude(award__achievement_version__title="Stack")
    }
    assert len(document["evidence"]) == 2
    for evidence in document["evidence"]:
        credential = smaller.pop(evidence["id"].rstrip("/").rpartition("/")[2])
        assert evidence["digestMultibase"] == digest_multibase(credential.document.encode())
    assert document["credentialSubject"]["narrative"].startswith("Awarded by rule, because")


def test_a_stack_of_stacks_falls_to_its_end(ada, college, parts, earn):
    small = make_stack(college, *parts, key="small")
    middle = make_stack(college, small, key="middle")
    make_stack(college, middle, parts[0], key="large")

    earn(ada, *parts)

    assert {"Small", "Middle", "Large"} <= titles(ada)


def test_two_stacks_that_name_each_other_come_to_an_end(ada, college, parts, earn):
    one = make_stack(college, parts[0], key="one")
    other = make_stack(college, one, key="other")
    one.requirements = {"any_of": [one.requirements, {"credential": str(other.achievement_id)}]}
    one.save()
    one.part_links.create(part=other.achievement, position=1)

    earn(ada, parts[0])

    assert titles(ada) == {"Analytics", "One", "Other"}


def test_the_order_of_awards_does_not_matter(college, lesson, earn):
    three = [make_achievement(lesson, key=key, title=key) for key in "abc"]
    make_stack(college, three[0], three[1], key="ab")
    make_stack(college, three[1], three[2], key="bc")
    found = []
    for number, order in enumerate(permutations(three)):
        person = join(f"P{number}", college)
        earn(person, *order)
        found.append(titles(person))

    assert found == [{"a", "b", "c", "Ab", "Bc"}] * 6


def test_a_revoked_part_completes_nothing(ada, ida, college, parts, earn):
    make_stack(college, *parts)
    earn(ada, parts[0])
    revoke(Credential.objects.get(), actor=ida, reason_code="superseded", at=MONDAY + 2 * DAY)

    earn(ada, parts[1], at=MONDAY + 3 * DAY)

    assert titles(ada) == {"Analytics", "Market"}


def test_the_stack_stands_when_a_part_falls(ada, ida, college, parts, earn):
    make_stack(college, *parts)
    earn(ada, *parts)
    part = Credential.objects.get(award__achievement_version__title="Market")

    revoke(part, actor=ida, reason_code="superseded", at=MONDAY + 2 * DAY)

    stack = Award.objects.get(achievement_version__title="Stack")
    assert not stack.events.filter(kind="revoke").exists()


def test_nobody_else_gets_the_stack(ada, bea, college, parts, earn):
    make_stack(college, *parts)
    earn(ada, parts[0])
    earn(bea, parts[1])

    assert titles(ada) == {"Analytics"}
    assert titles(bea) == {"Market"}


def event(kind, owner, about, **data):
    return Event(kind=kind, owner_id=owner.pk, about_id=about.pk, data=data, at=MONDAY + DAY)


def test_what_was_erased_since_completes_nothing(ada, college, parts, earn):
    make_stack(college, *parts)
    earn(ada, *parts)
    Award.objects.filter(achievement_version=parts[0]).update(person=None)

    consider_stacks(event("credential.signed", college, Award.objects.get(person=None)))

    assert Award.objects.count() == 3


def test_who_holds_the_parts_when_a_stack_is_published_gets_it(ada, bea, college, parts, earn):
    earn(ada, *parts)
    earn(bea, parts[0])
    stack = make_stack(college, *parts)
    stack.published_at = MONDAY + DAY
    stack.save()

    for _ in range(2):
        consider_after_publishing(event("pack.imported", college, college))

    assert titles(ada) == {"Analytics", "Market", "Stack"}
    assert titles(bea) == {"Analytics"}


def test_only_what_a_stack_names_is_looked_at(ada, college, parts, earn):
    earn(ada, parts[0])
    signing = event("credential.signed", college, Award.objects.get())
    before = may_complete_stack(signing)
    make_stack(college, *parts)

    assert (before, may_complete_stack(signing)) == (False, True)


@pytest.fixture
def quizzed(college):
    """A micro-credential that is earned by a quiz alone."""
    quiz = make_quiz(college)
    version = quiz.quiz.achievement_links.get().version
    version.requirements = {"quiz": str(quiz.quiz_id)}
    version.save()
    return quiz


def test_a_quiz_passed_earns_the_credential(
    ada, quizzed, django_capture_on_commit_callbacks, client
):
    attempt = pass_quiz(ada, quizzed)

    with django_capture_on_commit_callbacks(execute=True):
        consider_after_quiz(event("attempt.ended", ada, attempt, passed=True))

    credential = Credential.objects.get()
    subject = json.loads(credential.document)["credentialSubject"]
    assert subject["achievement"]["achievementType"] == "MicroCredential"
    assert subject["result"][0]["value"] == "90"
    page = client.get(f"/credentials/{credential.pk}/").text
    assert "Passed a quiz scored by machine" in page
    assert "judged by" not in page


def test_a_quiz_not_passed_earns_nothing(ada, quizzed):
    attempt = pass_quiz(ada, quizzed, score=0.2)

    consider_after_quiz(event("attempt.ended", ada, attempt, passed=False))

    assert not Award.objects.exists()


def test_attendance_completes_what_else_was_shown(ada, bea, checking, judge):
    webinar = make_gathering(checking)
    checking.requirements = {
        "all_of": [checking.requirements, {"attendance": str(webinar.gathering_id)}]
    }
    checking.save()
    judge(ada, checking)
    before = consider(person=ada, version=checking, at=MONDAY)
    for person in (ada, bea):
        there = attend(person, webinar)
        consider_after_learning(event("attendance.recorded", person, there))

    assert before is None
    assert list(Award.objects.values_list("person", flat=True)) == [ada.pk]


@pytest.mark.django_db(transaction=True)
def test_on_a_running_site_the_stack_is_there_when_the_answer_is(ada, college, parts, judge):
    make_stack(college, *parts)
    judge(ada, parts[0])

    with transaction.atomic():
        for part in parts:
            consider(person=Person.objects.get(pk=ada.pk), version=part, at=MONDAY)

    assert titles(ada) == {"Analytics", "Market", "Stack"}
    assert signed("Stack")["evidence"][0]["digestMultibase"]


def test_the_page_of_a_stack_leads_to_its_parts_and_says_which_fell(
    client, ada, ida, college, parts, earn
):
    make_stack(college, *parts)
    earn(ada, *parts)
    stack = Credential.objects.get(award__achievement_version__title="Stack")
    part = Credential.objects.get(award__achievement_version__title="Market")

    before = client.get(f"/credentials/{stack.pk}/").text
    revoke(part, actor=ida, reason_code="superseded", at=MONDAY + 2 * DAY)
    after = client.get(f"/credentials/{stack.pk}/").text

    assert "Built on 2 smaller credentials." in before
    assert f"/credentials/{part.pk}/" in before
    assert "Held privately" not in before
    assert "Revoked on" not in before
    assert "Revoked on 4 March 2026" in after
    assert "Genuine and not revoked." in after
