from __future__ import annotations

from functools import partial

import pytest

from cairn.errors import FetchError, MalformedCredential
from cairn.openbadges.v2_published import (
    Published,
    host_of,
    is_revoked,
    is_web_address,
    issuer_of,
    node_of,
    object_at,
    recognition_check,
    unchecked,
    validity_check,
)
from cairn.vc.trust import TrustList
from tests.moments import DAY, MONDAY
from tests.signed_assertions import ISSUER, fetch_from, web_of_college


def test_what_lies_at_an_address_must_bear_it_as_its_id():
    web = web_of_college()

    assert object_at(ISSUER, fetch_from(web)) == web[ISSUER]
    for other in ({}, [], {"id": "https://college.example/other"}):
        with pytest.raises(MalformedCredential):
            object_at(ISSUER, fetch_from({ISSUER: other}))


def test_what_cannot_be_read_was_not_had():
    with pytest.raises(FetchError, match="cannot be read"):
        object_at(ISSUER, lambda url: b"<html>")
    with pytest.raises(FetchError):
        object_at(ISSUER, fetch_from({}))


def test_a_copy_counts_only_where_nothing_can_be_published():
    web = web_of_college()
    local = {"id": "urn:uuid:1", "name": "Local"}
    read = partial(object_at, fetch=fetch_from(web))

    assert node_of({"id": ISSUER, "name": "Forged"}, read)["name"] == "North College"
    assert node_of(local, read) == local
    for odd in (7, None, "urn:uuid:1", []):
        with pytest.raises(MalformedCredential):
            node_of(odd, read)


def test_a_profile_counts_only_as_it_is_published():
    read = partial(object_at, fetch=fetch_from(web_of_college()))

    assert issuer_of({"issuer": {"id": ISSUER, "name": "Forged"}}, read)["name"] == "North College"
    for forged in ({"id": "did:web:mit.edu"}, {"id": "urn:uuid:1"}, {"name": "MIT"}, None, 7):
        with pytest.raises(MalformedCredential, match="anybody's badge"):
            issuer_of({"issuer": forged}, read)


def test_an_address_has_a_host_or_none():
    assert host_of("https://Example.org:8443/a") == "example.org"
    assert host_of("urn:uuid:1") is host_of("https://[oops") is None
    assert is_web_address("http://a.example/")
    assert is_web_address("HTTPS://a.example/")
    assert not is_web_address("did:web:a.example")


@pytest.mark.parametrize(
    ("assertion", "reason"),
    [
        ({"issuedOn": "2026-03-02T09:00:00Z", "expires": "2026-03-02T09:00:00Z"}, None),
        ({"issuedOn": "2026-03-02T09:00:01Z"}, "not_yet_valid"),
        (
            {"issuedOn": "2026-03-01T09:00:00Z", "expires": "2026-03-02T08:59:59Z"},
            "expired",
        ),
        ({}, "malformed_credential"),
        ({"issuedOn": "2026-03-01T09:00:00Z", "expires": None}, "malformed_credential"),
    ],
)
def test_it_counts_from_the_day_of_issue_to_its_end(assertion, reason):
    assert validity_check(assertion, MONDAY).reason == reason


@pytest.mark.parametrize(
    ("said", "expected"),
    [({}, False), ({"revoked": False}, False), ({"revoked": " FALSE"}, False)]
    + [({"revoked": word}, True) for word in (True, "true", "no idea", 1, [], {})],
)
def test_revoked_is_whatever_does_not_say_that_it_is_not(said, expected):
    assert is_revoked(said) is expected


def test_recognising_an_issuer_is_asked_only_with_a_list():
    known = TrustList.from_json({ISSUER: "North College"})

    assert recognition_check({"id": ISSUER}, known).outcome == "passed"
    assert recognition_check({}, known).outcome == "undetermined"
    assert recognition_check({"id": ISSUER}, TrustList.empty()).outcome == "not_checked"


def test_what_is_shown_is_what_is_published():
    web = web_of_college()
    assertion = {"issuedOn": "2026-03-02T09:00:00Z", "expires": (MONDAY + DAY).isoformat()}

    shown = Published(assertion, {"name": "Whiteboards"}, web[ISSUER]).as_credential()

    assert shown["issuer"] == {"id": ISSUER, "name": "North College"}
    assert shown["credentialSubject"]["achievement"]["name"] == "Whiteboards"
    assert (shown["validFrom"], shown["validUntil"]) == tuple(assertion.values())


def test_what_was_not_asked_is_said():
    checks = unchecked(("proof", "status"), "nobody could be asked")

    assert [(check.name, check.outcome) for check in checks] == [
        ("proof", "not_checked"),
        ("status", "not_checked"),
    ]
    assert {check.detail for check in checks} == {"nobody could be asked"}
