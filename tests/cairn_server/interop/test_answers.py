import json

import pytest
from django.test import RequestFactory

from cairn.errors import InputTooLarge, MalformedInput, UnsupportedFormat
from cairn_server.interop.answers import answering, body_of, options_of, part_of, verdict
from cairn_server.interop.errors import CredentialRefused, TokenMissing
from tests.signing import a_badge, report_on, signed

make = RequestFactory()


def posted(content, content_type="application/json"):
    return make.post("/", content, content_type=content_type)


def test_a_body_is_one_json_object_strictly_read():
    assert body_of(posted('{"credential": {}}')) == {"credential": {}}
    for content in ("[]", "7", '{"a": 1, "a": 2}', "{", "NaN"):
        with pytest.raises(MalformedInput):
            body_of(posted(content))


def test_what_a_form_elsewhere_could_send_is_not_read():
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        with pytest.raises(UnsupportedFormat):
            body_of(posted("{}", kind))


def test_a_body_that_is_too_large_is_not_read():
    with pytest.raises(InputTooLarge):
        body_of(posted(" " * (2 << 20) + "{}"))


def test_parts_are_objects_and_options_may_be_missing():
    assert part_of({"credential": {"id": "urn:a"}}, "credential") == {"id": "urn:a"}
    assert options_of({}) == options_of({"options": None}) == {}
    for body in ({}, {"credential": "text"}, {"credential": []}):
        with pytest.raises(MalformedInput, match="credential"):
            part_of(body, "credential")
    with pytest.raises(MalformedInput, match="options"):
        options_of({"options": []})


def test_a_refusal_is_a_problem_with_its_reasons():
    @answering
    def view(request):
        raise CredentialRefused("Not signed: type: must contain A", ["type_missing"])

    answer = view(make.get("/"))
    told = json.loads(answer.content)

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert told["code"] == told["title"] == "credential_refused"
    assert told["errors"] == ["type_missing"]
    assert told["detail"].startswith("Not signed")


def test_a_missing_token_is_asked_for():
    @answering
    def view(request):
        raise TokenMissing("Send a token")

    answer = view(make.get("/"))

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_only_what_is_valid_is_answered_with_200_and_then_without_errors():
    good, bad = signed(a_badge()), {**signed(a_badge()), "name": "Doctor"}
    yes, no = verdict(report_on(good)), verdict(report_on(bad))
    told, untold = json.loads(yes.content), json.loads(no.content)

    assert (yes.status_code, told["verified"], told["errors"]) == (200, True, [])
    assert "proof" in told["checks"]
    assert (no.status_code, untold["verified"], untold["errors"]) == (
        400,
        False,
        ["proof_mismatch"],
    )
    assert [entry["title"] for entry in untold["problemDetails"]] == ["proof_mismatch"]


def test_what_cannot_be_decided_is_not_verified():
    contexts = [*a_badge()["@context"], "https://unknown.example/c"]
    answer = verdict(report_on({**signed(a_badge()), "@context": contexts}))

    assert answer.status_code == 400
    assert json.loads(answer.content)["errors"] == ["unknown_context"]
