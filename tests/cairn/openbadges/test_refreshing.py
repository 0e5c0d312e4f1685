from __future__ import annotations

import json

import pytest

from cairn.errors import FetchError
from cairn.openbadges.identity import hashed_identity
from cairn.openbadges.refreshing import refresh_address, refreshing
from cairn.openbadges.v3 import Recipient
from cairn.openbadges.verifying import verify_file
from cairn.vc.enveloped import enveloped
from cairn.vc.jwt_signing import JwtKey, JwtProfile, as_jwt
from cairn.vc.sparing import MOST_FETCHES
from cairn.vc.status_list import status_entry
from cairn.vc.trust import TrustList
from tests.cairn.openbadges.test_clr import record
from tests.cairn.vc.test_presentation import shown
from tests.credentials import (
    KEY,
    LIST_URL,
    METHOD,
    POSITION,
    signed,
    status_list,
    unsigned_credential,
)
from tests.moments import DAY, MONDAY
from tests.signing import CONTEXTS, a_badge, an_endorsement, nothing
from tests.signing import signed as signed_badge

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
FRESH = "https://college.example/fresh/1"
OLD = json.dumps(signed(unsigned_credential(status=None, refresh_url=FRESH))).encode()
LATER = MONDAY + 731 * DAY  # the old one has expired


def record_of(*held, **more):
    """Return a record that holds these credentials, before it is signed."""
    return record(credentials=list(held), achievements=[], associations=[], **more)


def service_at(number):
    return {"id": f"https://college.example/{number}", "type": "1EdTechCredentialRefresh"}


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


def reports_inside(document, *pages):
    """Return the report on what lies in a file, with `pages` at the address of the service."""
    asked, answers = [], list(pages)

    def fetch(url):
        asked.append(url)
        if url != FRESH or not answers:
            raise FetchError(f"{url} is not there")
        return answers.pop(0)

    data = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    return verify_file(data, fetch=fetch, trust=TrustList.empty(), at=LATER), asked


def token_of(document):
    return as_jwt(document, key=JwtKey.of(KEY), key_id=METHOD, profile=JwtProfile.VC_JWT)


OLDER_TOKEN = token_of(unsigned_credential(status=None, refresh_url=FRESH))
NEWER = json.dumps(newer()).encode()


@pytest.mark.parametrize("older", [json.loads(OLD), enveloped(OLDER_TOKEN)])
def test_each_credential_that_is_shown_is_refreshed_by_itself(older):
    presentation = shown(older, signed_badge(a_badge()))

    report, asked = reports_inside(presentation, NEWER)
    as_it_stands, _ = reports_inside(presentation)

    assert (report.outcome, asked) == ("valid", [FRESH])
    assert report.enclosed[0].valid_from == "2028-01-31T09:00:00Z"
    assert [check.name == "refresh" for one in report.enclosed for check in one.checks].count(
        True
    ) == 1
    assert (as_it_stands.outcome, as_it_stands.reasons) == ("invalid", ["expired"])
    assert as_it_stands.enclosed[0].check("refresh").outcome == "not_checked"


def test_a_newer_version_that_is_revoked_is_told_of_what_is_shown():
    status = status_entry(list_url=LIST_URL, index=POSITION)
    gone = json.dumps(signed(unsigned_credential(status=status, refresh_url=FRESH))).encode()
    revoked = json.dumps(status_list(revoked=(POSITION,))).encode()

    def fetch(url):
        return {FRESH: gone, LIST_URL: revoked}[url]

    data = json.dumps(shown(json.loads(OLD))).encode()
    report = verify_file(data, fetch=fetch, trust=TrustList.empty(), at=MONDAY)

    assert (report.outcome, report.reasons) == ("invalid", ["revoked"])


def test_a_credential_in_a_record_is_refreshed_and_the_record_stands():
    record = signed_badge(record_of(json.loads(OLD)))

    report, asked = reports_inside(record, NEWER)
    (inside,) = report.enclosed

    assert (report.outcome, inside.outcome, asked) == ("valid", "valid", [FRESH])
    assert inside.check("refresh").outcome == "passed"
    (inside,) = reports_inside(record)[0].enclosed
    assert (inside.outcome, inside.reasons) == ("invalid", ["expired"])


