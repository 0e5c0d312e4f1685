from __future__ import annotations

import json

import pytest

from cairn.cli.describing import describe_document
from cairn.cli.inspecting import in_one_line, printable, told_of
from cairn.openbadges.baking import bake
from cairn.vc.enveloped import enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from tests.command import cairn
from tests.credentials import ISSUER, KEY, METHOD, signed, status_list, unsigned_credential
from tests.pictures import SVG
from tests.signed_assertions import BADGE, an_assertion
from tests.signing import a_badge, an_endorsement
from tests.web_server import response, web_server

CHECKED = "Nothing of this was checked; cairn verify does that.\n"


def shown(ended):
    """Return the values of each label that was printed."""
    found = {}
    for line in ended.out.splitlines():
        found.setdefault(line[:14].strip(), []).append(line[14:])
    return found


def inspect(document, *more):
    text = document if isinstance(document, str) else json.dumps(document)
    return cairn("inspect", "-", *more, stdin=text.encode())


def test_a_picture_tells_what_it_holds_without_checking_it(tmp_path):
    text = json.dumps(signed(unsigned_credential())).replace("Leading", "Leaving")
    (tmp_path / "badge.svg").write_bytes(bake(SVG, text))

    ended = cairn("inspect", tmp_path / "badge.svg")
    lines = shown(ended)

    assert ended.status == 0
    assert lines["found in"] == ["a picture (SVG)"]
    assert lines["kind"] == ["achievement credential (Open Badges 3.0)"]
    assert lines["issuer"] == [f"North College <{ISSUER}>"]
    assert lines["achievement"][0].startswith("Leaving a decision")
    assert lines["recipient"][0].startswith("Ada <urn:uuid:")
    assert lines["identified by"][0].startswith("emailAddress, hashed: sha256$")
    assert lines["secured by"][0].startswith(f"eddsa-rdfc-2022, key {METHOD}")
    assert lines["status"] == [
        "revocation: place 94567 of https://college.example/status/revocation-1"
    ]
    assert len(lines["evidence"]) == 2
    assert ended.out.endswith(CHECKED)


def test_a_token_and_an_envelope_tell_their_algorithm_and_key():
    token = as_jwt(a_badge(), key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT)
    bare, wrapped = shown(inspect(token)), shown(inspect(enveloped(token)))

    assert bare["secured by"] == wrapped["secured by"] == [f"JWT, EdDSA, key {METHOD}"]
    assert bare["found in"] == ["a token (JWT)"]
    assert wrapped["kind"] == ["achievement credential (Open Badges 3.0), in an envelope"]


def test_what_lies_inside_has_a_line_each():
    praised = signed(a_badge(endorsement=[an_endorsement()]))
    subject = {"id": "urn:uuid:1", "verifiableCredential": [praised, signed(a_badge())]}
    kinds = ["VerifiableCredential", "ClrCredential"]
    lines = inspect(a_badge(type=kinds, credentialSubject=subject)).out.splitlines()
    first, praise, second = [line for line in lines if line.lstrip().startswith("* ")]

    assert "inside        2 credentials" in lines
    assert first.startswith("  * achievement credential (Open Badges 3.0); “Whiteboards”; by North")
    assert second.startswith("  * achievement credential")
    assert praise.startswith(
        "    * endorsement (Open Badges 3.0); “Praise of it”; by North College"
    )
    assert praise.endswith("; secured by nothing")


def test_more_than_is_looked_at_is_counted():
    subject = {"verifiableCredential": [{"type": "VerifiableCredential"}] * 203}
    kinds = ["VerifiableCredential", "ClrCredential"]

    assert "  * and 3 more\n" in inspect(a_badge(type=kinds, credentialSubject=subject)).out


def test_an_old_badge_tells_whose_it_is_and_where_it_is_published():
    hosted = an_assertion(verification={"type": "hosted"}, id="https://college.example/1")
    lines = shown(inspect(hosted))

    assert lines["kind"] == ["assertion (Open Badges 2.0)"]
    assert lines["recipient"] == ["email, in clear: ada@college.example"]
    assert lines["achievement"] == [BADGE]
    assert lines["secured by"] == ["hosted, at https://college.example/1"]


def test_a_picture_with_an_address_alone_says_how_to_see_more(tmp_path):
    text = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    text += '<openbadges:assertion verify="https://college.example/1"/></svg>'
    lines = shown(inspect(text))

    assert (lines["kind"], lines["id"]) == (["address"], ["https://college.example/1"])
    assert "cairn inspect with the address" in lines["content"][0]


def test_a_status_list_says_what_it_says():
    lines = shown(inspect(status_list(revoked=(7, 8))))

    assert lines["list"] == ["revocation: 2 of 131,072 places are set"]


def test_as_json_everything_has_its_member_and_the_document_is_there():
    document = signed(unsigned_credential())
    told = inspect(document, "--json").objects[0]

    assert told["document"] == document
    assert (told["source"], told["found_in"], told["checked"]) == ("-", "json", False)
    assert told["kind"] == "achievement_credential"
    assert told["recipient"]["identifiers"][0]["hashed"] is True
    assert told["secured_by"][0]["algorithm"] == "eddsa-rdfc-2022"
    assert (told["inside"], told["inside_count"], told["problem"]) == ([], 0, None)


def test_several_files_are_told_in_order_and_one_that_cannot_be_read_stops_nobody(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(a_badge()))
    (tmp_path / "b.txt").write_text("hello")
    names = ("a.json", "b.txt", "none.json", "a.json")

    ended = cairn("inspect", *names, cwd=tmp_path)
    as_json = cairn("inspect", *names, "--json", cwd=tmp_path)

    assert (ended.status, ended.out.count(CHECKED)) == (3, 2)
    assert [line.split(":")[1].strip() for line in ended.err.splitlines()] == [
        "b.txt is not a credential in JSON or JWT, nor a PNG or SVG picture that could hold one",
        "none.json",
    ]
    assert [told["source"] for told in as_json.objects] == ["a.json", "a.json"]


def test_an_address_that_is_given_is_asked_and_no_other():
    data = json.dumps(an_assertion(verification={"type": "hosted"})).encode()
    with web_server(lambda path: response(data)) as server:
        mapped = f"https://college.example={server.url}"
        ended = cairn("inspect", "https://college.example/1", "--map", mapped)

        assert shown(ended)["kind"] == ["assertion (Open Badges 2.0)"]
        assert len(server.requests) == 1


def test_what_is_no_credential_is_said_to_be_none():
    lines = shown(inspect({"kty": "OKP"}))

    assert lines["kind"] == ["unknown"]
    assert lines["problem"] == [
        "it is JSON, and no credential that Cairn knows; its members are: kty"
    ]


@pytest.mark.parametrize("document", [{"type": "VerifiableCredential"}, a_badge(proof=[7])])
def test_a_credential_without_a_proof_is_secured_by_nothing(document):
    said = describe_document(document)

    assert dict(told_of(said))["secured by"] == "nothing"
    assert in_one_line(said).endswith("secured by nothing")


def test_what_is_printed_stays_on_its_line():
    assert printable("a\n\tb \x1b[2J\u202e") == "a b \ufffd[2J\ufffd"
