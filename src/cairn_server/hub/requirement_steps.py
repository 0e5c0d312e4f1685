"""The requirement tree of an achievement as it stands for somebody: what is met, what is next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.pathways.criteria import Gap, Leaf, Met, Requirement, evaluate, references
from cairn.pathways.requirement import (
    OUTSIDE,
    AllOf,
    AnyOf,
    Attendance,
    Credential,
    NOf,
    Outside,
    Points,
    Quiz,
    Reference,
    Task,
    Units,
    inner_references,
)
from cairn_server.accounts.models import Person
from cairn_server.assessment.models import Submission
from cairn_server.assessment.quiz_queries import QuizStanding, quiz_standing
from cairn_server.assessment.rounds import submissions_of_round
from cairn_server.catalog.requirement_words import Wording, domain_of, in_words
from cairn_server.hub.known_ways import KnownWays, is_only_to_refresh, still_missing
from cairn_server.learning.session_queries import SessionSummary, next_sessions


class StepState(StrEnum):
    MET = "met"
    BEGUN = "begun"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Step:
    """
    One line of a tree, with the lines under it.

    Args:
        text: what is required.
        note: how far it is, in words; empty where there is nothing to say.
        at: since when it is met; None while it is not, and for groups.
        minutes: what it would still take by itself; 0 once met, and for groups.
        url: where one does it; empty for groups.
    """

    text: str
    state: StepState
    note: str = ""
    at: datetime | None = None
    minutes: float = 0.0
    url: str = ""
    parts: tuple[Step, ...] = ()

    @property
    def is_met(self) -> bool:
        return self.state is StepState.MET

    @property
    def is_begun(self) -> bool:
        return self.state is StepState.BEGUN


def _one_unit(id: str) -> Leaf:
    return Units((id,))


def _of_another_issuer(named: str) -> Leaf:
    issuer, _space, achievement = named.partition(" ")
    return Outside(issuer, domain_of(issuer), achievement)


_LEAVES: dict[str, Callable[[str], Leaf]] = {
    "unit": _one_unit,
    "task": Task,
    "quiz": Quiz,
    "attendance": Attendance,
    "credential": Credential,
    OUTSIDE: _of_another_issuer,
}


@dataclass(frozen=True, slots=True)
class WayLine:
    """One thing that the shortest way still takes."""

    text: str
    minutes: float
    url: str


class Steps:
    """
    Draws requirement trees for one person, or for a stranger.

    Args:
        tries: the newest try at each task.
        quizzes, sessions: where the person stands with each quiz; when one can attend next.
    """

    def __init__(
        self,
        known: KnownWays,
        *,
        tries: Mapping[UUID, Submission],
        quizzes: Mapping[UUID, QuizStanding],
        sessions: Mapping[UUID, SessionSummary],
    ) -> None:
        self._known = known
        self._tries = tries
        self._quizzes = quizzes
        self._sessions = sessions

    def about(self, known: KnownWays) -> Steps:
        """Return what draws other trees of the same person."""
        return Steps(known, tries=self._tries, quizzes=self._quizzes, sessions=self._sessions)

    def tree(self, achievement_id: str) -> Step:
        """Return the tree of one of the known achievements."""
        requirement = self._known.rules[achievement_id]
        return self._step(requirement, in_words(requirement, self._known.facts.names))

    def leaf(self, reference: Reference) -> Step:
        """Return how it stands with one thing that is named, by itself."""
        leaf = _LEAVES[reference.kind](reference.id)
        return self._leaf(leaf, self._known.facts.names.get(reference.id, reference.id))

    def quizzes_of(self, achievement_id: str) -> tuple[QuizStanding, ...]:
        """Return the open quizzes that an achievement names itself."""
        named = references(self._known.rules[achievement_id])
        ids = [UUID(one.id) for one in named if one.kind == "quiz"]
        return tuple(self._quizzes[id] for id in ids if id in self._quizzes)

    def way(self, gaps: list[Gap]) -> list[WayLine]:
        """Return the shortest way as lines."""
        return [self._way_line(gap) for gap in gaps]

    def _way_line(self, gap: Gap) -> WayLine:
        facts = self._known.facts
        leaf = still_missing(gap, facts)
        text = in_words(leaf, facts.names).text
        url = url_of(leaf)
        if is_only_to_refresh(gap, facts):
            text, url = _("Refresh what you learned"), reverse("learning:recall")
        return WayLine(text, gap.minutes, url)

    def _step(self, requirement: Requirement, words: Wording) -> Step:
        match requirement:
            case AllOf(parts) | AnyOf(parts) | NOf(_, parts):
                below = parts
            case Points(_, entries):
                below = tuple(entry.requirement for entry in entries)
            case _:
                return self._leaf(requirement, words.text)
        steps = tuple(map(self._step, below, words.parts))
        return Step(words.text, self._state_of_group(requirement, steps), parts=steps)

    def _state_of_group(self, requirement: Requirement, steps: tuple[Step, ...]) -> StepState:
        met = sum(step.is_met for step in steps)
        match requirement:
            case AllOf():
                is_met = met == len(steps)
            case AnyOf():
                is_met = met > 0
            case NOf(n, _):
                is_met = met >= n
            case _:
                is_met = isinstance(evaluate(requirement, self._known.facts), Met)
        if is_met:
            return StepState.MET
        begun = met or any(step.is_begun for step in steps)
        return StepState.BEGUN if begun else StepState.OPEN

    def _leaf(self, leaf: Leaf, text: str) -> Step:
        verdict = evaluate(leaf, self._known.facts)
        if isinstance(verdict, Met):
            return Step(text, StepState.MET, at=verdict.by[0].at, url=url_of(leaf))
        note, is_begun = self._note(leaf)
        return Step(
            text,
            StepState.BEGUN if is_begun else StepState.OPEN,
            note=note,
            minutes=verdict.minutes,
            url=url_of(still_missing(verdict.what[0], self._known.facts)),
        )

    def _note(self, leaf: Leaf) -> tuple[str, bool]:
        """Return how far a leaf is that is not met, in words, and whether it was begun."""
        match leaf:
            case Units(units):
                return self._units_note(units)
            case Task(id):
                newest = self._tries.get(UUID(id))
                return (str(newest.get_state_display()), True) if newest else ("", False)
            case Quiz(id) if (quiz := self._quizzes.get(UUID(id))) is not None:
                return _quiz_note(quiz), quiz.attempts_made > 0
            case Attendance(id):
                return _session_note(self._sessions.get(UUID(id))), False
            case Outside():
                return _("Bring the badge along; it counts once it is found genuine"), False
            case _:
                return "", False

    def _units_note(self, units: tuple[str, ...]) -> tuple[str, bool]:
        known = [self._known.units[UUID(id)] for id in units if UUID(id) in self._known.units]
        learned = sum(one.learned_at is not None for one in known)
        if learned == len(units):
            return _("All learned; some of it has faded"), True
        if not any(one.is_begun for one in known):
            return "", False
        return _("%(n)s of %(all)s learned") % {"n": learned, "all": len(units)}, True


def _quiz_note(quiz: QuizStanding) -> str:
    needed = _("%(n).0f %% needed") % {"n": quiz.cut_score * 100}
    said = [ngettext("{n} question", "{n} questions", quiz.questions).format(n=quiz.questions)]
    said.append(needed)
    if quiz.best is not None:
        said.append(_("best so far %(n).0f %%") % {"n": quiz.best * 100})
    if quiz.attempts_left is not None:
        left = ngettext("{n} attempt left", "{n} attempts left", quiz.attempts_left)
        said.append(left.format(n=quiz.attempts_left))
    return ", ".join(said)


def _session_note(session: SessionSummary | None) -> str:
    if session is None:
        return _("No date has been set yet")
    when = date_format(localtime(session.starts_at), "j F Y, H:i")
    return _("Next: %(when)s") % {"when": when}


def url_of(leaf: Requirement) -> str:
    """Return where one does what a leaf requires: for several units, the first."""
    match leaf:
        case Units(units):
            return reverse("learning:unit", args=[units[0]])
        case Task(id):
            return reverse("assessment:task", args=[id])
        case Quiz(id):
            return reverse("assessment:quiz", args=[id])
        case Attendance(id):
            return f"{reverse('sessions:sessions')}?gathering={id}"
        case Credential(id):
            return reverse("hub:achievement", args=[id])
        case Outside():
            return reverse("portfolio:create-badge")
    return ""


def steps_for(person: Person | None, known: KnownWays, *, at: datetime) -> Steps:
    """Return what draws the trees of `known` for `person`. Four queries at most."""
    named = _named(known)
    quiz_ids, gathering_ids = named.get("quiz", []), named.get("attendance", [])
    return Steps(
        known,
        tries=newest_tries(person, named.get("task", [])),
        quizzes=quiz_standing(person, quiz_ids, at=at) if quiz_ids else {},
        sessions=next_sessions(gathering_ids, at) if gathering_ids else {},
    )


def _named(known: KnownWays) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for one in inner_references(AllOf(tuple(known.rules.values()))):
        found.setdefault(one.kind, []).append(UUID(one.id))
    return found


def newest_tries(person: Person | None, task_ids: list[UUID]) -> dict[UUID, Submission]:
    """Return the newest try of `person` that counts now at each of the tasks. One query."""
    if person is None or not task_ids:
        return {}
    rows = submissions_of_round(Submission.objects.filter(person=person, task__in=task_ids))
    return {one.task_id: one for one in rows.order_by("number")}
