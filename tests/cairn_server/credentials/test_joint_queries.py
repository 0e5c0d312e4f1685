import pytest

from cairn_server.credentials.awarding import award
from cairn_server.credentials.joint_queries import joint_awards
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import AwardEvent, AwardEventKind
from tests.cairn_server.credentials.conftest import make_achievement
from tests.moments import DAY, MONDAY


@pytest.fixture(autouse=True)
def issuer(college):
    return establish_issuer(organisation=college, at=MONDAY)


@pytest.fixture
def works(zoe):
    return zoe.memberships.get().organisation


def test_who_defines_sees_what_partners_awarded_but_not_to_whom(
    college, works, checking, ada, bea, zoe
):
    award(person=ada, version=checking, shown=[], at=MONDAY)
    award(person=bea, version=checking, shown=[], at=MONDAY + DAY, by=works)

    [row] = joint_awards(college).items

    assert (row.title, row.by, row.awarded_at) == (checking.title, works.name, MONDAY + DAY)
    assert not row.is_revoked
    assert not any(bea.name in str(getattr(row, name)) for name in row.__slots__)
    assert joint_awards(works).items == []


def test_what_was_revoked_says_so(college, works, checking, bea):
    joint = award(person=bea, version=checking, shown=[], at=MONDAY, by=works)
    AwardEvent.objects.create(
        organisation_id=works.pk, award=joint, kind=AwardEventKind.REVOKE, at=MONDAY + DAY
    )

    assert [row.is_revoked for row in joint_awards(college).items] == [True]


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_is_one_query(college, works, lesson, bea, count, django_assert_num_queries):
    for number in range(count):
        version = make_achievement(lesson, key=f"k{number}")
        award(person=bea, version=version, shown=[], at=MONDAY, by=works)

    with django_assert_num_queries(1):
        page = joint_awards(college, limit=20)

    assert len(page.items) == min(count, 20)
    assert (page.next_cursor is None) == (count <= 20)
