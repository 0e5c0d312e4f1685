"""Which teams and reporting lines the people of a file get, decided as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cairn.errors import RowRefused
from cairn_server.accounts import queries
from cairn_server.accounts.member_rows import MemberLine, problem
from cairn_server.accounts.models import Membership, ReportingLine, Team, TeamMembership
from cairn_server.accounts.placing import BATCH, Placing
from cairn_server.accounts.reporting_lines import circles
from cairn_server.errors import CircularStructure

TRIES = 20  # rounds of taking lines back before all of the file are

Row = dict[str, str]


class Structure:
    """
    What the teams and managers of a file change, after its people found their places.

    Managers may stand later in the file than those who report to them, and a file may turn
    lines round: so circles are looked for when all lines are known. Of each circle the line that
    stands last in the file is refused.
    """

    def __init__(self, placing: Placing):
        self.placing = placing
        self._teams = queries.teams_by_name(placing.organisation)
        self._in_teams = queries.teams_of_members(placing.organisation)
        self._before = queries.reporting_lines(placing.organisation)
        self._lines = dict(self._before)
        self._new_teams: list[Team] = []
        self._asked: dict[UUID, tuple[MemberLine, Row]] = {}  # by membership: whose line is new

    def place(self) -> None:
        """Decide everything; note errors and changes with the rows."""
        for line, membership, row in self.placing.placed:
            if line.teams is not None and self._set_teams(membership, line.teams):
                _mark(row)
        self._ask_for_managers()
        self._refuse_circles()
        for key, (_, row) in self._asked.items():
            if self._lines.get(key) != self._before.get(key):
                _mark(row)

    def save_teams(self) -> None:
        """Write the teams that are new; who works in them is written with the rows."""
        Team.objects.bulk_create(self._new_teams, batch_size=BATCH)
        self._new_teams = []

    def changed_lines(self) -> list[UUID]:
        """Return whose reporting line changes, by membership, in the order of the file."""
        return [key for key in self._asked if self._lines.get(key) != self._before.get(key)]

    def drop_lines(self, keys: Sequence[UUID]) -> None:
        """Take the lines that were there away: first all of them, so that no circle closes."""
        ReportingLine.objects.filter(membership__in=keys).delete()

    def save_lines(self, keys: Sequence[UUID]) -> None:
        """Write the new lines; the people are saved before."""
        ReportingLine.objects.bulk_create(
            ReportingLine(membership_id=key, manager_id=self._lines[key])
            for key in keys
            if key in self._lines
        )

    def _set_teams(self, membership: Membership, names: tuple[str, ...]) -> bool:
        wanted = {self._team(name).pk for name in names}
        held = self._in_teams.get(membership.pk, set())
        writes = self.placing.writes_of[membership.pk]
        writes.joins += [
            TeamMembership(team_id=team, membership=membership) for team in sorted(wanted - held)
        ]
        writes.leaves += [(membership.pk, team) for team in held - wanted]
        return wanted != held

    def _team(self, name: str) -> Team:
        team = self._teams.get(name.lower())
        if team is None:
            team = Team(organisation=self.placing.organisation, name=name)
            self._teams[name.lower()] = team
            self._new_teams.append(team)
        return team

    def _ask_for_managers(self) -> None:
        named = [line.manager for line, _, _ in self.placing.placed if line.manager]
        if not any(line.manager is not None for line, _, _ in self.placing.placed):
            return
        known = self.placing.find(named)
        for line, membership, row in self.placing.placed:
            if line.manager is None:
                continue
            manager = known.get(line.manager)
            if line.manager and manager is None:
                self._refuse(line, f"The manager {line.manager} is not a member here")
            elif manager is None:
                self._lines.pop(membership.pk, None)
                self._asked[membership.pk] = line, row
            elif manager.pk == membership.pk:
                self._refuse(line, "Nobody is their own manager")
            else:
                self._lines[membership.pk] = manager.pk
                self._asked[membership.pk] = line, row

    def _refuse_circles(self) -> None:
        for attempt in range(TRIES + 1):
            found = circles(self._lines)
            if not found:
                return
            if attempt == TRIES:  # a file made to be refused: take back all that it asks
                found = [list(self._asked)]
            names = self._names(found)
            for circle in found:
                changed = [one for one in circle if self._lines.get(one) != self._before.get(one)]
                last = max(changed, key=lambda one: self._asked[one][0].line)
                self._take_back(circle, changed if attempt == TRIES else [last], names)

    def _names(self, found: list[list[UUID]]) -> dict[UUID, str]:
        names = {one.pk: row["name"] or row["email"] for _, one, row in self.placing.placed}
        others = [one for circle in found for one in circle if one not in names]
        return names | (queries.names_of_members(others[:BATCH]) if others else {})

    def _take_back(self, circle: list[UUID], keys: list[UUID], names: dict[UUID, str]) -> None:
        for key in keys:
            line, _ = self._asked.pop(key)
            at = circle.index(key)
            way = [*circle[at:], *circle[:at], key]
            told = " → ".join(names.get(one, "…") for one in way[:8])
            self._refuse(line, f"This would be a circle: {told}", CircularStructure.code)
            if key in self._before:
                self._lines[key] = self._before[key]
            else:
                self._lines.pop(key, None)

    def _refuse(self, line: MemberLine, why: str, code: str = RowRefused.code) -> None:
        detail = f"{why}; the rest of this row is used"
        self.placing.errors.append(problem(line.where, code, detail))


def _mark(row: Row) -> None:
    if row["outcome"] == "unchanged":
        row["outcome"] = "updated"
