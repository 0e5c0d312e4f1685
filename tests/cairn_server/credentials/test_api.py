import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from cairn_server.credentials.api import ReportOut
from cairn_server.credentials.holding import switch_page
from cairn_server.credentials.limiting import VERIFYING, spend
from cairn_server.credentials.picturing import baked_png
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.credentials.verifying_later import verify_list_task
from tests.cairn.vc.test_presentation import shown
from tests.moments import DAY, MONDAY
from tests.signing import a_badge, signed

URL = "/api/v1/verifications"
AT = MONDAY + DAY


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


@pytest.fixture
def post(client):
    def send(body, **more):
        content = body if isinstance(body, str) else json.dumps(body)
        return client.post(URL, content, content_type="application/json", **more)

    return send


def test_the_answer_is_the_report_of_the_command(post, credential):
    answer = post({"credential": json.loads(credential.document)})

    assert answer.status_code == 200
    assert answer.json()["outcome"] == "valid"
    assert undated(answer.json()) == undated(report_on(credential.document, at=AT).to_json())
    assert set(ReportOut.model_fields) == set(answer.json())


def undated(report):
    """Return a report without the times at which lists were published."""
    checks = [{**check, "detail": ""} for check in report["checks"]]
    return report | {"checks": checks}


def test_a_text_a_link_and_a_picture_will_do(client, post, credential):
    picture = BytesIO(baked_png(credential))
    picture.name = "badge.png"

    answers = [
        post({"credential": credential.document}),
        post({"credential": f"http://localhost:8000/credentials/{credential.pk}/"}),
        client.post(URL, {"file": picture}),
    ]

    assert [one.json()["outcome"] for one in answers] == ["valid"] * 3


def test_whose_it_should_be_is_asked_with_it(client, post, credential):
    sent = {"credential": credential.document}
    picture = BytesIO(baked_png(credential))
    picture.name = "badge.png"

    answers = [
        post(sent | {"recipient": credential.award.person.email}),
        post({"credential": json.loads(credential.document), "recipient": "bea@college.example"}),
        client.post(URL, {"file": picture, "recipient": "did:example:ada"}),
    ]

    assert [one.json()["reasons"] for one in answers] == [
        [],
        ["recipient_mismatch"],
        ["recipient_unknown"],  # a did: tells nothing of the urn: of its subject
    ]


def test_for_whom_it_was_shown_is_asked_with_it(client, post, db):
    presented = shown(signed(a_badge()), challenge="c-17", domain="jobs.example")
    file = BytesIO(json.dumps(presented).encode())
    file.name = "shown.json"

    answers = [
        post({"credential": presented, "challenge": "c-17", "domain": "jobs.example"}),
        post({"credential": json.dumps(presented), "challenge": "c-18"}),
        client.post(URL, {"file": file, "domain": "other.example"}),
    ]

    assert [one.json()["reasons"] for one in answers] == [
        [],
        ["challenge_mismatch"],
        ["domain_mismatch"],
    ]


@pytest.mark.parametrize("name", ["recipient", "challenge", "domain"])
def test_of_several_files_or_a_table_nothing_is_expected(client, db, name):
    def file(name):
        made = BytesIO(b"link\nhttps://a.example/1")
        made.name = name
        return made

    for files in ([file("a.csv")], [file("a.json"), file("b.json")]):
        answer = client.post(URL, {"file": files, name: "x"})
        assert (answer.status_code, "one credential at a time" in answer.text) == (422, True)


@pytest.mark.parametrize("recipient", ["", " ", 7, ["a"], "a" * 501])
def test_a_recipient_is_a_text_and_of_one_credential(post, credential, recipient):
    several = {"credentials": [credential.document], "recipient": "ada@college.example"}

    assert post({"credential": credential.document, "recipient": recipient}).status_code == 422
    assert post(several).status_code == 422


