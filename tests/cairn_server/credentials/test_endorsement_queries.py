from uuid import UUID

import pytest

from cairn_server.credentials import endorsement_queries as queries
from cairn_server.credentials.addresses import endorsement_url
from cairn_server.credentials.endorsing import endorse, withdraw
from cairn_server.credentials.models import Endorsement
from tests.making import join
from tests.moments import DAY, MONDAY


@pytest.fixture
def endorsed(zoe, checking):
    works = zoe.memberships.get().organisation
    return endorse(organisation=works, target=checking, comment="Good", actor=zoe, at=MONDAY)


def again(endorsed, key, day, *, position):
    """Keep a copy of an endorsement under another id, given on another day."""
    copy = Endorsement.objects.get(pk=endorsed.pk)
    copy.pk, copy.given_at, copy.position, copy.withdrawn_at = key, day, position, day
    copy.save(force_insert=True)


def test_what_stands_is_shown_to_both_sides_until_it_is_withdrawn(endorsed, college, zoe):
    achievement = endorsed.version.achievement_id

    def seen():
        return (
            queries.endorsements_of_achievement(achievement),
            list(queries.received_by(college)),
            list(queries.given_by(endorsed.organisation)),
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


def test_every_endorsement_is_on_one_page_whatever_its_id_and_day(
    endorsed, django_assert_num_queries
):
    days = {f"{n:032x}": MONDAY + (n % 3) * DAY for n in (7, 3, 9, 1, 8, 2)}
    for number, (key, day) in enumerate(days.items()):
        again(endorsed, key, day, position=1_000 + number)
    rows = queries.given_by(endorsed.organisation)
    expected = list(rows.all())

    seen, cursor = [], None
    while len(seen) < len(expected):
        with django_assert_num_queries(2 if cursor else 1):
            page = queries.page_of_endorsements(rows, after=cursor, limit=2)
        seen += page.items
        cursor = page.next_cursor

    assert seen == expected
    assert [one.given_at for one in seen] == sorted((one.given_at for one in seen), reverse=True)
    assert cursor is None


def test_a_cursor_that_is_no_endorsement_ends_the_list(endorsed):
    rows = queries.given_by(endorsed.organisation)

    page = queries.page_of_endorsements(rows, after=UUID(int=5), limit=2)

    assert (page.items, page.next_cursor) == ([], None)
