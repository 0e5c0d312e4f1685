import csv
import json
from datetime import datetime

import pytest
from fsrs import Card, Rating, Scheduler

from cairn.cli import main
from tests.shared_data import shared_data


@pytest.fixture
def log(tmp_path):
    def write(text):
        path = tmp_path / "reviews.csv"
        path.write_text(text)
        return str(path)

    return write


def scheduled(capsys, *arguments):
    assert main(["schedule", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)["cards"]


def test_a_card_is_scheduled_by_its_reviews_in_whatever_order(log, capsys):
    path = log(
        "card_id,rating,reviewed_at\n"
        "b,4,2026-03-02T09:00:00Z\n"
        "a,2,2026-03-06T09:00:00Z\n"
        "a,3,2026-03-02T09:00:00Z\n"
        "a,1,2026-03-05T10:00:00+01:00\n"
    )

    easy, one = scheduled(capsys, path)

    assert one["card_id"] == "a"
    assert one["stability"] == pytest.approx(1.7252403)  # from py-fsrs 6.3.2
    assert (one["due"], one["reviews"]) == ("2026-03-08T09:00:00Z", 3)
    assert (easy["card_id"], easy["due"]) == ("b", "2026-03-10T09:00:00Z")


def test_a_higher_retention_asks_sooner(log, capsys):
    path = log("card_id,rating,reviewed_at\na,4,2026-03-02T09:00:00Z\n")

    [strict] = scheduled(capsys, path, "--retention", "0.97")

    assert strict["due"] == "2026-03-04T09:00:00Z"


def test_a_real_log_is_scheduled_as_by_py_fsrs(capsys):
    path = shared_data("fsrs-review-log") / "review_log.csv"
    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    lines = path.read_text().splitlines()
    rows = sorted(csv.DictReader(lines), key=lambda row: row["review_time"])
    cards = {}
    for row in rows[:2_000]:
        at, rating = datetime.fromisoformat(row["review_time"]), Rating(int(row["review_rating"]))
        before = cards.get(row["card_id"], Card())
        cards[row["card_id"]], _ = scheduler.review_card(before, rating, at)
    untouched = {row["card_id"] for row in rows[2_000:]}

    ours = {one["card_id"]: one for one in scheduled(capsys, str(path))}
    whole = {id: card for id, card in cards.items() if id not in untouched}

    assert whole
    for id, card in whole.items():
        assert datetime.fromisoformat(ours[id]["due"]) == card.due
        assert ours[id]["difficulty"] == pytest.approx(card.difficulty)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("card_id,rating\na,3\n", "no column reviewed_at"),
        ("card_id,rating,reviewed_at\na,5,2026-03-02T09:00:00Z\n", "Line 2: rating"),
        ("card_id,rating,reviewed_at\na,3,yesterday\n", "Line 2: reviewed_at"),
        ("card_id,rating,reviewed_at\na,3,2026-03-02T09:00:00\n", "time zone"),
        ("", "empty"),
    ],
)
def test_a_log_that_cannot_be_read_is_refused_by_line(log, capsys, text, complaint):
    assert main(["schedule", log(text)]) == 3
    assert complaint in capsys.readouterr().err


def test_a_retention_that_is_no_probability_is_refused(log, capsys):
    assert main(["schedule", log("card_id,rating,reviewed_at\n"), "--retention", "90"]) == 3
    assert "between" in capsys.readouterr().err


def test_without_json_a_table_is_printed(log, capsys):
    path = log("card_id,rating,reviewed_at\na,4,2026-03-02T09:00:00Z\n")

    assert main(["schedule", path]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "a\t8.30\t1.00\t2026-03-10T09:00:00Z"
