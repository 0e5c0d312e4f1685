"""The board, who can cover what, and one person as their manager sees them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.reading.csv import csv_lines
from cairn_server.accounts.access import PersonRequest
from cairn_server.workforce import queries
from cairn_server.workforce.access import Sight, competency_seen, seen_membership, sight_for
from cairn_server.workforce.asking import day_of, page_of, wanted
from cairn_server.workforce.assignment_queries import assignments_to
from cairn_server.workforce.board import (
    MOST_COLUMNS,
    Board,
    BoardFilter,
    CoverRow,
    board,
    who_covers,
)
from cairn_server.workforce.ending_queries import ending_of_people
from cairn_server.workforce.skill_queries import skills_of
from cairn_server.workforce.table_file import table_file

EVERYBODY = 100_000
LINE_END = "\r\n"
SHOWN = 100  # people of a list; the file has them all


@require_safe
@login_required
def board_page(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """Show people by competencies, a page at a time."""
    sight = sight_for(request.user, organisation_id)
    asked = _asked(request, sight)
    at = now()
    shown = board(sight, asked, at=at, page=page_of(request.GET), most_columns=MOST_COLUMNS)
    context = {
        "sight": sight,
        "organisation": sight.organisation,
        "board": shown,
        "wanted": asked,
        "teams": queries.teams(sight.organisation),
        "roles": queries.role_choices(sight.organisation),
        "cover_query": _cover_query(request),
    }
    partial = request.headers.get("HX-Target") == "board"
    if not partial:
        context["ending"] = ending_of_people(sight, at=at)
    return render(request, "workforce/_board.html" if partial else "workforce/board.html", context)


@require_safe
@login_required
def board_csv(request: PersonRequest, organisation_id: UUID) -> StreamingHttpResponse:
    """Export the board as a table: per competency a level and a currency."""
    sight = sight_for(request.user, organisation_id)
    asked = _asked(request, sight)
    shown = board(sight, asked, at=now(), limit=EVERYBODY)
    return table_file(_board_lines(shown), name="board.csv")


@require_safe
@login_required
def cover(request: PersonRequest, organisation_id: UUID, competency_id: UUID) -> HttpResponse:
    """Show who can cover a competency, the best first."""
    sight = sight_for(request.user, organisation_id)
    asked, at = _asked(request, sight), now()
    competency = competency_seen(sight, request.user, competency_id, at=at)
    day = day_of(request.GET, localdate(at))
    rows = who_covers(sight, asked, competency, at=at, day=day)
    able = [row for row in rows if covers(row, asked)]
    context = {
        "sight": sight,
        "organisation": sight.organisation,
        "competency": competency,
        "able": able[:SHOWN],
        "able_count": len(able),
        "others": [row for row in rows if not covers(row, asked)][:SHOWN],
        "wanted": asked,
        "day": day,
        "today": localdate(at),
        "teams": queries.teams(sight.organisation),
        "levels": queries.LEVELS,
    }
    return render(request, "workforce/cover.html", context)


@require_safe
@login_required
def cover_csv(
    request: PersonRequest, organisation_id: UUID, competency_id: UUID
) -> StreamingHttpResponse:
    """Export who has shown a competency."""
    sight = sight_for(request.user, organisation_id)
    asked, at = _asked(request, sight), now()
    competency = competency_seen(sight, request.user, competency_id, at=at)
    rows = who_covers(sight, asked, competency, at=at, day=day_of(request.GET, localdate(at)))
    cells = (
        (
            row.name,
            row.ability.level,
            round(row.ability.weight, 3),
            row.ability.shown.on.isoformat(),
            row.ability.currency.lapses_on,
        )
        for row in rows
    )
    head = ("name", "level", "currency", "shown_on", "lapses_on")
    return table_file(csv_lines(head, cells), name="cover.csv")


@require_safe
@login_required
def person(request: PersonRequest, organisation_id: UUID, membership_id: UUID) -> HttpResponse:
    """Show what one person can do, and what each level rests on."""
    sight = sight_for(request.user, organisation_id)
    membership = seen_membership(sight, membership_id)
    at = now()
    context = {
        "sight": sight,
        "organisation": sight.organisation,
        "membership": membership,
        "skills": skills_of(membership, at=at),
        "place": queries.place_of(membership),
        "assignments": assignments_to(membership, at=at),
        "ending": ending_of_people(sight, at=at, member=membership),
    }
    return render(request, "workforce/person.html", context)


def covers(row: CoverRow, asked: BoardFilter) -> bool:
    """Tell whether somebody can cover what is asked for: high enough, and still current."""
    return row.ability.is_current and row.ability.level >= asked.level


def _asked(request: PersonRequest, sight: Sight) -> BoardFilter:
    """Return the filter, without a team or a role that is not of this organisation."""
    asked = wanted(BoardFilter, request.GET)
    kept = queries.known_of(sight.organisation, team=asked.team, role=asked.role)
    return asked.model_copy(update={"team": kept[0], "role": kept[1]})


def _cover_query(request: PersonRequest) -> str:
    """Return what a link from the board to one skill carries along."""
    kept = request.GET.copy()
    for name in set(kept) - {"team", "role", "holders", "text"}:
        del kept[name]
    return kept.urlencode()


def _board_lines(shown: Board) -> Iterator[str]:
    """Yield the lines of the whole board: only the names need the care of CSV."""
    head = ["name"]
    for column in shown.columns:
        head += [f"{column.name} (level)", f"{column.name} (currency)"]
    short = _Short()
    names = csv_lines(head, ([row.name] for row in shown.rows))
    yield next(names)
    for name, row in zip(names, shown.rows, strict=True):
        cells = (f"{cell.level},{short[cell.weight]}" if cell else "," for cell in row.cells)
        yield ",".join((name.removesuffix(LINE_END), *cells)) + LINE_END


class _Short(dict[float, str]):
    """Currencies to three places: thousands of cells share some hundreds."""

    def __missing__(self, weight: float) -> str:
        self[weight] = short = str(round(weight, 3))
        return short
