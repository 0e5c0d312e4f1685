"""Reads about quizzes: which are open, where a person stands with them, what attempts came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from cairn.psychometrics.attempts import reaches
from cairn.psychometrics.blueprint import Area, Exposure, areas_of
from cairn.psychometrics.questions import QuestionKind
from cairn_server.accounts.extra_time_queries import extra_times
from cairn_server.accounts.models import ExtraTime, Person
from cairn_server.assessment.models import Attempt, Response
from cairn_server.assessment.rounds import attempts_of_round, with_rounds
from cairn_server.catalog import queries as catalog
from cairn_server.catalog.models import (
    AchievementVersion,
    ItemUse,
    ItemVersion,
    QuizItem,
    QuizVersion,
    UnitVersion,
)
from cairn_server.journal.paging import Page, page_of

GRACE = timedelta(seconds=5)
"""How long after the deadline an answer may still arrive that was sent before it."""

EXPOSURE_WINDOW = 200
"""How many attempts back it counts how often a question was asked."""


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """
    A quiz, and where a person stands with it.

    Args:
        seconds: time allowed for an attempt.
        questions: how many an attempt asks.
        cut_score: share of the points that passes.
        attempts_left: None where there is no limit.
        next_at: when the next attempt may begin, if not now; None also once none is left.
        best: the best score so far, a share.
        open_attempt: the id of the attempt that is under way.
        reads_answers: whether they may read the answers, or could: no attempt of theirs counts.
    """

    quiz_id: UUID
    title: str
    seconds: int
    questions: int
    cut_score: float
    attempts_allowed: int | None
    attempts_made: int
    attempts_left: int | None
    next_at: datetime | None
    best: float | None
    passed_at: datetime | None
    open_attempt: UUID | None
    extra_seconds: int = 0  # that this person has beside those of everybody
    reads_answers: bool = False

    @property
    def seconds_in_all(self) -> int:
        return self.seconds + self.extra_seconds

    @property
    def is_passed(self) -> bool:
        return self.passed_at is not None

    @property
    def may_begin(self) -> bool:
        """Whether an attempt may begin, or be gone on with, now."""
        if self.open_attempt is not None:
            return True
        if self.reads_answers:
            return False
        return not self.is_passed and self.next_at is None and self.attempts_left != 0


@dataclass(frozen=True, slots=True)
class WeakArea:
    """An area below the cut score, and the open units that prepare for it."""

    title: str
    units: tuple[UnitVersion, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What an attempt came to, as its learner reads it: no question and no key is part of it.

    Args:
        weak: what to look at again, in the order of the blueprint.
    """

    score: float
    passed: bool
    weak: tuple[WeakArea, ...]


def open_versions(quiz_ids: Iterable[UUID]) -> dict[UUID, QuizVersion]:
    """Return the newest published version of each quiz that a published achievement names."""
    versions = QuizVersion.objects.filter(
        quiz__in=list(quiz_ids),
        published_at__isnull=False,
        quiz__achievement_links__version__published_at__isnull=False,
    )
    return {one.quiz_id: one for one in versions.select_related("quiz").order_by("number")}


def achievements_asking_for(quiz_id: UUID) -> list[AchievementVersion]:
    """Return the published definitions that name the quiz, newest first. One query."""
    versions = AchievementVersion.objects.filter(
        quiz_links__quiz=quiz_id, published_at__isnull=False
    )
    return list(
        versions.select_related("achievement__organisation").order_by("-number", "-published_at")
    )


def quiz_standing(
    person: Person | None, quiz_ids: Collection[UUID], *, at: datetime
) -> dict[UUID, QuizStanding]:
    """Return where `person` (None: nobody yet) stands with each open quiz. Three queries."""
    versions = open_versions(quiz_ids)
    made: dict[UUID, list[Attempt]] = {quiz_id: [] for quiz_id in versions}
    if person is not None and versions:
        rows = with_rounds(Attempt.objects.filter(person=person, quiz__in=versions))
        for attempt in attempts_of_round(rows.order_by("number").defer("drawn")):
            made[attempt.quiz_id].append(attempt)
    extra = extra_times(person, {one.quiz.organisation_id for one in versions.values()})
    found = {quiz_id: standing(one, made[quiz_id], at=at) for quiz_id, one in versions.items()}
    return {
        quiz_id: with_extra_time(one, extra.get(versions[quiz_id].quiz.organisation_id))
        for quiz_id, one in found.items()
    }


def with_extra_time(shown: QuizStanding, extra: ExtraTime | None) -> QuizStanding:
    """Return where somebody stands who has extra time, if they have."""
    if extra is None:
        return shown
    return replace(shown, extra_seconds=extra.seconds_beside(shown.seconds))


def standing(version: QuizVersion, made: list[Attempt], *, at: datetime) -> QuizStanding:
    """Return where somebody stands who has made these attempts, all of one round, in order."""
    allowed = version.attempts_allowed
    left = None if allowed is None else max(allowed - len(made), 0)
    passed = [one.ended_at for one in made if one.passed and one.ended_at]
    running = next((one for one in made if is_running(one, at)), None)
    return QuizStanding(
        quiz_id=version.quiz_id,
        title=version.title,
        seconds=version.seconds,
        questions=sum(area.questions for area in areas_of(version.blueprint)),
        cut_score=version.cut_score,
        attempts_allowed=allowed,
        attempts_made=len(made),
        attempts_left=left,
        next_at=None if passed or left == 0 or running else _next_at(version, made, at),
        best=max((one.score for one in made if one.score is not None), default=None),
        passed_at=min(passed, default=None),
        open_attempt=running.pk if running else None,
    )


