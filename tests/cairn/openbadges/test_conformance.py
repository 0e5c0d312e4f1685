"""
Oracles, both ways, on what implementations are known to part over (`tests/hard_texts.py`).

Digital Bazaar's vc 7.3.0 and verifier-core 1.0.0-beta.11 of the Digital Credentials Consortium
under Node.js; openbadgeslib 4.6.3 over PyLD. Where one of them is known to differ from the
standard, the difference is asserted, so that its end is noticed.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey

from cairn.openbadges.verifying import verify_file
from cairn.vc.did import resolve_method
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.trust import TrustList
from cairn.vc.verification import nobody, verify
from tests.credentials import METHOD, SEED, signed
from tests.hard_texts import NARRATIVES, narrated, with_many_items
from tests.moments import DAY, MONDAY
from tests.node_oracle import running_oracle
from tests.other_oracles import OPENBADGESLIB, running_dcc, running_openbadgeslib
from tests.pictures import SVG, png
from tests.signed_assertions import ASSERTION, REVOKED, an_assertion, fetch_from, web_of_college

TODAY = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
DATED = {"valid_from": TODAY, "valid_until": TODAY + 99_999 * DAY}
DOCUMENTS = {name: narrated(text, **DATED) for name, text in NARRATIVES.items()}
DOCUMENTS["many_items"] = with_many_items(**DATED)
# PyLD writes U+0000 to U+001F and U+007F as they are where RDFC-1.0 asks for \u0007
UNLIKE_PYLD = {"control_characters"}

IN_EVERY_RUN = {"quotes", "control_characters", "emoji"}
at_leisure = pytest.mark.skipif(
    not OPENBADGESLIB.exists(), reason="the whole set is for make conformance"
)
every_document = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in IN_EVERY_RUN else at_leisure) for name in DOCUMENTS],
)


@pytest.fixture(scope="module")
def digital_bazaar():
    with running_oracle() as running:
        yield running


@pytest.fixture(scope="module")
def dcc():
    with running_dcc() as running:
        yield running


@pytest.fixture(scope="module")
def openbadgeslib():
    with running_openbadgeslib() as running:
        yield running


def ours(name: str) -> dict[str, Any]:
    return signed(DOCUMENTS[name], created=TODAY)


def changed(document: dict[str, Any]) -> dict[str, Any]:
    """Return `document` with one letter more in its first piece of evidence."""
    first, *rest = document["evidence"]
    return {**document, "evidence": [{**first, "narrative": first["narrative"] + "."}, *rest]}


def our_verdict(document: dict[str, Any]) -> str:
    def keys(method_id: str) -> Any:
        return resolve_method(method_id, fetch=nobody)

    return verify(document, keys=keys, statuses=None, at=TODAY).outcome


def theirs(openbadgeslib: Any, name: str) -> dict[str, Any]:
    answer = openbadgeslib.ask(
        command="issue",
        credential=DOCUMENTS[name],
        seed=SEED.hex(),
        method=METHOD,
        created=TODAY.isoformat(),
    )
    found: dict[str, Any] = answer["credential"]
    return found


@pytest.mark.node
@every_document
def test_digital_bazaar_and_we_accept_one_another(digital_bazaar, name):
    assert digital_bazaar.verify(ours(name)) == (True, "")
    assert digital_bazaar.verify(changed(ours(name)))[0] is False
    other = digital_bazaar.issue(DOCUMENTS[name], seed=SEED)
    assert (our_verdict(other), our_verdict(changed(other))) == ("valid", "invalid")


@pytest.mark.node
@every_document
def test_the_credentials_consortium_accepts_what_we_issue(dcc, name):
    assert dcc.verify(ours(name)) == (True, "")
    assert dcc.verify(changed(ours(name)))[0] is False


@pytest.mark.oracles
@pytest.mark.parametrize("name", sorted(DOCUMENTS.keys() - UNLIKE_PYLD))
def test_openbadgeslib_and_we_accept_one_another(openbadgeslib, name):
    assert openbadgeslib.verify(ours(name)) == (True, "")
    assert openbadgeslib.verify(changed(ours(name)))[0] is False
    other = theirs(openbadgeslib, name)
    assert (our_verdict(other), our_verdict(changed(other))) == ("valid", "invalid")


@pytest.mark.oracles
@pytest.mark.parametrize("name", sorted(UNLIKE_PYLD))
def test_openbadgeslib_signs_control_characters_in_a_way_of_its_own(openbadgeslib, name):
    assert openbadgeslib.verify(ours(name))[0] is False
    assert our_verdict(theirs(openbadgeslib, name)) == "invalid"


def with_inline_context() -> dict[str, Any]:
    """Return what we signed, with a harmless definition added that nobody signed."""
    document = ours("quotes")
    return {**document, "@context": [*document["@context"], {"unused": "https://a.example/#u"}]}


@pytest.mark.node
def test_their_leniency_with_contexts_that_nobody_signed_is_not_ours(digital_bazaar, dcc):
    assert digital_bazaar.verify(with_inline_context())[0] is True
    assert dcc.verify(with_inline_context())[0] is True
    assert our_verdict(with_inline_context()) == "invalid"


@pytest.mark.node
def test_one_that_is_not_valid_yet_is_accepted_by_the_consortium_and_not_by_us(dcc):
    early = signed(narrated("early", valid_from=TODAY + 90_000 * DAY, valid_until=None))

    assert dcc.verify(early)[0] is True
    assert our_verdict(early) == "invalid"


@pytest.mark.oracles
def test_openbadgeslib_refuses_it_as_we_do(openbadgeslib):
    assert openbadgeslib.verify(with_inline_context())[0] is False


every_key = pytest.mark.parametrize(
    ("make", "algorithm"),
    [
        (lambda: RSAKey.generate_key(2048), "RS256"),
        (lambda: ECKey.generate_key("P-256"), "ES256"),
        (lambda: OKPKey.generate_key("Ed25519"), "EdDSA"),
    ],
)


@pytest.mark.oracles
@every_key
@pytest.mark.parametrize("name", sorted(IN_EVERY_RUN))
def test_openbadgeslib_accepts_our_tokens(openbadgeslib, make, algorithm, name):
    key = make()
    private = JwtKey.from_jwk(key.as_dict(private=True))
    url = "https://college.example/keys/1"
    token = as_jwt(DOCUMENTS[name], key=private, key_id=url, profile=JwtProfile.OB3)
    head, _, signature = token.split(".")
    _, other, _ = as_jwt(
        changed(DOCUMENTS[name]), key=private, key_id=url, profile=JwtProfile.OB3
    ).split(".")

    def verdict(text):
        pem = key.as_pem(private=False).decode()
        return openbadgeslib.ask(command="verify_jwt", token=text, pem=pem)

    assert private.algorithm == algorithm
    assert verdict(token) == {"verified": True}
    assert verdict(f"{head}.{other}.{signature}")["verified"] is False


@pytest.mark.oracles
@every_key
def test_we_accept_what_openbadgeslib_signs_as_version_2(openbadgeslib, make, algorithm):
    key = make()
    web = web_of_college(key)
    answer = openbadgeslib.ask(
        command="sign_assertion",
        assertion=an_assertion(),
        pem=key.as_pem(private=True).decode(),
        algorithm=algorithm,
        svg=b64encode(SVG).decode(),
        png=b64encode(png()).decode(),
    )
    files = [answer["token"].encode(), b64decode(answer["svg"]), b64decode(answer["png"])]

    def verdicts(at=MONDAY):
        reports = [
            verify_file(file, fetch=fetch_from(web), trust=TrustList.empty(), at=at)
            for file in files
        ]
        return {(report.outcome, *report.reasons) for report in reports}

    assert verdicts() == {("valid",)}
    assert verdicts(at=MONDAY - 5000 * DAY) == {("invalid", "not_yet_valid")}
    web[REVOKED]["revokedAssertions"] = [ASSERTION]
    assert verdicts() == {("invalid", "revoked")}
