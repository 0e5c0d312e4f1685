"""Defining work roles: from an occupation or by hand, what they need and who holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from cairn_server.accounts.models import Membership, Organisation, Person
from cairn_server.errors import NameTaken
from cairn_server.frameworks.models import Occupation
from cairn_server.frameworks.queries import occupation_needs
from cairn_server.journal.recording import record
from cairn_server.workforce.models import RoleHolder, RoleNeed, WorkRole

FROM_OCCUPATION = 30  # of an occupation's needs, the most important


@transaction.atomic
def create_role(
    *,
    organisation: Organisation,
    name: str,
    description: str,
    occupation: Occupation | None,
    actor: Person | None,
    at: datetime,
) -> WorkRole:
    """
    Define a work role; from an occupation it begins with what that needs most.

    Raises:
        NameTaken: if the organisation has a role of this name.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    role = WorkRole(
        organisation=organisation,
        occupation=occupation,
        name=" ".join(name.split()),
        description=description.strip(),
        created_at=at,
    )
    _refuse_taken(role)
    role.save(force_insert=True)
    if occupation is not None:
        needs = occupation_needs(occupation.pk)[:FROM_OCCUPATION]
        RoleNeed.objects.bulk_create(
            RoleNeed(work_role=role, competency=one.competency, level=one.suggested_level)
            for one in needs
        )
    record("work_role.changed", owner=organisation, actor=actor, about=role, at=at)
    return role


@transaction.atomic
def change_role(
    *, role: WorkRole, name: str, description: str, actor: Person | None, at: datetime
) -> WorkRole:
    """
    Let a role be called and described otherwise.

    Raises:
        NameTaken: if another role of the organisation has this name.
    """
    Organisation.objects.select_for_update().get(pk=role.organisation_id)
    role.name, role.description = " ".join(name.split()), description.strip()
    _refuse_taken(role)
    role.save(update_fields=["name", "description"])
    record("work_role.changed", owner=role.organisation, actor=actor, about=role, at=at)
    return role


@transaction.atomic
def set_needs(
    *, role: WorkRole, levels: Mapping[UUID, int], actor: Person | None, at: datetime
) -> None:
    """Let a role need each competency at its level, 1 to 5; at 0 not at all. Others stay."""
    WorkRole.objects.select_for_update().get(pk=role.pk)
    role.needs.filter(competency__in=[key for key, level in levels.items() if not level]).delete()
    held = dict(role.needs.values_list("competency_id", "level"))
    for key, level in levels.items():
        if level and held.get(key) != level:
            RoleNeed.objects.update_or_create(
                work_role=role, competency_id=key, defaults={"level": level}
            )
    record("work_role.changed", owner=role.organisation, actor=actor, about=role, at=at)


@transaction.atomic
def set_holders(
    *, role: WorkRole, memberships: Iterable[Membership], actor: Person | None, at: datetime
) -> int:
    """Let exactly these members hold a role; return how many that are."""
    WorkRole.objects.select_for_update().get(pk=role.pk)
    wanted = {one.pk for one in memberships}
    held = set(role.holders.values_list("membership_id", flat=True))
    role.holders.filter(membership__in=held - wanted).delete()
    RoleHolder.objects.bulk_create(
        RoleHolder(work_role=role, membership_id=key) for key in sorted(wanted - held)
    )
    if wanted != held:
        record("work_role.changed", owner=role.organisation, actor=actor, about=role, at=at)
    return len(wanted)


@transaction.atomic
def add_holders(
    *, role: WorkRole, memberships: Iterable[Membership], actor: Person | None, at: datetime
) -> int:
    """Let members hold a role besides those who do; return how many are new to it."""
    WorkRole.objects.select_for_update().get(pk=role.pk)
    new = {one.pk for one in memberships} - {*role.holders.values_list("membership_id", flat=True)}
    RoleHolder.objects.bulk_create(
        RoleHolder(work_role=role, membership_id=key) for key in sorted(new)
    )
    if new:
        record("work_role.changed", owner=role.organisation, actor=actor, about=role, at=at)
    return len(new)


@transaction.atomic
def remove_holders(
    *, role: WorkRole, memberships: Iterable[Membership], actor: Person | None, at: datetime
) -> int:
    """Let members hold a role no longer; return how many did."""
    WorkRole.objects.select_for_update().get(pk=role.pk)
    gone, _ = role.holders.filter(membership__in={one.pk for one in memberships}).delete()
    if gone:
        record("work_role.changed", owner=role.organisation, actor=actor, about=role, at=at)
    return gone


@transaction.atomic
def drop_role(*, role: WorkRole, actor: Person | None, at: datetime) -> None:
    """Take a role out of use; what its holders can do stays as it is."""
    record("work_role.dropped", owner=role.organisation, actor=actor, about=role, at=at)
    role.delete()


def _refuse_taken(role: WorkRole) -> None:
    others = WorkRole.objects.filter(organisation=role.organisation_id).exclude(pk=role.pk)
    if others.filter(name=role.name).exists():
        raise NameTaken(gettext("There is a role %s already") % role.name)
