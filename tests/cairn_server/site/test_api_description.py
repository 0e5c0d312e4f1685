"""The description is one that programs can read: names used once, refusals stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from ninja import Schema

from cairn_server.site.api import api

DESCRIBED = api.get_openapi_schema()
CALLS = [
    (f"{method.upper()} {path}", call)
    for path, calls in DESCRIBED["paths"].items()
    for method, call in calls.items()
]
UNSAFE = [
    pair
    for pair in CALLS
    if not pair[0].startswith("GET")
    # a file is kept by its content, an answer goes by its number; verifying or making a record
    # keeps nothing
    and not pair[0].endswith(
        (
            *("/files/{part}", "/issuer/logo", "/media"),
            *("/answers/{number}", "/verifications", "/record"),
        )
    )
]


def shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for one in of.__subclasses__():
        yield one
        yield from shapes(one)


def test_no_two_calls_and_no_two_shapes_share_a_name():
    names = Counter(call["operationId"] for _, call in CALLS)
    ours = {one for one in shapes() if one.__module__.startswith("cairn_server.")}
    shared = Counter(one.__name__ for one in ours)

    assert [name for name, times in names.items() if times > 1] == []
    assert [name for name, times in shared.items() if times > 1] == []


@pytest.mark.parametrize(("name", "call"), CALLS, ids=[name for name, _ in CALLS])
def test_every_call_says_what_it_does_and_how_it_refuses(name, call):
    assert call["description"]
    assert call["responses"]["4XX"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Problem"
    }


@pytest.mark.parametrize(("name", "call"), UNSAFE, ids=[name for name, _ in UNSAFE])
def test_every_unsafe_call_takes_an_idempotency_key(name, call):
    assert "idempotency-key" in {one["name"].lower() for one in call.get("parameters", [])}


def test_every_refusal_looks_as_described(client, db):
    refused = client.get("/api/v1/settings").json()

    assert set(refused) == set(DESCRIBED["components"]["schemas"]["Problem"]["required"])
