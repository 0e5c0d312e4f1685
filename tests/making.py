"""Making people and content for tests, in one line each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress

import cairn_server.site
from cairn.exchange.pack_reading import read_pack
from cairn.psychometrics.questions import Question
from cairn.scheduling.memory import Rating
from cairn_server.accounts.models import Membership, Organisation, Person, Role
from cairn_server.catalog.importing import ImportReport, import_pack
from cairn_server.catalog.models import (
    Achievement,
    AchievementKind,
    AchievementQuiz,
    AchievementUnit,
    AchievementVersion,
    Item,
    ItemVersion,
    Quiz,
    QuizItem,
    QuizVersion,
    Unit,
    UnitVersion,
)
from cairn_server.journal.ids import new_id
from cairn_server.learning.reviewing import record_review
from tests.moments import MONDAY

MINUTE = timedelta(minutes=1)
PACKS = Path(cairn_server.site.__file__).parent / "packs"
BUILDS_ON = {"digital-marketing-analytics": ("data-analytics", "digital-marketing")}


def join(name: str, organisation: Organisation, *roles: str) -> Person:
    """Return a new person with a verified address, a member of `organisation` with `roles`."""
    email = f"{name.lower()}@{organisation.slug}.example"
    person = Person.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    membership = Membership.objects.create(person=person, organisation=organisation, since=MONDAY)
    for role in roles:
        Role.objects.create(membership=membership, name=role)
    return person


def make_unit(
    organisation: Organisation,
    key: str = "whiteboards",
    *,
    questions: Sequence[Question] | None = None,
    published: bool = True,
) -> UnitVersion:
    """Return a unit: a text card, then each question (one if none are given), then a text card."""
    at = MONDAY if published else None
    unit = Unit.objects.create(organisation=organisation, key=key)
    cards: list[dict[str, str]] = [{"kind": "text", "text": "A vote shows *your* answers."}]
    for question in [make_question()] if questions is None else questions:
        version = make_version(unit, question, published=published)
        cards.append({"kind": "question", "item": str(version.item_id), "version": str(version.pk)})
    cards.append({"kind": "text", "text": "A board shows *theirs*."})
    return UnitVersion.objects.create(
        unit=unit, number=1, title=key.title(), seconds=120, cards=cards, published_at=at
    )


def make_question(key: str = "why-boards", **members: Any) -> Question:
    """Return a choice of two with feedback; `members` as in a content pack."""
    return Question.from_json(
        {
            "id": key,
            "kind": "choice",
            "prompt": "What does a board show that a vote cannot?",
            "options": [
                {"id": "a", "text": "Who votes first", "feedback": "A vote shows that too."},
                {"id": "b", "text": "An answer you never thought of", "correct": True},
            ],
        }
        | members
    )


def make_version(unit: Unit, question: Question, *, published: bool = True) -> ItemVersion:
    """Return the first version of a question of `unit`."""
    item = Item.objects.create(
        organisation=unit.organisation, unit=unit, key=question.id, use=question.use.value
    )
    return ItemVersion.objects.create(
        item=item,
        number=1,
        content=question.to_json(),
        seconds=question.seconds,
        published_at=MONDAY if published else None,
    )


def make_achievement(
    organisation: Organisation, *units: UnitVersion, key: str = "checking", published: bool = True
) -> AchievementVersion:
    """Return a participation badge for learning `units`."""
    version = AchievementVersion.objects.create(
        achievement=Achievement.objects.create(organisation=organisation, key=key),
        number=1,
        kind=AchievementKind.PARTICIPATION_BADGE,
        title=key.title(),
        summary="Finds out what every learner has understood.",
        requirements={"units": [str(unit.unit_id) for unit in units]},
        learning_seconds=sum(unit.seconds for unit in units),
        published_at=MONDAY if published else None,
    )
    for position, unit in enumerate(units):
        AchievementUnit.objects.create(version=version, unit=unit.unit, position=position)
    return version


def make_item(organisation: Organisation, key: str = "whiteboards") -> ItemVersion:
    """Return a practice item of a unit of its own, in a published achievement."""
    unit = make_unit(organisation, key)
    make_achievement(organisation, unit, key=f"earns-{key}")
    return ItemVersion.objects.select_related("item").get(item__unit=unit.unit)


def make_due(person: Person, item: ItemVersion, number: int = 0) -> None:
    """Let `person` have answered `item` rightly on MONDAY, so that it is due days later."""
    record_review(
        person=person,
        item=item,
        review_id=new_id(),
        rating=Rating.GOOD,
        at=MONDAY + number * MINUTE,
    )


def import_real_pack(
    organisation: Organisation, name: str = "checking-for-understanding"
) -> ImportReport:
    """Import one of the packs that come with Cairn, and what it builds on; published on MONDAY."""
    for needed in BUILDS_ON.get(name, ()):
        import_real_pack(organisation, needed)
    pack = read_pack(PACKS / name)
    return import_pack(organisation=organisation, pack=pack, actor=None, at=MONDAY, publish=True)


def make_quiz(
    organisation: Organisation,
    key: str = "boards-quiz",
    *,
    areas: Sequence[tuple[str, int]] = (("asks", 2), ("acts", 1)),
    pool: int = 4,
    question: Callable[[str], Question] | None = None,
    **rules: Any,
) -> QuizVersion:
    """
    Return a published quiz of a published micro-credential, with `pool` questions an area.

    `rules` are fields of the version: 600 seconds, a cut score of 0.7 and as many attempts as one
    likes unless stated. Each area is a practice question of a unit of its own, too.
    """
    quiz = Quiz.objects.create(organisation=organisation, key=key)
    blueprint = [{"criterion": id, "title": id.title(), "questions": n} for id, n in areas]
    version = QuizVersion.objects.create(
        **{"seconds": 600, "cut_score": 0.7, "title": key.title()} | rules,
        quiz=quiz,
        number=1,
        blueprint=blueprint,
        published_at=MONDAY,
    )
    units = [_area_with_pool(version, key, id, pool, question or _pool_question) for id, _ in areas]
    achievement = make_achievement(organisation, *units, key=f"earns-{key}")
    achievement.kind = AchievementKind.MICRO_CREDENTIAL
    achievement.requirements = {"all_of": [achievement.requirements, {"quiz": str(quiz.pk)}]}
    achievement.save()
    AchievementQuiz.objects.create(version=achievement, quiz=quiz, position=0)
    return version


def _area_with_pool(
    quiz: QuizVersion, key: str, area: str, pool: int, question: Callable[[str], Question]
) -> UnitVersion:
    unit = make_unit(quiz.quiz.organisation, f"{key}-{area}", questions=[])
    practice = make_version(unit.unit, make_question(f"{area}-practice"))
    ItemVersion.objects.filter(pk=practice.pk).update(criterion=area)
    for number in range(pool):
        asked = make_version(unit.unit, question(f"{area}-{number}"))
        QuizItem.objects.create(quiz_version=quiz, item_version=asked, criterion=area)
    return unit


def _pool_question(key: str) -> Question:
    return make_question(key, use="assessment", prompt=f"Which is right of {key}?")
