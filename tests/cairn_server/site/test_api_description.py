"""The description is one that programs can read: names used once, refusals stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from ninja import Schema

from cairn_server.site.api import api

Calls = dict[str, dict[str, Any]]
# a file is kept by its content, an answer goes by its number; verifying or making a record
# keeps nothing
NEEDS_NO_KEY = ("/files/{part}", "/issuer/logo", "/media")
NEEDS_NO_KEY += ("/answers/{number}", "/verifications", "/record", "/record/record.jwt")
AS_PROBLEM = {"$ref": "#/components/schemas/Problem"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """Made when it is asked for: that takes a second."""
    return api.get_openapi_schema()


@pytest.fixture(scope="module")
def calls(described) -> Calls:
    return {
        f"{method.upper()} {path}": call
        for path, calls in described["paths"].items()
        for method, call in calls.items()
    }


def shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for one in of.__subclasses__():
        yield one
        yield from shapes(one)


def test_no_two_calls_and_no_two_shapes_share_a_name(calls):
    names = Counter(call["operationId"] for call in calls.values())
    ours = {one for one in shapes() if one.__module__.startswith("cairn_server.")}
    shared = Counter(one.__name__ for one in ours)

    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name, times in shared.items() if times > 1] == []


def test_every_call_says_what_it_does_and_how_it_refuses(calls):
    refusals = {name: call["responses"]["4XX"]["content"] for name, call in calls.items()}

    assert len(calls) > 100
    assert [name for name, call in calls.items() if not call["description"]] == []
    assert [
        name
        for name, content in refusals.items()
        if content["application/json"]["schema"] != AS_PROBLEM
    ] == []


def test_every_unsafe_call_takes_an_idempotency_key(calls):
    headers = {
        name: {one["name"].lower() for one in call.get("parameters", [])}
        for name, call in calls.items()
        if not name.startswith("GET") and not name.endswith(NEEDS_NO_KEY)
    }

    assert len(headers) > 50
    assert [name for name, given in headers.items() if "idempotency-key" not in given] == []


def test_every_refusal_looks_as_described(client, db, described):
    refused = client.get("/api/v1/settings").json()

    assert set(refused) == set(described["components"]["schemas"]["Problem"]["required"])
