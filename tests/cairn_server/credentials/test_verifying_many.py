from __future__ import annotations

from datetime import timedelta

import pytest

from cairn.errors import FetchError
from cairn_server.credentials import verifying_many
from cairn_server.credentials.brought import Brought
from cairn_server.credentials.verification_models import VerificationList, VerificationRow
from cairn_server.credentials.verification_queries import list_state, rows_of
from cairn_server.credentials.verifying_many import (
    KEPT,
    MOST_FAILURES,
    bring,
    forget_list,
    forget_lists,
    verify_some,
)
from cairn_server.errors import TooManyRequests
from tests.moments import DAY, MONDAY

GONE = "https://gone.example"


def rows(*contents):
    return [Brought(n, f"row {n}", content) for n, content in enumerate(contents, start=1)]


def unreachable(url):
    raise FetchError(f"{url} is not there")


@pytest.mark.django_db
def test_each_row_gets_its_verdict_and_its_sentence(credential):
    changed = credential.document.replace("Checking for Understanding", "Checking")
    made = bring(
        [
            *rows(credential.document, changed, f"{GONE}/1"),
            Brought(4, "notes", "", "No credential"),
        ],
        at=MONDAY,
    )

    assert verify_some(made, at=MONDAY + 30 * DAY, seconds=60, ask=unreachable) is False

    found = rows_of(made)
    verdicts = ["valid", "invalid", "unreadable", "unreadable"]
    assert [row.verdict for row in found] == verdicts
    assert [row.reasons for row in found] == [
        [],
        ["proof_mismatch"],
        ["fetch_failed"],
        ["unreadable"],
    ]
    assert found[0].sentence.startswith("Genuine and current")
    assert found[0].facts["achievement"] == "Checking for Understanding"
    assert found[3].sentence == "No credential"
    made.refresh_from_db()
    assert made.finished_at == MONDAY + 30 * DAY


@pytest.mark.django_db
def test_what_was_verified_is_not_kept(credential):
    made = bring(rows(credential.document), at=MONDAY)
    verify_some(made, at=MONDAY, seconds=60)

    assert VerificationRow.objects.get().content == ""


@pytest.mark.django_db
def test_the_work_stops_when_its_turn_is_over_and_goes_on_where_it_was():
    made = bring(rows(f"{GONE}/1", f"{GONE}/2"), at=MONDAY)

    assert verify_some(made, at=MONDAY, seconds=-1, ask=unreachable) is True
    assert list_state(made).done == 1
    assert verify_some(made, at=MONDAY, seconds=-1, ask=unreachable) is False
    assert list_state(made).unreadable == 2


@pytest.mark.django_db
def test_an_address_is_asked_once_and_a_host_that_is_down_no_more():
    asked = []

    def down(url):
        asked.append(url)
        raise FetchError("down")

    again = [f"{GONE}/1"] * 5 + [f"{GONE}/{number}" for number in range(2, 9)]
    verify_some(bring(rows(*again), at=MONDAY), at=MONDAY, seconds=60, ask=down)

    assert asked == [f"{GONE}/{number}" for number in range(1, MOST_FAILURES + 1)]


@pytest.mark.django_db
def test_too_much_at_once_is_not_taken(monkeypatch):
    monkeypatch.setattr(verifying_many, "MOST_WAITING", 3)
    bring(rows(GONE, GONE), at=MONDAY)

    with pytest.raises(TooManyRequests):
        bring(rows(GONE, GONE), at=MONDAY)
    assert VerificationList.objects.count() == 1


@pytest.mark.django_db
def test_a_list_is_erased_after_its_day_or_when_asked():
    old, new = bring(rows(GONE), at=MONDAY), bring(rows(GONE), at=MONDAY + DAY / 2)

    assert timedelta(hours=24) == KEPT  # as the page says
    assert forget_lists(MONDAY + KEPT - timedelta(seconds=1)) == 0
    assert forget_lists(MONDAY + KEPT) == 1
    assert [one.pk for one in VerificationList.objects.all()] == [new.pk]
    forget_list(new)
    assert VerificationRow.objects.count() == 0
    assert verify_some(old, at=MONDAY, seconds=60) is False
