"""The whole demo, made once for all these tests and taken back afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from cairn_server.accounts.models import Person, ReportingLine, Team
from cairn_server.assessment import evaluator_queries
from cairn_server.assessment.models import Attempt, Evaluation
from cairn_server.credentials import queries as credentials
from cairn_server.credentials.models import Credential
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.journal.models import Event, HandlerFailure, Outbox
from cairn_server.learning.models import Attendance, Review, ScheduledSession
from cairn_server.learning.queries import due_cards, today
from cairn_server.site.demo_world.filling import fill
from cairn_server.site.demo_world.history import World
from cairn_server.workforce.assignment_queries import already_done
from cairn_server.workforce.models import Assignment, Nomination, WorkRole

pytestmark = pytest.mark.django_db
AHEAD = {
    "starts_at",
    "ends_at",
    "due_at",
    "valid_until",
    "renewable_from",
    "promised_at",
    "until",
    "next_at",
    "run_after",
    "expires_at",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(now=timezone.now())
        transaction.set_rollback(True)


def test_everything_that_happened_was_acted_on(world):
    assert Event.objects.exists()
    assert list(Outbox.objects.values_list("event__kind", "due_at")) == []
    assert list(HandlerFailure.objects.values_list("error", flat=True)) == []


@pytest.mark.parametrize("name", ["Greta Lindqvist", "Hassan Amiri"])
def test_two_submissions_wait_for_the_evaluators(world, name):
    queue = evaluator_queries.queue(world.people[name], world.now)

    assert len(queue) == 2


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("Ana Moreira", "valid"), ("Elif Demir", "valid"), ("Oskar Lind", "invalid")],
)
def test_credentials_were_awarded_and_one_was_revoked(world, name, outcome):
    credential = Credential.objects.get(award__person=world.people[name])

    report = report_on(credential.document, at=timezone.now(), ask=nobody)

    assert report.outcome == outcome, report.sentence
    assert json.loads(credential.document)["issuer"]["name"]


def test_the_issuer_sees_what_was_awarded(world):
    assert len(credentials.awarded_by(world.houses["northfield"])) == 4


def test_ana_has_something_to_recall_today_and_a_unit_to_go_on_with(world):
    ana = world.people["Ana Moreira"]

    assert 0 < due_cards(ana, at=world.now).count < 30
    assert not today(ana, world.now).session.is_done
    assert today(ana, world.now).on_the_way


def test_there_are_months_of_recalls(world):
    first, last = (
        Review.objects.order_by(order).values_list("reviewed_at", flat=True)[0]
        for order in ("reviewed_at", "-reviewed_at")
    )

    assert Review.objects.count() > 500
    assert (last - first).days > 160


def test_nothing_lies_in_the_future(world):
    late = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField) and field.name not in AHEAD
        if model._default_manager.filter(**{f"{field.name}__gt": timezone.now()}).exists()
    ]

    assert late == []


def test_the_command_changes_nothing_where_the_world_is(world, settings):
    settings.CAIRN_DEMO = True
    before = Event.objects.count(), Person.objects.count(), Review.objects.count()

    call_command("demo", stdout=(out := StringIO()))

    assert (Event.objects.count(), Person.objects.count(), Review.objects.count()) == before
    assert "Ana Moreira" in out.getvalue()


def titles_of(world, name):
    held = Credential.objects.filter(award__person=world.people[name])
    return {json.loads(one.document)["name"] for one in held}


@pytest.mark.parametrize("name", ["Daniel Roth", "Sofia Almeida"])
def test_who_earned_both_parts_holds_the_stack(world, name):
    assert titles_of(world, name) == {
        "Data Analytics",
        "Digital Marketing",
        "Digital Marketing Analytics",
    }


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Petra Horvat", "Change Management"),
        ("Marek Kowal", "Incident Response Basics"),
        ("Paula Stein", "Asking for Thinking"),
        ("Stefan Gruber", "Mentor III"),
    ],
)
def test_what_was_shown_was_awarded(world, name, title):
    assert titles_of(world, name) == {title}


def test_not_everybody_succeeds_at_once(world):
    assert Attempt.objects.filter(passed=False).count() == 3
    assert Attempt.objects.filter(passed=True).count() >= 6
    assert Evaluation.objects.filter(met=False).count() == 3


def test_about_forty_people_work_in_three_teams_and_report_to_somebody(world):
    assert Person.objects.count() == 40
    assert Team.objects.count() == 3
    assert ReportingLine.objects.count() == 26


def test_the_webinar_was_held_and_will_be_again(world):
    past = ScheduledSession.objects.filter(ends_at__lt=world.now)

    assert (past.count(), ScheduledSession.objects.count()) == (5, 6)
    assert Attendance.objects.count() == 13


def test_the_evaluators_of_the_employer_have_work(world):
    assert len(evaluator_queries.queue(world.people["Luca Ferri"], world.now)) >= 2


def test_roles_are_held_and_one_was_made_from_an_occupation(world):
    roles = WorkRole.objects.filter(organisation=world.houses["harbour"])

    assert {(one.name, one.needs.count(), one.holders.count()) for one in roles} == {
        ("Customer data analyst", 6, 5),
        ("Terminal shift lead", 5, 5),
    }
    assert roles.get(occupation__name="data analyst").name == "Customer data analyst"


def test_of_what_was_asked_some_is_done_some_late_and_some_open(world):
    today = world.now.date()
    standing = {"done": set(), "late": set(), "open": set()}
    for one in Assignment.objects.select_related("person", "organisation"):
        is_done = already_done(
            one.achievement_id, [one.person_id], organisation=one.organisation, at=world.now
        )
        state = "done" if is_done else "late" if one.due_on < today else "open"
        standing[state].add(one.person.name)

    assert standing == {
        "done": {"Daniel Roth"},
        "late": {"Ingrid Solheim", "Yusuf Aydin"},
        "open": {"Aisha Rahman", "Victor Laurent"},
    }


def test_mentors_were_nominated_and_one_waits_for_judgement(world):
    rows = Nomination.objects.values_list("person__name", "nominator__name", "submission__state")

    assert set(rows) == {
        ("Nils Johansson", "Marek Kowal", "met"),
        ("Tomas Berg", "Petra Horvat", "met"),
        ("Stefan Gruber", "Olga Petrova", "met"),
        ("Rosa Jimenez", "Petra Horvat", "submitted"),
    }
