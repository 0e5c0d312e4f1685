import json
from datetime import timedelta

import pytest

from cairn_server.credentials import queries
from cairn_server.credentials.jwt_signing import credential_jwt
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.revoking import revoke
from tests.cairn_server.credentials.conftest import make_achievement, make_credential
from tests.moments import DAY, MONDAY

LATER = (MONDAY + timedelta(days=1826)).date()  # five years, the half-life of a definition


def test_a_stone_cools_with_time(ada, credential):
    [row] = queries.held_by(ada)

    assert row.stone(MONDAY.date()).warmth == pytest.approx(1)
    assert row.stone(LATER).warmth == pytest.approx(0.5, abs=0.01)
    assert row.stone(LATER).hours == 3.5


def test_what_is_revoked_lays_no_stone(ada, ida, credential):
    revoke(credential, actor=ida, reason_code="superseded", at=MONDAY + DAY)
    rows = queries.held_by(ada)

    assert [row.revoked_at for row in rows] == [MONDAY + DAY]
    assert queries.stones(rows, on=LATER) == []


def test_everybody_holds_their_own(ada, bea, college, credential):
    assert [row.id for row in queries.held_by(ada)] == [credential.pk]
    assert queries.held_by(bea) == []
    assert [row.person for row in queries.awarded_by(college)] == ["Ada"]


def test_the_newest_comes_first(ada, checking):
    made = [make_credential(ada, checking).award_id for _ in range(3)]

    assert [row.award_id for row in queries.held_by(ada)] == sorted(made, reverse=True)


def test_a_document_is_public_while_its_page_is_on(credential):
    before = queries.public_document(credential.pk)
    credential.is_public = False
    credential.save()

    assert before == credential.document
    assert queries.public_document(credential.pk) is None


def test_what_an_issuer_awards_is_what_is_published(college, lesson, checking):
    draft = make_achievement(lesson, key="draft", title="A draft")
    draft.published_at = None
    draft.save()

    assert queries.awardable(college) == [checking]


def test_an_organisation_is_an_issuer_from_its_first_key(college):
    assert queries.issuer_of(college) is None

    assert establish_issuer(organisation=college, at=MONDAY) == queries.issuer_of(college)


def test_an_award_is_found_by_what_was_earned(ada, bea, checking, credential):
    assert queries.award_of(ada, checking.achievement_id) == credential.award
    assert queries.award_of(bea, checking.achievement_id) is None


def test_a_name_is_a_choice_not_made_at_first(ada, credential):
    assert queries.show_name(ada, credential.status_list.issuer) is None
    assert queries.show_name(None, credential.status_list.issuer) is None


@pytest.mark.parametrize("document", ["", "{", "[]", "a.b.c", 7, None, [], {}, "{}"])
def test_the_ledger_knows_no_other_texts(credential, document):
    known = queries.is_signed_before(
        document, method_id=credential.key.method_id, since=MONDAY + 9 * DAY
    )

    assert not known


def test_the_ledger_knows_what_it_signed_and_the_token_of_it(credential):
    document = json.loads(credential.document)
    token = credential_jwt(credential, at=MONDAY + 2 * DAY)

    def known(given, *, method_id=credential.key.method_id, since=MONDAY + 9 * DAY):
        return queries.is_signed_before(given, method_id=method_id, since=since)

    assert all(known(one) for one in (document, credential.document, token))
    assert not any(known(one, since=MONDAY) for one in (document, credential.document, token))
    assert not any(known(one, method_id="did:web:x#1") for one in (document, token))
    assert not known({name: value for name, value in document.items() if name != "proof"})
    assert not known(document | {"name": "Surgery"})
