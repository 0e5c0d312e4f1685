from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from cairn_server.accounts.access import GUEST_KEY, learner_of
from cairn_server.accounts.guesting import (
    begin_guest,
    delete_stale_guests,
    note_presence,
    release_guest,
)
from cairn_server.accounts.models import Person, PersonKind
from tests.making import make_due, make_item
from tests.moments import DAY, MONDAY


@pytest.fixture
def request_(db):
    request = RequestFactory().post("/learn/")
    request.user = AnonymousUser()
    request.session = SessionStore()
    return request


def test_the_first_answer_makes_one_guest_for_the_session(request_):
    guest = begin_guest(request_, MONDAY)

    assert guest.kind == PersonKind.GUEST
    assert not guest.has_usable_password()
    assert begin_guest(request_, MONDAY) == guest == learner_of(request_)
    assert Person.objects.count() == 1


def test_who_is_signed_in_becomes_no_guest(request_, ada):
    request_.user = ada

    assert begin_guest(request_, MONDAY) == ada
    assert GUEST_KEY not in request_.session


def test_signing_in_unbinds_the_guest(request_):
    guest = begin_guest(request_, MONDAY)

    assert release_guest(request_) == guest.pk
    assert release_guest(request_) is None
    assert learner_of(request_) is None


def test_a_guest_goes_after_30_unused_days_with_what_they_learned(request_, college):
    guest = begin_guest(request_, MONDAY)
    make_due(guest, make_item(college))

    assert delete_stale_guests(MONDAY + 30 * DAY) == 0
    assert delete_stale_guests(MONDAY + 31 * DAY) == 1
    assert not Person.objects.filter(pk=guest.pk).exists()


def test_a_guest_who_comes_back_stays_and_so_does_the_session(request_):
    guest = begin_guest(request_, MONDAY)
    request_.session.modified = False

    note_presence(request_, MONDAY + timedelta(hours=1))
    assert not request_.session.modified

    note_presence(request_, MONDAY + 20 * DAY)
    assert request_.session.modified
    assert delete_stale_guests(MONDAY + 40 * DAY) == 0
    guest.refresh_from_db()
    assert guest.last_seen_on == (MONDAY + 20 * DAY).date()


def test_registered_people_are_never_stale(ada):
    Person.objects.update(last_seen_on=MONDAY.date())

    assert delete_stale_guests(MONDAY + 4000 * DAY) == 0
