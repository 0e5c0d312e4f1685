"""
What is said of every file of ten sets of real data, with every reason for it.

The credentials of the DCC and of 1EdTech, the fragments and the graphs of the W3C have tables and
tests of their own, which are named here. All others are asked offline, as of one Monday: a hosted
badge whose issuer cannot be asked stays undetermined, and nothing is ever called valid that nobody
signed.
"""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from cairn.errors import ImageRefused, InputError
from cairn.openbadges.verifying import verify_file
from cairn.vc.report import CheckOutcome
from cairn.vc.trust import TrustList
from tests.cairn.vc import test_model, test_rdfc, test_verdicts
from tests.moments import MONDAY
from tests.shared_data import shared_data
from tests.signing import nothing

UNSIGNED = ("invalid", "proof_missing")
UNSIGNED_IN_OWN_WORDS = ("invalid", "proof_missing", "unknown_context")
PROOF_ALONE = ("invalid", "type_missing", "proof_missing")
ANOTHERS_KEY = ("invalid", "issuer_mismatch")
OLDER = ("undetermined", "unsupported_format")
NOT_HAD = ("undetermined", "fetch_failed")
UNKNOWN_WORDS = ("undetermined", "unknown_context")
OTHER_PROOF = ("undetermined", "proof_unsupported")
OWN_WORDS = ("invalid", "context_inline")
NO_KEY = ("undetermined", "key_unresolved")
EMPTY = ("unreadable", "malformed_input")
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
    "1edtech-validator-fixtures": {
        "crypto_expected.json": NO_CREDENTIAL,
        "ob20/assets/openbadges_context.json": UNREADABLE,  # a program that writes one
        "ob20/assets/*.json": NO_CREDENTIAL,
        "ob20/assets/*.png": EMPTY_PICTURE,
        "ob20/assertion-*.json": NOT_HAD,
        "ob20/basic-assertion-invalid-type.json": OLDER,
        "ob20/basic-assertion*.json": NOT_HAD,
        "ob20/badge-class-with-language.json": NO_CREDENTIAL,
        "ob20/issuer-compact-iri-validation.json": NO_CREDENTIAL,
        "ob20/redirected-validation-subject.json": ("unreadable", "malformed_input"),
        "ob20/simple-badge.png": NOT_HAD,
        "ob20/simple*.jwt": NOT_HAD,
        "ob20/warning-*.json": NOT_HAD,
        "clr20/complex.json": ANOTHERS_KEY,
        "clr20/simple-noproof.json": UNSIGNED_IN_OWN_WORDS,
        "clr20/simple.json": NO_KEY,
        "clr20/simple_v1.json": ("invalid", "key_refused"),
        "ob30/bit-string-list/testlist": NO_KEY,
        "ob30/simple-json.png": NO_KEY,
        "ob30/simple-json.svg": NO_KEY,
        "ob30/simple-jwt.png": NO_KEY,
    },
    "edubadges-obv3": {
        "contexts/*.json": NO_CREDENTIAL,
        "schemas/*.json": NO_CREDENTIAL,
        "ref/*.json": UNSIGNED,
        "theed_*.json": UNSIGNED_IN_OWN_WORDS,
    },
    "w3c-vc-jose-cose": {
        "*cose-*.txt": UNREADABLE,  # CBOR
        "*-sdjwt-*.txt": UNREADABLE,
        "credential-issuer-match-signed.txt": NO_KEY,
        "credential-jose-minimal.txt": NO_KEY,
        "credential-jose-unknown-extensions.txt": OTHER_PROOF,  # ES512
        "credential-jose-vc-vp-claims.txt": ("invalid", "malformed_credential"),
        "credential-*.json": UNSIGNED,
        "presentation-jose-bad-media-type.txt": (
            "invalid",
            "proof_purpose_mismatch",
            "expired",
            "key_unresolved",
        ),
        "presentation-multiple.json": ("invalid", "undefined_term"),
        "presentation-s*.json": UNSIGNED,
        "vm-*.json": NO_CREDENTIAL,
    },
    "w3c-vc-di-eddsa": {
        "Ed25519Signature2020/signedEdSig.json": ANOTHERS_KEY,
        "eddsa-jcs-2022/signedJCS.json": ANOTHERS_KEY,
        "eddsa-rdfc-2022/signedDataInt.json": ANOTHERS_KEY,
        "eddsa-jcs-2022/canonDocJCS.txt": UNSIGNED,  # what is signed there is JSON
        "eddsa-jcs-2022/proofCanonJCS.txt": PROOF_ALONE,
        "*/proofConfig*.json": PROOF_ALONE,
        "*.txt": UNREADABLE,  # N-Quads, hashes and signatures
        "keyPair.json": NO_CREDENTIAL,
        "unsigned.json": UNSIGNED,
    },
    "w3c-rdf-canon": {
        "manifest.*": NO_CREDENTIAL,
        "vocab*": NO_CREDENTIAL,
    },
    "dcc-vc-test-fixtures": {
        "crypto_expected.json": NO_CREDENTIAL,
        "dids/*/did.json": NO_CREDENTIAL,
        "statusLists/*/e5WK8CbZ1GjycuPombrj": ("valid",),
        "statusLists/*/expired": ("invalid", "expired"),
        "statusLists/*/missingBitStringType": ("valid",),
        "v1/ed25519/didKey/legacy-noStatus-noExpiry.json": EMPTY,
        "v1/*/mixedRegistry-validStatus-noExpiry.svg": EMPTY_PICTURE,
    },
}
FOLDERS = (*VERDICTS, "w3c-vcdm2-inputs")
NO_DATA = ("SOURCE.md", "README-upstream.md", "LICENCE.md")

