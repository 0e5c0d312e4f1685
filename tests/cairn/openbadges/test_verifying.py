from __future__ import annotations

import base64
import json
import warnings

import pytest
from joserfc import jws
from joserfc.errors import SecurityWarning
from joserfc.jwk import OKPKey

from cairn.errors import FetchError, FetchGone, ImageRefused, InputError, UnsupportedFormat
from cairn.openbadges.baking import bake
from cairn.openbadges.v3 import Recipient
from cairn.openbadges.verifying import verify_file
from cairn.vc.data_integrity import hash_data
from cairn.vc.documents import pinned_context
from cairn.vc.enveloped import Enveloped, enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.multibase import encode_multibase
from cairn.vc.sparing import MOST_FETCHES
from cairn.vc.trust import TrustList
from tests.credentials import (
    ISSUER,
    KEY,
    LIST_URL,
    METHOD,
    POSITION,
    signed,
    status_list,
    unsigned_credential,
)
from tests.moments import DAY, MONDAY
from tests.pictures import SVG, chunk, png, with_chunks
from tests.shared_data import shared_data
from tests.signing import a_badge
from tests.signing import signed as sign_badge

NOBODY = TrustList.empty()


@pytest.fixture(scope="module")
def credential():
    return json.dumps(signed(unsigned_credential()))


def web(*revoked, **pages):
    """Return a fetcher of one status list and of `pages`, by the last part of their address."""
    lists = {LIST_URL: json.dumps(status_list(revoked=revoked)).encode()}

    def fetch(url):
        found = lists.get(url) or pages.get(url.rpartition("/")[2])
        if found is None:
            raise FetchError(f"{url} is not there")
        return found

    return fetch


def verdict(data, fetch, at=MONDAY):
    report = verify_file(data, fetch=fetch, trust=NOBODY, at=at)
    return report.outcome, report.reasons


def test_the_same_credential_gives_the_same_verdict_in_any_file(credential):
    files = [credential.encode(), bake(png(), credential), bake(SVG, credential)]

    assert [verdict(data, web()) for data in files] == [("valid", [])] * 3
    revoked = [verdict(data, web(POSITION)) for data in files]
    assert revoked == [("invalid", ["revoked"])] * 3


OLD_ASSERTION = (
    b"<o:assertion xmlns:o='http://openbadges.org' verify='https://a.example/1'></o:assertion>"
)


def test_an_older_badge_beside_the_one_that_was_judged_is_told(credential):
    old = chunk(b"tEXt", b"openbadges\0https://a.example/1")
    pictures = [
        with_chunks(bake(png(), credential), old),
        bake(SVG, credential).replace(b"</svg>", OLD_ASSERTION + b"</svg>"),
        with_chunks(bake(png(), json.dumps({"type": "VerifiablePresentation"})), old),
    ]

    for picture, outcome in zip(pictures, ["valid", "valid", "invalid"], strict=True):
        report = verify_file(picture, fetch=web(), trust=NOBODY, at=MONDAY)
        last = report.checks[-1]
        assert (report.outcome, last.name, last.outcome) == (outcome, "beside", "not_checked")
        assert "was not judged" in last.detail


@pytest.mark.parametrize("text", ['{"a": 1}', "{}", '{"type": "Person", "proof": {}}'])
def test_json_that_is_no_credential_is_refused_and_not_judged(text):
    for data in (text.encode(), bake(png(), text)):
        with pytest.raises(UnsupportedFormat):
            verify_file(data, fetch=web(), trust=NOBODY, at=MONDAY)


@pytest.mark.parametrize(
    "algorithm", ["ES512", "ES256K", "RS384", "RS512", "PS256", "PS384", "PS512", "HS256"]
)
def test_a_token_by_an_algorithm_that_is_not_checked_here_is_undetermined(credential, algorithm):
    held = json.dumps({"iss": ISSUER, **json.loads(credential)}).encode()
    assertion = json.dumps({"badge": "https://a.example/b", "recipient": {}}).encode()
    header = json.dumps({"alg": algorithm, "kid": METHOD}).encode()
    for claims in (held, assertion):
        parts = [header, claims, b"a signature by somebody"]
        token = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)

        report = verify_file(token, fetch=web(), trust=NOBODY, at=MONDAY)

        assert (report.outcome, report.reasons) == ("undetermined", ["proof_unsupported"])
        assert report.proof_valid is None
        assert f"signed with '{algorithm}'" in report.sentence


