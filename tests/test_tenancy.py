"""Every route, as every role, with the ids of another organisation: answered like missing ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver

from cairn_server.accounts.models import RoleName
from cairn_server.journal.ids import new_public_id
from tests.answers import told
from tests.example_calls import example_call, is_call
from tests.making import join
from tests.making_everything import everything_of

OPEN_TO_ANYONE = {
    "achievement_id",  # a published achievement is public
    "task_id",  # and so is the task that it names
    "quiz_id",  # and so are the rules of its quiz
    "unit_id",  # and the units that it names
    "version_id",  # and their practice items
    "digest",
    "endorsement_id",  # what is said of others is said in public
    "credential_id",  # unlisted pages: whoever has the address may read; not so in the API
    "list_id",
    "issuer_id",
}
NOT_OURS = ("accounts/", "static/", "__")
METHODS = ("get", "post")


SLOT = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def is_private(route: str) -> bool:
    named = set(SLOT.findall(route))
    holders_own = route.startswith("api/") and "credential_id" in named
    return holders_own or bool(named - OPEN_TO_ANYONE)


PRIVATE = sorted(
    route
    for route in routes(get_resolver().url_patterns)
    if is_private(route) and not route.startswith(NOT_OURS)
)
PRIVATE_NAMES = {name for route in PRIVATE for name in SLOT.findall(route)} - OPEN_TO_ANYONE
AT_AN_ORGANISATION = "api/v1/organisations/<organisation_id>"


@pytest.fixture
def ids(college, ada) -> dict[str, str]:
    """The ids of things at the college, by the name that routes give them."""
    return everything_of(college, ada)


def fill(route: str, values: dict[str, str]) -> str:
    return "/" + SLOT.sub(lambda slot: values[slot[1]], route)


def missing(values: dict[str, str]) -> dict[str, str]:
    """Return ids of which nothing has any; what is public keeps its own in what is sent."""
    gone = {name: str(uuid4()) if _is_uuid(value) else value for name, value in values.items()}
    return gone | {name: new_public_id() for name in ("credential_id", "endorsement_id")}


def call(route: str, method: str, values: dict[str, str], public: dict[str, str]) -> dict[str, Any]:
    """Return what a call of the API must send, so that it is answered for what it names."""
    named = values | {name: public[name] for name in OPEN_TO_ANYONE}
    return example_call(method, described(route), named)


def described(route: str) -> str:
    """Return a route as the description of the API names it."""
    return "/" + SLOT.sub(lambda slot: "{" + slot[1] + "}", route)


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return "-" in value


def test_the_walk_has_routes_to_walk():
    assert len(PRIVATE) >= 15


def each_route() -> Iterator[str]:
    """Yield every route, with nobody's calls counted yet: a limit would hide the answer."""
    for route in PRIVATE:
        cache.clear()
        yield route


def answers(
    send: Any, route: str, method: str, ids: dict[str, str], *, own: dict[str, str]
) -> tuple[Any, Any]:
    """Return what is answered for `ids` and for missing ones; `own` are the ids of the caller."""
    foreign, nothing = ids | own, missing(ids) | own
    return tuple(
        send(fill(route, one), **call(route, method, one, ids)) for one in (foreign, nothing)
    )


@pytest.mark.parametrize("method", METHODS)
def test_another_organisations_ids_are_answered_like_missing_ones(client, zoe, ids, method):
    client.force_login(zoe)
    send = getattr(client, method)
    told_apart = []

    for route in each_route():
        foreign, nothing = answers(send, route, method, ids, own={})
        if foreign.status_code not in hidden(route) or told(foreign) != told(nothing):
            told_apart.append((route, foreign.status_code, nothing.status_code))

    assert told_apart == []


def hidden(route: str) -> set[int]:
    """Return how what is another's may be answered; a call of the API as if it were not there."""
    return {404, 405} if route.startswith("api/") else {400, 403, 404, 405}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_of_another_organisation_is_changed_by_the_api(client, zoe, ids, method):
    client.force_login(zoe)
    send = getattr(client, method)
    told_apart = []

    for route in each_route():
        if not is_call(method, described(route)):
            continue
        foreign, nothing = answers(send, route, method, ids, own={})
        if foreign.status_code not in hidden(route) or told(foreign) != told(nothing):
            told_apart.append((route, foreign.status_code, nothing.status_code))

    assert told_apart == []


def names(route: str, method: str) -> bool:
    """Return whether what a call sends has ids of what is not public in it."""
    marked = {name: f"zq-{name}" for name in PRIVATE_NAMES if name.endswith("_id")}
    return "zq-" in str(call(route, method, marked, marked | dict.fromkeys(OPEN_TO_ANYONE, "")))


@pytest.mark.parametrize("method", [*METHODS, "put", "patch", "delete"])
def test_no_call_at_ones_own_organisation_reaches_into_another(client, zoe, ids, method):
    client.force_login(zoe)
    send = getattr(client, method)
    own = {"organisation_id": str(zoe.memberships.get().organisation_id)}
    told_apart = []

    for route in each_route():
        named = set(SLOT.findall(route)) - {"organisation_id"}
        is_here = route.startswith(AT_AN_ORGANISATION) and is_call(method, described(route))
        if not is_here or not (named or names(route, method)):
            continue
        foreign, nothing = answers(send, route, method, ids, own=own)
        is_hidden = not named or foreign.status_code in hidden(route)
        if not is_hidden or told(foreign) != told(nothing):
            told_apart.append((route, foreign.status_code, nothing.status_code))

    assert told_apart == []


@pytest.mark.parametrize("role", [(), *((name,) for name in RoleName.values)])
def test_no_role_at_another_organisation_opens_a_door(client, zoe, ids, role):
    stranger = join("Nia", zoe.memberships.get().organisation, *role)
    client.force_login(stranger)

    given = [
        (route, client.get(fill(route, ids), **call(route, "get", ids, ids)).status_code)
        for route in each_route()
    ]

    assert [one for one in given if one[1] not in {403, 404, 405}] == []


@pytest.mark.parametrize("method", METHODS)
def test_who_is_not_signed_in_is_sent_to_sign_in_whatever_the_id(client, ids, method):
    send = getattr(client, method)
    wrong = []

    for route in each_route():
        there = send(fill(route, ids)).status_code
        nowhere = send(fill(route, missing(ids))).status_code
        if there != nowhere or there not in {302, 401, 403, 404, 405}:
            wrong.append((route, there, nowhere))

    assert wrong == []