def test_a_verdict_is_an_answer_and_not_an_error(post, credential, ida):
    document = json.loads(credential.document)
    changed = document | {"name": "Checking for Undertaking"}
    added = document | {"grade": "excellent"}
    revoke(credential, actor=ida, reason_code="superseded", at=AT)

    answers = [post({"credential": one}) for one in (changed, added, document)]

    assert [one.status_code for one in answers] == [200] * 3
    assert [one.json()["outcome"] for one in answers] == ["invalid"] * 3
    assert [one.json()["reasons"][0] for one in answers] == [
        "proof_mismatch",
        "undefined_term",
        "revoked",
    ]
    assert answers[2].json()["proof_valid"] is True


def test_every_character_of_a_value_counts(post, credential):
    subject = json.loads(credential.document)["credentialSubject"]["id"]
    for position in range(len("urn:uuid:"), len(subject)):
        other = "0" if subject[position] != "0" else "1"
        changed = subject[:position] + other + subject[position + 1 :]
        report = report_on(credential.document.replace(subject, changed), at=AT, ask=nobody)
        assert report.outcome == "invalid"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("no JSON", 422),
        ("[]", 422),
        ("{}", 422),
        ('{"credential": {}, "more": 1}', 422),
        ('{"credential": 7}', 422),
        ('{"credential": "hello"}', 415),
        ('{"credential": {"a": 1, "a": 2}}', 422),
        ('{"credential": {"a": 1}}', 415),
        ('{"credential": "http://127.0.0.1:9/"}', 403),
        ('{"credential": "' + "x" * (1 << 20) + '"}', 413),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_a_code(post, db, body, status):
    answer = post(body)

    assert answer.status_code == status
    assert set(answer.json()) == {"code", "detail"}


def test_another_type_of_body_is_refused(client, db):
    answer = client.post(URL, "<a/>", content_type="application/xml")

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_format")


def test_several_credentials_are_verified_by_the_worker(client, post, credential):
    document = json.loads(credential.document)

    begun = post({"credentials": [document, "http://127.0.0.1/secret", "hello"]})

    assert begun.status_code == 202
    told = begun.json()
    assert (told["total"], told["done"], told["finished"]) == (3, 0, False)
    verify_list_task.func(told["id"])
    path = told["url"].partition("http://localhost:8000")[2]
    told = client.get(path).json()
    assert told["finished"]
    assert [row["verdict"] for row in told["rows"]] == ["valid", "unreadable", "unreadable"]
    assert told["rows"][0]["sentence"].startswith("Genuine and current")
    assert told["rows"][0]["facts"]["achievement"] == "Checking for Understanding"
    results = client.get(told["results"].partition("http://localhost:8000")[2])
    assert b"".join(results.streaming_content).count(b"\r\n") == 4
    for unseen in (path.partition("?")[0], path[:-1], f"{URL}/{'0' * 32}?access=x"):
        assert client.get(unseen).status_code == 404


@pytest.mark.parametrize("names", [("a.json", "b.json"), ("links.csv",)])
def test_several_files_or_a_table_are_verified_by_the_worker(client, db, names):
    files = [SimpleUploadedFile(name, b"link\nhttps://a.example/1\n") for name in names]

    begun = client.post(URL, {"file": files})

    assert (begun.status_code, begun.json()["total"]) == (202, len(names))


@pytest.mark.parametrize(
    "body",
    [
        {"credentials": []},
        {"credentials": "https://a.example/1"},
        {"credentials": [7]},
        {"credentials": [{}], "credential": {}},
        {"credentials": ["https://a.example/1"] * 1001},
    ],
)
def test_a_list_that_cannot_be_one_is_a_problem(post, db, body):
    answer = post(body)

    assert answer.status_code in (413, 422)
    assert set(answer.json()) == {"code", "detail"}


def test_a_page_that_is_off_is_not_read_through_its_link(post, ada, credential):
    switch_page(person=ada, credential=credential, on=False, at=AT)

    answer = post({"credential": f"http://localhost:8000/credentials/{credential.pk}/"})

    assert answer.status_code == 422
    assert "Checking" not in answer.text


def test_whoever_asks_too_much_waits(post, db):
    before = post("{}").status_code
    for _ in range(VERIFYING.burst):
        spend(VERIFYING, "127.0.0.1", at=now() + timedelta(minutes=1))

    answer = post("{}")

    assert before == 422
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
