"""`cairn schedule`: when each card of a review log is due again."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cairn.cli.arguments import Exit
from cairn.cli.sources import naming, read_source
from cairn.errors import MalformedInput

if TYPE_CHECKING:
    from cairn.reading import CsvRow
    from cairn.scheduling.memory import MemoryState, Recall

# The second name is that of the logs which Anki's add-ons write.
COLUMNS = {
    "card_id": ("card_id",),
    "rating": ("rating", "review_rating"),
    "reviewed_at": ("reviewed_at", "review_time"),
}


def add_commands(subparsers: Any) -> None:
    schedule = subparsers.add_parser(
        "schedule",
        help="say when the cards of a review log are due",
        description="REVIEWS.csv has the columns card_id, rating (1 again, 2 hard, 3 good, 4 easy) "
        "and reviewed_at (with a time zone); rows may come in any order. The schedule is that of "
        "FSRS-6 with default parameters, without fuzz and learning steps.",
    )
    schedule.add_argument("file", metavar="REVIEWS.csv", help="a file, or - for standard input")
    schedule.add_argument(
        "--retention",
        type=_retention,
        default=0.9,
        help="probability of recall at which a card is due (default 0.9)",
    )
    schedule.add_argument("--json", action="store_true", help="print one JSON object")
    schedule.set_defaults(run=run_schedule)


def run_schedule(arguments: Namespace) -> int:
    """Print stability, difficulty and due moment of each card, in the order of the file."""
    from cairn.reading import read_csv
    from cairn.scheduling.fsrs import replay

    with naming(arguments.file):
        recalls = _recalls_by_card(read_csv(read_source(arguments.file)))
    states = {card: replay(log, retention=arguments.retention) for card, log in recalls.items()}
    cards = [_described(card, state) for card, state in states.items() if state is not None]
    if arguments.json:
        print(json.dumps({"retention": arguments.retention, "cards": cards}, ensure_ascii=False))
        return Exit.VALID
    print("card_id\tstability_days\tdifficulty\tdue")
    for one in cards:
        print(f"{one['card_id']}\t{one['stability']:.2f}\t{one['difficulty']:.2f}\t{one['due']}")
    return Exit.VALID


def _described(card: str, state: MemoryState) -> dict[str, Any]:
    return {
        "card_id": card,
        "stability": state.stability_days,
        "difficulty": state.difficulty,
        "due": _moment(state.due_at),
        "reviewed_at": _moment(state.reviewed_at),
        "reviews": state.review_count,
    }


def _recalls_by_card(rows: Iterable[CsvRow]) -> dict[str, list[Recall]]:
    found: dict[str, list[Recall]] = {}
    for row in rows:
        found.setdefault(_cell(row, "card_id"), []).append(_recall(row))
    return found


def _recall(row: CsvRow) -> Recall:
    from cairn.scheduling.memory import Rating, Recall

    rating = _cell(row, "rating").strip()
    if rating not in ("1", "2", "3", "4"):
        raise MalformedInput(f"Line {row.line}: rating must be 1, 2, 3 or 4, not {rating!r}")
    text = _cell(row, "reviewed_at").strip()
    try:
        at = datetime.fromisoformat(text)
        # Of two reviews at the same moment the one that stands first comes first.
        return Recall(1, at, UUID(int=row.line), Rating(int(rating)))
    except (ValueError, OverflowError) as error:
        raise MalformedInput(
            f"Line {row.line}: reviewed_at must be a moment with a time zone, like "
            f"2026-03-02T09:00:00Z, not {text!r}"
        ) from error


def _cell(row: CsvRow, column: str) -> str:
    for name in COLUMNS[column]:
        if name in row.cells:
            return row.cells[name]
    raise MalformedInput(f"There is no column {column}; needed are {', '.join(COLUMNS)}")


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _retention(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0.01 <= number <= 1:
        raise ArgumentTypeError(f"{text!r} is not between 0.01 and 1, like 0.9")
    return number
