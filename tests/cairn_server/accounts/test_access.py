from __future__ import annotations

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from cairn_server.accounts.access import (
    GUEST_KEY,
    learner_of,
    learner_required,
    membership_for,
    organisation_for,
    remember_learner,
)
from cairn_server.accounts.models import Membership, Organisation, Person, RoleName
from tests.moments import MONDAY


@pytest.fixture
def request_of(db):
    def make(user=None, **session):
        request = RequestFactory().get("/learn/")
        request.user = user or AnonymousUser()
        request.session = SessionStore()
        request.session.update(session)
        return request

    return make


@pytest.fixture
def guest(db):
    return Person.objects.create(kind="guest")


def test_the_person_who_is_signed_in_learns_even_if_a_guest_was_there_before(
    request_of, ada, guest
):
    assert learner_of(request_of(ada, **{GUEST_KEY: str(guest.pk)})) == ada
    assert learner_of(request_of(**{GUEST_KEY: str(guest.pk)})) == guest
    assert learner_of(request_of()) is None


def test_a_session_cannot_name_somebody_who_is_no_guest(request_of, ada):
    assert learner_of(request_of(**{GUEST_KEY: str(ada.pk)})) is None


def test_the_learner_is_looked_up_once_a_request(request_of, guest, django_assert_num_queries):
    request = request_of(**{GUEST_KEY: str(guest.pk)})
    with django_assert_num_queries(1):
        learner_of(request)
        learner_of(request)
    remember_learner(request, None)
    with django_assert_num_queries(1):
        learner_of(request)


def test_who_has_not_begun_is_sent_to_sign_in_and_back(request_of, guest):
    view = learner_required(lambda request: HttpResponse("learn"))

    assert view(request_of())["Location"] == "/accounts/login/?next=/learn/"
    assert view(request_of(**{GUEST_KEY: str(guest.pk)})).content == b"learn"


@pytest.mark.parametrize("role", RoleName.values)
def test_only_the_holder_of_a_role_gets_the_organisation(college, ada, olga, role):
    assert organisation_for(ada, college.pk) == college
    if role == RoleName.OWNER:
        assert organisation_for(olga, college.pk, role) == college
    else:
        with pytest.raises(Http404):
            organisation_for(olga, college.pk, role)
    with pytest.raises(Http404):
        organisation_for(ada, college.pk, role)


def test_a_foreign_organisation_is_like_a_missing_one(college, zoe):
    for organisation_id in (college.pk, uuid4()):
        with pytest.raises(Http404):
            organisation_for(zoe, organisation_id)


def test_a_membership_that_ended_opens_nothing(college, olga):
    Membership.objects.filter(person=olga).update(until=MONDAY)

    with pytest.raises(Http404):
        organisation_for(olga, college.pk, "owner")


def test_a_membership_elsewhere_or_ended_is_not_found(college, ada, zoe):
    mine = Membership.objects.get(person=ada)
    elsewhere = Membership.objects.get(person=zoe)

    assert membership_for(college, mine.pk) == mine
    with pytest.raises(Http404):
        membership_for(college, elsewhere.pk)
    Membership.objects.filter(pk=mine.pk).update(until=MONDAY)
    with pytest.raises(Http404):
        membership_for(Organisation.objects.get(pk=college.pk), mine.pk)
