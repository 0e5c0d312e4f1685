from __future__ import annotations

from datetime import timedelta

import pytest

from cairn_server.journal.progressing import (
    begin_progress,
    end_progress,
    fail_progress,
    report_progress,
)
from tests.moments import MONDAY

ERROR = {"where": "line 4", "code": "malformed_input", "detail": "=bad is no address"}


@pytest.fixture
def work(ada):
    return begin_progress("People by a file", owner_id=ada.pk, back="/more/", total=None, at=MONDAY)


def seen(client, work):
    return client.get(f"/progress/{work.pk}/").content.decode()


def test_how_far_it_is_comes_by_itself_until_it_has_ended(client, ada, work):
    client.force_login(ada)
    assert "Waiting for its turn" in seen(client, work)

    report_progress(work.pk, done=300, total=900, at=MONDAY)
    page = seen(client, work)
    assert "300 of 900" in page
    assert 'hx-trigger="load delay:1s"' in page

    end_progress(work.pk, result={"created": 899, "errors": [ERROR]}, at=MONDAY)
    page = seen(client, work)
    assert "hx-trigger" not in page
    assert "=bad is no address" in page


def test_the_part_alone_is_sent_to_a_page_that_asks_for_news(client, ada, work):
    client.force_login(ada)

    part = client.get(f"/progress/{work.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<div id="progress"')
    assert "<html" not in part


def test_a_failure_is_told_in_words(client, ada, work):
    client.force_login(ada)
    fail_progress(work.pk, failure="The first line names no email.", at=MONDAY)

    assert "The first line names no email." in seen(client, work)


def test_what_was_not_used_comes_as_a_file_that_no_spreadsheet_runs(client, ada, work):
    client.force_login(ada)
    end_progress(work.pk, result={"errors": [ERROR]}, at=MONDAY)

    answer = client.get(f"/progress/{work.pk}/not-used.csv")

    assert answer["Content-Disposition"] == 'attachment; filename="not-used.csv"'
    assert "'=bad is no address" in answer.content.decode()


def test_long_work_is_whose_it_is(client, bea, work):
    client.force_login(bea)

    for path in (f"/progress/{work.pk}/", f"/progress/{work.pk}/not-used.csv"):
        assert client.get(path).status_code == 404
    assert "People by a file" not in client.get("/progress/").content.decode()


def test_the_list_says_what_is_going_on_done_and_failed(client, ada, work):
    client.force_login(ada)
    assert "going on" in client.get("/progress/").content.decode()

    for number, end in enumerate((end_progress, fail_progress)):
        later = MONDAY + timedelta(minutes=number)
        other = begin_progress("Other", owner_id=ada.pk, back="/", total=1, at=later)
        end(other.pk, **({"result": {}} if number == 0 else {"failure": "x"}), at=later)

    page = client.get("/progress/").content.decode()
    assert "failed" in page
    assert "done" in page


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    client, ada, work, django_assert_max_num_queries
):
    client.force_login(ada)
    client.get("/progress/")
    for _ in range(10):
        begin_progress("Other", owner_id=ada.pk, back="/", total=1, at=MONDAY)

    with django_assert_max_num_queries(5):
        client.get("/progress/")
