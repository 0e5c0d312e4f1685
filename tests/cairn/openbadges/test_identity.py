from __future__ import annotations

import hashlib

import pytest

from cairn.openbadges.identity import hashed_identity, matches

PUBLISHED = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def test_the_hash_is_that_of_the_published_example():
    """Open Badges 3.0, "IdentityHash": the string 'a@example.comKosher'."""
    assert hashed_identity("a@example.com", "Kosher") == {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": PUBLISHED,
        "identityType": "emailAddress",
        "salt": "Kosher",
    }


@pytest.mark.parametrize("written", ["a@example.com", "A@Example.com", " a@example.com\n"])
def test_the_owner_is_recognised_however_they_write_their_address(written):
    assert matches(hashed_identity("a@example.com", "Kosher"), written)


def test_a_hash_in_capitals_is_the_same_hash():
    capitals = "sha256$" + PUBLISHED.partition("$")[2].upper()

    assert matches({"hashed": True, "identityHash": capitals, "salt": "Kosher"}, "a@example.com")


def test_somebody_else_is_not_recognised():
    assert not matches(hashed_identity("a@example.com", "Kosher"), "b@example.com")
    assert not matches(hashed_identity("a@example.com", "Kosher") | {"salt": "x"}, "a@example.com")


def test_old_forms_are_recognised():
    old = "md5$" + hashlib.md5(b"a@example.comKosher").hexdigest()

    assert matches({"hashed": True, "identityHash": old, "salt": "Kosher"}, "a@example.com")
    assert matches({"hashed": False, "identityHash": "a@example.com"}, "a@example.com")
    assert not matches({"hashed": False, "identityHash": "a@example.com"}, "b@example.com")


@pytest.mark.parametrize(
    "identity",
    [
        {},
        {"hashed": True, "identityHash": None},
        {"hashed": True, "identityHash": "sha1$00"},
        {"hashed": True, "identityHash": PUBLISHED, "salt": 7},
        {"hashed": True, "identityHash": "sha256$\u00e9"},
        {"hashed": False, "identityHash": "a@example.com", "identityType": "name"},
    ],
)
def test_what_cannot_be_compared_does_not_match(identity):
    assert not matches(identity, "a@example.com")
