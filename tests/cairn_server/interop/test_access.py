from datetime import timedelta

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils.timezone import now

from cairn_server.accounts.giving_tokens import make_token
from cairn_server.errors import ScopeMissing
from cairn_server.interop.access import Caller, caller_of, is_local, signing_key_of
from cairn_server.interop.errors import TokenMissing
from tests.making import join

pytestmark = pytest.mark.django_db


def asked(token=None, host="localhost:8000", address="127.0.0.1", scheme="Bearer"):
    headers = {"host": host} | ({"authorization": f"{scheme} {token}"} if token else {})
    return RequestFactory().get("/vc-api/", headers=headers, REMOTE_ADDR=address)


def caller(settings, mode, **how):
    settings.CAIRN_VC_API = mode
    return caller_of(asked(**how), at=now())


def token_for(person, organisation, *scopes):
    at = now()
    return make_token(
        person=person,
        organisation=organisation,
        name="Suite",
        scopes=scopes,
        expires_at=at + timedelta(days=1),
        at=at,
    )[1]


def test_nobody_gets_in_while_it_is_off(settings):
    with pytest.raises(Http404):
        caller(settings, "off")


def test_a_token_is_needed_once_it_is_on(settings):
    with pytest.raises(TokenMissing):
        caller(settings, "on")
    with pytest.raises(TokenMissing):
        caller(settings, "on", token="cairn_wrong")


def test_in_the_test_mode_this_machine_needs_none(settings):
    assert caller(settings, "test") == Caller("test", "vc-api-test")
    with pytest.raises(TokenMissing):
        caller(settings, "test", token="cairn_wrong")


@pytest.mark.parametrize(
    ("host", "address", "local"),
    [
        ("localhost:8000", "127.0.0.1", True),
        ("localhost", "::1", True),
        ("[::1]:8000", "::1", True),
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("cairn.example", "127.0.0.1", False),  # through a proxy on this machine
        ("localhost:8000", "203.0.113.7", False),
        ("localhost", "", False),
    ],
)
def test_this_machine_is_known_by_address_and_name(settings, host, address, local):
    settings.ALLOWED_HOSTS = ["*"]

    assert is_local(asked(host=host, address=address)) is local


def test_an_issuer_signs_with_the_key_of_the_organisation(settings, college):
    person = join("Ida", college, "issuer")
    found = caller(settings, "on", token=token_for(person, college, "awards:write"))

    assert signing_key_of(found) == f"vc-api-{college.pk}"


def test_other_tokens_verify_and_do_not_sign(settings, college, ada):
    issuer = join("Ida", college, "issuer")
    tokens = [
        token_for(ada, college, "awards:write"),
        token_for(issuer, college, "awards:read"),
        token_for(issuer, None, "awards:write"),
    ]

    for token in tokens:
        found = caller(settings, "on", token=token)
        with pytest.raises(ScopeMissing, match="awards:write"):
            signing_key_of(found)


def test_another_scheme_is_no_token(settings, college):
    token = token_for(join("Ida", college, "issuer"), college, "awards:write")

    with pytest.raises(TokenMissing):
        caller(settings, "on", token=token, scheme="Basic")
