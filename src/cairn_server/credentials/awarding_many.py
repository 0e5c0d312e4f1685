"""
Awarding to many people by a file: what it would do, then doing it, each row once.

What was shown and judged outside this site is the issuer's word, and is worded so. A
micro-credential still needs somebody who judged, and what they judged (SAFETY E1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from cairn.errors import CairnError
from cairn_server.accounts import queries as people
from cairn_server.accounts.joining import make_person
from cairn_server.accounts.models import Organisation, Person, Role, RoleName
from cairn_server.catalog.models import AchievementKind, AchievementVersion
from cairn_server.credentials import issuer_queries
from cairn_server.credentials.award_rows import EARLIEST, AwardLine, Problem, line_of, read_awards
from cairn_server.credentials.awarding import award
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import (
    Award,
    AwardEventKind,
    AwardFile,
    AwardFileRow,
    RowOutcome,
)
from cairn_server.credentials.renewal_queries import open_to_renewal
from cairn_server.credentials.shown_claims import Shown
from cairn_server.credentials.shown_elsewhere import ShownElsewhere
from cairn_server.credentials.shown_former import shown_former
from cairn_server.errors import NotAwardable
from cairn_server.journal.recording import record

CHUNK = 25  # rows a transaction: few commits, and little to do again after a crash
BATCH = 500
KEPT = timedelta(days=30)  # rows are personal data; what was awarded stays


@dataclass(frozen=True, slots=True)
class RowReport:
    """
    What becomes of one row.

    Args:
        outcome: `awarded`, or `unchanged` where it was awarded before.
        is_new: whether the person is not known here yet and is invited.
    """

    line: int
    email: str
    title: str
    outcome: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class AwardReport:
    """What a file of awards would do."""

    rows: tuple[RowReport, ...]
    problems: tuple[Problem, ...]

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def awarded(self) -> int:
        return self.count(RowOutcome.AWARDED)

    @property
    def unchanged(self) -> int:
        return self.count(RowOutcome.UNCHANGED)

    @property
    def invited(self) -> int:
        return len({row.email for row in self.rows if row.is_new})


@dataclass(frozen=True, slots=True)
class Decided:
    """A row that may be awarded: what, and to whom if they are known."""

    line: AwardLine
    version: AchievementVersion
    person: Person | None
    is_held: bool


class Deciding:
    """What some rows may award: everything is read in a handful of queries, however many."""

    def __init__(
        self, organisation: Organisation, lines: Sequence[AwardLine], *, actor: Person, at: datetime
    ) -> None:
        self.organisation, self.actor, self.at = organisation, actor, at
        wanted = sorted({line.achievement for line in lines})
        self._versions: dict[str, AchievementVersion] = {}
        for version in issuer_queries.may_award(organisation, at=at, references=wanted):
            self._versions.setdefault(str(version.achievement_id), version)
            self._versions.setdefault(version.achievement.key, version)
        self._people: dict[str, Person] = {}
        emails = [line.email for line in lines]
        for start in range(0, len(emails), BATCH):
            self._people |= people.people_by_address(emails[start : start + BATCH])
        known = [person.pk for person in self._people.values()]
        self._held = self._held_by(known)
        self._renewable: dict[tuple[UUID | None, UUID], Award] = {}
        for start in range(0, len(known), BATCH):
            self._renewable |= open_to_renewal(known[start : start + BATCH], at=at)

    def decide(self, line: AwardLine) -> Decided:
        """
        Return what `line` awards.

        Raises:
            NotAwardable: with what is wrong, in words.
        """
        version = self._versions.get(line.achievement)
        if version is None:
            raise NotAwardable(
                f"{self.organisation} may award no published achievement “{line.achievement}”"
            )
        person = self._people.get(line.email)
        if person is None and not line.name:
            raise NotAwardable("Somebody new needs a name")
        if person is not None and person.pk == self.actor.pk:
            raise NotAwardable("Nobody awards to themself: let somebody else send this row")
        _refuse_unjudged(line, version, person, self.at)
        key = (person.pk if person else None, version.achievement_id)
        is_held = key in self._held and not _renews(line, self._renewable.get(key))
        return Decided(line, version, person, is_held)

    def lock(self) -> None:
        """
        Take the locks that awarding takes, in one order everywhere: people, then the issuer.

        So two files at once wait for one another, and neither for both.
        """
        ids = [person.pk for person in self._people.values()]
        list(Person.objects.select_for_update().only("pk").filter(pk__in=ids).order_by("pk"))
        establish_issuer(organisation=self.organisation, at=self.at, actor=self.actor)

    def _held_by(self, ids: list[UUID]) -> set[tuple[UUID, UUID]]:
        held: set[tuple[UUID, UUID]] = set()
        for start in range(0, len(ids), BATCH):
            awards = Award.objects.filter(person__in=ids[start : start + BATCH]).exclude(
                events__kind=AwardEventKind.REVOKE
            )
            held |= set(awards.values_list("person_id", "achievement_version__achievement_id"))
        return held


def _refuse_unjudged(
    line: AwardLine, version: AchievementVersion, person: Person | None, at: datetime
) -> None:
    if line.is_ahead_of(at):
        raise NotAwardable("judged_on lies in the future")
    if line.judged_on is not None and line.judged_on < EARLIEST:
        raise NotAwardable(f"judged_on lies before {EARLIEST.year}; look at its year")
    own = {line.email, line.name.casefold(), (person.name if person else "").casefold()}
    if line.judged_by and line.judged_by.casefold() in own:
        raise NotAwardable("Nobody judges themself: judged_by is the same person")
    if version.kind != AchievementKind.MICRO_CREDENTIAL:
        return
    if not line.judged_by or line.judged_on is None:
        raise NotAwardable(
            "A micro-credential stands for assessed competence: judged_by and judged_on are needed"
        )
    if not (line.narrative or line.evidence_url):
        raise NotAwardable(
            "Say what was judged: a narrative or an evidence_url is needed for a micro-credential"
        )


def check_awards(
    *, organisation: Organisation, data: bytes | str, actor: Person, at: datetime
) -> AwardReport:
    """
    Return what the file would do; nothing is saved.

    Raises:
        MalformedInput, InputTooLarge: if it cannot be used at all.
    """
    lines, problems = read_awards(data)
    deciding = Deciding(organisation, lines, actor=actor, at=at)
    rows: list[RowReport] = []
    for line in lines:
        try:
            decided = deciding.decide(line)
        except CairnError as error:
            problems.append(Problem(line.line, {"email": line.email}, error.code, str(error)))
            continue
        outcome = RowOutcome.UNCHANGED if decided.is_held else RowOutcome.AWARDED
        rows.append(
            RowReport(line.line, line.email, decided.version.title, outcome, decided.person is None)
        )
    return AwardReport(tuple(rows), tuple(sorted(problems, key=lambda one: one.line)))


@transaction.atomic
def accept_file(
    *, organisation: Organisation, data: bytes, actor: Person, at: datetime
) -> tuple[AwardFile, bool]:
    """
    Keep the rows of a file, to be awarded one after the other; True if it is new.

    The same file sent again while it is being worked on is the same file.

    Raises:
        MalformedInput, InputTooLarge: if it cannot be used at all.
    """
    lines, problems = read_awards(data)
    Organisation.objects.select_for_update().only("pk").get(pk=organisation.pk)
    digest = sha256(data).hexdigest()
    known = AwardFile.objects.filter(organisation=organisation, digest=digest, finished_at=None)
    if (file := known.first()) is not None:
        return file, False
    file = AwardFile.objects.create(
        organisation=organisation, actor=actor, digest=digest, created_at=at
    )
    rows = [AwardFileRow(file=file, line=one.line, cells=_cells(one)) for one in lines]
    rows += [
        AwardFileRow(
            file=file,
            line=one.line,
            cells=dict(one.cells),
            outcome=RowOutcome.REFUSED,
            code=one.code,
            detail=one.detail,
        )
        for one in problems
    ]
    AwardFileRow.objects.bulk_create(rows, batch_size=BATCH)
    record("awards.listed", owner=organisation, actor=actor, about=file, at=at, rows=len(rows))
    return file, True


def _cells(line: AwardLine) -> dict[str, str]:
    return {
        "email": line.email,
        "name": line.name,
        "achievement": line.achievement,
        "evidence_url": line.evidence_url,
        "narrative": line.narrative,
        "judged_by": line.judged_by,
        "judged_on": line.judged_on.isoformat() if line.judged_on else "",
        "result": line.result,
    }


@transaction.atomic
def award_some(file: AwardFile, *, at: datetime) -> int:
    """
    Award the next rows of `file` that wait, in one transaction; return how many were done.

    0 means that none waits any more. Two workers at once take turns: no row is done twice.
    """
    locked = AwardFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    waiting = list(locked.rows.filter(outcome=RowOutcome.WAITING).order_by("line")[:CHUNK])
    if not waiting:
        AwardFile.objects.filter(pk=file.pk, finished_at=None).update(finished_at=at)
        return 0
    actor = _issuer_still(locked)
    if actor is None:
        text = "Whoever sent the file may not award here any more"
        locked.rows.filter(outcome=RowOutcome.WAITING).update(
            outcome=RowOutcome.REFUSED, code=NotAwardable.code, detail=text
        )
        return len(waiting)
    lines = {row.line: line_of(row.line, row.cells) for row in waiting}
    deciding = Deciding(locked.organisation, list(lines.values()), actor=actor, at=at)
    deciding.lock()
    for row in sorted(waiting, key=lambda one: one.cells["email"]):  # the same order everywhere
        _award(row, lines[row.line], deciding)
    AwardFileRow.objects.bulk_update(waiting, ["outcome", "code", "detail", "award"])
    return len(waiting)


def _issuer_still(file: AwardFile) -> Person | None:
    """Return who sent the file, if they may still award there."""
    role = Role.objects.filter(
        name=RoleName.ISSUER,
        membership__person=file.actor_id,
        membership__organisation=file.organisation_id,
        membership__until=None,
    )
    return file.actor if role.exists() else None


def _award(row: AwardFileRow, line: AwardLine, deciding: Deciding) -> None:
    """Award one row, or note on it why not; what else is in the transaction stays."""
    try:
        with transaction.atomic():
            decided = deciding.decide(line)
            row.award, is_new = state_award(
                decided,
                organisation=deciding.organisation,
                actor=deciding.actor,
                at=deciding.at,
            )
        row.outcome = RowOutcome.AWARDED if is_new else RowOutcome.UNCHANGED
    except CairnError as error:
        row.outcome, row.code, row.detail = RowOutcome.REFUSED, error.code, str(error)


def state_award(
    decided: Decided, *, organisation: Organisation, actor: Person, at: datetime
) -> tuple[Award, bool]:
    """
    Award what an issuer states; return the award, and whether it is new.

    Whoever holds the achievement already keeps what they hold; where that can be renewed, and was
    judged again since, it is renewed. Somebody new is invited: they have an account with this
    address once they sign in with it.

    Raises:
        NotAwardable: if the person turns out to be the one who awards.
    """
    line, version = decided.line, decided.version
    person = decided.person or _newcomer(line)
    if person.pk == actor.pk:
        raise NotAwardable("Nobody awards to themself: let somebody else send this row")
    # one at a time for a person, as where a rule decides
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    basis = line.basis(version.achievement_id)
    of_it = Award.objects.filter(
        person=person, achievement_version__achievement=version.achievement_id
    )
    standing = of_it.exclude(events__kind=AwardEventKind.REVOKE).first()
    standing = standing or of_it.filter(basis=basis).first()
    renewable = open_to_renewal([person.pk], at=at) if standing else {}
    former = renewable.get((person.pk, version.achievement_id))
    if standing is not None and not _renews(line, former):
        return standing, False
    shown: list[Shown] = [_shown(line, version, organisation)] if line.judged_by else []
    given = award(
        person=person,
        version=version,
        shown=[*shown, shown_former(former)] if former else shown,
        at=at,
        basis=basis,
        actor=actor,
        by=organisation,
        renews=former,
    )
    record("award.stated", owner=person, actor=actor, about=given, at=at)
    return given, True


def _renews(line: AwardLine, former: Award | None) -> bool:
    """Return whether it was judged again since what can be renewed was awarded."""
    return former is not None and line.is_judged_after(former.awarded_at)


def _newcomer(line: AwardLine) -> Person:
    try:
        with transaction.atomic():
            return make_person(email=line.email, name=line.name)
    except IntegrityError:  # somebody made them meanwhile
        return people.people_by_address([line.email])[line.email]


def _shown(
    line: AwardLine, version: AchievementVersion, organisation: Organisation
) -> ShownElsewhere:
    return ShownElsewhere(
        title=version.title,
        judged_by=line.judged_by,
        judged_on=line.judged_on,
        narrative=line.narrative,
        evidence_url=line.evidence_url,
        result=line.result,
        issuer=organisation.name,
        row=line.basis(version.achievement_id),
    )


def forget_files(at: datetime) -> int:
    """Delete the files whose work was done `KEPT` before `at`; return how many."""
    done = AwardFile.objects.filter(finished_at__lt=at - KEPT)
    count = done.count()
    done.delete()
    return count


def refused_cells(rows: Sequence[AwardFileRow], columns: Sequence[str]) -> list[Mapping[str, str]]:
    """Return the cells of refused rows with what was wrong, for a file to mend and send again."""
    return [
        {name: str(row.cells.get(name, "")) for name in columns}
        | {"line": str(row.line), "code": row.code, "problem": row.detail}
        for row in rows
    ]
