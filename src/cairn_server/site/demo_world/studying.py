"""Learning of half a year: units in order, recalls when due, some of them wrong; quizzes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from cairn.psychometrics.questions import Question, QuestionKind
from cairn_server.accounts.models import Person
from cairn_server.assessment.attempting import begin_attempt, hand_in, save_answer
from cairn_server.catalog import queries as catalog
from cairn_server.catalog.cards import question_items
from cairn_server.catalog.models import AchievementVersion, ItemVersion, QuizVersion, UnitVersion
from cairn_server.learning.enrolling import enrol
from cairn_server.learning.progressing import pass_card
from cairn_server.learning.queries import due_cards
from cairn_server.learning.reviewing import record_review

KNOWN_AT_FIRST = 0.72  # share of first answers that are right
SECONDS_BETWEEN = 25


class Student:
    """One learner of the demo, whose days repeat from a seed."""

    def __init__(self, person: Person, seed: int) -> None:
        self.person = person
        self.chance = Random(seed)  # noqa: S311  # a story that repeats, not a secret

    @transaction.atomic
    def set_out(self, version: AchievementVersion, at: datetime) -> None:
        enrol(person=self.person, achievement=version.achievement, at=at)

    @transaction.atomic
    def learn(self, unit: UnitVersion, at: datetime) -> None:
        """Go through a unit card by card and answer what it asks."""
        items = catalog.newest_items(question_items(unit.cards))
        moments = self._moments(at)
        for item_id in question_items(unit.cards):
            known = self.chance.random() < KNOWN_AT_FIRST
            self._answer(items[item_id], next(moments), known)
        pass_card(person=self.person, unit=unit, cards_passed=len(unit.cards), at=next(moments))

    @transaction.atomic
    def recall(self, at: datetime, *, most: int = 12) -> None:
        """Answer what is due, as often right as memory would have it."""
        moments = self._moments(at)
        for card in due_cards(self.person, at=at).cards[:most]:
            self._answer(card.version, next(moments), self.chance.random() < card.retrievability)

    @transaction.atomic
    def attempt(
        self, quiz: QuizVersion, version: AchievementVersion, at: datetime, *, share: float
    ) -> None:
        """Take a quiz, answering about `share` of its questions rightly, and hand it in."""
        attempt = begin_attempt(
            person=self.person, version=quiz, achievement_version=version, at=at
        )
        asked = ItemVersion.objects.in_bulk([row["item"] for row in attempt.drawn])
        moments = self._moments(at)
        known = round(share * len(attempt.drawn))
        for number, row in enumerate(attempt.drawn, start=1):
            item = asked[UUID(row["item"])]
            right = number <= known
            response = response_to(Question.from_json(item.content), right=right)
            save_answer(
                attempt=attempt,
                number=number,
                version=item,
                answer=as_sent(response, row["options"]),
                sequence=1,
                at=next(moments),
            )
        hand_in(attempt=attempt, at=next(moments))

    def _answer(self, item: ItemVersion, at: datetime, known: bool) -> None:
        record_review(
            person=self.person,
            item=item,
            review_id=UUID(int=self.chance.getrandbits(128), version=4),
            response=response_to(Question.from_json(item.content), right=known),
            at=at,
        )

    def _moments(self, at: datetime) -> Iterator[datetime]:
        while True:
            at += timedelta(seconds=SECONDS_BETWEEN + self.chance.randrange(20))
            yield at


def response_to(question: Question, *, right: bool) -> dict[str, Any]:
    """Return a response to `question` that is right, or one that is not."""
    match question.kind:
        case QuestionKind.CHOICE:
            wanted = [one.id for one in question.options if one.correct is right]
            return {"option": wanted[0]}
        case QuestionKind.CHOICES:
            return {"options": [one.id for one in question.options if one.correct is right]}
        case QuestionKind.SHORT_TEXT:
            return {"text": question.answers[0].text if right else "I do not know"}
        case QuestionKind.NUMERIC:
            return {"text": str(_number(question)) if right else "-1"}
        case QuestionKind.MATCHING:
            return {"pairs": _pairs(question, right)}
        case QuestionKind.FREE_RECALL:
            return {"rating": 3 if right else 1}


def as_sent(response: dict[str, Any], order: Sequence[str]) -> dict[str, Any]:
    """Return a response to a question of a quiz with the places of options for their ids."""
    place = {id: str(number) for number, id in enumerate(order, start=1)}
    if "option" in response:
        return {"option": place[response["option"]]}
    if "options" in response:
        return {"options": [place[id] for id in response["options"]]}
    return response


def _number(question: Question) -> float:
    best = max(question.numeric, key=lambda one: one.weight)
    return best.low or 0.0 if best.value is None else best.value


def _pairs(question: Question, right: bool) -> dict[str, str]:
    lefts = [question.left_id(pair.left) for pair in question.pairs]
    rights = [question.right_id(pair.right) for pair in question.pairs]
    return dict(zip(lefts, rights if right else rights[1:] + rights[:1], strict=True))