def test_the_report_names_the_learner_who_chose_to_be_named(credential):
    anonymous = Recipient(id="urn:uuid:7f4fd2f5-5f6c-4f37-8d0d-3a8a0a1f2b3c")
    unnamed = json.dumps(signed(unsigned_credential(recipient=anonymous)))

    def subject(text):
        return verify_file(text.encode(), fetch=web(), trust=NOBODY, at=MONDAY).subject

    assert subject(credential) == "Ada"
    assert subject(unnamed) == anonymous.id


def test_a_status_that_cannot_be_had_is_not_a_good_status(credential):
    def offline(url):
        raise FetchError("offline")

    assert verdict(credential.encode(), offline)[0] == "undetermined"


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"{}", b'{"a": 1, "a": 2}'])
def test_a_status_list_that_is_none_is_not_a_good_status(credential, answer):
    outcome, reasons = verdict(credential.encode(), lambda url: answer)

    assert outcome != "valid"
    assert reasons


@pytest.mark.parametrize(("revoked", "outcome"), [((), "valid"), ((POSITION,), "invalid")])
def test_a_status_list_may_be_published_as_a_token(credential, revoked, outcome):
    unsigned = {**status_list(revoked=revoked)}
    del unsigned["proof"]
    text = as_jwt(unsigned, key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT)

    assert verdict(credential.encode(), lambda url: text.encode())[0] == outcome


def test_it_ends_when_it_ends(credential):
    def fetch(url):
        return json.dumps(status_list(valid_from=MONDAY + 731 * DAY)).encode()

    after = verdict(credential.encode(), fetch, at=MONDAY + 731 * DAY)

    assert after == ("invalid", ["expired"])


def test_the_issuer_is_recognised_by_the_askers_own_list(credential):
    trust = TrustList.from_json({ISSUER: "North College"})

    known = verify_file(credential.encode(), fetch=web(), trust=trust, at=MONDAY)
    unknown = verify_file(credential.encode(), fetch=web(), trust=NOBODY, at=MONDAY)

    assert (known.issuer_recognised, known.outcome) == (True, "valid")
    assert (unknown.issuer_recognised, unknown.outcome) == (None, "valid")


def test_the_assertion_of_an_old_picture_is_fetched(credential):
    image = with_chunks(png(), chunk(b"tEXt", b"openbadges\0https://a.example/one"))

    assert verdict(image, web(one=credential.encode()))[0] == "valid"
    assert verdict(image, web()) == ("undetermined", ["fetch_failed"])
    assert verdict(image, web(one=b"hello")) == ("undetermined", ["unsupported_format"])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("1edtech-validator-fixtures/ob20/basic-assertion.json", "fetch_failed"),
        ("1edtech-validator-fixtures/ob20/simple-badge.png", "fetch_failed"),
        ("badgr-openbadges/1_0_basic_instance.json", "fetch_failed"),
        ("badgr-openbadges/0_5_basic_instance.json", "unsupported_format"),
        ("badgr-openbadges/baked_image.png", "fetch_failed"),
        ("1edtech-validator-fixtures/ob20/simple.jwt", "fetch_failed"),
    ],
)
def test_older_badges_need_what_their_issuer_publishes(file, reason):
    folder, _, rest = file.partition("/")
    data = (shared_data(folder) / rest).read_bytes()

    assert verdict(data, web()) == ("undetermined", [reason])


def test_what_holds_no_credential_raises():
    with pytest.raises(InputError):
        verdict(b"hello", web())
    with pytest.raises(ImageRefused):
        verdict(png(), web())


@pytest.fixture(scope="module")
def jwt():
    """The same credential as a JWT, signed by its issuer by way of joserfc."""
    return compact(unsigned_credential(), METHOD)


def compact(document, key_id):
    payload = json.dumps(document)
    header = {"alg": "EdDSA", "kid": key_id, "typ": "JWT"}
    with warnings.catch_warnings():
        # RFC 9864 gives EdDSA a new name, which issuers of credentials do not use yet
        warnings.simplefilter("ignore", SecurityWarning)
        key = OKPKey.import_key(KEY.to_jwk())
        return jws.serialize_compact(header, payload, key, algorithms=["EdDSA"])


def test_a_jwt_gets_the_same_verdicts_in_any_file(jwt):
    files = [
        jwt.encode(),
        bake(png(), jwt),
        bake(SVG, jwt),
        json.dumps(enveloped(jwt)).encode(),
    ]

    assert [verdict(data, web()) for data in files] == [("valid", [])] * 4
    assert [verdict(data, web(POSITION)) for data in files] == [("invalid", ["revoked"])] * 4