def _next_at(version: QuizVersion, made: list[Attempt], at: datetime) -> datetime | None:
    if not made or not version.wait_hours:
        return None
    ended_at = made[-1].ended_at or made[-1].deadline_at
    next_at = ended_at + timedelta(hours=version.wait_hours)
    return next_at if next_at > at else None


def is_running(attempt: Attempt, at: datetime) -> bool:
    """Return whether answers may still be saved: the deadline is the server's, with a grace."""
    return attempt.ended_at is None and at <= attempt.deadline_at + GRACE


def attempts_of(person: Person, quiz_id: UUID) -> list[Attempt]:
    """Return a person's attempts at a quiz, first to last, with their rounds. One query."""
    rows = Attempt.objects.filter(person=person, quiz=quiz_id).select_related("version")
    return list(with_rounds(rows).order_by("number"))


def my_attempts(person: Person, *, after: UUID | None = None, limit: int = 50) -> Page[Attempt]:
    """Return a page of a person's attempts at any quiz, newest first. One query."""
    rows = Attempt.objects.filter(person=person).select_related("version")
    return page_of(rows, lambda one: one, after=after, limit=limit)


def pool_of(version: QuizVersion) -> dict[UUID, QuizItem]:
    """
    Return what may be drawn for a quiz, by the id of the item. One query.

    Only published assessment questions, and none that a learner would rate alone.
    """
    rows = (
        QuizItem.objects.filter(
            quiz_version=version,
            item_version__published_at__isnull=False,
            item_version__item__use=ItemUse.ASSESSMENT,
        )
        .exclude(item_version__content__kind=QuestionKind.FREE_RECALL.value)
        .select_related("item_version")
        .order_by("item_version__number")
    )
    return {row.item_version.item_id: row for row in rows}


def times_drawn(attempts: Collection[Attempt]) -> Counter[UUID]:
    """Return how often these attempts drew each item. One query, none without attempts."""
    drawn = Counter(UUID(row["item"]) for one in attempts for row in one.drawn)
    if not drawn:
        return Counter()
    items = dict(ItemVersion.objects.filter(pk__in=drawn).values_list("pk", "item_id"))
    times: Counter[UUID] = Counter()
    for version_id, count in drawn.items():
        times[items[version_id]] += count
    return times


def exposure(version: QuizVersion) -> Exposure:
    """Return how often the newest attempts of anybody asked each item. At most two queries."""
    newest = Attempt.objects.filter(quiz=version.quiz_id).order_by("-pk").only("drawn")
    attempts = list(newest[:EXPOSURE_WINDOW])
    times = times_drawn(attempts)
    return Exposure(len(attempts), {str(id): count for id, count in times.items()})


def asked_versions(attempt: Attempt) -> dict[UUID, ItemVersion]:
    """Return the questions that an attempt asks, by the id of their version. One query."""
    return ItemVersion.objects.in_bulk([UUID(one["item"]) for one in attempt.drawn])


def newest_responses(attempt: Attempt) -> dict[UUID, Response]:
    """Return the answer that counts to each question, by the id of its version. One query."""
    rows = Response.objects.filter(attempt=attempt).order_by("sequence")
    return {row.item_version_id: row for row in rows}


def newest_response(attempt: Attempt, version_id: UUID) -> Response | None:
    """Return the answer to one question that counts. One query."""
    rows = Response.objects.filter(attempt=attempt, item_version=version_id)
    return rows.order_by("-sequence").first()


def verdict(attempt: Attempt) -> Verdict | None:
    """Return what an attempt came to; None while it is under way. At most four queries."""
    if attempt.score is None:
        return None
    areas = weak_areas(attempt)
    units = _units_preparing_for(attempt, [area.criterion for area in areas])
    weak = tuple(WeakArea(area.title, units[area.criterion]) for area in areas)
    return Verdict(attempt.score, bool(attempt.passed), weak)


def weak_areas(attempt: Attempt) -> tuple[Area, ...]:
    """Return the areas of an attempt below the cut score, in the order of the blueprint."""
    version, shares = attempt.version, attempt.areas
    return tuple(
        area
        for area in areas_of(version.blueprint)
        if area.criterion in shares and not reaches(shares[area.criterion], version.cut_score)
    )


def _units_preparing_for(
    attempt: Attempt, criteria: list[str]
) -> dict[str, tuple[UnitVersion, ...]]:
    """Return the open units of the achievement that carry a question of each criterion."""
    if not criteria:
        return {}
    practised = ItemVersion.objects.filter(criterion__in=criteria)
    asked = QuizItem.objects.filter(quiz_version=attempt.version, criterion__in=criteria)
    carrying = set(practised.values_list("criterion", "item__unit"))
    carrying |= set(asked.values_list("criterion", "item_version__item__unit"))
    order = attempt.achievement_version.unit_links.values_list("unit_id", flat=True)
    newest = catalog.newest_units({unit_id for _, unit_id in carrying} & set(order))
    return {
        criterion: tuple(
            newest[unit_id]
            for unit_id in order
            if unit_id in newest and (criterion, unit_id) in carrying
        )
        for criterion in criteria
    }
