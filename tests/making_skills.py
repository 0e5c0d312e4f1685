"""People with awards that show skills, for tests and for measuring: many rows, written at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from django.db.models import QuerySet

from cairn_server.accounts.models import Membership, Organisation, Person
from cairn_server.catalog.models import (
    Achievement,
    AchievementKind,
    AchievementVersion,
    Alignment,
)
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import (
    Award,
    AwardEvent,
    AwardEventKind,
    Credential,
    StatusList,
    StatusPurpose,
)
from cairn_server.frameworks.aligning import keep_competency
from cairn_server.frameworks.models import Competency
from cairn_server.journal.ids import new_id, new_public_id
from tests.moments import DAY, MONDAY

BATCH = 2_000


def make_competency(name: str, half_life_years: float = 5) -> Competency:
    """Return a competency of a shared framework; its name in small letters is its address."""
    slug = name.lower().replace(" ", "-")
    competency = keep_competency(url=f"https://skills.example/{slug}", name=name)
    competency.half_life_years = half_life_years
    competency.save()
    return competency


def make_achievement(
    organisation: Organisation,
    title: str,
    *shows: tuple[Competency, int],
    half_life_years: float | None = 5,
) -> AchievementVersion:
    """Return a published achievement that shows each competency at a level."""
    version = AchievementVersion.objects.create(
        achievement=Achievement.objects.create(organisation=organisation, key=title.lower()),
        number=1,
        kind=AchievementKind.MICRO_CREDENTIAL,
        title=title,
        summary=f"Shows {title}.",
        requirements={"units": [str(new_id())]},
        half_life_years=half_life_years,
        published_at=MONDAY,
    )
    Alignment.objects.bulk_create(
        Alignment(version=version, competency=one, level=level) for one, level in shows
    )
    return version


def give(version: AchievementVersion, person: Person, at: datetime = MONDAY) -> Award:
    """Let the organisation of `version` have awarded it to `person`, with a signed credential."""
    [award] = give_all([(version, person, at)])
    return award


def give_all(wanted: Sequence[tuple[AchievementVersion, Person, datetime]]) -> list[Award]:
    """Write many awards of one organisation at once, as they are after signing."""
    organisation = wanted[0][0].achievement.organisation
    issuer = establish_issuer(organisation=organisation, at=MONDAY)
    key = issuer.keys.get()
    places, _ = StatusList.objects.get_or_create(
        issuer=issuer,
        purpose=StatusPurpose.REVOCATION,
        is_open=True,
        defaults={"length": 131_072, "shuffle_key": b"k" * 32},
    )
    first = Credential.objects.filter(status_list=places).count()
    awards = Award.objects.bulk_create(
        (
            Award(
                organisation=organisation,
                achievement_version=version,
                person=person,
                basis="requirements",
                awarded_at=at,
            )
            for version, person, at in wanted
        ),
        batch_size=BATCH,
    )
    Credential.objects.bulk_create(
        (
            Credential(
                id=new_public_id(),
                award=award,
                key=key,
                status_list=places,
                position=position,
                valid_from=award.awarded_at,
                signed_at=award.awarded_at,
                document="{}",
            )
            for position, award in enumerate(awards, start=first)
        ),
        batch_size=BATCH,
    )
    AwardEvent.objects.bulk_create(
        (_event(award, AwardEventKind.ISSUE) for award in awards), batch_size=BATCH
    )
    return awards


def let_end(credentials: QuerySet[Credential], at: datetime) -> None:
    """Let them end at a moment, as credentials of versions that count for some months do."""
    versions = AchievementVersion.objects.filter(awards__credential__in=credentials)
    versions.update(valid_months=12)
    credentials.update(valid_until=at)


def ledger(award: Award, kind: AwardEventKind, at: datetime = MONDAY) -> None:
    """Add a word to the ledger of an award: revoked, suspended, reinstated."""
    event = _event(award, kind)
    event.at = at
    event.save(force_insert=True)


def _event(award: Award, kind: AwardEventKind) -> AwardEvent:
    return AwardEvent(
        organisation_id=award.organisation_id, award=award, kind=kind, at=award.awarded_at
    )


def crowd(
    organisation: Organisation,
    *,
    people: int,
    competencies: int,
    awards_each: int,
    now: datetime = MONDAY,
    seed: int = 1,
) -> list[Membership]:
    """
    Fill an organisation: as many achievements as competencies, two skills each, awards by chance.

    The awards lie in the last eight years before `now`.
    """
    chance = Random(seed)  # a world to measure, no secret
    skills = [
        make_competency(f"Skill {n:03}", chance.choice([2.5, 5])) for n in range(competencies)
    ]
    versions = [
        make_achievement(
            organisation,
            f"Achievement {n:03}",
            (one, chance.randint(1, 5)),
            (skills[(n + 1) % competencies], chance.randint(1, 5)),
        )
        for n, one in enumerate(skills)
    ]
    persons = Person.objects.bulk_create(
        (
            Person(id=new_id(), email=f"n{n}@crowd.example", name=f"Person {n:04}", password="!")
            for n in range(people)
        ),
        batch_size=BATCH,
    )
    members = Membership.objects.bulk_create(
        (Membership(person=one, organisation=organisation, since=MONDAY) for one in persons),
        batch_size=BATCH,
    )
    give_all(
        [
            (version, person, now - chance.randint(0, 8 * 365) * DAY)
            for person in persons
            for version in chance.sample(versions, awards_each)
        ]
    )
    return members
