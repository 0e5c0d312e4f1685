from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cairn_server.accounts.models import Person
from cairn_server.accounts.passwords import LengthValidator, has_second_factor, password_rule


def codes(password, person=None):
    try:
        validate_password(password, person)
    except ValidationError as refused:
        return {error.code for error in refused.error_list}
    return set()


def test_alone_it_needs_fifteen_characters(ada):
    assert codes("xq7 vw3 kd9 zt") == {"password_too_short"}
    assert codes("xq7 vw3 kd9 zt1") == set()
    assert codes("xq7 vw3 kd9 zt", ada) == {"password_too_short"}


@pytest.mark.parametrize(
    ("kind", "is_enough"), [("totp", 1), ("webauthn", 1), ("recovery_codes", 0)]
)
def test_beside_a_second_factor_eight_are_enough(ada, kind, is_enough):
    Authenticator.objects.create(user=ada, type=kind, data={})

    assert has_second_factor(ada) == bool(is_enough)
    assert codes("xq7 vw3k", ada) == (set() if is_enough else {"password_too_short"})
    assert codes("xq7 vw3", ada) == {"password_too_short"}


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password123456!!",
        "123456789012345",
        "qwertyuiopasdfgh",
        "aaaaaaaaaaaaaaaaaaa",
        "iloveyouiloveyouiloveyou",
    ],
)
def test_common_ones_drawn_out_are_still_common(password):
    assert "password_too_common" in codes(password)


@pytest.mark.parametrize("password", ["small stones mark a path", "xq7vw3kd9ztm5rp2"])
def test_uncommon_ones_pass(password):
    assert codes(password) == set()


def test_ones_like_the_address_are_refused(ada):
    ada.email = "stacked.small.stones@north.example"

    assert codes("stacked.small.stones", ada) == {"password_too_similar"}


def test_the_rule_is_said_as_it_holds(ada):
    assert "15" in password_rule(ada)
    assert LengthValidator().get_help_text() == password_rule(None)
    assert "15" in password_rule(Person(email="new@example.org"))
    Authenticator.objects.create(user=ada, type="totp", data={})
    assert "8" in password_rule(ada)
