"""Reads about badges for work done: which take nominations, who was nominated, who is thanked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from cairn.exchange.pack import Tier
from cairn.pathways.criteria import Task, parse
from cairn.psychometrics.rubric import Rubric
from cairn_server.accounts.models import Membership, Organisation, Person, RoleName
from cairn_server.assessment.parts import parts_of
from cairn_server.assessment.queries import published_version
from cairn_server.catalog.models import AchievementTask, AchievementVersion, TaskVersion
from cairn_server.catalog.queries import newest_published, newest_tasks
from cairn_server.credentials.models import Award
from cairn_server.credentials.standing import standing_of, with_standing
from cairn_server.journal.paging import Page, page_of
from cairn_server.workforce.awarded import standing_awards
from cairn_server.workforce.models import FeedChoice, Nomination

RECOGNITION = "recognition"  # the tag of badges that one can be nominated for


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A nomination as its nominator and managers see it."""

    id: UUID
    person: str
    nominator: str
    title: str
    tier: Tier | None
    nominated_at: datetime
    state: str  # a value of SubmissionState, or "declined"
    state_label: str


@dataclass(frozen=True, slots=True)
class Thanks:
    """One award in the feed."""

    id: UUID
    name: str
    title: str
    tier: Tier | None
    achievement_id: UUID
    standing: str  # of the issuer: a value of Standing
    awarded_at: datetime
    credential_id: str  # empty while its page is off


@dataclass(frozen=True, slots=True)
class Nominable:
    """
    An achievement that one can be nominated for.

    Args:
        criteria: the titles of what it is judged by.
    """

    version: AchievementVersion
    task: TaskVersion
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Badge:
    """
    A badge for work done: its tiers, the first to reach first, or the one achievement that it is.

    Args:
        name: what the whole badge is called.
    """

    name: str
    tiers: tuple[Nominable, ...]

    @property
    def is_tiered(self) -> bool:
        return self.tiers[0].version.tier is not None


def badges(organisation: Organisation) -> list[Badge]:
    """Return the badges that take nominations, by name. Three queries."""
    found = recognitions(organisation)
    links = AchievementTask.objects.filter(version__in=found).values_list("version_id", "task_id")
    of_version = dict(links)
    newest = newest_tasks(of_version.values())
    grouped: dict[tuple[str, UUID | None], list[Nominable]] = {}
    for version in found:
        task = newest.get(of_version[version.pk])
        if task is not None and _takes_statements(task):
            whole = (version.tier_of, None) if version.tier_of else (version.title, version.pk)
            rubric = Rubric.from_json(task.rubric.content)
            criteria = tuple(one.title for one in rubric.criteria)
            grouped.setdefault(whole, []).append(Nominable(version, task, criteria))
    return [Badge(name, tuple(tiers)) for (name, _), tiers in grouped.items()]


def recognitions(organisation: Organisation) -> list[AchievementVersion]:
    """Return what one can be nominated for, by name; the tiers of a badge in their order."""
    versions = newest_published().filter(achievement__organisation=organisation)
    tagged = [one for one in versions.select_related("achievement") if is_recognition(one)]
    return sorted(tagged, key=lambda one: (one.tier_of or one.title, one.tier or 0, one.title))


def is_recognition(version: AchievementVersion) -> bool:
    """Tell whether a badge is tagged for recognition and asks for one task, nothing else."""
    tags = {str(tag).lower() for tag in version.tags}
    return RECOGNITION in tags and isinstance(parse(version.requirements), Task)


def statement_task(version: AchievementVersion) -> TaskVersion | None:
    """
    Return the task that a nomination answers; None if the badge takes none.

    Somebody else must be able to write it: no part that is needed may be a file.
    """
    if version.published_at is None or not is_recognition(version):
        return None
    link = version.task_links.select_related("task").first()
    task = published_version(link.task) if link else None
    return task if task is not None and _takes_statements(task) else None


def _takes_statements(task: TaskVersion) -> bool:
    return all(part.is_text or not part.required for part in parts_of(task.parts))


def nominations(
    organisation: Organisation,
    *,
    nominator: Person | None = None,
    person: Person | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> Page[NominationRow]:
    """Return nominations of an organisation, newest first; by `nominator`, of `person` if given."""
    rows = Nomination.objects.filter(organisation=organisation)
    if nominator is not None:
        rows = rows.filter(nominator=nominator)
    if person is not None:
        rows = rows.filter(person=person)
    rows = rows.select_related("person", "nominator", "version", "submission")
    return page_of(rows, nomination_row, after=after, limit=limit)


def nomination_row(one: Nomination) -> NominationRow:
    """Return a nomination as it is told."""
    state, label = "declined", ""
    if one.declined_at is None and one.submission is not None:
        state, label = one.submission.state, one.submission.get_state_display()
    return NominationRow(
        id=one.pk,
        person=str(one.person),
        nominator=str(one.nominator or ""),
        title=one.version.title,
        tier=one.version.stated_tier,
        nominated_at=one.nominated_at,
        state=state,
        state_label=str(label),
    )


def sees_all_nominations(person: Person, organisation: Organisation) -> bool:
    """Tell whether somebody sees the nominations of others too: managers do. One query."""
    mine = Membership.objects.filter(person=person, organisation=organisation, until=None)
    return mine.filter(roles__name=RoleName.MANAGER).exists()


def waiting_nominations(person: Person) -> list[Nomination]:
    """Return the nominations of somebody that are not judged yet. One query."""
    rows = Nomination.objects.filter(person=person, declined_at=None, submission__state="submitted")
    return list(rows.select_related("nominator", "version", "organisation").order_by("-pk"))


def feed(
    organisation: Organisation, *, at: datetime, after: UUID | None = None, limit: int = 30
) -> Page[Thanks]:
    """
    Return what an organisation awarded to its people, newest first.

    Not those of people who stay out of it, nor of people who left; not what was revoked or is
    suspended. Two queries.
    """
    out = FeedChoice.objects.filter(membership=OuterRef("pk"), stays_out=True)
    members = Membership.objects.filter(organisation=organisation, until=None)
    shown = members.filter(~Exists(out)).values("person")
    awards = standing_awards(at).filter(organisation=organisation, person__in=shown)
    rows = with_standing(awards).select_related("person", "achievement_version", "credential")
    return page_of(rows, _thanks, after=after, limit=limit)


def _thanks(award: Award) -> Thanks:
    credential = award.credential
    is_open = credential.is_public and credential.signed_at is not None
    return Thanks(
        id=award.pk,
        name=str(award.person),
        title=award.achievement_version.title,
        tier=award.achievement_version.stated_tier,
        achievement_id=award.achievement_version.achievement_id,
        standing=standing_of(award),
        awarded_at=award.awarded_at,
        credential_id=credential.pk if is_open else "",
    )


def stays_out(membership: Membership) -> bool:
    """Tell whether a member stays out of the feed. One query."""
    return FeedChoice.objects.filter(membership=membership, stays_out=True).exists()
