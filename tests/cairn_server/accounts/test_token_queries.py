"""Which token is good, and whose the lists are."""

from __future__ import annotations

from cairn_server.accounts.giving_tokens import digest_of, make_token, revoke_token
from cairn_server.accounts.token_queries import good_token, token_of, tokens_of
from tests.moments import DAY, MONDAY


def make(person, organisation=None, at=MONDAY):
    scopes = ["members:read"]
    given = {"person": person, "organisation": organisation, "name": "x", "scopes": scopes}
    return make_token(**given, expires_at=MONDAY + 30 * DAY, at=at)


def test_a_token_is_good_until_it_ends_is_taken_back_or_its_person_is_gone(ada, bea):
    (row, token), (_, of_bea) = make(ada), make(bea)

    assert good_token(digest_of(token), at=MONDAY) == row
    assert good_token(digest_of(token), at=MONDAY + 30 * DAY) is None
    assert good_token(digest_of("cairn_guessed"), at=MONDAY) is None
    revoke_token(token=row, actor=ada, at=MONDAY)
    assert good_token(digest_of(token), at=MONDAY) is None
    bea.is_active = False
    bea.save()
    assert good_token(digest_of(of_bea), at=MONDAY) is None


def test_a_person_lists_their_own_and_an_organisation_its_own(ida, ada, college):
    own, _ = make(ida)
    hosted, _ = make(ida, college, at=MONDAY + DAY)

    assert tokens_of(ida) == [own]
    assert tokens_of(college) == [hosted]
    assert tokens_of(ada) == []
    assert token_of(ada, own.pk) is None
    assert token_of(ida, own.pk) == own
