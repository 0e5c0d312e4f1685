from __future__ import annotations

import pytest

from cairn_server.credentials.brought import Brought
from cairn_server.credentials.verification_models import RowVerdict
from cairn_server.credentials.verification_queries import (
    COLUMNS,
    access_to,
    cells_of,
    is_access,
    list_state,
    rows_of,
    shown_row,
)
from cairn_server.credentials.verifying_many import bring
from tests.moments import MONDAY


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_a_list_is_read_in_two_queries(count, django_assert_num_queries):
    made = bring([Brought(n, "a", "x") for n in range(1, count + 1)], at=MONDAY)

    with django_assert_num_queries(2):
        state, rows = list_state(made), rows_of(made)
    assert (state.total, state.done, len(rows)) == (count, 0, count)


@pytest.mark.django_db
def test_a_row_is_written_by_columns():
    made = bring([Brought(3, "badge.png", "x")], at=MONDAY)
    row = made.rows.get()
    row.verdict, row.sentence, row.reasons = RowVerdict.INVALID, "No.", ["expired", "revoked"]
    row.facts = {"issuer_recognised": False, "issuer_domain": "a.example"}

    cells = dict(zip(COLUMNS, cells_of(row), strict=True))

    assert {name: cell for name, cell in cells.items() if cell} == {
        "line": "3", "given": "badge.png", "verdict": "invalid", "reasons": "expired revoked",
        "sentence": "No.", "issuer_domain": "a.example", "issuer_recognised": "no",
    }  # fmt: skip
    assert shown_row(row)["reasons"] == ["expired", "revoked"]


@pytest.mark.django_db
def test_the_link_of_a_list_opens_no_other():
    one, other = bring([], at=MONDAY), bring([], at=MONDAY)

    assert is_access(one.pk, access_to(one))
    assert not is_access(other.pk, access_to(one))
    assert not is_access(one.pk, "")
