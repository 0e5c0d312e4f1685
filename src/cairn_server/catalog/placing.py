"""Placing the parts of a pack one by one: what is new, what changed, what stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from cairn.errors import NotPublishable
from cairn.exchange.pack import (
    AchievementKind,
    Card,
    CardKind,
    Pack,
    PackAchievement,
    PackAlignment,
    PackRubric,
    PackTask,
    PackUnit,
)
from cairn.pathways import requirement as requirements
from cairn.pathways.requirement import Reference
from cairn.psychometrics.questions import Question
from cairn_server.accounts.models import Organisation
from cairn_server.catalog.achievement_columns import achievement_columns, template_of
from cairn_server.catalog.models import (
    Achievement,
    AchievementTask,
    AchievementUnit,
    AchievementVersion,
    Alignment,
    Item,
    ItemVersion,
    MediaFile,
    Rubric,
    RubricVersion,
    Task,
    TaskVersion,
    Unit,
    UnitOrder,
    UnitVersion,
)
from cairn_server.catalog.question_meaning import means_the_same
from cairn_server.catalog.versioning import Outcome, keep_version
from cairn_server.files.storing import KeptMedia, keep_media
from cairn_server.frameworks.aligning import keep_competency
from cairn_server.frameworks.models import Competency

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
        self._files = files
        self._publish_at = publish_at
        self._keep = keep
        self._media: dict[str, KeptMedia] = {}
        self._units: dict[str, Unit] = {}
        self._unit_versions: dict[str, UnitVersion] = {}
        self._rubrics: dict[str, RubricVersion] = {}
        self._tasks: dict[str, Task] = {}

    @property
    def has_changed(self) -> bool:
        return bool(self.counts[Outcome.CREATED] or self.counts[Outcome.UPDATED])

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
        for achievement in self._pack.achievements:
            self.where = f"achievements/{achievement.id}.md"
            self._place_achievement(achievement)

    def _key(self, id: str) -> str:
        """Return the name in the organisation: ids are unique within their pack only."""
        return f"{self._pack.id}/{id}"

    def _version(
        self, model: type[Any], of: Mapping[str, Any], columns: Mapping[str, Any], also: Any = None
    ) -> tuple[Any, Outcome]:
        version, outcome = keep_version(
            model,
            of=of,
            columns=columns,
            language=self._pack.language,
            publish_at=self._publish_at,
            and_also=also,
        )
        self.counts[outcome] += 1
        return version, outcome

    def _place_unit(self, unit: PackUnit) -> None:
        row, _ = Unit.objects.get_or_create(organisation=self._organisation, key=self._key(unit.id))
        self._units[unit.id] = row
        items = {one.id: self._place_item(row, one) for one in unit.questions}
        columns = {
            "title": unit.title,
            "seconds": unit.minutes * SECONDS_PER_MINUTE,
            "outcomes": list(unit.outcomes),
            "cards": [self._card(card, items) for card in unit.cards],
        }
        self._unit_versions[unit.id], _ = self._version(UnitVersion, {"unit": row}, columns)

    def _place_item(self, unit: Unit, question: Question) -> ItemVersion:
        item, _ = Item.objects.get_or_create(
            unit=unit,
            key=question.id,
            defaults={"organisation": self._organisation, "use": question.use.value},
        )
        if item.use != question.use.value:
            raise NotPublishable(
                f"The question {question.id} was for {item.use}: practice and assessment never "
                "mix, so give the changed question a new id"
            )
        columns = {
            "content": question.to_json(),
            "criterion": question.criterion,
            "meaning": _meaning(item, question),
            "seconds": question.seconds,
        }
        version: ItemVersion = self._version(ItemVersion, {"item": item}, columns)[0]
        return version

    def _card(self, card: Card, items: Mapping[str, ItemVersion]) -> dict[str, Any]:
        if card.kind is CardKind.QUESTION:
            version = items[card.question]
            return {"kind": "question", "item": str(version.item_id), "version": str(version.pk)}
        if card.kind is CardKind.TEXT:
            return {"kind": "text", "text": card.text}
        file = self._kept(card.media)
        stored = {
            "kind": "media",
            "digest": file.digest,
            "media_type": file.media_type,
            "name": card.media,
            "caption": card.caption,
            "text": card.text,
            "text_after": card.text_after,
        }
        captions = card.media.rpartition(".")[0] + ".vtt"
        if captions in self._files and captions != card.media:
            stored["captions"] = self._kept(captions).digest
        return stored

    def _kept(self, name: str) -> KeptMedia:
        """Keep a file of the pack once; in a dry run only say what keeping it would give."""
        if name in self._media:
            return self._media[name]
        if name not in self._files:
            raise NotPublishable(f"A card shows {name}, which is not in media/")
        data = self._files[name]
        digest = sha256(data).hexdigest()
        known = MediaFile.objects.filter(organisation=self._organisation, digest=digest).first()
        if known is not None:
            file = KeptMedia(digest, known.media_type, known.size)
        elif self._keep:
            file = keep_media(organisation_id=self._organisation.pk, data=data, name=name)
        else:
            file = KeptMedia(digest, "", len(data))
        MediaFile.objects.get_or_create(
            organisation=self._organisation,
            digest=file.digest,
            defaults={"media_type": file.media_type, "size": file.size},
        )
        self._media[name] = file
        return file

    def _place_order(self) -> None:
        for unit in self._pack.units:
            row = self._units[unit.id]
            before = [self._units[one] for one in unit.after]
            UnitOrder.objects.filter(unit=row).exclude(after__in=before).delete()
            for one in before:
                UnitOrder.objects.get_or_create(unit=row, after=one)

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

    def _place_achievement(self, achievement: PackAchievement) -> None:
        if achievement.kind is AchievementKind.MICRO_CREDENTIAL:
            requirements.require_performance(achievement.requirements)
        row, _ = Achievement.objects.get_or_create(
            organisation=self._organisation, key=achievement.id
        )
        named = requirements.references(achievement.requirements)
        mapped = requirements.map_references(achievement.requirements, self._ids(named))
        order = {unit.id: unit.order for unit in self._pack.units}
        names = sorted((one.id for one in named if one.kind == "unit"), key=lambda id: order[id])
        units = [self._units[id] for id in names]
        columns = {
            **achievement_columns(achievement),
            "template": template_of(achievement, self._pack),
            "requirements": requirements.to_json(mapped),
            "learning_seconds": sum(self._unit_versions[id].seconds for id in names),
        }
        also = [[str(unit.pk) for unit in units], [asdict(a) for a in achievement.alignments]]
        version, outcome = self._version(AchievementVersion, {"achievement": row}, columns, also)
        if outcome is not Outcome.UNCHANGED:
            tasks = [self._tasks[one.id] for one in named if one.kind == "task"]
            _link(version, units, tasks, achievement.alignments)

    def _ids(self, named: Iterable[Reference]) -> dict[Reference, str]:
        return {reference: self._id(reference) for reference in named}

    def _id(self, reference: Reference) -> str:
        if reference.kind == "unit":
            return str(self._units[reference.id].pk)
        if reference.kind == "task":
            return str(self._tasks[reference.id].pk)
        if reference.kind != "credential":
            raise NotPublishable(
                f"A requirement of the kind {reference.kind} is not judged here yet"
            )
        if reference.id not in {one.id for one in self._pack.achievements}:
            known = Achievement.objects.filter(organisation=self._organisation, key=reference.id)
            if not known.exists():
                raise NotPublishable(f"There is no achievement {reference.id} to build on")
        row, _ = Achievement.objects.get_or_create(
            organisation=self._organisation, key=reference.id
        )
        return str(row.pk)


def _meaning(item: Item, question: Question) -> int:
    """Return the meaning of the next version: one more if what is asked or right has changed."""
    newest = item.versions.order_by("-number").first()
    if newest is None:
        return 1
    same = means_the_same(Question.from_json(newest.content), question)
    return newest.meaning if same else newest.meaning + 1


def _link(
    version: AchievementVersion,
    units: list[Unit],
    tasks: list[Task],
    alignments: Iterable[PackAlignment],
) -> None:
    AchievementUnit.objects.filter(version=version).delete()
    AchievementTask.objects.filter(version=version).delete()
    Alignment.objects.filter(version=version).delete()
    for position, unit in enumerate(units):
        AchievementUnit.objects.create(version=version, unit=unit, position=position)
    for position, task in enumerate(tasks):
        AchievementTask.objects.create(version=version, task=task, position=position)
    competencies = dict.fromkeys(_competency(one) for one in alignments)
    for competency in competencies:
        Alignment.objects.create(version=version, competency=competency)


def _competency(alignment: PackAlignment) -> Competency:
    return keep_competency(
        url=alignment.target_url,
        name=alignment.target_name,
        framework=alignment.target_framework,
        code=alignment.target_code,
        description=alignment.target_description,
        target_type=alignment.target_type,
    )
