"""Lists are put into tokens by joserfc, an implementation of JOSE by others."""

from __future__ import annotations

import json
import warnings

import pytest
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OKPKey

from cairn.errors import StatusListInvalid
from cairn.vc.enveloped import enveloped
from cairn.vc.published_list import list_in, published_list
from cairn.vc.status_list import status_entry
from cairn.vc.trust import TrustedIssuer, TrustList
from tests.moments import DAY, MONDAY
from tests.signing import (
    ISSUER,
    KEY,
    LIST_URL,
    OTHER_KEY,
    a_badge,
    a_status_list,
    did_key,
    did_key_method,
    report_on,
    signed,
)

PLACE = 7
BADGE = signed(a_badge(credentialStatus=status_entry(list_url=LIST_URL, index=PLACE)))
NOW = int(MONDAY.timestamp())
V1 = "https://www.w3.org/2018/credentials/v1"


def token(payload, *, key=KEY, alg="EdDSA", **header):
    header = {"alg": alg, "kid": did_key_method(key.public), "typ": "vc+jwt", **header}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        jwk = OKPKey.import_key(key.to_jwk())
        return jws.serialize_compact(header, json.dumps(payload), jwk, algorithms=[alg])


def in_claim(*positions):
    """Return a list of the data model 1.1, for which claims stand."""
    made = a_status_list(*positions, issuer=None, id=None, validFrom=None, validUntil=None)
    subject = {**made["credentialSubject"], "type": "StatusList2021"}
    held = {
        "@context": [V1, "https://w3id.org/vc/status-list/2021/v1"],
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "credentialSubject": subject,
    }
    times = {"nbf": NOW, "exp": NOW + 3600}
    return {"vc": held, "iss": ISSUER, "jti": LIST_URL, "sub": subject["id"], **times}


OLD_BADGE = signed(
    a_badge(
        **{
            "@context": [*a_badge()["@context"], "https://w3id.org/vc/status-list/2021/v1"],
            "credentialStatus": {
                "id": f"{LIST_URL}#7",
                "type": "StatusList2021Entry",
                "statusPurpose": "revocation",
                "statusListIndex": "7",
                "statusListCredential": LIST_URL,
            },
        }
    )
)


def verdict(published, badge=BADGE, **how):
    """Return what is said of a badge whose list lies at its address as it is `published`."""
    data = published if isinstance(published, bytes) else json.dumps(published).encode()
    report = report_on(badge, statuses=lambda url: published_list(data), **how)
    return report.outcome, report.reasons


def test_a_list_in_a_token_is_believed_as_one_with_a_proof():
    for wrap in (str.encode, lambda text: f"\n{text}\n".encode(), enveloped):
        assert verdict(wrap(token(a_status_list()))) == ("valid", [])
        assert verdict(wrap(token(a_status_list(PLACE)))) == ("invalid", ["revoked"])


def test_a_list_in_a_token_of_version_1_is_believed_too():
    for kind in (str.encode, enveloped):
        for typ in ("JWT", "jwt"):
            assert verdict(kind(token(in_claim(), typ=typ)), OLD_BADGE) == ("valid", [])
            revoked = kind(token(in_claim(PLACE), typ=typ))
            assert verdict(revoked, OLD_BADGE) == ("invalid", ["revoked"])


def test_a_list_as_a_token_of_open_badges_is_believed():
    """Its claims say again what the list says."""
    made = a_status_list(PLACE)
    mirrored = {"iss": ISSUER, "jti": LIST_URL, "sub": f"{LIST_URL}#list", "nbf": NOW}
    day = int(DAY.total_seconds())

    good = token(made | mirrored | {"exp": NOW + day}, typ="JWT")
    odd = token(made | mirrored | {"exp": NOW + day + 1}, typ="JWT")

    assert verdict(good.encode()) == ("invalid", ["revoked"])
    assert verdict(odd.encode()) == ("undetermined", ["status_list_invalid"])


OTHER = did_key(OTHER_KEY.public)
TWO = token(a_status_list()).split("."), token(a_status_list(PLACE)).split(".")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # another's bits under a good signature, and the signature taken away
        (f"{TWO[1][0]}.{TWO[1][1]}.{TWO[0][2]}", "status_list_invalid"),
        (f"{TWO[0][0]}.{TWO[0][1]}.{'A' * 86}", "status_list_invalid"),
        # by somebody else, in their own name and in the issuer's
        (token(a_status_list(issuer=OTHER), key=OTHER_KEY), "status_list_invalid"),
        (token(a_status_list(), key=OTHER_KEY), "status_list_invalid"),
        # another list, another purpose, one that is over, whose signature is over
        (token(a_status_list(id=f"{LIST_URL}0")), "status_list_invalid"),
        (token(a_status_list(purpose="suspension")), "status_list_invalid"),
        (token(a_status_list(validUntil="2026-03-02T08:00:00Z")), "status_list_outdated"),
        (token(a_status_list() | {"exp": NOW}), "status_list_invalid"),
        (token(a_status_list(type=["VerifiableCredential"])), "status_list_invalid"),
        # no credential, signed for something else, by an algorithm that is not checked here
        (token({"vp": {}}), "status_list_invalid"),
        (token({"vc": a_status_list()}), "status_list_invalid"),
        (token(a_status_list(), typ="vp+jwt"), "status_list_invalid"),
        (token(a_status_list(), kid="did:web:nowhere.example#1"), "status_list_invalid"),
        ("bm8.bm8.bm8", "status_list_invalid"),
    ],
)
def test_a_token_that_does_not_prove_itself_leaves_the_status_open(text, reason):
    assert verdict(text.encode()) == ("undetermined", [reason])
    assert verdict(enveloped(text)) == ("undetermined", [reason])


def test_the_list_of_another_issuer_is_believed_if_that_one_is_trusted():
    text = token(a_status_list(PLACE, issuer=OTHER), key=OTHER_KEY)
    trust = TrustList({OTHER: TrustedIssuer("The registry")})

    assert verdict(text.encode(), trust=trust) == ("invalid", ["revoked"])


def test_a_list_whose_algorithm_is_not_checked_here_leaves_the_status_open():
    key = ECKey.generate_key("P-521")
    header = {"alg": "ES512", "kid": did_key_method(KEY.public)}
    text = jws.serialize_compact(header, json.dumps(a_status_list()), key, algorithms=["ES512"])

    assert verdict(text.encode()) == ("undetermined", ["status_list_invalid"])


@pytest.mark.parametrize("data", [b"", b"[]", b"<html>", b"a.b", b'{"a": 1, "a": 2}', b"\xff.a.b"])
def test_what_is_no_list_at_all_is_told_so(data):
    with pytest.raises(StatusListInvalid):
        published_list(data)


def test_an_envelope_says_nothing_but_what_it_carries():
    envelope = enveloped(token(a_status_list()))

    assert list_in(envelope) == a_status_list()
    for more in ({"name": "Revokes nobody"}, {"id": "https://a.example/"}, {"@context": V1}):
        with pytest.raises(StatusListInvalid):
            list_in(envelope | more)
    assert list_in(signed(a_status_list())) == signed(a_status_list())
