"""Oracle: @digitalbazaar/vc 7.3.0 with the bitstring status list 2.0.1, under Node.js."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from cairn.vc.did import resolve_method
from cairn.vc.verification import verify
from tests.credentials import ISSUER, LIST_URL, POSITION, signed, status_list, unsigned_credential
from tests.moments import DAY
from tests.node_oracle import running_oracle

pytestmark = pytest.mark.node
TODAY = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def oracle():
    with running_oracle() as running:
        yield running


@pytest.fixture(scope="module")
def ours():
    return signed(unsigned_credential(valid_from=TODAY, valid_until=TODAY + 99_999 * DAY))


@pytest.fixture
def lists():
    """A status list for the oracle, which asks its own clock: it must not have ended."""
    return lambda *revoked: {LIST_URL: without_end(status_list(revoked=revoked))}


def without_end(document: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in document.items() if key not in ("proof", "validUntil")}
    return signed(kept)


def our_verdict(document: Mapping[str, Any]) -> str:
    def no_network(url: str) -> bytes:
        raise AssertionError(f"{url} was asked for")

    report = verify(
        document,
        keys=lambda method: resolve_method(method, fetch=no_network),
        statuses=lambda url: status_list(valid_from=TODAY),
        at=TODAY,
    )
    return report.outcome


def test_they_accept_what_we_issue(oracle, ours, lists):
    assert oracle.verify(ours, lists()) == (True, "")


def test_they_refuse_it_once_it_is_revoked_and_only_it(oracle, ours, lists):
    assert oracle.verify(ours, lists(POSITION)) == (False, "revoked")
    assert oracle.verify(ours, lists(POSITION - 1, POSITION + 1))[0] is True


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("Leading a decision at a whiteboard", "Leading a company"),
        ("/results/2/levels/3", "/results/2/levels/4"),
        ("zQmdfTbBqBPQ7VNxZ", "zQmdfTbBqBPQ7VNxY"),
        ("urn:uuid:7f4fd2f5", "urn:uuid:7f4fd2f6"),
        ('"creditsAvailable": 0.5', '"creditsAvailable": 5'),
    ],
)
def test_both_refuse_it_after_a_change(oracle, ours, lists, said, instead):
    text = json.dumps(ours)
    changed = json.loads(text.replace(said, instead))

    assert changed != ours
    assert oracle.verify(changed, lists())[0] is False
    assert our_verdict(changed) == "invalid"
    assert our_verdict(ours) == "valid"


def test_we_accept_what_they_issue(oracle):
    seed = bytes(range(32))
    theirs = oracle.issue(unsigned_credential(valid_from=TODAY), seed=seed)

    assert theirs["proof"]["verificationMethod"].startswith(ISSUER)
    assert our_verdict(theirs) == "valid"


def test_we_refuse_what_they_issue_after_a_change(oracle):
    theirs = oracle.issue(unsigned_credential(valid_from=TODAY), seed=bytes(range(32)))
    theirs["credentialSubject"]["achievement"]["name"] += "!"

    assert our_verdict(theirs) == "invalid"


def test_a_credential_in_many_scripts_means_the_same_to_both(oracle, lists):
    from cairn.openbadges.v3 import Recipient

    name = 'Zoë Ångström-Łukasiewicz 王小明 עדה \U0001f98a e\u0301 "quoted" back\\slash\ttab\nline'
    recipient = Recipient(id="urn:uuid:7f4fd2f5-5f6c-4f37-8d0d-3a8a0a1f2b3c", name=name)
    document = unsigned_credential(recipient=recipient, valid_from=TODAY, valid_until=None)

    assert oracle.verify(signed(document), lists()) == (True, "")
    assert our_verdict(oracle.issue(document, seed=bytes(range(32)))) == "valid"
