"""Reads of endorsements: of an achievement, of an issuer, by an organisation."""

from __future__ import annotations

import re
from uuid import UUID

from django.db.models import Q, QuerySet

from cairn_server.accounts.models import Organisation, Person, Role, RoleName
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials.addresses import endorsement_url
from cairn_server.credentials.endorsement_models import Endorsement
from cairn_server.credentials.models import Issuer
from cairn_server.journal.paging import Page

NEWEST_FIRST = ("-given_at", "pk")
_ID = re.compile(r"[0-9a-f]{32}")


def endorsements_of_achievement(achievement_id: UUID) -> list[Endorsement]:
    """Return the endorsements of any version of an achievement that are shown. One query."""
    return list(_standing().filter(version__achievement=achievement_id, declined_at=None))


def endorsements_of_issuer(organisation_id: UUID) -> list[Endorsement]:
    """Return the endorsements of an organisation as an issuer that are shown. One query."""
    return list(_standing().filter(issuer__organisation=organisation_id, declined_at=None))


def accepted_for(version: AchievementVersion, issuer: Issuer) -> list[Endorsement]:
    """Return what was accepted of `version` and of `issuer`, the first first. One query."""
    about = Q(version=version) | Q(issuer=issuer)
    accepted = Endorsement.objects.filter(about, withdrawn_at=None, accepted_at__isnull=False)
    return list(accepted.order_by("accepted_at", "pk"))


def given_by(organisation: Organisation) -> QuerySet[Endorsement]:
    """Return what `organisation` endorses or endorsed, newest first."""
    return _named().filter(organisation=organisation).order_by(*NEWEST_FIRST)


def received_by(organisation: Organisation) -> QuerySet[Endorsement]:
    """Return the standing endorsements of `organisation` and what it defines, newest first."""
    about = Q(version__achievement__organisation=organisation) | Q(
        issuer__organisation=organisation
    )
    return _standing().filter(about).order_by(*NEWEST_FIRST)


def page_of_endorsements(
    rows: QuerySet[Endorsement], *, after: UUID | None, limit: int
) -> Page[Endorsement]:
    """
    Return the page of `rows`, newest first, that follows the one called `after`. Two queries.

    Ids are random, so the day that one was given finds its place; an unknown id ends the list.
    """
    if after is not None:
        last = Endorsement.objects.filter(pk=after.hex).values_list("given_at", flat=True).first()
        same = Q(given_at=last, pk__gt=after.hex)
        rows = rows.filter(Q(given_at__lt=last) | same) if last else rows.none()
    found = list(rows[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], UUID(found[limit - 1].pk) if more else None)


def endorsement(endorsement_id: str) -> Endorsement | None:
    """Return one endorsement, withdrawn or not. One query."""
    return _named().filter(pk=endorsement_id).first()


def endorsed_organisation_id(endorsement: Endorsement) -> UUID:
    """Return whose achievement, or who, is endorsed."""
    if endorsement.version is not None:
        return endorsement.version.achievement.organisation_id
    assert endorsement.issuer is not None  # one of the two
    return endorsement.issuer.organisation_id


def own_endorsement(url: str) -> bytes | None:
    """Return the signed endorsement that lies at `url` of ours; None otherwise."""
    base = endorsement_url("").rstrip("/") + "/"
    endorsement_id = url.removeprefix(base).rstrip("/")
    if not url.startswith(base) or not _ID.fullmatch(endorsement_id):
        return None
    found = Endorsement.objects.filter(pk=endorsement_id).values_list("document", flat=True)
    document = found.first()
    return document.encode() if document else None


def organisations_owned(person: Person, *, except_for: UUID) -> list[Organisation]:
    """Return the organisations that `person` is an owner of, but for one. One query."""
    owned = Organisation.objects.filter(
        memberships__person=person,
        memberships__until=None,
        memberships__roles__name=RoleName.OWNER,
    )
    return list(owned.exclude(pk=except_for).order_by("name").distinct())


def is_owner(person: Person) -> bool:
    """Return whether `person` is an owner of any organisation. One query."""
    return Role.objects.filter(
        name=RoleName.OWNER, membership__person=person, membership__until=None
    ).exists()


def _named() -> QuerySet[Endorsement]:
    return Endorsement.objects.select_related(
        "organisation", "version__achievement", "issuer__organisation", "status_list__issuer"
    )


def _standing() -> QuerySet[Endorsement]:
    return _named().filter(withdrawn_at=None).order_by("given_at", "pk")
