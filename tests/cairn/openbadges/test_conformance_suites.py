"""
Digital Bazaar's vc 7.3.0 under Node.js, both ways, for every cryptosuite and kind of key.

Their packages: eddsa-rdfc-2022 1.3.0, eddsa-jcs-2022 1.0.0, ecdsa-rdfc-2019 1.3.0, ecdsa-jcs-2019
1.0.0, ed25519-multikey 1.3.1, ecdsa-multikey 1.8.0.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cairn.openbadges.v3 import Profile
from cairn.vc.data_integrity import secure
from cairn.vc.did import did_key, did_key_method, resolve_method
from cairn.vc.ec_keys import EcPrivateKey
from cairn.vc.keys import KeyKind, PrivateKey
from cairn.vc.multibase import encode_multibase
from cairn.vc.verification import nobody, verify
from tests.hard_texts import NARRATIVES, narrated
from tests.moments import DAY
from tests.node_oracle import running_oracle
from tests.other_oracles import OPENBADGESLIB

pytestmark = pytest.mark.node
TODAY = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ED25519 = PrivateKey.from_seed(bytes(range(32)))
P256 = EcPrivateKey(KeyKind.P256, bytes(range(1, 33)))
P384 = EcPrivateKey(KeyKind.P384, bytes(range(1, 49)))
# multicodec 0x1300, 0x1306 and 0x1307, as unsigned varints
SECRETS = {
    KeyKind.ED25519: b"\x80\x26" + ED25519.seed,
    KeyKind.P256: b"\x86\x26" + P256.secret,
    KeyKind.P384: b"\x87\x26" + P384.secret,
}
PAIRS = [
    ("eddsa-rdfc-2022", ED25519),
    ("eddsa-jcs-2022", ED25519),
    ("ecdsa-rdfc-2019", P256),
    ("ecdsa-rdfc-2019", P384),
    ("ecdsa-jcs-2019", P256),
    ("ecdsa-jcs-2019", P384),
]
at_leisure = pytest.mark.skipif(
    not OPENBADGESLIB.exists(), reason="the whole set is for make conformance"
)
every_text = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name == "quotes" else at_leisure) for name in NARRATIVES],
)
every_suite = pytest.mark.parametrize(
    ("suite", "key"), PAIRS, ids=[f"{suite} {key.public.kind}" for suite, key in PAIRS]
)


@pytest.fixture(scope="module")
def oracle():
    with running_oracle() as running:
        yield running


def unsigned(name: str, key: Any) -> dict[str, Any]:
    issuer = Profile(id=did_key(key.public), name="North College")
    until = TODAY + 99_999 * DAY
    return narrated(NARRATIVES[name], issuer=issuer, valid_from=TODAY, valid_until=until)


def ours(name: str, suite: str, key: Any) -> dict[str, Any]:
    return secure(
        unsigned(name, key),
        sign=key.sign,
        verification_method=did_key_method(key.public),
        created=TODAY,
        cryptosuite=suite,
        kind=key.public.kind,
    )


def theirs(oracle: Any, name: str, suite: str, key: Any) -> dict[str, Any]:
    multikey = {
        "publicKeyMultibase": key.public.multibase,
        "secretKeyMultibase": encode_multibase(SECRETS[key.public.kind]),
    }
    answer = oracle.ask(
        command="issue",
        credential=unsigned(name, key),
        cryptosuite=suite,
        key=multikey,
        documents={},
    )
    found: dict[str, Any] = answer["credential"]
    return found


def changed(document: dict[str, Any]) -> dict[str, Any]:
    """Return `document` with one letter more in its evidence."""
    [evidence] = document["evidence"]
    return {**document, "evidence": [{**evidence, "narrative": evidence["narrative"] + "."}]}


def our_verdict(document: dict[str, Any]) -> str:
    def keys(method_id: str) -> Any:
        return resolve_method(method_id, fetch=nobody)

    return verify(document, keys=keys, statuses=None, at=TODAY).outcome


@every_suite
@every_text
def test_they_accept_what_we_sign_and_refuse_it_changed(oracle, name, suite, key):
    document = ours(name, suite, key)

    assert oracle.verify(document) == (True, "")
    assert oracle.verify(changed(document))[0] is False


@every_suite
@every_text
def test_we_accept_what_they_sign_and_refuse_it_changed(oracle, name, suite, key):
    document = theirs(oracle, name, suite, key)

    assert (our_verdict(document), our_verdict(changed(document))) == ("valid", "invalid")
