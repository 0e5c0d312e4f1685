"""Placing the parts of a pack one by one: what is new, what changed, what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

from cairn.exchange.pack import (
    AchievementKind,
    Card,
    CardKind,
    Pack,
    PackAchievement,
    PackGathering,
    PackQuiz,
    PackRubric,
    PackTask,
    PackUnit,
)
from cairn.exchange.quiz_checking import pool_of
from cairn.pathways import requirement as requirements
from cairn.pathways.performance import require_performance
from cairn.pathways.requirement import Outside, Reference
from cairn.psychometrics.questions import Question
from cairn_server.accounts.models import Organisation
from cairn_server.catalog.achievement_columns import achievement_columns, template_of
from cairn_server.catalog.linking import (
    Named,
    assessed_among,
    circle_in,
    link,
    linked,
    linked_of,
    seconds_of,
)
from cairn_server.catalog.models import (
    Achievement,
    AchievementVersion,
    Gathering,
    GatheringVersion,
    Item,
    ItemVersion,
    Quiz,
    QuizItem,
    QuizVersion,
    Rubric,
    RubricVersion,
    Task,
    TaskVersion,
    Unit,
    UnitOrder,
    UnitVersion,
)
from cairn_server.catalog.pack_media import PackFiles
from cairn_server.catalog.question_meaning import means_the_same
from cairn_server.catalog.versioning import Outcome, keep_after, keep_version
from cairn_server.errors import NotPublishable

SECONDS_PER_MINUTE = 60


class Placing:
    """
    One pack on its way into one organisation, within the caller's transaction.

    Args:
        publish_at: when new versions are published; None keeps them drafts.
        keep: whether media are kept on disk; False in a dry run.
    """

    def __init__(
        self,
        organisation: Organisation,
        pack: Pack,
        files: Mapping[str, bytes],
        publish_at: datetime | None,
        *,
        keep: bool,
    ) -> None:
        self.where = "pack.yaml"
        self.counts = {outcome.value: 0 for outcome in Outcome}
        self._organisation = organisation
        self._pack = pack
        self._publish_at = publish_at
        self._media = PackFiles(organisation, files, keep=keep)
        self._placed_anew: set[str] = set()
        self._units: dict[str, Unit] = {}
        self._items: dict[str, ItemVersion] = {}
        self._rubrics: dict[str, RubricVersion] = {}
        self._tasks: dict[str, Task] = {}
        self._quizzes: dict[str, Quiz] = {}
        self._gatherings: dict[str, Gathering] = {}
        self._achievements: dict[str, Achievement] = {}

    @property
    def has_changed(self) -> bool:
        return bool(self.counts[Outcome.CREATED] or self.counts[Outcome.UPDATED])

    def examine_files(self) -> None:
        """Look into the files that cards show, which takes its time, before anything is locked."""
        for unit in self._pack.units:
            self.where = f"units/{unit.id}.md"
            for card in unit.cards:
                if card.kind is CardKind.MEDIA:
                    self._media.examine(card.media)

    def place(self) -> None:
        """Place everything, referenced parts before those that refer to them."""
        for unit in self._pack.units:
            self.where = f"units/{unit.id}.md"
            self._place_unit(unit)
        self._place_order()
        for rubric in self._pack.rubrics:
            self.where = f"rubrics/{rubric.id}.yaml"
            self._place_rubric(rubric)
        for task in self._pack.tasks:
            self.where = f"tasks/{task.id}.md"
            self._place_task(task)
        for quiz in self._pack.quizzes:
            self.where = f"quizzes/{quiz.id}.yaml"
            self._place_quiz(quiz)
        for gathering in self._pack.gatherings:
            self.where = f"gatherings/{gathering.id}.md"
            self._place_gathering(gathering)
        for achievement in _parts_first(self._pack.achievements):
            self.where = f"achievements/{achievement.id}.md"
            self._place_achievement(achievement)

    def _key(self, id: str) -> str:
        """Return the name in the organisation: ids are unique within their pack only."""
        return f"{self._pack.id}/{id}"

    def _version(
        self,
        model: type[Any],
        of: Mapping[str, Any],
        columns: Mapping[str, Any],
        also: object = None,
        also_of: Callable[[Any], object] | None = None,
    ) -> tuple[Any, Outcome]:
        version, outcome = keep_version(
            model,
            of=of,
            columns=columns,
            language=self._pack.language,
            publish_at=self._publish_at,
            and_also=also,
            also_of=also_of,
        )
        self.counts[outcome] += 1
        return version, outcome

    def _place_unit(self, unit: PackUnit) -> None:
        row, _ = Unit.objects.get_or_create(organisation=self._organisation, key=self._key(unit.id))
        self._units[unit.id] = row
        items = self._place_items(row, unit.questions)
        columns = {
            "title": unit.title,
            "seconds": unit.minutes * SECONDS_PER_MINUTE,
            "outcomes": list(unit.outcomes),
            "resources": [one.to_json() for one in unit.resources],
            "cards": [self._card(card, items) for card in unit.cards],
        }
        self._items |= items
        _, outcome = self._version(UnitVersion, {"unit": row}, columns)
        if outcome is not Outcome.UNCHANGED:
            self._placed_anew.add(unit.id)

    def _place_items(self, unit: Unit, questions: Iterable[Question]) -> dict[str, ItemVersion]:
        known = {item.key: item for item in Item.objects.filter(unit=unit)}
        versions = ItemVersion.objects.filter(item__unit=unit).order_by("number")
        newest = {version.item_id: version for version in versions}
        placed = {}
        for question in questions:
            item = known.get(question.id) or Item.objects.create(
                unit=unit,
                key=question.id,
                organisation=self._organisation,
                use=question.use.value,
            )
            placed[question.id] = self._place_item(item, newest.get(item.pk), question)
        return placed

    def _place_item(
        self, item: Item, newest: ItemVersion | None, question: Question
    ) -> ItemVersion:
        if item.use != question.use.value:
            raise NotPublishable(
                f"The question {question.id} was for {item.use}: practice and assessment never "
                "mix, so give the changed question a new id"
            )
        columns = {
            "content": question.to_json(),
            "criterion": question.criterion,
            "meaning": _meaning(newest, question),
            "seconds": question.seconds,
        }
        version, outcome = keep_after(
            newest,
            ItemVersion,
            of={"item": item},
            columns=columns,
            language=self._pack.language,
            publish_at=self._publish_at,
        )
        self.counts[outcome] += 1
        return version

    def _card(self, card: Card, items: Mapping[str, ItemVersion]) -> dict[str, Any]:
        if card.kind is CardKind.QUESTION:
            version = items[card.question]
            return {"kind": "question", "item": str(version.item_id), "version": str(version.pk)}
        if card.kind is CardKind.TEXT:
            return {"kind": "text", "text": card.text}
        return self._media.card(card)

    def _place_order(self) -> None:
        """Keep which unit comes after which; one that differs in this alone counts as updated."""
        for unit in self._pack.units:
            row = self._units[unit.id]
            before = [self._units[one] for one in unit.after]
            gone, _ = UnitOrder.objects.filter(unit=row).exclude(after__in=before).delete()
            made = [UnitOrder.objects.get_or_create(unit=row, after=one)[1] for one in before]
            if (gone or any(made)) and unit.id not in self._placed_anew:
                self.counts[Outcome.UNCHANGED] -= 1
                self.counts[Outcome.UPDATED] += 1

    def _place_rubric(self, rubric: PackRubric) -> None:
        row, _ = Rubric.objects.get_or_create(
            organisation=self._organisation, key=self._key(rubric.id)
        )
        columns = {"content": rubric.rubric.to_json()}
        self._rubrics[rubric.id], _ = self._version(RubricVersion, {"rubric": row}, columns)

    def _place_task(self, task: PackTask) -> None:
        row, _ = Task.objects.get_or_create(organisation=self._organisation, key=self._key(task.id))
        self._tasks[task.id] = row
        columns = {
            "rubric": self._rubrics[task.rubric],
            "title": task.title,
            "instructions": task.instructions,
            "seconds": task.minutes * SECONDS_PER_MINUTE,
            "promised_days": task.promised_days,
            "parts": [{**asdict(part), "accept": list(part.accept)} for part in task.parts],
        }
        self._version(TaskVersion, {"task": row}, columns)

    def _place_quiz(self, quiz: PackQuiz) -> None:
        row, _ = Quiz.objects.get_or_create(organisation=self._organisation, key=self._key(quiz.id))
        self._quizzes[quiz.id] = row
        asked = {row.criterion for row in quiz.blueprint}
        questions = pool_of(quiz, {unit.id: unit for unit in self._pack.units})
        pool = [(self._items[one.id], one.criterion) for one in questions if one.criterion in asked]
        columns = {
            "title": quiz.title,
            "instructions": quiz.instructions,
            "seconds": quiz.minutes * SECONDS_PER_MINUTE,
            "cut_score": float(quiz.cut_score),
            "attempts_allowed": quiz.attempts,
            "wait_hours": quiz.wait_hours,
            "blueprint": [row.to_json() for row in quiz.blueprint],
        }
        also = sorted(str(item.pk) for item, _ in pool)
        version, outcome = self._version(QuizVersion, {"quiz": row}, columns, also)
        if outcome is Outcome.UNCHANGED:
            return
        QuizItem.objects.filter(quiz_version=version).delete()
        QuizItem.objects.bulk_create(
            QuizItem(quiz_version=version, item_version=item, criterion=criterion)
            for item, criterion in pool
        )

    def _place_gathering(self, gathering: PackGathering) -> None:
        row, _ = Gathering.objects.get_or_create(
            organisation=self._organisation, key=self._key(gathering.id)
        )
        self._gatherings[gathering.id] = row
        columns = {
            "title": gathering.title,
            "kind": gathering.kind.value,
            "summary": gathering.summary,
            "seconds": gathering.minutes * SECONDS_PER_MINUTE,
        }
        self._version(GatheringVersion, {"gathering": row}, columns)

    def _place_achievement(self, achievement: PackAchievement) -> None:
        row, _ = Achievement.objects.get_or_create(
            organisation=self._organisation, key=achievement.id
        )
        self._achievements[achievement.id] = row
        references = requirements.inner_references(achievement.requirements)
        rows = {reference: self._row(reference) for reference in references}
        ids = {reference: str(row.pk) for reference, row in rows.items()}
        mapped = requirements.map_references(achievement.requirements, ids)
        named = self._named(rows, requirements.outside_in(mapped))
        if achievement.kind is AchievementKind.MICRO_CREDENTIAL:
            require_performance(mapped, assessed=assessed_among(named.parts))
        columns = {
            **achievement_columns(achievement),
            "template": template_of(achievement, self._pack),
            "requirements": requirements.to_json(mapped),
            "renewal_again": _ids_of(achievement, ids),
            "learning_seconds": seconds_of(named),
        }
        also = linked(named.units, achievement.alignments)
        version, outcome = self._version(
            AchievementVersion, {"achievement": row}, columns, also, linked_of
        )
        if outcome is Outcome.UNCHANGED:
            return
        link(version, named, achievement.alignments)
        circle = circle_in(self._organisation) if named.parts else []
        if circle:
            raise NotPublishable(
                f"Achievements require one another in a circle: {' -> '.join(circle)}"
            )

    def _named(self, rows: Mapping[Reference, Any], outside: list[Outside]) -> Named:
        """Return the rows by kind; the units in the order in which they are learned."""
        order = {unit.id: unit.order for unit in self._pack.units}
        units = [reference for reference in rows if reference.kind == "unit"]
        units.sort(key=lambda reference: order[reference.id])
        of_kind: dict[str, list[Any]] = {}
        for reference, row in rows.items():
            of_kind.setdefault(reference.kind, []).append(row)
        return Named(
            units=[rows[reference] for reference in units],
            tasks=of_kind.get("task", []),
            quizzes=of_kind.get("quiz", []),
            gatherings=of_kind.get("attendance", []),
            parts=of_kind.get("credential", []),
            outside=outside,
        )

    def _row(self, reference: Reference) -> Any:
        if reference.kind == "credential":
            return self._part(reference.id)
        placed: dict[str, Mapping[str, Any]] = {
            "unit": self._units,
            "task": self._tasks,
            "quiz": self._quizzes,
            "attendance": self._gatherings,
        }
        if reference.id not in placed[reference.kind]:
            raise NotPublishable(f"There is no {reference.kind} {reference.id} in the pack")
        return placed[reference.kind][reference.id]

    def _part(self, id: str) -> Achievement:
        """Return an achievement of the pack, or one of the organisation: `<other pack>/<id>`."""
        if id in self._achievements:
            return self._achievements[id]
        names = (id, id.partition("/")[2])
        known = Achievement.objects.filter(organisation=self._organisation, key__in=names)
        if not known:
            raise NotPublishable(f"There is no achievement {id} to build on: bring it in first")
        return known[0]


def _ids_of(achievement: PackAchievement, ids: Mapping[Reference, str]) -> list[str]:
    """Return what has to be done again to renew, by the ids of the rows; outside keeps its own."""
    again = achievement.validity.again if achievement.validity else ()
    named = requirements.references(achievement.requirements)
    return [ids.get(one, one.id) for one in named if one.id in again]


def _parts_first(achievements: Sequence[PackAchievement]) -> list[PackAchievement]:
    """Return the achievements in an order in which each comes after those it builds on."""
    by_id = {one.id: one for one in achievements}
    needed = {
        one.id: [
            reference.id
            for reference in requirements.references(one.requirements)
            if reference.kind == "credential" and reference.id in by_id
        ]
        for one in achievements
    }
    return [by_id[id] for id in TopologicalSorter(needed).static_order()]


def _meaning(newest: ItemVersion | None, question: Question) -> int:
    """Return the meaning of the next version: one more if what is asked or right has changed."""
    if newest is None:
        return 1
    same = means_the_same(Question.from_json(newest.content), question)
    return newest.meaning if same else newest.meaning + 1