def test_an_envelope_says_nothing_that_nobody_signed(jwt):
    said = {**enveloped(jwt), "name": "Doctor of Medicine"}

    assert verdict(json.dumps(said).encode(), web()) == ("invalid", ["malformed_credential"])


def test_a_changed_jwt_is_not_genuine(jwt):
    header, _, signature = jwt.split(".")
    payload = json.dumps(unsigned_credential(name="Leaving a decision"))
    forged = base64.urlsafe_b64encode(payload.encode()).decode().rstrip("=")

    outcome, reasons = verdict(f"{header}.{forged}.{signature}".encode(), web())

    assert (outcome, reasons) == ("invalid", ["proof_mismatch"])


def test_a_jwt_that_is_none_is_not_genuine():
    assert verdict(b"e30.e30.e30", web())[0] == "invalid"


def a_presentation(*credentials):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": ISSUER,
        "verifiableCredential": list(credentials),
    }


def test_a_presentation_says_who_shows_what(credential):
    """As a document with a proof, as a token, and as one in its envelope."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-02T09:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "authentication",
    }
    unsigned = a_presentation(json.loads(credential))
    value = encode_multibase(KEY.sign(hash_data(unsigned, options, load=pinned_context)))
    token = compact(unsigned, METHOD)
    files = [
        {**unsigned, "proof": {**options, "proofValue": value}},
        enveloped(token, Enveloped.PRESENTATION),
    ]

    for data in (*(json.dumps(file).encode() for file in files), token.encode()):
        report = verify_file(data, fetch=web(), trust=NOBODY, at=MONDAY)
        assert (report.outcome, report.reasons) == ("valid", [])
        assert report.sentence.startswith(f"Shown by {ISSUER}: 1 credential, ")
        assert [one.outcome for one in report.enclosed] == ["valid"]
        assert verdict(data, web(POSITION)) == ("invalid", ["revoked"])


GONE = [
    (b'{"revoked": true, "revocationReason": "By mistake"}', "By mistake"),
    (b"<h1>Gone</h1>", "gives no reason"),
]


@pytest.mark.parametrize(("content", "said"), GONE)
def test_a_picture_whose_assertion_is_gone_holds_a_revoked_badge(content, said):
    picture = with_chunks(png(), chunk(b"tEXt", b"openbadges\0https://a.example/beth.json"))

    def gone(url):
        raise FetchGone(f"{url} is gone", content)

    report = verify_file(picture, fetch=gone, trust=NOBODY, at=MONDAY)

    assert (report.outcome, report.reasons) == ("invalid", ["revoked"])
    assert said in report.sentence


def test_an_assertion_that_is_gone_is_revoked_though_its_issuer_is_not_to_be_had():
    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://a.example/beth.json",
        "recipient": {"type": "email", "hashed": False, "identity": "beth@a.example"},
        "badge": "https://a.example/robotics.json",
        "verification": {"type": "hosted"},
    }

    def fetch(url):
        if url == assertion["id"]:
            raise FetchGone(f"{url} is gone", b"")
        raise FetchError(f"{url} is not there")

    report = verify_file(json.dumps(assertion).encode(), fetch=fetch, trust=NOBODY, at=MONDAY)

    assert (report.outcome, report.reasons) == ("invalid", ["revoked", "fetch_failed"])


def test_no_badge_chooses_how_many_are_asked_about_it(credential):
    """Three endorsements with sixteen proofs each, by the keys of as many hosts."""
    asked = []

    def nowhere(url):
        asked.append(url)
        raise FetchError(f"{url} is not there")

    def by_many(number):
        (proof,) = json.loads(credential)["proof"]
        methods = [f"did:web:h{number}x{place}.example#k" for place in range(16)]
        proofs = [proof | {"verificationMethod": one} for one in methods]
        return a_badge(id=f"urn:uuid:{number}") | {"proof": proofs}

    endorsed = sign_badge(a_badge(endorsement=[by_many(number) for number in range(3)]))
    report = verify_file(json.dumps(endorsed).encode(), fetch=nowhere, trust=NOBODY, at=MONDAY)

    assert (report.proof_valid, len(asked)) == (True, MOST_FETCHES)
    assert [one.outcome == "valid" for one in report.enclosed] == [False] * 3