def test_a_newer_endorsement_is_held_to_the_place_of_the_older_one():
    """Or whoever endorses anything could be had to endorse everything."""
    of, service = "https://college.example/achievements/2", service_at("fresh/1")
    other = an_endorsement(of, refreshService=service, **{"@context": [*CONTEXTS, EXTENSIONS]})
    page = json.dumps(signed_badge(other | {"description": "Praised anew."})).encode()

    badge = signed_badge(a_badge(endorsement=[signed_badge(other)]))
    (inside,) = reports_inside(badge, page)[0].enclosed

    assert (inside.outcome, inside.reasons) == ("invalid", ["endorses_another"])
    assert inside.check("refresh").outcome == "passed"


def test_what_a_newer_version_encloses_is_judged_as_it_stands():
    """Each newer version could enclose another one that has a newer version."""
    inner, outer = "https://college.example/inner", "https://college.example/outer"
    held = [
        signed(unsigned_credential(status=None, refresh_url=address))
        for address in (inner, f"{inner}/2")
    ]
    older, newer = (signed_badge(record_of(one, refresh_url=outer)) for one in held)
    asked = []

    def fetch(url):
        asked.append(url)
        return json.dumps(newer).encode() if url == outer else nothing(url)

    data = json.dumps(shown(older)).encode()
    report = verify_file(data, fetch=fetch, trust=TrustList.empty(), at=MONDAY)

    assert (report.outcome, asked) == ("valid", [inner, outer])


def test_no_more_is_asked_for_newer_versions_than_about_any_badge():
    many = [
        signed_badge(
            a_badge(
                id=f"urn:uuid:{number}",
                refreshService=[service_at(number)],
                **{"@context": [*CONTEXTS, EXTENSIONS]},
            )
        )
        for number in range(MOST_FETCHES + 3)
    ]

    report, asked = reports_inside(shown(*many))

    assert (report.outcome, len(asked)) == ("valid", MOST_FETCHES)
    assert "was not asked" in report.enclosed[-1].check("refresh").detail


def test_an_endorsement_that_is_a_token_is_refreshed_too():
    """Open Badges 3.0 has a member for these, `endorsementJwt`, which holds texts."""

    def verdict(data):
        return verify_file(data, fetch=nothing, trust=TrustList.empty(), at=LATER)

    def fetch(url):
        return NEWER if url == FRESH else nothing(url)

    older = verdict(OLDER_TOKEN.encode())
    report = refreshing(fetch)(
        OLDER_TOKEN, older, lambda newer: verdict(json.dumps(newer).encode())
    )

    assert (older.reasons, report.outcome) == (["expired"], "valid")
    assert (report.checks[-1].name, report.checks[-1].outcome) == ("refresh", "passed")


def about(email, name="Ada"):
    """Return a badge for an address alone, as most are: its subject has no id."""
    subject = dict(a_badge()["credentialSubject"])
    del subject["id"]
    named = {"type": "IdentityObject", "hashed": False, "identityHash": name}
    identities = [hashed_identity(email, "salt"), named | {"identityType": "name"}]
    service = {"id": FRESH, "type": "1EdTechCredentialRefresh"}
    changed = a_badge(credentialSubject=subject | {"identifier": identities})
    return signed_badge(changed | {"@context": [*CONTEXTS, EXTENSIONS], "refreshService": service})


@pytest.mark.parametrize(
    ("later", "is_taken"),
    [(about("ada@college.example", "Ada L."), True), (about("bea@college.example"), False)],
)
def test_a_newer_version_for_somebody_else_is_another_credential(later, is_taken):
    """Else whoever gave a badge back could show it as theirs, by the verdict on the newer one."""
    older = json.dumps(about("ada@college.example")).encode()

    def fetch(url):
        assert url == FRESH
        return json.dumps(later).encode()

    report = verify_file(older, fetch=fetch, trust=TrustList.empty(), at=MONDAY)

    assert report.check("refresh").outcome == ("passed" if is_taken else "not_checked")
