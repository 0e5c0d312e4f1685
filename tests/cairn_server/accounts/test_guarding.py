from __future__ import annotations

import pytest

from cairn_server.accounts.guarding import MOST_FAILURES, note_failure, note_success
from cairn_server.accounts.models import Person


def failures(person):
    return Person.objects.get(pk=person.pk).failed_sign_ins


def test_a_good_sign_in_forgets_the_failures(ada, bea):
    note_failure(email="ADA@north.example")
    note_failure(email="ada@north.example")
    assert (failures(ada), failures(bea)) == (2, 0)

    ada.refresh_from_db()
    assert note_success(person=ada)
    assert failures(ada) == 0


@pytest.mark.parametrize(("before", "opens"), [(MOST_FAILURES - 1, True), (MOST_FAILURES, False)])
def test_the_hundredth_failure_in_a_row_closes_the_account_to_passwords(ada, before, opens):
    Person.objects.filter(pk=ada.pk).update(failed_sign_ins=before)
    ada.refresh_from_db()

    assert note_success(person=ada) is opens


def test_failures_are_not_counted_beyond_the_last(ada):
    Person.objects.filter(pk=ada.pk).update(failed_sign_ins=MOST_FAILURES)

    note_failure(email="ada@north.example")

    assert failures(ada) == MOST_FAILURES


def test_nobody_is_counted_for_an_unknown_address(ada):
    note_failure(email="nobody@north.example")
    note_failure(email="")

    assert failures(ada) == 0
