"""Half a year at the employer of the demo: careers, webinars, quizzes, work that is judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random

from cairn_server.catalog.models import AchievementVersion, Gathering
from cairn_server.learning.attending import attend_by_code
from cairn_server.learning.booking import book
from cairn_server.learning.scheduling_sessions import SessionDetails, schedule_session
from cairn_server.site.demo_world import showing
from cairn_server.site.demo_world.careers import CAREERS, CLINICS, WORK, Career, Stage
from cairn_server.site.demo_world.employing import membership_of
from cairn_server.site.demo_world.history import World, settle
from cairn_server.workforce.nominating import nominate

SEED = 1897
HOUR = 1 / 24
EVALUATORS = {"harbour": ("Luca Ferri", "Tomas Berg"), "northfield": ("Hassan Amiri",)}
RIGHT_AT_FIRST, RIGHT_THEN = 0.3, 0.95


def plan_careers(world: World) -> None:
    """Let everybody learn, recall, take the quiz and hand in, as their careers say."""
    chance = Random(SEED)  # noqa: S311  # a story that repeats, not a secret
    for career in CAREERS:
        _plan(world, career, chance)


def _plan(world: World, career: Career, chance: Random) -> None:
    version = world.versions[career.achievement]
    day = career.begins + chance.uniform(0.1, 0.4)
    if not career.nominator:
        world.set_out(career.name, career.achievement, day)
    days = []
    for _ in range(career.units or version.unit_links.count()):
        day -= chance.choice((1, 2, 3)) if version.unit_links.count() < 5 else 1
        days.append(day)
    world.learn(career.name, career.achievement, days)
    day -= chance.choice((4, 5, 6))
    if days:
        world.recall(career.name, _days_of_recall(days[0]), most=2)
    if days and career.stage is not Stage.LEARNING:
        world.recall(career.name, [max(day, 1) + 4 * HOUR], most=40)  # before all is shown
    if career.stage is not Stage.LEARNING:
        day = _plan_quiz(world, career, version, day)
    if career.stage in (Stage.SUBMITTED, Stage.AWARDED):
        _plan_work(world, career, version, day)


def _days_of_recall(learned: float) -> list[float]:
    """Return the days ago of recalls: soon after learning, and ever more rarely later."""
    days, day, step = [], learned - 4, 5.0
    while day > 1:
        days.append(day)
        day -= step
        step *= 2
    return days


def _plan_quiz(world: World, career: Career, version: AchievementVersion, day: float) -> float:
    if not version.quizzes.exists():
        return day
    shares = (RIGHT_AT_FIRST, RIGHT_THEN) if career.stumbles else (RIGHT_THEN,)
    for share in shares[: 1 if career.stage is Stage.QUIZ else None]:
        world.attempt(career.name, career.achievement, day, share=share)
        day -= 1.5
    return day


def _plan_work(world: World, career: Career, version: AchievementVersion, day: float) -> None:
    """Plan handing in and judging."""
    waits = career.stage is Stage.SUBMITTED
    day = min(max(day, 0.2), 1.6) if waits else day
    tries = (True, False) if career.returned else (False,)
    for comes_back in tries:
        _plan_handing_in(world, career, version, day)
        if waits:
            return
        _plan_judging(world, career, version, day - 2, comes_back=comes_back)
        day -= 6


def _plan_handing_in(world: World, career: Career, version: AchievementVersion, day: float) -> None:
    work = WORK[career.achievement]
    if career.nominator:
        world.plan(day, partial(_nominate, world, career, version))
        return

    def act(at: datetime) -> None:
        file = showing.page(work.page) if work.page else None
        person = world.people[career.name]
        showing.hand_in(person, version, texts=work.texts, file=file, at=at)

    world.plan(day, act)


def _nominate(world: World, career: Career, version: AchievementVersion, at: datetime) -> None:
    written = WORK[career.achievement].texts
    nominate(
        membership=membership_of(world, career.name),
        version=version,
        nominator=world.people[career.nominator],
        texts={part: showing.text(name) for part, name in written.items()},
        at=at,
    )
    settle(at)


def _plan_judging(
    world: World, career: Career, version: AchievementVersion, day: float, *, comes_back: bool
) -> None:
    house = version.achievement.organisation.slug
    judges = [name for name in EVALUATORS[house] if name != career.name]
    judge = judges[career.begins % len(judges)]

    def act(at: datetime) -> None:
        showing.judge(
            showing.waiting(world.people[career.name], version),
            world.people[judge],
            levels={career.returned: "not-yet"} if comes_back else {},
            comments={career.returned: career.words} if comes_back else {},
            comment="" if comes_back else "Thank you. All criteria are met.",
            at=at,
        )
        settle(at)

    world.plan(day, act)


def plan_clinics(world: World) -> None:
    """Let the webinar be held about once a month; one is still to come."""
    clinic = Gathering.objects.get(key="change-management/change-clinic")
    for days_ago, names in CLINICS.items():
        starts = world.days_ago(days_ago).replace(hour=13, minute=0, second=0, microsecond=0)
        ends = starts + timedelta(hours=1)
        details = SessionDetails(starts, ends, "Europe/Berlin", "By video", places=20)
        world.plan(max(days_ago + 10, 1), partial(_clinic, world, clinic, details, names))


def _clinic(
    world: World,
    clinic: Gathering,
    details: SessionDetails,
    names: Sequence[str],
    at: datetime,
) -> None:
    host = world.people["Luca Ferri"]
    session = schedule_session(gathering=clinic, details=details, actor=host, at=at)
    for name in names:
        book(session=session, person=world.people[name], at=at + timedelta(hours=2))
    if details.ends_at < world.now:
        present = partial(_attend, world, session.code, names)
        world.plan(details.starts_at + timedelta(minutes=50), present)


def _attend(world: World, code: str, names: Sequence[str], at: datetime) -> None:
    for name in names:
        attend_by_code(person=world.people[name], code=code, at=at)
    settle(at)
