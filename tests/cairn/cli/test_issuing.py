from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, RSAKey

from cairn.cli.arguments import now
from cairn.openbadges.identity import matches
from cairn.openbadges.v3 import as_document
from cairn.openbadges.verifying import verify_file
from cairn.vc.multibase import decode_base64url
from cairn.vc.status_list import bit_at, decode_bits
from cairn.vc.trust import TrustList
from tests.command import cairn
from tests.credentials import ACHIEVEMENT, ISSUER, KEY
from tests.json_schema import complaints
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data

DAY_2 = MONDAY + DAY
TABLE = """\
email,name,evidence_url,narrative,valid_until
Ada@College.example,Ada,https://college.example/film,A recorded session,2028-03-02
bea@college.example,,,,
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "key.json").write_text(json.dumps(KEY.to_jwk()))
    (tmp_path / "achievement.json").write_text(json.dumps(as_document(ACHIEVEMENT)))
    (tmp_path / "recipients.csv").write_text(TABLE)
    return tmp_path


ISSUE = ("issue", "achievement.json", "recipients.csv", "--key", "key.json", "-o", "out")


def issue(folder, *more):
    return cairn(*ISSUE, "--at", "2026-03-02T09:00:00Z", *more, cwd=folder)


def report(folder):
    with (folder / "out" / "report.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def issued(folder):
    rows = report(folder)
    return [json.loads((folder / "out" / row["file"]).read_text()) for row in rows if row["file"]]


def test_each_recipient_gets_a_valid_credential(folder):
    ended = issue(folder)
    names = [folder / "out" / row["file"] for row in report(folder)]

    assert (ended.status, ended.err) == (0, "")
    assert cairn("verify", "--offline", "--at", "2026-03-03", *names).status == 0
    assert len(names) == 2


def test_the_table_is_in_the_credentials_and_the_address_is_not(folder):
    issue(folder)
    ada, bea = issued(folder)
    identity, name = ada["credentialSubject"]["identifier"]

    assert (ada["issuer"]["id"], ada["validUntil"]) == (ISSUER, "2028-03-02T00:00:00Z")
    assert ada["evidence"][0]["id"] == "https://college.example/film"
    assert matches(identity, "ada@college.example")
    assert name["identityHash"] == "Ada"
    assert "college.example" not in json.dumps(ada["credentialSubject"]["identifier"])
    assert "evidence" not in bea
    assert len(bea["credentialSubject"]["identifier"]) == 1
    assert ada["credentialSubject"]["id"] != bea["credentialSubject"]["id"]


@pytest.mark.shared
def test_what_is_issued_satisfies_the_strict_schema(folder):
    name = "schemas/ob_v3p0_achievementcredential_schema.json"
    schema = json.loads((shared_data("edubadges-obv3") / name).read_text())

    issue(folder)

    assert [complaints(schema, credential) for credential in issued(folder)] == [[], []]


def test_a_line_that_is_wrong_is_reported_and_the_others_are_issued(folder):
    more = "broken,,,,\nbea@college.example,,,,\ncid@college.example,,not a url,,\n"
    more += "dan@college.example,,,,next year\n"
    (folder / "recipients.csv").write_text(TABLE + more)

    ended = issue(folder)
    rows = report(folder)

    assert ended.status == 1
    assert ended.out.startswith("2 issued, 4 refused")
    assert [row["outcome"] for row in rows] == ["issued"] * 2 + ["refused"] * 4
    assert [row["line"] for row in rows] == ["2", "3", "4", "5", "6", "7"]
    assert all(row["detail"] for row in rows[2:])
    assert len(issued(folder)) == 2


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Ed25519", ("--cryptosuite", "eddsa-jcs-2022")),
        ("P-256", ()),
        ("Ed25519", ("--format", "vc+jwt")),
    ],
)
def test_what_is_signed_one_by_one_has_its_errors_by_line_as_well(folder, kind, words):
    key = KEY.to_jwk() if kind == "Ed25519" else ECKey.generate_key(kind).as_dict(private=True)
    (folder / "key.json").write_text(json.dumps(key))
    (folder / "recipients.csv").write_text(TABLE + "cid@college.example,,not a url,,\nbroken,,,,\n")

    ended = issue(folder, *words)
    rows = report(folder)
    names = [folder / "out" / row["file"] for row in rows if row["file"]]

    assert (ended.status, ended.err) == (1, "")
    assert [row["outcome"] for row in rows] == ["issued", "issued", "refused", "refused"]
    assert "not an absolute address" in rows[2]["detail"]
    assert "is not an e-mail address" in rows[3]["detail"]
    assert cairn("verify", "--offline", "--at", "2026-03-03", *names).status == 0


def test_a_second_run_into_the_same_folder_changes_nothing(folder):
    issue(folder)
    before = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}

    ended = issue(folder)

    assert ended.status == 3
    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == before


def test_an_issuer_signs_with_the_key_of_its_own_did(folder):
    (folder / "issuer.json").write_text(
        json.dumps({"id": "did:web:college.example", "type": ["Profile"], "name": "North College"})
    )

    issue(folder, "--issuer", "issuer.json")

    credential = issued(folder)[0]
    method = f"did:web:college.example#{KEY.public.multibase}"
    assert credential["issuer"]["name"] == "North College"
    assert credential["proof"][0]["verificationMethod"] == method


def test_who_assessed_for_the_issuer_is_signed_in(folder):
    source = {"id": "https://assessors.example/", "type": ["Profile"], "name": "Assessors"}
    (folder / "source.json").write_text(json.dumps(source))

    issue(folder, "--source", "source.json")

    assert [one["credentialSubject"]["source"] for one in issued(folder)] == [source] * 2


def test_an_issuer_that_the_key_does_not_control_is_refused(folder):
    (folder / "issuer.json").write_text('{"id": "https://college.example/", "type": ["Profile"]}')

    ended = issue(folder, "--issuer", "issuer.json")

    assert (ended.status, (folder / "out").exists()) == (3, False)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("recipients.csv", "name\nAda\n"),
        ("recipients.csv", "email,name\n"),
        ("recipients.csv", 'email,name\nada@college.example,"Ada\n'),
        ("recipients.csv", "Email,E-Mail\nada@college.example,\n"),
        ("achievement.json", "{}"),
        ("achievement.json", '{"id": "x"'),
        ("key.json", "{}"),
    ],
)
def test_input_that_cannot_be_read_issues_nothing(folder, file, content):
    (folder / file).write_text(content)

    ended = issue(folder)

    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert file in ended.err
    assert not (folder / "out").exists()


def test_a_table_may_have_16_mib(folder):
    (folder / "recipients.csv").write_text("email\n" + " " * (16 << 20))

    assert issue(folder).err.startswith("cairn: recipients.csv has more than 16 MiB; split the")


def test_a_line_of_another_width_is_refused_alone(folder):
    (folder / "recipients.csv").write_text(TABLE + "cid@college.example,Cid\n,,,,\n")

    ended = issue(folder)
    cid = report(folder)[2]

    assert (ended.status, ended.out) == (1, "2 issued, 1 refused: out/report.csv\n")
    assert (cid["line"], cid["email"], cid["outcome"]) == ("4", "cid@college.example", "refused")
    assert cid["detail"].startswith("The line has 2 cells, the header has 5")


def test_a_line_that_cannot_be_read_does_not_keep_its_address_from_another(folder):
    (folder / "recipients.csv").write_text("email,name\nada@x.org\nada@x.org,Ada\n")

    assert issue(folder).out.startswith("1 issued, 1 refused")


def test_a_column_that_is_not_used_is_named(folder):
    (folder / "recipients.csv").write_text("email,evidence_link\nada@college.example,x\n")

    assert "'evidence_link' is not used" in issue(folder).err


def test_several_processes_issue_the_same_lines_in_their_order(folder):
    rows = [f"p{number}@college.example,P {number}" for number in range(120)]
    rows[7], rows[60] = "broken,", rows[59]
    (folder / "recipients.csv").write_text("\n".join(["email,name", *rows]))

    ended = issue(folder, "--processes", "2")
    found = report(folder)

    assert ended.out.startswith("118 issued, 2 refused")
    assert [row["line"] for row in found] == [str(number) for number in range(2, 122)]
    assert [row["line"] for row in found if row["detail"]] == ["9", "62"]
    assert {
        one["credentialSubject"]["identifier"][1]["identityHash"] for one in issued(folder)
    } == {f"P {number}" for number in range(120) if number not in (7, 60)}


def test_what_can_be_revoked_is_valid_until_it_is(folder):
    base = "https://college.example/status"
    issue(folder, "--status-list", f"{base}/1")
    row, other = report(folder)
    lists = folder / "out" / "status-list.json"

    def places(row):
        return json.loads((folder / "out" / row["file"]).read_text())["credentialStatus"]

    words = ("status", lists, "--key", "key.json", "--at", "2026-03-02T10:00:00Z")
    ended = cairn(*words, "--revoke", row["status_index"], cwd=folder)
    document = json.loads(lists.read_text())
    bits = decode_bits(document["credentialSubject"]["encodedList"])

    assert ended.status == 0
    assert places(row)["statusListIndex"] == row["status_index"] != other["status_index"]
    assert places(row)["statusListCredential"] == document["id"] == f"{base}/1"
    assert document["validUntil"] == "2026-03-03T10:00:00Z"
    assert [bit_at(bits, int(one["status_index"])) for one in (row, other)] == [True, False]


@pytest.mark.parametrize(("form", "typ"), [("jwt", "JWT"), ("vc+jwt", "vc+jwt")])
def test_a_jwt_of_either_profile_is_genuine(folder, form, typ):
    issue(folder, "--format", form)
    names = [folder / "out" / row["file"] for row in report(folder)]
    header = json.loads(decode_base64url(names[0].read_text().partition(".")[0]))

    assert (header["typ"], names[0].suffix) == (typ, ".jwt")
    assert cairn("verify", "--offline", "--at", "2026-03-03", *names).status == 0


@pytest.mark.parametrize("kind", [RSAKey.generate_key(2048), ECKey.generate_key("P-256")])
def test_an_issuer_with_an_address_signs_with_a_key_at_another(folder, kind):
    (folder / "key.json").write_text(json.dumps(kind.as_dict(private=True)))
    (folder / "issuer.json").write_text('{"id": "https://college.example/", "type": ["Profile"]}')
    address = "https://college.example/keys/1"

    ended = issue(folder, "--format", "jwt", "--issuer", "issuer.json", "--key-id", address)
    token = (folder / "out" / report(folder)[0]["file"]).read_bytes()
    public = json.dumps(kind.as_dict(private=False)).encode()

    found = verify_file(
        token, fetch={address: public}.__getitem__, trust=TrustList.empty(), at=DAY_2
    )
    assert (ended.status, found.outcome) == (0, "valid")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://other.example/keys/1", "signed with a key of https://other.example/keys/1"),
        ("http://college.example/keys/1", "is no https address"),
        ("keys/1", "is no https address"),
    ],
)
def test_a_key_that_would_not_be_the_issuers_is_told_once_and_before_all(folder, address, why):
    (folder / "issuer.json").write_text('{"id": "https://college.example/", "type": ["Profile"]}')

    ended = issue(folder, "--format", "jwt", "--issuer", "issuer.json", "--key-id", address)

    assert (ended.status, ended.err.count("\n"), (folder / "out").exists()) == (3, 1, False)
    assert why in ended.err


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_key_of_an_elliptic_curve_signs_credentials_and_their_list(folder, suite):
    key = ECKey.generate_key("P-384").as_dict(private=True)
    (folder / "key.json").write_text(json.dumps(key))
    base = "https://college.example/status"

    ended = issue(folder, "--cryptosuite", suite, "--status-list", f"{base}/1")
    first = issued(folder)[0]
    listed = (folder / "out" / "status-list.json").read_bytes()
    revoked = report(folder)[0]["status_index"]
    path = "out/status-list.json"
    again = cairn("status", path, "--key", "key.json", "--revoke", revoked, cwd=folder)
    after = (folder / "out" / "status-list.json").read_bytes()

    assert (ended.status, again.status) == (0, 0)
    for content, outcome in ((listed, "valid"), (after, "invalid")):
        found = verify_file(
            json.dumps(first).encode(),
            fetch={f"{base}/1": content}.__getitem__,
            trust=TrustList.empty(),
            at=now() + timedelta(minutes=5),
        )
        assert found.outcome == outcome
        assert json.loads(content)["proof"][0]["cryptosuite"] == suite


@pytest.mark.parametrize(
    "words",
    [
        ("--cryptosuite", "ecdsa-rdfc-2019"),
        ("--cryptosuite", "eddsa-jcs-2022", "--format", "jwt"),
        ("--format", "pdf"),
        ("--key-id", "https://college.example/keys/1"),
        ("--status-list", "status/1"),
        ("--status-list", "https://college.example/status#1"),
        ("--processes", "0"),
        ("--status-list", "https://a.example/1", "--suspension-list", "https://a.example/1"),
    ],
)
def test_what_does_not_go_together_issues_nothing(folder, words):
    ended = issue(folder, *words)

    assert (ended.status, ended.err.count("\n")) == (3, 1)
    assert not (folder / "out").exists()


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("tell", [os.kill, os.killpg])
def test_whoever_is_stopped_leaves_no_credential_that_the_report_does_not_name(folder, word, tell):
    """And whatever else is there stays; a terminal tells all processes, others the first alone."""
    out = folder / "out"
    (out / "more").mkdir(parents=True)
    earlier = {"key.json", "0b1a7a3c-55f3-4ad6-9c3e-6d2b4d9c1f10.json"}
    for name in earlier:
        (out / name).write_text("{}")
    many = "".join(f"p{number}@college.example\n" for number in range(60_000))
    (folder / "recipients.csv").write_text("email\n" + many)
    program = Path(sys.executable).with_name("cairn")
    words = [*ISSUE, "--processes", "2"]
    working = subprocess.Popen([program, *words], cwd=folder, stderr=-1, start_new_session=True)
    for _ in range(600):
        if sum(1 for _ in out.iterdir()) > 1_000:
            break
        time.sleep(0.05)
    tell(working.pid, word)
    _, err = working.communicate(timeout=60)

    named = {row["file"] for row in report(folder)} | earlier | {"report.csv", "more"}
    assert working.returncode == 130
    assert {path.name for path in out.iterdir()} == named
    assert b"nothing was issued beyond" in err


@pytest.mark.parametrize(
    "address",
    ["<ada@x.org>", "mailto:ada@x.org", "ada@x.org\u200b", "a@@x.org", "a@b@x.org", "a@x..org"],
)
def test_nobody_is_issued_to_at_what_is_no_address(folder, address):
    (folder / "recipients.csv").write_text(f"email\n{address}\n")

    assert issue(folder).status == 1
    assert "is not an e-mail address" in report(folder)[0]["detail"]


def test_a_list_is_published_over_https(folder):
    ended = issue(folder, "--status-list", "http://college.example/status/1")

    assert (ended.status, "https" in ended.err) == (3, True)
