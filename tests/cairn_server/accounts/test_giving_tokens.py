"""A token is told once, kept as a digest, ends, and can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cairn.errors import MalformedInput
from cairn_server.accounts.erasing import erase_person
from cairn_server.accounts.giving_tokens import digest_of, make_token, note_use, revoke_token
from cairn_server.accounts.models import ApiToken
from cairn_server.journal.models import Event
from tests.moments import DAY, MONDAY


def make(person, *, organisation=None, scopes=("learning:read",), days=30):
    return make_token(
        person=person,
        organisation=organisation,
        name="Dashboard",
        scopes=scopes,
        expires_at=MONDAY + days * DAY,
        at=MONDAY,
    )


def test_the_token_itself_is_kept_nowhere(ada):
    row, token = make(ada)

    assert token.startswith("cairn_")
    assert len(token) == 6 + 43  # 32 bytes in base64url
    kept = str(ApiToken.objects.values().get()) + str(list(Event.objects.values()))
    assert token not in kept
    assert row.digest == digest_of(token)
    assert make(ada)[1] != token


@pytest.mark.parametrize(
    ("scopes", "days"),
    [((), 30), (("everything",), 30), (("learning:read",), 0), (("learning:read",), 367)],
)
def test_what_no_token_can_be_is_refused(ada, scopes, days):
    with pytest.raises(MalformedInput):
        make(ada, scopes=scopes, days=days)
    assert not ApiToken.objects.exists()


def test_an_organisations_token_opens_nothing_of_the_person(ida, college):
    with pytest.raises(MalformedInput):
        make(ida, organisation=college, scopes=["members:read", "learning:read"])
    row, _ = make(ida, organisation=college, scopes=["members:read"])

    assert Event.objects.get(kind="token.made").owner_id == college.pk
    assert row.organisation == college


def test_taken_back_is_for_good_and_told_once(ada):
    row, _ = make(ada)
    for day in (1, 2):
        revoke_token(token=row, actor=ada, at=MONDAY + day * DAY)

    row.refresh_from_db()
    assert row.revoked_at == MONDAY + DAY
    assert not row.is_good(MONDAY + DAY)
    assert Event.objects.filter(kind="token.revoked").count() == 1


def test_use_is_noted_by_the_hour(ada):
    row, _ = make(ada)
    for minutes, noted in ((0, 0), (59, 0), (60, 60)):
        note_use(ApiToken.objects.get(), at=MONDAY + timedelta(minutes=minutes))
        row.refresh_from_db()
        assert row.last_used_at == MONDAY + timedelta(minutes=noted)


def test_an_erased_person_leaves_no_token(ada):
    make(ada)

    erase_person(person=ada, at=MONDAY)

    assert not ApiToken.objects.exists()
