from __future__ import annotations

from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Award
from cairn_server.credentials.standing import in_words, standing_of, standings, with_standing
from tests.cairn_server.credentials.conftest import make_credential
from tests.making import make_achievement as plain_achievement
from tests.moments import MONDAY


def test_each_achievement_has_what_stands_behind_its_issuer(
    college, zoe, checking, django_assert_num_queries
):
    establish_issuer(organisation=college, at=MONDAY, standing="institution-accredited")
    other = plain_achievement(zoe.memberships.get().organisation, key="other")  # no issuer yet

    with django_assert_num_queries(1):
        found = standings([checking.achievement_id, other.achievement_id])

    assert found == {checking.achievement_id: "Institution-accredited"}


def test_an_award_tells_what_stands_behind_who_signs_its_credential(
    college, ada, checking, django_assert_num_queries
):
    establish_issuer(organisation=college, at=MONDAY, standing="employer-recognised")
    make_credential(ada, checking)

    with django_assert_num_queries(1):
        [award] = with_standing(Award.objects.filter(person=ada))

    assert standing_of(award) == "employer-recognised"


def test_nothing_stands_behind_what_was_not_asked_about(college, ada, checking):
    make_credential(ada, checking)

    assert standing_of(Award.objects.get()) == ""


def test_nothing_is_an_empty_text_in_words():
    assert in_words("") == ""
    assert in_words("informal") == "Informal"
