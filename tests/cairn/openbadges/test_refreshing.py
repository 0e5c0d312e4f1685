from __future__ import annotations

import json

import pytest

from cairn.errors import FetchError
from cairn.openbadges.refreshing import refresh_address
from cairn.openbadges.v3 import Recipient
from cairn.openbadges.verifying import verify_file
from cairn.vc.trust import TrustList
from tests.credentials import signed, unsigned_credential
from tests.moments import DAY, MONDAY

FRESH = "https://college.example/fresh/1"
OLD = json.dumps(signed(unsigned_credential(status=None, refresh_url=FRESH))).encode()
LATER = MONDAY + 731 * DAY  # the old one has expired


def newer(**changes):
    changes = {"valid_from": MONDAY + 700 * DAY, "refresh_url": FRESH, **changes}
    return signed(unsigned_credential(status=None, **changes))


def report_with(answer):
    asked = []

    def fetch(url):
        asked.append(url)
        if answer is None or url != FRESH:
            raise FetchError(f"{url} is not there")
        return json.dumps(answer).encode()

    report = verify_file(OLD, fetch=fetch, trust=TrustList.empty(), at=LATER)
    return report, asked


def test_the_newer_version_is_judged_and_asked_for_once():
    report, asked = report_with(newer())

    assert (report.outcome, report.reasons) == ("valid", [])
    assert report.valid_from == "2028-01-31T09:00:00Z"
    assert report.check("refresh").outcome == "passed"
    assert asked == [FRESH]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {**newer(), "name": "Changed on the way"},
        newer(id="https://college.example/credentials/2"),
        newer(recipient=Recipient(id="urn:uuid:0a0b1a7a-55f3-4ad6-9c3e-6d2b4d9c1f10")),
    ],
)
def test_without_a_newer_version_of_the_same_the_older_one_stands_as_it_is(answer):
    report, _ = report_with(answer)

    assert (report.outcome, report.reasons) == ("invalid", ["expired"])
    assert report.check("refresh").outcome == "not_checked"
    assert report.check("refresh").detail


def test_nobody_is_asked_for_what_is_not_proven():
    asked = []
    changed = OLD.replace(b'"Ada"', b'"Eve"')

    report = verify_file(changed, fetch=asked.append, trust=TrustList.empty(), at=MONDAY)

    assert report.reasons == ["proof_mismatch"]
    assert asked == []


@pytest.mark.parametrize(
    "service",
    [
        None,
        {"id": FRESH, "type": "OtherRefresh"},
        {"id": "http://college.example/fresh/1", "type": "1EdTechCredentialRefresh"},
        {"type": "1EdTechCredentialRefresh"},
    ],
)
def test_only_the_known_service_at_a_safe_address_is_asked(service):
    assert refresh_address({"refreshService": service}) is None
    known = {"id": FRESH, "type": "1EdTechCredentialRefresh"}
    assert refresh_address({"refreshService": [service, known]}) == FRESH
