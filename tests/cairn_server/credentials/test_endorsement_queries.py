import pytest

from cairn_server.credentials import endorsement_queries as queries
from cairn_server.credentials.addresses import endorsement_url
from cairn_server.credentials.endorsing import endorse, withdraw
from tests.making import join
from tests.moments import MONDAY


@pytest.fixture
def endorsed(zoe, checking):
    works = zoe.memberships.get().organisation
    return endorse(organisation=works, target=checking, comment="Good", actor=zoe, at=MONDAY)


def test_what_stands_is_shown_to_both_sides_until_it_is_withdrawn(endorsed, college, zoe):
    achievement = endorsed.version.achievement_id

    def seen():
        return (
            queries.endorsements_of_achievement(achievement),
            queries.received_by(college),
            queries.given_by(endorsed.organisation),
        )

    before = seen()
    withdraw(endorsement=endorsed, actor=zoe, at=MONDAY)

    assert before == ([endorsed], [endorsed], [endorsed])
    assert seen() == ([], [], [endorsed])
    assert queries.endorsements_of_issuer(college.pk) == []


def test_an_address_of_ours_leads_to_the_signed_bytes(endorsed):
    url = endorsement_url(endorsed.pk)

    assert queries.own_endorsement(url) == endorsed.document.encode()
    for other in (endorsement_url("0" * 32), "https://a.example/" + endorsed.pk, url[:-2], ""):
        assert queries.own_endorsement(other) is None


def test_owners_endorse_for_organisations_other_than_the_one_concerned(college, ada):
    owner = join("Own", college, "owner")

    assert queries.organisations_owned(owner, except_for=college.pk) == []
    assert queries.is_owner(owner)
    assert not queries.is_owner(ada)


def test_one_query_however_many_there_are(endorsed, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.endorsements_of_achievement(endorsed.version.achievement_id)
        assert str(found[0].organisation)
