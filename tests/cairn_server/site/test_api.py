import inspect

import pytest

from cairn_server.accounts.answering import answer_once
from cairn_server.site.api import api

PROBLEM = {"code", "detail"}


def test_the_description_is_served_and_names_the_verification(client, db):
    document = client.get("/api/v1/openapi.json").json()

    assert document["openapi"].startswith("3.")
    assert "post" in document["paths"]["/api/v1/verifications"]


def test_the_page_of_the_api_is_served(client, db):
    assert client.get("/api/v1/docs").status_code == 200


@pytest.mark.parametrize("body", ["no JSON", "[]"])
def test_a_refusal_is_a_code_and_a_sentence(client, db, body):
    answer = client.post("/api/v1/verifications", body, content_type="application/json")

    assert answer.status_code == 422
    assert set(answer.json()) == PROBLEM


def test_every_operation_has_a_description():
    for path, operations in api.get_openapi_schema()["paths"].items():
        for verb, operation in operations.items():
            assert operation.get("description") or operation["summary"], (verb, path)


@pytest.mark.parametrize(
    "body", ['{"name": "A\\u0000"}', '{"name": "A", "name": "B"}', "{", "[NaN]"]
)
def test_what_no_strict_reader_takes_is_refused_before_it_is_looked_at(client, ada, body):
    client.force_login(ada)

    answer = client.patch("/api/v1/settings", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_nor_may_an_address_hold_the_character_that_no_database_keeps(client, db):
    answer = client.get("/api/v1/achievements?words=%00")

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_whatever_is_sent_again_is_answered_before_anything_is_looked_up(rf, ada):
    request = rf.generic("POST", "/")
    request.auth = ada
    answer_once(person=ada, key="k", request=b"POST /\n", act=lambda: {"first": True})
    others = []

    for operation in operations_that_take_a_key():
        if len(operation.response_models) > 1:
            others.append(operation.view_func.__name__)
            continue
        again = operation.view_func(request, idempotency_key="k")  # no ids: nothing to look up

        [status] = operation.response_models
        assert (again.status_code, again.value) == (status, {"first": True}), operation.path

    assert others == ["import_members"]  # a small file or a large one: two answers, each its test


def operations_that_take_a_key():
    found = [
        operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        if "idempotency_key" in inspect.signature(operation.view_func).parameters
    ]
    assert len(found) > 50
    return found
