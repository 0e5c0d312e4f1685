"""Writing what an organisation has published back as a content pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeVar
from uuid import UUID

from cairn.exchange.pack import Pack, PackAchievement, PackMedia, PackUnit
from cairn.exchange.pack_draft import Parts, parts_of
from cairn.pathways import requirement as requirements
from cairn.pathways.requirement import Reference
from cairn.psychometrics.questions import Question, QuestionUse
from cairn_server.accounts.models import Organisation
from cairn_server.catalog import exported_parts as parts
from cairn_server.catalog.models import (
    Achievement,
    AchievementVersion,
    Draft,
    GatheringVersion,
    ItemVersion,
    MediaFile,
    QuizItem,
    QuizVersion,
    RubricVersion,
    TaskVersion,
    UnitOrder,
    UnitVersion,
    Version,
)
from cairn_server.errors import NotPublishable
from cairn_server.files.storing import path_of

V = TypeVar("V", bound=Version)
FIRST_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Exported:
    """A pack whose media are named only, and what each of them is."""

    pack: Pack
    media: Mapping[str, MediaFile]


def export_pack(organisation: Organisation, pack_id: str) -> Pack:
    """
    Return the newest published state of a pack, media included.

    Raises:
        NotPublishable: if the organisation has nothing of that pack.
    """
    exported = exported_pack(organisation, pack_id)
    media = [PackMedia(name, path_of(one.digest).read_bytes()) for name, one in _sorted(exported)]
    return replace(exported.pack, media=tuple(media))


def _sorted(exported: Exported) -> list[tuple[str, MediaFile]]:
    return sorted(exported.media.items())


def pack_of(achievement: Achievement) -> str:
    """Return the id of the pack that an achievement belongs to: that of what it names."""
    version = _newest(AchievementVersion, "achievement", achievement=achievement).get(
        achievement.pk
    )
    for links, field in LINKS if version is not None else ():
        key = getattr(version, links).values_list(f"{field}__key", flat=True).first()
        if key:
            return str(key).partition("/")[0]
    return achievement.key


LINKS = (
    ("unit_links", "unit"),
    ("task_links", "task"),
    ("quiz_links", "quiz"),
    ("gathering_links", "gathering"),
)


def exported_pack(organisation: Organisation, pack_id: str) -> Exported:
    """Return the newest published state of a pack without the bytes of its media."""
    rows = _Rows(organisation, pack_id)
    if not rows.achievements and not rows.units:
        raise NotPublishable(f"Nothing of the pack {pack_id} has been published here")
    return rows.exported()


def published_parts(draft: Draft) -> Parts:
    """Return the parts of what is published of the draft's pack; none if nothing is."""
    rows = _Rows(draft.organisation, draft.key)
    if not any(one.published_at for one in rows.achievements.values()):
        return {}
    return parts_of(rows.exported().pack)


def _newest(model: type[V], of: str, **wanted: Any) -> dict[UUID, V]:
    """Return the newest published version of each definition, else its newest. One query."""
    versions = model._default_manager.filter(**wanted).select_related(of).order_by("number")
    found: dict[UUID, V] = {}
    for version in versions:
        known = found.get(getattr(version, f"{of}_id"))
        if known is None or version.published_at is not None or known.published_at is None:
            found[getattr(version, f"{of}_id")] = version
    return found


