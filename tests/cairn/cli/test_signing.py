from __future__ import annotations

import json

import pytest
from joserfc import jws
from joserfc.jwk import import_key

from cairn.cli import main
from cairn.errors import FetchError
from cairn.openbadges.clr import clr_credential
from cairn.openbadges.parts import Profile, Recipient
from cairn.openbadges.verifying import verify_file
from cairn.vc.did import did_key
from cairn.vc.ec_keys import new_key
from cairn.vc.keys import KeyKind
from cairn.vc.rsa_keys import RsaPrivateKey
from cairn.vc.trust import TrustList
from tests.moments import DAY, MONDAY
from tests.signing import ISSUER, KEY, OTHER_KEY, a_badge, an_endorsement, signed

AT = "2026-03-02T09:00:00Z"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "key.json").write_text(json.dumps(KEY.to_jwk()))
    (tmp_path / "badge.json").write_text(json.dumps(a_badge()))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sign(*words, file="badge.json", key="key.json"):
    return main(["sign", file, "--key", key, "--at", AT, "-o", "signed.json", *words])


def sign_token(*words, file="badge.json", key="key.json", form="jwt"):
    return main(["sign", file, "--key", key, "--format", form, "-o", "signed.jwt", *words])


def verified():
    return main(["verify", "signed.json", "--offline", "--at", AT])


@pytest.mark.parametrize(
    ("kind", "words", "suite"),
    [
        (KeyKind.ED25519, (), "eddsa-rdfc-2022"),
        (KeyKind.ED25519, ("--cryptosuite", "eddsa-jcs-2022"), "eddsa-jcs-2022"),
        (KeyKind.P256, (), "ecdsa-rdfc-2019"),
        (KeyKind.P256, ("--cryptosuite", "ecdsa-jcs-2019"), "ecdsa-jcs-2019"),
        (KeyKind.P384, (), "ecdsa-rdfc-2019"),
        (KeyKind.P384, ("--cryptosuite", "ecdsa-jcs-2019"), "ecdsa-jcs-2019"),
    ],
)
def test_what_is_signed_by_any_suite_is_genuine(folder, kind, words, suite):
    key = new_key(kind)
    (folder / "other.json").write_text(json.dumps(key.to_jwk()))
    badge = a_badge(issuer={"id": did_key(key.public), "type": ["Profile"]})
    (folder / "theirs.json").write_text(json.dumps(badge))

    assert sign(*words, file="theirs.json", key="other.json") == 0
    assert verified() == 0
    [proof] = json.loads((folder / "signed.json").read_text())["proof"]
    assert proof["cryptosuite"] == suite


def test_it_is_the_same_as_by_the_library(folder):
    assert sign() == 0
    assert json.loads((folder / "signed.json").read_text()) == signed(a_badge())


def test_a_key_listed_by_a_site_is_named_by_the_site(folder):
    site = "did:web:college.example"
    (folder / "badge.json").write_text(json.dumps(a_badge(issuer=site)))

    assert sign() == 0
    [proof] = json.loads((folder / "signed.json").read_text())["proof"]
    assert proof["verificationMethod"] == f"{site}#{KEY.public.multibase}"


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "no JSON object"),
        (signed(a_badge()), "already signed"),
        (a_badge(issuer="did:key:z6MkOther"), "must be its did:web"),
        (a_badge(issuer=None), "must be its did:web"),
        (a_badge(salary=1), "salary"),
        (a_badge(credentialSubject={"id": ISSUER, "type": ["AchievementSubject"]}), "achievement"),
    ],
)
def test_what_would_not_verify_is_not_written(folder, capsys, document, why):
    (folder / "badge.json").write_text(json.dumps(document))

    assert sign() == 3
    assert why in capsys.readouterr().err
    assert not (folder / "signed.json").exists()


def test_a_suite_of_another_kind_of_key_is_refused(folder, capsys):
    assert sign("--cryptosuite", "ecdsa-rdfc-2019") == 3
    assert "eddsa-rdfc-2022 or eddsa-jcs-2022" in capsys.readouterr().err


METHOD = f"{ISSUER}#{KEY.public.multibase}"
COLLEGE = "https://college.example/issuer"
KEY_URL = "https://college.example/keys/1"
# RFC 9864 has a new name for EdDSA; Open Badges 3.0 and most wallets know the old one.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")


def a_record(**changes):
    made = clr_credential(
        id="urn:uuid:0b1a7a3c-55f3-4ad6-9c3e-6d2b4d9c1f99",
        issuer=Profile(id=ISSUER, name="North College"),
        recipient=Recipient(id="urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33"),
        name="Learner record",
        credentials=[signed(a_badge())],
        associations=[],
        is_partial=False,
        valid_from=MONDAY,
    )
    return made | changes


def a_presentation(**changes):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": ISSUER,
        "verifiableCredential": [signed(a_badge())],
    } | changes


def put(folder, document, name="badge.json"):
    (folder / name).write_text(json.dumps(document))


def read_by_others(folder, jwk=KEY.public.jwk):
    """Return header and payload as joserfc reads them, once it has checked the signature."""
    token = (folder / "signed.jwt").read_text().strip()
    algorithms = ["EdDSA", "ES256", "ES384", "RS256"]
    read = jws.deserialize_compact(token, import_key(jwk), algorithms=algorithms)
    return read.headers(), json.loads(read.payload)


def outcome(folder, *, at=MONDAY, **web):
    def fetch(url):
        if url not in web:
            raise FetchError(f"{url} is not there")
        return json.dumps(web[url]).encode()

    data = (folder / "signed.jwt").read_bytes()
    return verify_file(data, fetch=fetch, trust=TrustList.empty(), at=at).outcome


