import pytest
from pydantic import ValidationError

from cairn_server.credentials import issuer_queries
from cairn_server.credentials.issuer_queries import AwardFilter
from cairn_server.credentials.keeping_keys import establish_issuer, succeed_issuer
from cairn_server.journal.sorting import order_of
from tests.cairn_server.credentials.conftest import make_achievement, make_credential
from tests.moments import DAY, MONDAY


def test_each_key_says_how_many_credentials_name_it(college, ada, bea, checking):
    old = establish_issuer(organisation=college, at=MONDAY)
    make_credential(ada, checking)
    make_credential(bea, checking)
    succeed_issuer(issuer=old, at=MONDAY + DAY)

    rows = issuer_queries.keys(college)

    assert [(row.key.state, row.signed) for row in rows] == [("active", 0), ("retired", 2)]


def test_what_may_be_awarded_is_the_newest_published_of_its_own(college, zoe, lesson, checking):
    newer = make_achievement(lesson, key="draft", title="A draft")
    newer.published_at = None
    newer.save()
    works = zoe.memberships.get().organisation

    assert issuer_queries.may_award(college, at=MONDAY) == [checking]
    assert issuer_queries.may_award(works, at=MONDAY) == []
    by_key = issuer_queries.may_award(college, at=MONDAY, references=["checking"])
    by_id = issuer_queries.may_award(college, at=MONDAY, references=[str(checking.achievement_id)])
    assert by_key == by_id == [checking]
    assert issuer_queries.may_award(college, at=MONDAY, references=["draft", "no\nid"]) == []


@pytest.mark.parametrize("awards", [1, 12])
def test_a_page_of_awards_is_one_query(college, ada, checking, awards, django_assert_num_queries):
    for _ in range(awards):
        make_credential(ada, checking)

    with django_assert_num_queries(1):
        page = issuer_queries.awards(college, AwardFilter(), limit=10)

    assert len(page.items) == min(awards, 10)
    assert (page.next_cursor is None) == (awards < 10)


def test_a_row_can_be_exported_with_as_many_cells_as_columns(college, ada, checking):
    make_credential(ada, checking)

    order = order_of("", issuer_queries.AWARD_SORTS, default="-on")
    [row] = issuer_queries.every_award(college, AwardFilter(), order=order)

    assert len(row.cells()) == len(issuer_queries.AWARD_COLUMNS)


@pytest.mark.parametrize(
    "nonsense", [{"state": "x"}, {"since": "x"}, {"achievement": "x"}, {"a": 1}]
)
def test_a_filter_that_makes_no_sense_is_refused(nonsense):
    with pytest.raises(ValidationError):
        AwardFilter.model_validate(nonsense)
