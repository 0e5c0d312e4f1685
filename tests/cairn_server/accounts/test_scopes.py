"""The address says which scope opens a call; every call of the API belongs to an area."""

from __future__ import annotations

import pytest

from cairn_server.accounts.scopes import SCOPES, labels, scope_of, scopes_beside
from cairn_server.site.api import api

ORGANISATION = "/api/v1/organisations/01a20242-3e2d-7527-bce7-975161cf5d1f"


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/api/v1/learning/reviews", "learning:read"),
        ("POST", "/api/v1/learning/items/7/reviews", "learning:write"),
        ("HEAD", "/api/v1/credentials", "credentials:read"),
        ("DELETE", "/api/v1/sessions/7/booking", "learning:write"),
        ("GET", "/api/v1/organisations", "settings:read"),
        ("GET", f"{ORGANISATION}/members", "members:read"),
        ("PUT", f"{ORGANISATION}/sessions/7/people/8", "sessions:write"),
        ("GET", f"{ORGANISATION}/secrets", None),
        ("GET", ORGANISATION, "settings:read"),
        ("GET", "/api/v1/nothing", None),
        ("GET", "/elsewhere", None),
    ],
)
def test_the_scope_follows_from_the_address(method, path, scope):
    assert scope_of(path, method) == scope


def test_every_call_that_wants_somebody_is_opened_by_some_scope():
    closed = [
        f"{method.upper()} {path}"
        for path, calls in api.get_openapi_schema()["paths"].items()
        for method, call in calls.items()
        if "security" in call
        and scope_of(path.replace("{organisation_id}", "0" * 36), method.upper()) not in SCOPES
    ]

    assert closed == []


def test_a_token_of_an_organisation_gets_nothing_that_is_a_persons():
    own = {scope for scope, _ in labels(of_organisation=False)}
    hosted = {scope for scope, _ in labels(of_organisation=True)}

    assert own == set(SCOPES)
    assert "members:read" in hosted
    assert not {"learning:read", "evidence:write", "settings:write"} & hosted


def test_what_is_open_to_anyone_shows_more_by_either_of_two_scopes():
    for path in ("/api/v1/skills", "/api/v1/skills/1/occupations", "/api/v1/occupations"):
        assert scopes_beside(path) == ("content:read", "workforce:read")
    assert scopes_beside("/api/v1/achievements") == scopes_beside("/elsewhere") == ()
