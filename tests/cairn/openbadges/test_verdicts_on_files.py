"""
What is said of every file of the fixtures that is no credential of the DCC or 1EdTech.

Those have their verdicts in `tests/cairn/vc/test_verdicts.py`. Asked offline, as of one Monday: a
hosted badge whose issuer cannot be asked stays undetermined, and nothing is ever called valid
that nobody signed.
"""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from cairn.errors import CairnError
from cairn.openbadges.verifying import verify_file
from cairn.vc.trust import TrustList
from tests.moments import MONDAY
from tests.shared_data import shared_data
from tests.signing import nothing

UNSIGNED = ("invalid", "proof_missing")
OLDER = ("undetermined", "unsupported_format")
NOT_HAD = ("undetermined", "fetch_failed")
UNKNOWN_WORDS = ("undetermined", "unknown_context")
OTHER_PROOF = ("undetermined", "proof_unsupported")
OWN_WORDS = ("invalid", "context_inline")
NO_KEY = ("undetermined", "key_unresolved")
EMPTY_PICTURE = ("unreadable", "image_refused")
UNREADABLE = ("unreadable", "unsupported_format")
NO_CREDENTIAL = UNREADABLE  # a class, a profile, a schema, a DID document

VERDICTS = {
    "blockcerts": {
        "blockcerts-status-list-2021.json": UNKNOWN_WORDS,
        "issuer-blockcerts-v1.json": NO_CREDENTIAL,
        "v2/testnet-valid-v1-issuer-2.0.json": OLDER,
        "v3/blockcerts-3.0-alpha.json": UNKNOWN_WORDS,
        "v3/blockcerts-3.0-beta.json": UNKNOWN_WORDS,
        "v3/cert-rl-status-list-2021*.json": OTHER_PROOF,  # a proof in a block chain
        "v3/ecdsa-sd-2023-*-credential.json": OTHER_PROOF,  # selective disclosure
        "v3/ethereum-sepolia-v3.json": OTHER_PROOF,
        "v3/example-non-chained-proofs.json": OTHER_PROOF,
        "v3/mocknet-v3-valid.json": OTHER_PROOF,
        "v3/proof-chain-example-secp256k1.json": OTHER_PROOF,
        "v3/mocknet-vc-v2-credential-schema*.json": OWN_WORDS,
        "v3/mocknet-vc-v2-credential-subject-array.json": OWN_WORDS,
        "v3/mocknet-vc-v2-data-integrity-proof.json": OTHER_PROOF,
        "v3/mocknet-vc-v2-data-integrity-proof-multiple-signatures*.json": OWN_WORDS,
        "v3/mocknet-vc-v2-invalid-date-format.json": OTHER_PROOF,
        "v3/mocknet-vc-v2-name-description*.json": OWN_WORDS,
        "v3/mocknet-vc-v2-validFrom-valid.json": OTHER_PROOF,
        "v3/vp-eddsa-rdfc-2022.json": ("undetermined", "nothing_shown"),
    },
    "openbadges-1.0-wild": {
        "class/*.json": NO_CREDENTIAL,
        "issuer.json": NO_CREDENTIAL,
        "creator/*.json": NOT_HAD,
        "instructor/*.json": NOT_HAD,
        "organizer/*.json": NOT_HAD,
    },
    "badgr-openbadges": {
        "0_5_basic_instance.json": OLDER,
        "1_0_basic_badgeclass.json": NO_CREDENTIAL,
        "1_0_basic_instance*.json": NOT_HAD,
        "1_0_basic_issuer.json": NO_CREDENTIAL,
        "2_0_assertion_embedded_badgeclass.json": NOT_HAD,
        "baked_image.png": NOT_HAD,
        "test_badgeclass.svg": EMPTY_PICTURE,
        "unbaked_image.png": EMPTY_PICTURE,
        "v1_context.json": NO_CREDENTIAL,
    },
    "1edtech-validator-fixtures/ob20": {
        "assets/openbadges_context.json": UNREADABLE,  # a program that writes one
        "assets/*.json": NO_CREDENTIAL,
        "assets/*.png": EMPTY_PICTURE,
        "assertion-*.json": NOT_HAD,
        "basic-assertion-invalid-type.json": OLDER,
        "basic-assertion*.json": NOT_HAD,
        "badge-class-with-language.json": NO_CREDENTIAL,
        "issuer-compact-iri-validation.json": NO_CREDENTIAL,
        "redirected-validation-subject.json": ("unreadable", "malformed_input"),
        "simple-badge.png": NOT_HAD,
        "simple*.jwt": NOT_HAD,
        "warning-*.json": NOT_HAD,
    },
    "1edtech-validator-fixtures/clr20": {
        "complex.json": ("invalid", "issuer_mismatch"),
        "simple-noproof.json": UNSIGNED,
        "simple.json": NO_KEY,
        "simple_v1.json": ("invalid", "key_refused"),
    },
    "1edtech-validator-fixtures/ob30": {
        "bit-string-list/testlist": NO_KEY,
        "simple-json.png": NO_KEY,
        "simple-json.svg": NO_KEY,
        "simple-jwt.png": NO_KEY,
    },
    "edubadges-obv3": {
        "contexts/*.json": NO_CREDENTIAL,
        "schemas/*.json": NO_CREDENTIAL,
        "ref/*.json": UNSIGNED,
        "theed_*.json": UNSIGNED,
    },
    "w3c-vc-jose-cose": {
        "*cose-*.txt": UNREADABLE,  # CBOR
        "*-sdjwt-*.txt": UNREADABLE,
        "credential-issuer-match-signed.txt": NO_KEY,
        "credential-jose-minimal.txt": NO_KEY,
        "credential-jose-unknown-extensions.txt": OTHER_PROOF,  # ES512
        "credential-jose-vc-vp-claims.txt": ("invalid", "malformed_credential"),
        "credential-*.json": UNSIGNED,
        "presentation-jose-bad-media-type.txt": ("invalid", "proof_purpose_mismatch"),
        "presentation-multiple.json": ("invalid", "undefined_term"),
        "presentation-s*.json": UNSIGNED,
        "vm-*.json": NO_CREDENTIAL,
    },
    "dcc-vc-test-fixtures": {
        "dids/*/did.json": NO_CREDENTIAL,
        "statusLists/*/e5WK8CbZ1GjycuPombrj": ("valid", None),
        "statusLists/*/expired": ("invalid", "expired"),
        "statusLists/*/missingBitStringType": ("valid", None),
        "v1/*/mixedRegistry-validStatus-noExpiry.svg": EMPTY_PICTURE,
    },
}
NO_FIXTURES = ("SOURCE.md", "README-upstream.md", "crypto_expected.json")
JUDGED_ELSEWHERE = {
    "dcc-vc-test-fixtures": ("v1/*.json", "v2/*.json"),
    "1edtech-validator-fixtures/ob30": ("*.json", "*.1ob", "*.jwt"),
}


def verdict(data):
    try:
        report = verify_file(data, fetch=nothing, trust=TrustList.empty(), at=MONDAY)
    except CairnError as error:
        return "unreadable", [error.code]
    return report.outcome, report.reasons


def files(folder):
    """Yield the files of a folder that are to be judged here, by their names."""
    elsewhere = JUDGED_ELSEWHERE.get(folder, ())
    root = shared_data(folder)
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_dir() or path.name in NO_FIXTURES:
            continue
        if not any(fnmatch(name, pattern) for pattern in elsewhere):
            yield name, path


@pytest.mark.shared
@pytest.mark.parametrize("folder", VERDICTS)
def test_every_file_gets_the_verdict_that_it_deserves(folder):
    patterns, used, wrong = VERDICTS[folder], set(), []
    for name, path in files(folder):
        pattern = next((one for one in patterns if fnmatch(name, one)), None)
        assert pattern is not None, f"{folder}/{name} has no verdict"
        used.add(pattern)
        (outcome, reason), (found, reasons) = patterns[pattern], verdict(path.read_bytes())
        if found != outcome or (reason not in reasons if reason else reasons):
            wrong.append((name, found, reasons))

    assert wrong == []
    assert used == set(patterns)
