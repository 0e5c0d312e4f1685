"""Vector: the SHA-256 of "hello world"; its multihash from the multiformats documentation."""

import base64
from hashlib import sha384, sha512

import pytest

from cairn.vc.checks_evidence import digest_multibase, evidence
from cairn.vc.documents import pinned_bytes
from cairn.vc.report import CheckOutcome, Outcome
from tests.signing import CONTEXTS, a_badge, report_on, signed

FILE = "https://college.example/e/1"
HELLO = "QmaozNR7DZHQK1ZcU9p7QdrshMvXqWK6gpu5rmrkPdT3L4"  # sha2-256 of "hello world"


def judged(resources, **bound):
    nodes = [{"type": ["Evidence"], "id": FILE, **bound}]
    check = evidence({"evidence": nodes}, resources=resources)
    return check.outcome, check.reason


def test_the_digest_is_the_multihash_in_base58():
    assert digest_multibase(b"hello world") == "z" + HELLO


def sri(name, algorithm):
    return f"{name}-{base64.b64encode(algorithm(b'hello world').digest()).decode()}"


@pytest.mark.parametrize(
    "bound",
    [
        {"digestMultibase": "z" + HELLO},
        {"digestSRI": sri("sha384", sha384)},
        {"digestSRI": [sri("sha384", sha384), sri("sha512", sha512)]},
        {"digestMultibase": "z" + HELLO, "digestSRI": sri("sha512", sha512)},
    ],
)
def test_the_file_that_was_signed_for_passes_and_another_fails(bound):
    assert judged({FILE: b"hello world"}, **bound) == (CheckOutcome.PASSED, None)
    assert judged({FILE: b"Hello world"}, **bound) == (CheckOutcome.FAILED, "evidence_mismatch")
    assert judged({}, **bound) == (CheckOutcome.NOT_CHECKED, None)


@pytest.mark.parametrize(
    "bound",
    [
        {"digestMultibase": "z" + HELLO, "digestSRI": "sha256-AAAA"},
        {"digestMultibase": HELLO},
        {"digestMultibase": "z"},
        {"digestMultibase": 7},
        {"digestSRI": "md5-XrY7u+Ae7tCTyyK7j1rNww=="},
        {"digestSRI": "sha256"},
        {"digestSRI": "sha256-*"},
        {"digestSRI": []},
    ],
)
def test_a_digest_that_cannot_be_read_fits_no_file(bound):
    assert judged({FILE: b"hello world"}, **bound) == (CheckOutcome.FAILED, "evidence_mismatch")


def test_evidence_without_a_digest_is_not_bound():
    assert judged({FILE: b"hello world"}) == (CheckOutcome.NOT_APPLICABLE, None)
    assert judged({}, digestSRI=None)[0] is CheckOutcome.NOT_CHECKED


def test_a_related_resource_is_bound_in_the_same_way():
    resource = {"id": FILE, "digestMultibase": "z" + HELLO}
    document = signed(a_badge(relatedResource=resource))

    assert report_on(document).outcome is Outcome.VALID
    assert report_on(document, resources={FILE: b"hello world"}).outcome is Outcome.VALID
    other = report_on(document, resources={FILE: b"other"})
    assert (other.outcome, other.reasons) == (Outcome.INVALID, ["evidence_mismatch"])
    assert other.proof_valid is True


def test_a_context_that_is_carried_is_compared_without_being_handed_in():
    published = pinned_bytes(CONTEXTS[0])
    sound = {"id": CONTEXTS[0], "digestMultibase": digest_multibase(published)}
    changed = {"id": CONTEXTS[0], "digestMultibase": digest_multibase(published + b" ")}

    assert report_on(signed(a_badge(relatedResource=sound))).outcome is Outcome.VALID
    assert report_on(signed(a_badge(relatedResource=changed))).reasons == ["evidence_mismatch"]