class _Rows:
    """The rows of one pack, found by the keys that its import gave them."""

    def __init__(self, organisation: Organisation, pack_id: str) -> None:
        self._organisation = organisation
        self._id = pack_id
        self.units = self._of(UnitVersion, "unit")
        self.tasks = self._of(TaskVersion, "task")
        self.rubrics = self._of(RubricVersion, "rubric")
        self.quizzes = self._of(QuizVersion, "quiz")
        self.gatherings = self._of(GatheringVersion, "gathering")
        self.achievements = self._achievements()
        self.items = _newest(ItemVersion, "item", item__unit__in=list(self.units))
        self._pool = self._pools()
        self._media: dict[str, MediaFile] = {}

    def _of(self, model: type[V], of: str) -> dict[UUID, V]:
        wanted = {f"{of}__organisation": self._organisation, f"{of}__key__startswith": self._prefix}
        return _newest(model, of, **wanted)

    @property
    def _prefix(self) -> str:
        return f"{self._id}/"

    def _achievements(self) -> dict[UUID, AchievementVersion]:
        mine = _newest(
            AchievementVersion, "achievement", achievement__organisation=self._organisation
        )
        keys = self._keys_named(mine)
        return {id: one for id, one in mine.items() if self._is_here(one, keys[one.pk])}

    def _keys_named(self, mine: Mapping[UUID, AchievementVersion]) -> dict[UUID, list[str]]:
        """Return the keys of what each version names. One query a kind of thing."""
        found: dict[UUID, list[str]] = {version.pk: [] for version in mine.values()}
        for links, field in LINKS:
            rows = AchievementVersion.objects.filter(pk__in=found, **{f"{links}__isnull": False})
            pairs = rows.values_list("pk", f"{links}__{field}__key")
            for version, key in pairs:
                found[version].append(key)
        return found

    def _is_here(self, version: AchievementVersion, keys: list[str]) -> bool:
        if not keys:  # a stack names nothing but credentials
            return version.achievement.key == self._id
        return any(key.startswith(self._prefix) for key in keys)

    def _pools(self) -> dict[UUID, list[UUID]]:
        """Return the units of each quiz version's pool."""
        rows = QuizItem.objects.filter(quiz_version__in=list(self.quizzes.values()))
        found: dict[UUID, list[UUID]] = {}
        for version, unit in rows.values_list("quiz_version", "item_version__item__unit"):
            units = found.setdefault(version, [])
            if unit not in units:
                units.append(unit)
        return found

    def exported(self) -> Exported:
        order = self._order()
        pack = replace(
            self._about(),
            units=tuple(sorted(self._units(order), key=lambda one: one.id)),
            tasks=_by_id(parts.task(one, self._short) for one in self._kept("task")),
            rubrics=_by_id(parts.rubric(one, self._short) for one in self.rubrics.values()),
            quizzes=_by_id(
                parts.quiz(one, self._short, self._pool_names(one)) for one in self._kept("quiz")
            ),
            gatherings=_by_id(parts.gathering(one, self._short) for one in self._kept("gathering")),
            achievements=_by_id(self._written(one) for one in self.achievements.values()),
            media=tuple(PackMedia(name, b"") for name in sorted(self._media)),
        )
        return Exported(pack, self._media)

    def _about(self) -> Pack:
        if not self.achievements:
            unit = next(iter(self.units.values()))
            return Pack(self._id, self._id, unit.language, "not stated", "", FIRST_VERSION)
        by_age = sorted(self.achievements.values(), key=lambda one: one.created_at)
        same = (one for one in by_age if one.achievement.key == self._id)
        return parts.manifest(self._id, next(same, by_age[0]))

    def _short(self, key: str) -> str:
        return key.removeprefix(self._prefix)

    def _pool_names(self, version: QuizVersion) -> list[str]:
        pool = self._pool.get(version.pk, [])
        return sorted(self._short(self.units[id].unit.key) for id in pool if id in self.units)

    def _named(self, kind: str) -> set[str]:
        """Return the ids of the rows of a kind that the requirements name."""
        trees = (requirements.parse(one.requirements) for one in self.achievements.values())
        found = (named for tree in trees for named in requirements.references(tree))
        return {one.id for one in found if one.kind == kind}

    def _kept(self, kind: str) -> list[Any]:
        """Return what is still asked for: what an earlier state of the pack named is left out."""
        of_kind: dict[str, tuple[dict[UUID, Any], str]] = {
            "task": (self.tasks, "task"),
            "quiz": (self.quizzes, "quiz"),
            "gathering": (self.gatherings, "attendance"),
        }
        rows, reference = of_kind[kind]
        named = self._named(reference)
        return [row for id, row in rows.items() if str(id) in named]

    def _units(self, order: Mapping[UUID, int]) -> list[PackUnit]:
        before = self._before()
        kept = self._units_kept(before)
        return [
            self._unit(version, before.get(id, []), order.get(id, 0))
            for id, version in self.units.items()
            if id in kept
        ]

    def _before(self) -> dict[UUID, list[UUID]]:
        found: dict[UUID, list[UUID]] = {}
        pairs = UnitOrder.objects.filter(unit__in=list(self.units)).order_by("after__key")
        for unit, after in pairs.values_list("unit", "after"):
            found.setdefault(unit, []).append(after)
        return found

    def _units_kept(self, before: Mapping[UUID, list[UUID]]) -> set[UUID]:
        """Return the units that are named, that come before these, or whose questions are drawn."""
        if not self.achievements:
            return set(self.units)
        wanted = [id for id in self.units if str(id) in self._named("unit")]
        wanted += [id for pool in self._pool.values() for id in pool]
        kept: set[UUID] = set()
        while wanted:
            id = wanted.pop()
            if id not in kept and id in self.units:
                kept.add(id)
                wanted += before.get(id, [])
        return kept

    def _order(self) -> dict[UUID, int]:
        """Return a number for each unit that puts those of every achievement in their order."""
        after: dict[UUID, set[UUID]] = {}
        for version in self.achievements.values():
            previous = None
            for id in version.unit_links.values_list("unit", flat=True):
                after.setdefault(id, set()).update({previous} if previous else ())
                previous = id
        try:
            order = list(TopologicalSorter(after).static_order())
        except CycleError:  # two achievements that learn the same in another order
            order = list(after)
        return {id: number for number, id in enumerate(order)}

    def _unit(self, version: UnitVersion, before: list[UUID], order: int) -> PackUnit:
        items = {one.item_id: one for one in self.items.values()}
        shown = [items[UUID(card["item"])] for card in version.cards if card["kind"] == "question"]
        drawn = [
            one
            for one in items.values()
            if one.item.unit_id == version.unit_id and one.item.use == QuestionUse.ASSESSMENT.value
        ]
        questions = [Question.from_json(one.content) for one in [*shown, *drawn]]
        names = {str(one.item_id): one.item.key for one in shown}
        after = [self._short(self.units[id].unit.key) for id in before if id in self.units]
        cards = tuple(parts.card(card, names, self._media_name) for card in version.cards)
        return parts.unit(version, self._short, cards, questions, after, order)

    def _media_name(self, name: str, digest: str, media_type: str) -> str:
        """Return the name under which a file is exported: its own unless another has that."""
        known = self._media.get(name)
        if known is not None and known.digest != digest:
            stem, _, ending = name.rpartition(".")
            name = f"{stem}-{digest[:8]}.{ending}"
        if name not in self._media:
            found = MediaFile.objects.filter(organisation=self._organisation, digest=digest).first()
            self._media[name] = found or MediaFile(digest=digest, media_type=media_type, size=0)
        return name

    def _written(self, version: AchievementVersion) -> PackAchievement:
        tree = requirements.parse(version.requirements)
        mapping = {one: self._name_of(one) for one in requirements.inner_references(tree)}
        named = {one.id: mapping.get(one, one.id) for one in requirements.references(tree)}
        again = list(dict.fromkeys(named[id] for id in version.renewal_again))
        return parts.achievement(version, requirements.map_references(tree, mapping), again)

    def _name_of(self, reference: Reference) -> str:
        id = UUID(reference.id)
        rows: dict[str, tuple[Mapping[UUID, Any], str]] = {
            "unit": (self.units, "unit"),
            "task": (self.tasks, "task"),
            "quiz": (self.quizzes, "quiz"),
            "attendance": (self.gatherings, "gathering"),
        }
        if reference.kind in rows:
            versions, of = rows[reference.kind]
            return self._short(getattr(versions[id], of).key)
        if id in self.achievements:
            return self.achievements[id].achievement.key
        part = Achievement.objects.get(pk=id)
        return f"{pack_of(part)}/{part.key}"


def _by_id(found: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(found, key=lambda one: one.id))
