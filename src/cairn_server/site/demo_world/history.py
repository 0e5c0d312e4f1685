"""What happened in the demo before its visitor came: three months, told in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from cairn.exchange.pack_reading import read_pack
from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.importing import import_pack
from cairn_server.catalog.models import AchievementVersion
from cairn_server.catalog.queries import newest_units
from cairn_server.credentials.models import Credential
from cairn_server.credentials.revoking import RevocationReason, revoke
from cairn_server.journal.settling import settle_due
from cairn_server.site.demo_world import cast, showing
from cairn_server.site.demo_world.studying import Student

PACKS = Path(__file__).parents[1] / "packs"
PUBLISHERS = {
    "checking-for-understanding": "northfield",
    "data-literacy": "northfield",
    "change-management": "harbour",
    "data-analytics": "harbour",
    "digital-marketing": "harbour",
    "digital-marketing-analytics": "harbour",
    "incident-response-basics": "harbour",
    "mentoring-at-work": "harbour",
}
BEGINNING = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class Study:
    """Who learns which achievement: the days ago on which each unit was learned, newest last."""

    name: str
    pack: str
    unit_days_ago: Sequence[int]
    rest: int = 5  # every so many days no recall


STUDIES = (
    Study("Ana Moreira", "checking-for-understanding", (70, 66, 62)),
    Study("Elif Demir", "data-literacy", (58, 55, 53), rest=3),
    Study("Oskar Lind", "checking-for-understanding", (60, 57, 52), rest=2),
    Study("Ben Okafor", "checking-for-understanding", (30, 27, 25)),
    Study("Chiara Conti", "data-literacy", (24, 20, 17), rest=7),
    Study("Femi Adeyemi", "change-management", (21, 15)),
    Study("Dmitri Lang", "data-literacy", (14, 9)),
    Study("Ana Moreira", "data-literacy", (11,)),
)


@dataclass(slots=True)
class World:
    """The demo as it comes into being."""

    now: datetime
    houses: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    versions: dict[str, AchievementVersion] = field(default_factory=dict)

    def days_ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def found(self) -> None:
        """Found the organisations, let their people join, publish what they teach."""
        at = self.now - BEGINNING
        for house in cast.HOUSES:
            self.houses[house.slug] = cast.settle(house, at=at)
        for member in cast.MEMBERS:
            self.people[member.name] = cast.join(member, self.houses[member.slug], at=at)
        for pack, slug in PUBLISHERS.items():
            self._publish(pack, self.houses[slug], at)

    def _publish(self, name: str, organisation: Organisation, at: datetime) -> None:
        pack = read_pack(PACKS / name)
        report = import_pack(organisation=organisation, pack=pack, actor=None, at=at, publish=True)
        if report.errors:
            raise RuntimeError(f"The pack {name} is broken: {report.errors}")
        for version in AchievementVersion.objects.filter(
            achievement__organisation=organisation,
            achievement__key__in=[one.id for one in pack.achievements],
        ).select_related("achievement"):
            self.versions[version.achievement.key] = version

    def study(self) -> None:
        """Let everybody learn their units and recall what falls due, day by day."""
        students = {
            name: Student(person, seed) for seed, (name, person) in enumerate(self.people.items())
        }
        for day in range(max(s.unit_days_ago[0] for s in STUDIES), 0, -1):
            for study in STUDIES:
                self._one_day(study, students[study.name], day)

    def _one_day(self, study: Study, student: Student, day: int) -> None:
        first, version = study.unit_days_ago[0], self.versions[study.pack]
        if day > first:
            return
        at = self.days_ago(day) - timedelta(hours=3)
        if day == first:
            student.set_out(version, at)
        if day % study.rest and day > 1:
            student.recall(at)
        if day in study.unit_days_ago:
            links = list(version.unit_links.values_list("unit_id", flat=True))
            unit = newest_units(links)[links[study.unit_days_ago.index(day)]]
            student.learn(unit, at + timedelta(minutes=8))

    def show(self) -> None:
        """Hand in evidence and judge some of it."""
        self._a_try_that_came_back()
        self._a_memo_that_met_the_rubric()
        self._a_credential_that_was_revoked()
        lesson, data = self._version("checking-for-understanding"), self._version("data-literacy")
        video, memo = showing.lesson_video(), showing.memo()
        for name, version, text, file, days in (
            ("Ben Okafor", lesson, "reflection-first", video, 1.2),
            ("Chiara Conti", data, "reflection-memo", memo, 2.4),
        ):
            showing.hand_in(
                self.people[name], version, text=text, file=file, at=self.days_ago(days)
            )

    def _version(self, pack: str) -> AchievementVersion:
        return self.versions[pack]

    def _a_try_that_came_back(self) -> None:
        ana, version = self.people["Ana Moreira"], self._version("checking-for-understanding")
        first = showing.hand_in(
            ana,
            version,
            text="reflection-first",
            file=showing.lesson_video(),
            at=self.days_ago(40),
        )
        showing.judge(
            first,
            self.people["Greta Lindqvist"],
            levels={"acts-on-answers": "not-yet"},
            comments={
                "acts-on-answers": "You find that seven of twelve is below your own mark, and then "
                "go on as planned. Show or tell what you do when the answers say: not yet.",
                "every-learner-answers": "One signal, all boards, a look along both rows.",
            },
            comment="Three of four already. The missing one is the step after the boards.",
            at=self.days_ago(38),
        )
        second = showing.hand_in(
            ana, version, text="reflection-second", file=None, at=self.days_ago(33)
        )
        showing.judge(
            second,
            self.people["Hassan Amiri"],
            levels={"acts-on-answers": "beyond"},
            comments={"acts-on-answers": "The second question, written beforehand, is the point."},
            comment="",
            at=self.days_ago(31),
        )

    def _a_memo_that_met_the_rubric(self) -> None:
        submission = showing.hand_in(
            self.people["Elif Demir"],
            self._version("data-literacy"),
            text="reflection-memo",
            file=showing.memo(),
            at=self.days_ago(45),
        )
        showing.judge(
            submission,
            self.people["Hassan Amiri"],
            levels={},
            comments={},
            comment="Clear, and honest about the nine parcels.",
            at=self.days_ago(43),
        )

    def _a_credential_that_was_revoked(self) -> None:
        oskar = self.people["Oskar Lind"]
        submission = showing.hand_in(
            oskar,
            self._version("checking-for-understanding"),
            text="reflection-second",
            file=showing.lesson_video(),
            at=self.days_ago(42),
        )
        showing.judge(
            submission,
            self.people["Greta Lindqvist"],
            levels={},
            comments={},
            comment="",
            at=self.days_ago(41),
        )
        while settle_due(at=self.now):
            pass
        credential = Credential.objects.get(award__person=oskar)
        revoke(
            credential,
            actor=self.people["Jonas Weber"],
            reason_code=RevocationReason.EVIDENCE_NOT_OWN,
            note="The reflection is word for word that of another submission.",
            at=self.days_ago(20),
        )


def fill(*, now: datetime) -> World:
    """Make the whole demo; the last event lies before `now`."""
    world = World(now)
    with without_waiting_for_the_disk():
        world.found()
        world.study()
        world.show()
        while settle_due(at=now):
            pass
    return world


@contextmanager
def without_waiting_for_the_disk() -> Iterator[None]:
    """Let SQLite hand commits to the system without waiting; a demo can be made again."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={int(before)}")
