"""The whole demo, made once for all these tests and taken back afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, models, transaction
from django.utils import timezone

from cairn_server.accounts.models import Person
from cairn_server.assessment import evaluator_queries
from cairn_server.credentials import queries as credentials
from cairn_server.credentials.models import Credential
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.journal.models import Event, HandlerFailure, Outbox
from cairn_server.learning.models import Review
from cairn_server.learning.queries import due_cards, today
from cairn_server.site.demo_world import history
from cairn_server.site.demo_world.history import World, fill

pytestmark = pytest.mark.django_db
AHEAD = {"due_at", "valid_until", "promised_at", "until", "next_at", "run_after", "expires_at"}


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
    assert len(credentials.awarded_by(world.houses["northfield"])) == 3


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
    assert (last - first).days > 60


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


@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite's own")
def test_the_disk_is_waited_for_again_afterwards(monkeypatch):
    outside = connections.create_connection("default")  # of any transaction
    with outside.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    monkeypatch.setattr(history, "connection", outside)
    waits = []

    def note() -> None:
        with outside.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            waits.append(cursor.fetchone()[0])

    note()
    with history.without_waiting_for_the_disk():
        note()
    note()
    outside.close()

    assert waits == [2, 0, 2]  # FULL, OFF, FULL


def test_the_story_is_told_backwards_from_now():
    now = datetime.fromisoformat("2026-11-22T12:00:00+00:00")

    assert World(now).days_ago(1.5) == datetime.fromisoformat("2026-11-21T00:00:00+00:00")
