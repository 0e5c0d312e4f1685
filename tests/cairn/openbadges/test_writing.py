from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cairn.errors import MalformedCredential
from cairn.openbadges.parts import Address, Criteria, GeoCoordinates, Profile
from cairn.openbadges.writing import absolute, as_document, member_name, present, timestamp


def test_an_organisation_is_written_with_its_address_and_the_one_it_belongs_to():
    """Member names by hand from Open Badges 3.0, "Profile", "Address" and "GeoCoordinates"."""
    geo = GeoCoordinates(latitude=48.1, longitude=11.6)
    parent = Profile(id="urn:x:group")
    profile = Profile(
        id="urn:x:college", address=Address(address_country_code="DE", geo=geo), parent_org=parent
    )

    assert as_document(profile) == {
        "id": "urn:x:college",
        "type": ["Profile"],
        "address": {
            "type": ["Address"],
            "addressCountryCode": "DE",
            "geo": {"type": "GeoCoordinates", "latitude": 48.1, "longitude": 11.6},
        },
        "parentOrg": {"id": "urn:x:group", "type": ["Profile"]},
    }


def test_zero_and_false_say_something_and_empty_things_do_not():
    assert present({"a": 0, "b": False, "c": "", "d": [], "e": {}, "f": None}) == {
        "a": 0,
        "b": False,
    }


def test_names_are_in_camel_case_unless_another_is_given():
    assert member_name("address_country_code", {}) == "addressCountryCode"
    assert member_name("tags", {"key": "tag"}) == "tag"


@pytest.mark.parametrize("address", ["credentials/1", "North College", "https:", "", "http //a"])
def test_an_id_is_absolute(address):
    with pytest.raises(MalformedCredential, match=r"the badge.*not an absolute address"):
        absolute(address, "the badge")


def test_criteria_have_no_id_of_their_own_unless_given():
    assert as_document(Criteria(id="https://a.example/c")) == {"id": "https://a.example/c"}


def test_times_are_written_in_utc_with_whole_seconds():
    at = datetime.fromisoformat("2026-03-02T10:00:00.750+02:00")

    assert timestamp(at) == "2026-03-02T08:00:00Z"
    assert timestamp(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00Z"
    with pytest.raises(MalformedCredential, match="no time zone"):
        timestamp(datetime(2026, 3, 2))
