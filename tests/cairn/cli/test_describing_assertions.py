from __future__ import annotations

import json

import pytest

from cairn.cli.describing_assertions import (
    describe_assertion,
    describe_badge_class,
    describe_profile,
)
from cairn.cli.said import Award, Form, Identifier, Party, Securing, Status
from tests.shared_data import shared_data
from tests.signed_assertions import BADGE, ISSUER, KEY_URL, an_assertion, web_of_college

HASH = "sha256$ecf5409f3f4b91ab60cc5ef4c02aef7032354375e70cf4d8e43f6a1d29891942"


def test_a_signed_assertion_tells_by_which_key_and_for_whom():
    said = describe_assertion(an_assertion())

    assert (said.kind, said.standard) == (Form.ASSERTION, "Open Badges 2.0")
    assert said.secured_by == (Securing(type="signed", key=KEY_URL),)
    assert said.recipient.identifiers == (
        Identifier(type="email", value="ada@college.example", hashed=False),
    )
    assert (said.achievements, said.issuer) == ((Award(id=BADGE),), None)
    assert said.valid_from == "2026-03-01T09:00:00Z"


def test_a_badge_class_inside_names_achievement_and_issuer():
    badge = web_of_college()[BADGE] | {"criteria": {"narrative": "Draw."}}

    said = describe_assertion(an_assertion(badge=badge, expires="2027-03-01"))

    assert said.issuer == Party(id=ISSUER)
    assert said.achievements[0] == Award(id=BADGE, name="Whiteboards", criteria="Draw.")
    assert said.valid_until == "2027-03-01"


@pytest.mark.parametrize(
    ("changes", "standard", "secured"),
    [
        (
            {"verification": {"type": ["HostedBadge", "X"]}, "id": "https://a.example/1"},
            "Open Badges 2.0",
            Securing(type="hosted", address="https://a.example/1"),
        ),
        (
            {
                "@context": "https://w3id.org/openbadges/v1",
                "verification": None,
                "verify": {"type": "signed", "url": KEY_URL},
            },
            "Open Badges 1.1",
            Securing(type="signed", key=KEY_URL),
        ),
        (
            {
                "@context": None,
                "verification": None,
                "verify": {"type": "hosted", "url": "https://a.example/1"},
            },
            "Open Badges 1.0",
            Securing(type="hosted", address="https://a.example/1"),
        ),
    ],
)
def test_each_version_says_in_its_own_way_how_it_is_to_be_verified(changes, standard, secured):
    said = describe_assertion(an_assertion(**changes))

    assert (said.standard, said.secured_by) == (standard, (secured,))


@pytest.mark.parametrize(("text", "hashed"), [("ada@college.example", False), (HASH, True)])
def test_the_oldest_badges_name_their_recipient_by_a_text(text, hashed):
    badge = {"name": "Basic", "issuer": {"name": "College", "origin": "https://a.example"}}
    said = describe_assertion({"recipient": text, "badge": badge, "issued_on": "2011-12-31"})

    assert (said.standard, said.valid_from) == ("Open Badges 0.5", "2011-12-31")
    assert said.recipient.identifiers == (Identifier(type="email", value=text, hashed=hashed),)
    assert said.issuer == Party(name="College")


def test_that_it_is_revoked_is_told_where_it_says_so():
    said = describe_assertion(an_assertion(revoked=True, revocationReason="a mistake"))

    assert said.status == (Status(type="revoked", purpose="revocation", message="a mistake"),)
    assert describe_assertion(an_assertion(revoked=False)).status == ()


def test_a_badge_class_and_an_issuer_may_stand_alone():
    badge = describe_badge_class(web_of_college()[BADGE])
    third = describe_badge_class({"type": ["Achievement"], "name": "A", "creator": {"id": ISSUER}})
    profile = describe_profile(web_of_college()[ISSUER])

    assert (badge.kind, badge.standard, badge.id) == (Form.ACHIEVEMENT, "Open Badges 2.0", BADGE)
    assert (third.standard, third.issuer) == ("Open Badges 3.0", Party(id=ISSUER))
    assert (profile.kind, profile.issuer) == (Form.PROFILE, Party(id=ISSUER, name="North College"))


def test_anything_may_stand_where_a_badge_has_something_else():
    odd = {name: [[7], {"type": 1}] for name in ("recipient", "badge", "verification", "evidence")}
    said = describe_assertion(odd | {"@context": [7], "issuedOn": {}, "revoked": [], "id": 1})

    assert said.kind is Form.ASSERTION
    assert describe_assertion({"recipient": None, "badge": None}).recipient is None


@pytest.mark.shared
def test_every_badge_of_the_wild_says_of_whom_and_for_what_it_is():
    folder = shared_data("openbadges-1.0-wild")
    found = [json.loads(file.read_text()) for file in folder.glob("*/earner*.json")]
    said = [describe_assertion(document) for document in found]

    assert len(said) > 5
    assert {one.standard for one in said} == {"Open Badges 1.0"}
    assert all(one.achievements[0].id and one.secured_by[0].address for one in said)
    assert all(one.recipient.identifiers[0].hashed for one in said)
