from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from cairn.cli import verifying
from cairn.openbadges.baking import bake
from cairn.vc.report import Check
from cairn.vc.wording import for_people
from tests.command import SOURCES, cairn, cairn_process
from tests.credentials import (
    ACHIEVEMENT,
    ISSUER,
    POSITION,
    RECIPIENT,
    signed,
    status_list,
    unsigned_credential,
)
from tests.moments import DAY, MONDAY
from tests.pictures import SVG, png
from tests.shared_data import shared_data
from tests.signing import an_endorsement
from tests.web_server import response, web_server

AT = "2026-03-02T09:00:00Z"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder with one credential in every form that a person may have."""
    folder = tmp_path_factory.mktemp("files")
    genuine = json.dumps(signed(unsigned_credential(status=None)))
    with_status = json.dumps(signed(unsigned_credential()))
    (folder / "genuine.json").write_text(genuine)
    (folder / "changed.json").write_text(genuine.replace('"Ada"', '"Eve"'))
    (folder / "status.json").write_text(with_status)
    (folder / "badge.png").write_bytes(bake(png(), genuine))
    (folder / "badge.svg").write_bytes(bake(SVG, genuine))
    (folder / "notes.txt").write_text("hello")
    (folder / "person.json").write_text('{"@context": "https://schema.org/", "name": "Ada"}')
    (folder / "trust.json").write_text(json.dumps({ISSUER: "North College"}))
    return folder


@pytest.mark.parametrize(
    ("name", "status", "outcome"),
    [
        ("genuine.json", 0, "valid"),
        ("badge.png", 0, "valid"),
        ("badge.svg", 0, "valid"),
        ("changed.json", 1, "invalid"),
        ("status.json", 2, "undetermined"),
        ("notes.txt", 3, "unreadable"),
        ("person.json", 3, "unreadable"),
        ("missing.json", 3, "unreadable"),
    ],
)
def test_the_exit_status_is_the_verdict(files, name, status, outcome):
    ended = cairn("verify", name, "--offline", "--at", AT, "--json", cwd=files)
    told = ended.objects[0]

    assert (ended.status, told["outcome"], told["source"]) == (status, outcome, name)
    assert bool(told["reasons"]) is (status != 0)
    assert {"checks", "sentence"} <= told.keys()
    assert ended.err.count("\n") == (status == 3)


def test_a_report_has_the_members_of_the_contract(files):
    told = cairn("verify", "genuine.json", "--at", AT, "--json", cwd=files).objects[0]

    assert told["reasons"] == []
    assert {frozenset(check) for check in told["checks"]} == {
        frozenset({"name", "outcome", "reason", "detail"})
    }
    assert (told["proof_valid"], told["issuer_recognised"]) == (True, None)
    assert told["sentence"].startswith("Genuine and current")


def test_several_files_are_told_in_order_and_the_status_is_the_worst(files):
    names = ["genuine.json", "changed.json", "badge.svg"]

    ended = cairn("verify", *names, "--offline", "--at", AT, "--json", cwd=files)

    assert [told["source"] for told in ended.objects] == names
    assert [told["outcome"] for told in ended.objects] == ["valid", "invalid", "valid"]
    assert ended.status == 1
    assert cairn("verify", "notes.txt", *names, "--at", AT, cwd=files).status == 3


def test_standard_input_is_a_dash(files):
    data = (files / "badge.png").read_bytes()

    ended = cairn("verify", "-", "--at", AT, "--json", stdin=data)

    assert (ended.status, ended.objects[0]["source"]) == (0, "-")


def test_for_people_the_sentence_comes_first(files):
    good = cairn("verify", "genuine.json", "--at", AT, cwd=files)
    bad = cairn("verify", "changed.json", "--at", AT, cwd=files)

    assert good.out.startswith("genuine.json: valid\n  Genuine and current")
    assert bad.out.startswith("changed.json: invalid\n  Not genuine")
    assert "proof_mismatch" in bad.out


def test_what_is_inside_has_a_line_each(files):
    praise = an_endorsement(ACHIEVEMENT.id)
    forged = signed(praise) | {"name": "More praise"}
    badge = unsigned_credential(status=None) | {"endorsement": [signed(praise), forged]}

    told = cairn("verify", "-", "--at", AT, stdin=json.dumps(signed(badge)).encode()).out

    issuer, id = for_people(ISSUER), for_people(ACHIEVEMENT.id)
    assert told.splitlines()[2:] == [
        f"  - in full: {ISSUER}",
        f"  * Praise of it: valid: Genuine and current: issued by {issuer} to {id}; "
        "no list of revoked credentials is named.",
        f"    - in full: {ISSUER}",
        "  * More praise: invalid: Not genuine: the signature does not fit: "
        "the text was changed after it was signed.",
    ]


def test_a_schema_that_was_not_applied_is_told():
    schema = "https://college.example/schema.json"
    stated = [{"id": schema, "type": "JsonSchema"}]
    badge = signed(unsigned_credential(status=None) | {"credentialSchema": stated})

    told = cairn("verify", "-", "--at", AT, stdin=json.dumps(badge).encode())

    assert told.status == 0
    assert told.out.splitlines()[2:] == [
        f"  - schema: it names the schema {schema}, which was not applied",
        f"  - in full: {ISSUER}",
    ]


@pytest.mark.parametrize(
    ("at", "reason"), [(MONDAY - DAY, "not_yet_valid"), (MONDAY + 999 * DAY, "expired")]
)
def test_the_question_may_be_asked_as_of_another_time(files, at, reason):
    ended = cairn("verify", "genuine.json", "--at", at.isoformat(), "--json", cwd=files)

    assert (ended.status, ended.objects[0]["reasons"]) == (1, [reason])


@pytest.mark.parametrize(
    ("revoked", "status", "outcome"), [((), 0, "valid"), ((POSITION,), 1, "invalid")]
)
def test_the_status_list_is_asked_where_the_map_leads(files, revoked, status, outcome):
    listed = json.dumps(status_list(revoked=revoked)).encode()
    words = ("verify", "status.json", "--at", AT, "--json")

    with web_server(lambda path: response(listed)) as server:
        ended = cairn(*words, "--map", f"https://college.example={server.url}", cwd=files)

    assert (ended.status, ended.objects[0]["outcome"]) == (status, outcome)
    assert server.requests[0].startswith("GET /status/revocation-1 HTTP/1.1\r\n")


def test_an_address_is_fetched_and_verified(files):
    credential = (files / "genuine.json").read_bytes()
    page = "https://college.example/credentials/1"

    with web_server(lambda path: response(credential)) as server:
        mapped = f"https://college.example={server.url}"
        ended = cairn("verify", page, "--at", AT, "--map", mapped, "--json")
        refused = cairn("verify", server.url, "--at", AT, "--json")

    assert (ended.status, ended.objects[0]["source"]) == (0, page)
    assert (refused.status, refused.objects[0]["reasons"]) == (3, ["fetch_refused"])


def test_the_trust_list_says_who_is_recognised(files):
    words = ("verify", "genuine.json", "--at", AT, "--json", "--trust")
    known = cairn(*words, "trust.json", cwd=files)

    assert (known.status, known.objects[0]["issuer_recognised"]) == (0, True)
    assert cairn(*words, "notes.txt", cwd=files).status == 3


def test_what_is_wrong_with_a_trust_list_is_told_with_its_name(files):
    (files / "swapped.json").write_text(json.dumps({"North College": ISSUER}))
    words = ("verify", "genuine.json", "--trust", "trust.json", "--trust", "swapped.json")

    ended = cairn(*words, cwd=files)

    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert ended.err.startswith("cairn: swapped.json: 'North College' in the trust list is no")


def test_a_trust_list_may_lie_at_an_address_and_beside_others(files):
    listed = json.dumps({ISSUER: "North College of the web"}).encode()
    words = ("verify", "genuine.json", "--at", AT, "--json")
    address = "https://register.example/issuers.json"

    with web_server(lambda path: response(listed)) as server:
        mapped = f"https://register.example={server.url}"
        told = cairn(*words, "--trust", address, "--map", mapped, cwd=files).objects[0]
    both = ("--trust", "trust.json", "--trust", address)
    unreached = cairn(*words, *both, "--offline", cwd=files)

    assert told["issuer_recognised"] is True
    assert "North College of the web" in told["sentence"]
    assert unreached.status == 3
    assert "register.example" in unreached.err


def test_a_terminal_is_not_steered_by_a_credential(files, tmp_path):
    document = unsigned_credential(name="\x1b[2J\u202egnp.exe")
    document["issuer"] = "https://e.example/\x1b[31m"
    (tmp_path / "hostile.json").write_text(json.dumps(document))

    for command in ("verify", "inspect"):
        ended = cairn(command, tmp_path / "hostile.json")
        assert "\x1b" not in ended.out + ended.err
        assert "\u202e" not in ended.out + ended.err


HOSTILE = [
    b"{" * 100_000,
    b"[" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b'{"a": 1, "a": 2}',
    b'{"a": NaN}',
    b'{"@context": [' + b"1," * 20_000 + b"1]}",
    b"\x89PNG\r\n\x1a\n" + b"\xff" * 1000,
    b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 10_000,
    b"\xff\xfe\x00\x00",
    b"a.b.c",
    b"0" * 100_000,
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_answered_in_one_line_and_in_time(data):
    start = time.monotonic()
    ended = cairn_process("verify", "-", "--offline", stdin=data)

    assert ended.status in (1, 2, 3)
    assert "Traceback" not in ended.err
    assert time.monotonic() - start < 10


@pytest.mark.shared
def test_badges_of_other_issuers_are_read():
    """A baked JWT without its key, an early draft without its achievement, an OB 2.0 badge."""
    folder = shared_data("1edtech-validator-fixtures")
    badges = [folder / "ob30/simple-jwt.png", folder / "ob30/simple.jwt"]

    told = cairn("verify", "--offline", "--json", *badges, folder / "ob20/simple-badge.png").objects

    assert [one["outcome"] for one in told] == ["undetermined", "invalid", "undetermined"]
    assert [one["reasons"][0] for one in told] == [
        "key_unresolved",
        "member_missing",
        "fetch_failed",
    ]


def test_a_file_is_verified_without_loading_what_it_does_not_need(files):
    """So that it starts in a quarter of a second; each of these costs a tenth or more."""
    heavy = ("yaml", "ssl", "http.client", "numpy", "PIL", "joserfc", "cairn.fetching", "django")
    heavy += ("cairn.cli.issuing", "secrets", "multiprocessing")
    code = (
        "import sys; from cairn.cli import main; "
        f"status = main(['verify', 'genuine.json', '--at', '{AT}']); "
        f"print([name for name in {heavy} if name in sys.modules], status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=files,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        check=True,
    )

    assert done.stdout.endswith("[] 0\n")


def test_a_terminal_that_cannot_show_a_name_shows_the_rest(files, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    (files / "łukasz.json").write_bytes((files / "genuine.json").read_bytes())

    ended = cairn_process("verify", "łukasz.json", "notes.txt", "--offline", "--at", AT, cwd=files)

    assert ended.status == 3
    assert "ukasz.json: valid" in ended.out
    assert "notes.txt" in ended.err


def test_whose_it_is_is_told_where_it_was_asked(files):
    words = ("verify", "genuine.json", "--offline", "--at", AT, "--recipient", RECIPIENT.id)

    assert f"  - recipient: it is about {RECIPIENT.id}" in cairn(*words, cwd=files).out


@pytest.mark.parametrize(
    ("check", "is_told"),
    [
        (Check.passed("status", "no revocation in the list of 2026-03-02T09:00:00Z"), True),
        (
            Check.passed("status", "no revocation in the list of 2026 (it has 100,000 entries)"),
            True,
        ),
        (Check.passed("status", "message: pending review in the list of 2026"), True),
        (Check.not_checked("refresh", "no newer version was had: it is not there"), True),
        (Check.passed("data_loss"), False),
    ],
)
def test_what_was_found_of_the_status_is_told_with_a_good_verdict(check, is_told):
    assert verifying._is_remarkable(check) is is_told


def test_nobody_is_asked_for_by_nothing(files):
    ended = cairn("verify", "genuine.json", "--recipient", " ", cwd=files)

    assert (ended.status, "--recipient: it is empty" in ended.err) == (3, True)
