"""However often a list was seen, the verdict is that of a verifier who never saw it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from cairn.errors import KeyRefused, KeyUnresolved
from cairn.vc import keys as keys_module
from cairn.vc.did import resolve_method
from cairn.vc.keys import PublicKey
from cairn.vc.shape_cache import ShapeCache
from cairn.vc.status_list import status_entry
from tests.moments import DAY, MONDAY
from tests.signing import (
    KEY,
    LIST_URL,
    OTHER_KEY,
    a_badge,
    a_status_list,
    lists,
    nothing,
    report_on,
    signed,
)

BADGE = signed(a_badge(credentialStatus=status_entry(list_url=LIST_URL, index=7)))
LISTED = json.loads(json.dumps(signed(a_status_list())))
METHOD = resolve_method(LISTED["proof"][0]["verificationMethod"], fetch=nothing)


def known(document=LISTED):
    """Return shapes that know the list."""
    shapes = ShapeCache()
    for _ in range(2):
        report_on(BADGE, statuses=lists(document), shapes=shapes)
    return shapes


def same(shapes, document=LISTED, **how):
    """Return the report, the same as without any memory."""
    found = report_on(BADGE, statuses=lists(document), shapes=shapes, **how)
    assert found == report_on(BADGE, statuses=lists(document), **how)
    return found


def signatures_checked(monkeypatch):
    """Return a list that grows by each Ed25519 signature that is checked."""
    checked, fits = [], keys_module.ed25519.fits

    def counting(raw, signature, data):
        checked.append(signature)
        return fits(raw, signature, data)

    monkeypatch.setattr(keys_module.ed25519, "fits", counting)
    return checked


def test_the_signature_of_a_known_list_is_not_checked_again(monkeypatch):
    shapes, checked = known(), signatures_checked(monkeypatch)

    assert report_on(BADGE, statuses=lists(LISTED), shapes=shapes).outcome == "valid"
    assert len(checked) == 1


def test_the_signature_of_a_known_list_of_revoked_ones_is_not_checked_again(monkeypatch):
    revoked = json.loads(json.dumps(signed(a_status_list(7))))
    shapes, checked = known(revoked), signatures_checked(monkeypatch)

    assert report_on(BADGE, statuses=lists(revoked), shapes=shapes).reasons == ["revoked"]
    assert len(checked) == 1


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (MONDAY, "valid"),
        (MONDAY - timedelta(hours=1), "invalid"),
        (MONDAY + DAY, "valid"),
        (MONDAY + DAY + timedelta(seconds=1), "undetermined"),
    ],
)
def test_until_when_a_list_is_valid_is_asked_each_time(at, outcome):
    assert same(known(), at=at).outcome == outcome


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        (replace(METHOD, revoked=MONDAY), "key_revoked"),
        (replace(METHOD, expires=MONDAY), "key_expired"),
        (replace(METHOD, purposes=frozenset()), "key_purpose_mismatch"),
        (replace(METHOD, controller="did:web:other.example"), "issuer_mismatch"),
        (replace(METHOD, public_key=OTHER_KEY.public), "proof_mismatch"),
    ],
    ids=("revoked", "expired", "for nothing", "another's", "another"),
)
def test_whether_the_key_of_a_known_list_may_be_used_is_asked_each_time(method, reason):
    """The key of the badge itself is good: only the second time that it is asked for it is not."""

    def resolver():
        answers = iter([METHOD])
        return lambda _: next(answers, method)

    found = report_on(BADGE, statuses=lists(LISTED), shapes=known(), keys=resolver())
    unknowing = report_on(BADGE, statuses=lists(LISTED), keys=resolver())

    assert found == unknowing
    assert found.reasons == ["status_list_invalid"], reason


@pytest.mark.parametrize("error", [KeyUnresolved("no answer"), KeyRefused("not listed")])
def test_a_key_that_cannot_be_had_is_asked_for_once(error):
    asked = []

    def resolver(method_id):
        asked.append(method_id)
        if len(asked) > 1:
            raise error
        return METHOD

    found = report_on(BADGE, statuses=lists(LISTED), shapes=known(), keys=resolver)

    assert found.reasons == ["status_list_invalid"]
    assert len(asked) == 2


def test_a_list_that_says_something_else_is_read_anew():
    shapes = known()
    revoked = signed(a_status_list(7))
    forged = {**revoked, "proof": LISTED["proof"]}

    assert same(shapes, revoked).reasons == ["revoked"]
    assert same(shapes, forged).reasons == ["status_list_invalid"]
    assert same(shapes).outcome == "valid"


def test_a_list_that_is_found_wrong_is_not_noted(monkeypatch):
    forged = {**LISTED, "name": "Another"}
    shapes, checked = known(forged), signatures_checked(monkeypatch)

    assert same(shapes, forged).reasons == ["status_list_invalid"]
    assert len(checked) == 4


def test_a_list_on_which_more_depends_is_read_in_full_each_time():
    more = {**LISTED, "proof": LISTED["proof"] * 2}
    shapes = known(more)

    assert shapes.lists.key_of(more) is None
    assert same(shapes, more).outcome == "valid"


def test_only_what_is_read_in_the_usual_way_is_noted():
    shapes = ShapeCache()
    report_on(BADGE, statuses=lists(LISTED), shapes=shapes, allow_inline_contexts=True)

    assert shapes.lists.key_of(LISTED) is None
    report_on(BADGE, statuses=lists(LISTED), shapes=shapes)
    assert shapes.lists.key_of(LISTED) == KEY.public
    assert isinstance(KEY.public, PublicKey)
