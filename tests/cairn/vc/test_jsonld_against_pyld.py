"""Oracle: PyLD 3.3.0, over made-up and real credentials; the vectors of W3C for Data Integrity."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import UndefinedTerm, UnknownContext
from cairn.vc.jsonld import to_quads
from tests.jsonld_documents import CLR, OB, V2, canonical, credential
from tests.made_up_credentials import parts
from tests.pyld_oracle import pyld_canonical
from tests.shared_data import shared_data


@settings(max_examples=80, deadline=None)
@given(parts)
def test_made_up_credentials_are_what_pyld_makes_of_them(members):
    """Oracle: PyLD 3.3.0."""
    document = credential(**members)

    assert canonical(document) == pyld_canonical(document)


@settings(max_examples=25, deadline=None)
@given(st.lists(parts, min_size=1, max_size=3))
def test_made_up_records_of_several_credentials_are_what_pyld_makes_of_them(inner):
    record = credential(name="All of it", type=["VerifiableCredential", "ClrCredential"])
    record["@context"] = [V2, CLR, OB]
    record["credentialSubject"] = {
        "type": ["ClrSubject"],
        "verifiableCredential": [credential(**members) for members in inner],
    }

    assert canonical(record) == pyld_canonical(record)


REFUSED = {
    # the undefined terms of the fixtures; PyLD drops them in silence
    "1edtech-validator-fixtures/ob30/simple-err-type.json": UndefinedTerm,
    "1edtech-validator-fixtures/ob30/simple-err-issuer-parentorg-type.json": UndefinedTerm,
    "1edtech-validator-fixtures/ob30/simple-err-issuer-otheridentifier-type.json": UndefinedTerm,
    "1edtech-validator-fixtures/ob30/simple-err-credential-subject-result-type.json": UndefinedTerm,
    "1edtech-validator-fixtures/ob30/simple-err-credential-subject-identifier-type.json": (
        UndefinedTerm
    ),
    "dcc-vc-test-fixtures/dids/oidf/did.json": UndefinedTerm,
    # contexts that Cairn does not carry
    "dcc-vc-test-fixtures/v1/dataIntegrityProof/didKey/"
    "legacyRegistry-noStatus-noExpiry-oldDCCExample.json": UnknownContext,
}


def documents_in(*folders):
    for folder in folders:
        root = shared_data(folder.split("/")[0]).parent
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".json", "") and path.is_file():
                yield path.relative_to(root).as_posix(), path


def parsed(path):
    try:
        document = json.loads(path.read_text())
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


@pytest.mark.shared
def test_real_credentials_are_what_pyld_makes_of_them():
    """Oracle: PyLD 3.3.0, over every credential of three sets of fixtures."""
    compared = 0
    for name, path in documents_in("dcc-vc-test-fixtures", "1edtech-validator-fixtures/ob30"):
        document = parsed(path)
        if name in REFUSED:
            with pytest.raises(REFUSED[name]):
                to_quads(document)
        elif "@context" in document:
            assert canonical(document) == pyld_canonical(document), name
            compared += 1

    assert compared > 80


@pytest.mark.shared
def test_credentials_of_edubadges_are_what_pyld_makes_of_them():
    """Their own context is not valid JSON-LD ("context" for "@context"): both refuse it."""
    compared = 0
    for _, path in documents_in("edubadges-obv3"):
        document = parsed(path)
        context = document.get("@context")
        if not isinstance(context, list):
            continue
        document["@context"] = [url for url in context if "educredential" not in str(url)]
        try:
            ours = canonical(document)
        except UndefinedTerm:
            continue
        assert ours == pyld_canonical(document)
        compared += 1

    assert compared >= 2


@pytest.mark.shared
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("unsigned.json", "eddsa-rdfc-2022/canonDocDataInt.txt"),
        ("eddsa-rdfc-2022/proofConfigDataInt.json", "eddsa-rdfc-2022/proofCanonDataInt.txt"),
        ("unsigned.json", "Ed25519Signature2020/canonDocEdSig.txt"),
        ("Ed25519Signature2020/proofConfigEdSig.json", "Ed25519Signature2020/proofCanonEdSig.txt"),
    ],
)
def test_the_canonical_forms_of_the_w3c_vectors(document, expected):
    folder = shared_data("w3c-vc-di-eddsa")

    text = canonical(json.loads((folder / document).read_text()))

    assert text == (folder / expected).read_text()
