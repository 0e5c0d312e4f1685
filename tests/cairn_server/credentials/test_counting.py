import json
from uuid import uuid4

import pytest

from cairn.vc.checks_evidence import digest_multibase
from cairn.vc.report import IssuerSummary, Outcome, VerificationReport
from cairn_server.credentials.counting import CheckedBadge, count_outside, stop_counting
from cairn_server.credentials.outside_holding import OutsideHolding
from tests.moments import DAY, MONDAY

OB3 = {
    "id": "https://else.example/credentials/1",
    "credentialSubject": {"achievement": {"id": "https://else.example/achievements/7"}},
}


def report(outcome=Outcome.VALID, issuer="did:web:else.example", until=None):
    return VerificationReport(
        outcome=outcome,
        reasons=[],
        checks=[],
        sentence="",
        proof_valid=True,
        issuer_recognised=None,
        issuer=IssuerSummary(issuer, "Else", "else.example") if issuer else None,
        achievement="Statistics I",
        subject=None,
        valid_from="2026-03-02T10:00:00Z",
        valid_until=until,
    )


def checked(content=OB3, *, id=None, is_to_person=True, **stated):
    found = report(**stated)
    return CheckedBadge(id or uuid4(), json.dumps(content), content, found, is_to_person)


def test_a_genuine_badge_to_the_person_counts_with_what_it_states(ada):
    badge = checked(until="2027-03-02T10:00:00Z")

    count_outside(person=ada, badge=badge, at=MONDAY)

    row = OutsideHolding.objects.get(pk=badge.id)
    assert row.counts
    assert (row.issuer, row.achievement) == (
        "did:web:else.example",
        "https://else.example/achievements/7",
    )
    assert row.address == OB3["id"]
    assert row.digest == digest_multibase(badge.text.encode())
    assert (row.held_since.isoformat(), row.valid_until.year) == ("2026-03-02T10:00:00+00:00", 2027)


@pytest.mark.parametrize(
    "stated",
    [{"outcome": Outcome.INVALID}, {"outcome": Outcome.UNDETERMINED}, {"is_to_person": False}],
)
def test_one_that_is_not_surely_good_and_theirs_does_not_count(ada, stated):
    badge = checked(**stated)

    count_outside(person=ada, badge=badge, at=MONDAY)

    assert not OutsideHolding.objects.get(pk=badge.id).counts


def test_one_that_is_found_revoked_later_counts_no_longer(ada):
    badge = checked()
    count_outside(person=ada, badge=badge, at=MONDAY)

    again = checked(id=badge.id, outcome=Outcome.INVALID)
    count_outside(person=ada, badge=again, at=MONDAY + DAY)

    row = OutsideHolding.objects.get()
    assert (row.counts, row.checked_at) == (False, MONDAY + DAY)


def test_one_whose_issuer_cannot_be_named_any_more_counts_no_longer(ada):
    badge = checked()
    count_outside(person=ada, badge=badge, at=MONDAY)

    count_outside(person=ada, badge=checked(id=badge.id, issuer=None), at=MONDAY + DAY)

    assert not OutsideHolding.objects.get().counts


def test_one_without_an_issuer_or_with_an_endless_id_is_not_noted(ada):
    count_outside(person=ada, badge=checked(issuer=None), at=MONDAY)
    count_outside(person=ada, badge=checked(issuer="did:web:" + "e" * 500), at=MONDAY)

    assert not OutsideHolding.objects.exists()


@pytest.mark.parametrize("badge", ["https://else.example/b/7", {"id": "https://else.example/b/7"}])
def test_the_class_of_open_badges_2_is_the_achievement(ada, badge):
    count_outside(person=ada, badge=checked({"badge": badge}), at=MONDAY)

    assert OutsideHolding.objects.get().achievement == "https://else.example/b/7"


def test_what_is_kept_no_longer_counts_no_longer(ada):
    badge = checked()
    count_outside(person=ada, badge=badge, at=MONDAY)

    stop_counting([badge.id])

    assert not OutsideHolding.objects.exists()