@pytest.mark.parametrize("form", ["jwt", "vc+jwt"])
@pytest.mark.parametrize(
    "document", [a_badge(), an_endorsement(), a_record()], ids=["badge", "endorsement", "record"]
)
def test_any_credential_becomes_a_token(folder, document, form):
    put(folder, document)

    assert sign_token(form=form) == 0
    header, payload = read_by_others(folder)
    assert (header["kid"], header["alg"]) == (METHOD, "EdDSA")
    assert {name: payload[name] for name in document} == document
    assert outcome(folder) == "valid"


def test_the_token_of_open_badges_says_again_what_the_credential_says(folder):
    put(folder, a_badge(validUntil="2026-03-04T09:00:00Z"))

    assert sign_token() == 0
    header, payload = read_by_others(folder)
    assert header == {"alg": "EdDSA", "kid": METHOD, "typ": "JWT"}
    assert payload.keys() - a_badge().keys() == {"iss", "sub", "jti", "nbf", "exp", "validUntil"}
    assert (payload["iss"], payload["jti"]) == (ISSUER, a_badge()["id"])
    assert payload["sub"] == a_badge()["credentialSubject"]["id"]
    # 2026-03-02T09:00:00Z by `date -ud @1772442000`, and two days more
    assert (payload["nbf"], payload["exp"]) == (1772442000, 1772442000 + 2 * 86400)
    assert outcome(folder, at=MONDAY + 3 * DAY) == "invalid"


def test_the_token_of_the_w3c_is_the_credential_alone(folder):
    assert sign_token(form="vc+jwt") == 0
    header, payload = read_by_others(folder)
    assert (header["typ"], payload) == ("vc+jwt", a_badge())


def test_a_presentation_becomes_a_token_of_the_w3c_only(folder, capsys):
    put(folder, a_presentation())

    assert sign_token() == 3
    assert "use vc+jwt" in capsys.readouterr().err
    assert sign_token(form="vc+jwt") == 0
    assert read_by_others(folder)[0]["typ"] == "vp+jwt"
    assert outcome(folder) == "valid"


def test_a_presentation_says_what_it_was_asked_for(folder):
    put(folder, a_presentation())

    assert sign_token("--challenge", "7f3a", "--domain", "works.example", form="vc+jwt") == 0
    payload = read_by_others(folder)[1]
    assert (payload["nonce"], payload["aud"]) == ("7f3a", "works.example")
    assert outcome(folder) == "valid"


@pytest.mark.parametrize("kind", ["P-256", "P-384", "RSA"])
def test_an_issuer_with_an_address_is_named_with_where_its_key_lies(folder, kind):
    key = RsaPrivateKey.generate() if kind == "RSA" else new_key(KeyKind(kind))
    put(folder, key.to_jwk(), "other.json")
    put(folder, a_badge(issuer={"id": COLLEGE, "type": ["Profile"]}))

    assert sign_token("--key-id", KEY_URL, key="other.json") == 0
    assert read_by_others(folder, key.public.jwk)[0]["kid"] == KEY_URL
    assert outcome(folder, **{KEY_URL: key.public.jwk}) == "valid"


@pytest.mark.parametrize(
    ("document", "words", "why"),
    [
        ([], (), "no JSON object"),
        (signed(a_badge()), (), "already signed"),
        (a_badge(issuer="did:key:z6MkOther"), (), "must be its did:web"),
        (a_badge(issuer=None), (), "must be its did:web"),
        (a_badge(issuer=COLLEGE), (), "by --key-id"),
        (a_badge(issuer=COLLEGE), ("--key-id", "https://other.example/k"), "other.example"),
        (a_badge(), ("--key-id", KEY_URL), "https id"),
        (a_badge(salary=1), (), "salary"),
        (a_badge(nonce="7"), (), "nonce"),
        (a_badge(name="x" * 900_000), (), "The token has more than 1 MiB"),
        (a_badge(credentialSubject={"id": ISSUER, "type": ["AchievementSubject"]}), (), "achieve"),
        (a_badge(), ("--cryptosuite", "eddsa-rdfc-2022"), "--cryptosuite"),
        (a_badge(), ("--at", AT), "--at"),
        (a_badge(), ("--challenge", "7f3a"), "presentation"),
        (a_badge(), ("--domain", "works.example"), "presentation"),
        (a_presentation(holder=None), ("--format", "vc+jwt"), "must be its did:web"),
        (
            a_presentation(verifiableCredential=[a_badge()]),
            ("--format", "vc+jwt"),
            "credential 1",
        ),
    ],
)
def test_a_token_that_would_not_verify_is_not_written(folder, capsys, document, words, why):
    put(folder, document)

    assert sign_token(*words) == 3
    assert why in capsys.readouterr().err
    assert not (folder / "signed.jwt").exists()


def test_an_rsa_key_signs_tokens_of_an_address_only(folder, capsys):
    put(folder, RsaPrivateKey.generate().to_jwk(), "rsa.json")

    assert sign(key="rsa.json") == 3
    assert "signs tokens only" in capsys.readouterr().err
    assert sign_token(key="rsa.json") == 3
    assert "has no DID" in capsys.readouterr().err


def test_where_a_key_lies_is_said_of_tokens_only(folder, capsys):
    assert sign("--key-id", KEY_URL) == 3
    assert "--format jwt" in capsys.readouterr().err
    assert sign("--challenge", "7f3a") == 3
    assert "--format vc+jwt" in capsys.readouterr().err


def test_credentials_of_others_in_a_presentation_are_judged_by_their_own_keys(folder):
    theirs = a_badge(issuer={"id": did_key(OTHER_KEY.public), "type": ["Profile"]})
    put(folder, a_presentation(verifiableCredential=[signed(theirs, key=OTHER_KEY)]))

    assert sign_token(form="vc+jwt") == 0