NAMED_ELSEWHERE = {
    "1edtech-validator-fixtures": {f"ob30/{name}" for name in test_verdicts.EDTECH_VERDICTS},
    "w3c-vcdm2-inputs": {f"{stem}.json" for stem in test_model.JUDGED},
}
BY_THEIR_NAMES = test_verdicts.test_the_credentials_of_the_dcc_are_judged_as_their_names_tell
BY_THEIR_TEXTS = test_rdfc.test_every_evaluation_test_of_w3c_gives_the_published_text
BY_THEIR_LABELS = test_rdfc.test_every_map_test_of_w3c_gives_the_published_labels
WALKED_ELSEWHERE = {
    "dcc-vc-test-fixtures": {"v[12]/*.json": BY_THEIR_NAMES},
    "w3c-rdf-canon": {
        "rdfc10/*-in.nq": BY_THEIR_TEXTS,
        "rdfc10/*-rdfc10.nq": BY_THEIR_TEXTS,
        "rdfc10/*-rdfc10map.json": BY_THEIR_LABELS,
    },
}
"""The tests that take what they expect of a file from its name, or from a manifest."""


def report_on(path):
    return verify_file(path.read_bytes(), fetch=nothing, trust=TrustList.empty(), at=MONDAY)


def verdict(path):
    try:
        report = report_on(path)
    except (InputError, ImageRefused) as error:
        return "unreadable", error.code
    return report.outcome, *report.reasons


def files(folder):
    """Return the data of a folder: each file's path by its name below the folder."""
    root = shared_data(folder)
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path for path in paths if path.name not in NO_DATA}


def row_of(folder, name):
    """Return the row of the first table that a file is judged by; None if it has none."""
    return next((row for row in VERDICTS.get(folder, ()) if fnmatch(name, row)), None)


def is_judged_elsewhere(folder, name):
    walked = any(fnmatch(name, pattern) for pattern in WALKED_ELSEWHERE.get(folder, ()))
    return walked or name in NAMED_ELSEWHERE.get(folder, ())


@pytest.mark.shared
@pytest.mark.parametrize("folder", VERDICTS)
def test_every_file_gets_the_verdict_that_it_deserves(folder):
    paths = {name: path for name, path in files(folder).items() if row_of(folder, name)}
    wanted = {name: VERDICTS[folder][row_of(folder, name)] for name in paths}

    assert {name: verdict(path) for name, path in paths.items()} == wanted


@pytest.mark.shared
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_named_by_a_table_and_every_row_names_a_file(folder):
    rows = {name: row_of(folder, name) for name in files(folder)}

    unnamed = [name for name, row in rows.items() if not row]
    assert [name for name in unnamed if not is_judged_elsewhere(folder, name)] == []
    assert set(VERDICTS.get(folder, ())) <= set(rows.values())
    assert NAMED_ELSEWHERE.get(folder, set()) <= set(rows)


SIGNED = [name for name in VERDICTS["w3c-vc-di-eddsa"] if "/signed" in name]


@pytest.mark.shared
@pytest.mark.parametrize("name", SIGNED)
def test_a_vector_of_the_w3c_is_refused_for_its_issuer_and_not_for_its_signature(name):
    """They are signed by a `did:key` in the name of `https://vc.example/issuers/5678`."""
    checks = report_on(shared_data("w3c-vc-di-eddsa") / name).checks

    failed = {check.name: check.reason for check in checks if check.outcome is CheckOutcome.FAILED}
    passed = {check.name for check in checks if check.outcome is CheckOutcome.PASSED}
    assert failed == {"issuer_is_controller": "issuer_mismatch"}
    assert passed >= {"model", "data_loss", "proof", "proof_purpose"}
