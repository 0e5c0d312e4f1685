"""A token opens what it was made for, in its person's name, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import get_current_timezone_name, now

from cairn_server.accounts.giving_tokens import make_token, revoke_token
from cairn_server.accounts.joining import change_roles, end_membership
from tests.making import make_due, make_item

DUE = "/api/v1/learning/due"


@pytest.fixture
def give():
    def act(person, *scopes, organisation=None):
        return make_token(
            person=person,
            organisation=organisation,
            name="Program",
            scopes=scopes,
            expires_at=now() + timedelta(days=1),
            at=now(),
        )

    return act


@pytest.fixture
def call():
    """A program: no cookie, no browser, its own CSRF checks on."""
    client = Client(enforce_csrf_checks=True)

    def act(address, token, method="get", **more):
        return getattr(client, method)(
            address, headers={"Authorization": f"Bearer {token}"}, **more
        )

    return act


def test_a_token_acts_in_the_name_of_its_person(ada, college, give, call):
    make_due(ada, make_item(college))
    _, token = give(ada, "learning:read")

    answer = call(DUE, token)

    assert answer.status_code == 200
    assert len(answer.json()["items"]) == 1


@pytest.mark.parametrize("address", [DUE, "/api/v1/skills"])
def test_days_are_those_of_whom_the_token_speaks_for(ada, give, call, address):
    ada.time_zone = "Pacific/Auckland"
    ada.save()
    _, token = give(ada, "learning:read", "content:read")

    call(address, token)

    assert get_current_timezone_name() == "Pacific/Auckland"
    Client().get("/status/none")
    assert get_current_timezone_name() == "UTC"  # of the thread's next request


def test_a_token_needs_no_cookie_to_write_and_a_session_does(ada, college, give, call):
    item = make_item(college)
    _, token = give(ada, "learning:write")
    address = f"/api/v1/learning/items/{item.pk}/reviews"
    body = {"review_id": "01a20242-3e2d-7527-bce7-975161cf5d1f", "rating": 3}
    body["reviewed_at"] = now().isoformat()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)

    by_token = call(address, token, "post", data=body, content_type="application/json")
    by_session = browser.post(address, body, content_type="application/json")

    assert by_token.status_code == 201, by_token.content
    assert by_session.status_code == 403


@pytest.mark.parametrize("address", ["/api/v1/goals", "/api/v1/learning/enrolments"])
def test_who_forgot_the_token_is_asked_for_it_whatever_the_call(db, address):
    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(address, {}, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_the_scope_must_be_the_tokens(ada, give, call):
    _, token = give(ada, "learning:write", "settings:read")

    refused = call(DUE, token)

    assert refused.status_code == 403
    assert refused.json() == {
        "code": "scope_missing",
        "detail": "This token does not open learning:read",
    }


def test_a_guessed_and_a_revoked_token_are_refused_even_beside_a_session(ada, give, call, client):
    row, token = give(ada, "learning:read")
    revoke_token(token=row, actor=ada, at=now())
    client.force_login(ada)

    for wrong in (token, "cairn_guessed", ""):
        alone = call(DUE, wrong)
        beside = client.get(DUE, headers={"Authorization": f"Bearer {wrong}"})
        assert alone.status_code == beside.status_code == 401
        assert alone["WWW-Authenticate"] == "Bearer"
    assert client.get(DUE).status_code == 200


def test_a_token_of_an_organisation_knows_no_other_and_nothing_personal(
    ida, zoe, college, give, call
):
    _, token = give(ida, "members:read", organisation=college)
    other = zoe.memberships.get().organisation

    own = call(f"/api/v1/organisations/{college.pk}/members", token)
    foreign = call(f"/api/v1/organisations/{other.pk}/members", token)
    personal = call(DUE, token)

    assert own.status_code == 200
    assert foreign.status_code == 404
    assert (personal.status_code, personal.json()["code"]) == (403, "scope_missing")


def test_who_is_no_member_any_more_has_made_tokens_that_open_nothing(ida, ada, college, give, call):
    change_roles(membership=ada.memberships.get(), roles=["owner"], actor=ida, at=now())
    _, token = give(ida, "members:read", organisation=college)
    end_membership(membership=ida.memberships.get(), actor=ada, at=now())

    assert call(f"/api/v1/organisations/{college.pk}/members", token).status_code == 404
