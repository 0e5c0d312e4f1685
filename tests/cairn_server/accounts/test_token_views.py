"""Tokens on a page: made, shown once, taken back; an organisation's for its owners only."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from cairn_server.accounts.giving_tokens import digest_of
from cairn_server.accounts.models import ApiToken
from tests.making import join

GIVEN = {"name": "Dashboard", "days": "30", "scopes": ["members:read"]}


def pages(college):
    return [
        reverse("accounts:tokens"),
        reverse("accounts:organisation-tokens", args=[college.pk]),
    ]


@pytest.mark.parametrize("number", [0, 1])
def test_a_token_is_shown_once_and_then_only_its_beginning(client, ida, college, number):
    client.force_login(ida)
    address = pages(college)[number]

    made = client.post(address, GIVEN).content.decode()
    token = made.split("<pre")[1].split("<code>")[1].split("</code>")[0]
    again = client.get(address).content.decode()

    assert digest_of(token) == ApiToken.objects.get().digest
    assert token not in again
    assert token[:12] in again
    assert "never used" in again


def test_a_wrong_choice_is_said_and_makes_none(client, ida, college):
    client.force_login(ida)

    answer = client.post(pages(college)[0], GIVEN | {"scopes": []})

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_is_taken_back_by_a_press(client, ida, college):
    client.force_login(ida)
    for address in pages(college):
        client.post(address, GIVEN)
    own = ApiToken.objects.get(organisation=None)
    hosted = ApiToken.objects.get(organisation=college)

    client.post(reverse("accounts:token-end", args=[own.pk]))
    client.post(reverse("accounts:organisation-token-end", args=[college.pk, hosted.pk]))

    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert "Expired and revoked" in client.get(pages(college)[0]).content.decode()


def test_nobody_takes_back_what_is_not_theirs(client, ida, ada, college):
    client.force_login(ida)
    client.post(pages(college)[0], GIVEN)
    token = ApiToken.objects.get()
    client.force_login(ada)

    foreign = client.post(reverse("accounts:token-end", args=[token.pk]))
    missing = client.post(reverse("accounts:token-end", args=[uuid4()]))

    assert foreign.status_code == missing.status_code == 404
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize("role", ["author", "evaluator", "manager", "issuer"])
def test_only_owners_see_the_tokens_of_an_organisation(client, college, role):
    client.force_login(join("Ron", college, role))

    assert client.get(pages(college)[1]).status_code == 404
    assert client.post(pages(college)[1], GIVEN).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client, college):
    assert client.get(pages(college)[0]).status_code == 302
