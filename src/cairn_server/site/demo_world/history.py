"""What happened in the demo before its visitor came: half a year, told in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from cairn.exchange.pack_reading import read_pack
from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.importing import import_pack
from cairn_server.catalog.models import AchievementVersion
from cairn_server.catalog.queries import newest_units
from cairn_server.credentials.recall_queries import near_by_recall
from cairn_server.journal.models import Event
from cairn_server.journal.settling import settle_due
from cairn_server.site.demo_world import cast
from cairn_server.site.demo_world.studying import Student
from cairn_server.site.handlers import HANDLERS

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
BEGINNING = timedelta(days=190)
A_MOMENT = timedelta(minutes=1)
Act = Callable[[datetime], None]


@dataclass(slots=True)
class World:
    """The demo as it comes into being: what is on the agenda happens in the order of time."""

    now: datetime
    houses: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    versions: dict[str, AchievementVersion] = field(default_factory=dict)
    students: dict[str, Student] = field(default_factory=dict)
    agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    turns: Iterator[int] = field(default_factory=count)  # who planned first acts first
    known: dict[tuple[Any, ...], bool] = field(default_factory=dict)  # see `asking_once`

    def days_ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def plan(self, at: datetime | float, act: Act) -> None:
        """Let `act` happen at a moment, or so many days ago; what happens may plan more."""
        moment = at if isinstance(at, datetime) else self.days_ago(at)
        heappush(self.agenda, (moment, next(self.turns), act))

    def live(self) -> None:
        """Let everything happen that is on the agenda, the earliest first."""
        while self.agenda:
            at, _, act = heappop(self.agenda)
            self.known.clear()
            act(at)

    def found(self) -> None:
        """Found the organisations, let their people join, publish what they teach."""
        at = self.now - BEGINNING
        for house in cast.HOUSES:
            self.houses[house.slug] = cast.settle(house, at=at)
        for member in cast.MEMBERS:
            self.people[member.name] = cast.join(member, self.houses[member.slug], at=at)
        employer = self.houses[cast.EMPLOYER]
        self.people |= cast.employ(employer, actor=self.people["Mira Novak"], at=at)
        for seed, (name, person) in enumerate(sorted(self.people.items())):
            self.students[name] = Student(person, seed)
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

    def set_out(self, name: str, achievement: str, days: float) -> None:
        self.plan(days, partial(self.students[name].set_out, self.versions[achievement]))

    def learn(self, name: str, achievement: str, days: Sequence[float]) -> None:
        """Let somebody learn the first units of an achievement, so many days ago each."""
        links = list(self.versions[achievement].unit_links.values_list("unit_id", flat=True))
        newest = newest_units(links)
        for key, day in zip(links, days, strict=False):
            self.plan(day, partial(self.students[name].learn, newest[key]))

    def recall(self, name: str, days: Sequence[float], *, most: int = 8) -> None:
        """Let somebody recall what is due, so many days ago."""
        for day in days:
            self.plan(day, partial(self.students[name].recall, most=most))

    def attempt(self, name: str, achievement: str, days: float, *, share: float) -> None:
        """Let somebody take the quiz of an achievement, and know about `share` of it."""
        version = self.versions[achievement]
        quiz = version.quizzes.get()

        def act(at: datetime) -> None:
            rules = quiz.versions.order_by("-number")[0]
            self.students[name].attempt(rules, version, at, share=share)
            settle(at + timedelta(hours=1))

        self.plan(days, act)


def settle(at: datetime) -> None:
    """Let everything that follows from what has happened so far happen too."""
    while settle_due(at=at + A_MOMENT):
        pass


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


@contextmanager
def asking_once(world: World) -> Iterator[None]:
    """
    Ask once in each act, not at each recall, whether its learner is near to anything.

    Within an act they answer and show nothing else, and so only how much they recall changes.
    """
    kind = "review.recorded"
    usual = HANDLERS[kind]
    ask = usual.only_if

    def known(event: Event) -> bool:
        about = (event.owner_id, event.data["unit"])
        if about not in world.known:
            near = near_by_recall(event.owner_id, UUID(event.data["unit"]))
            world.known[about] = bool(near.asking)
        return world.known[about] and (ask is None or ask(event))

    HANDLERS[kind] = replace(usual, only_if=known)
    try:
        yield
    finally:
        HANDLERS[kind] = usual
