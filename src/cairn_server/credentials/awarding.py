"""
Deciding that a person has earned an achievement, and keeping that decision.

A rule decides, from what was judged by evaluators, or by a machine at a cut score: nobody awards
themself, and completion alone earns no micro-credential (SAFETY E1). The decision, the ledger
entry, the place in the status list and everything that will be signed are written in one
transaction (SAFETY L3).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from cairn.openbadges.identity import hashed_identity
from cairn.pathways.criteria import Met, Requirement, evaluate, parse, references
from cairn_server.accounts.models import Organisation, Person
from cairn_server.assessment.models import Submission
from cairn_server.catalog.models import AchievementKind, AchievementVersion, StackPart
from cairn_server.catalog.queries import newest_achievement_version, newest_published
from cairn_server.catalog.stack_queries import stacks_naming, stacks_naming_outside
from cairn_server.credentials import facts
from cairn_server.credentials.allocating import allocate
from cairn_server.credentials.composing import Intent, compose
from cairn_server.credentials.embedding import embedded
from cairn_server.credentials.keeping_keys import establish_issuer, signing_key
from cairn_server.credentials.models import (
    Award,
    AwardDetail,
    AwardEvent,
    AwardEventKind,
    Credential,
    Holder,
    Issuer,
)
from cairn_server.credentials.outside_holding import OutsideHolding
from cairn_server.credentials.recall_queries import completed_by_recall
from cairn_server.credentials.renewal_queries import newest_award, reassessed
from cairn_server.credentials.shown_claims import Shown, evidence_counts
from cairn_server.credentials.shown_former import shown_former
from cairn_server.credentials.shown_work import ShownTask
from cairn_server.journal.ids import new_public_id
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record

REQUIREMENTS, RENEWS = "requirements", "renews:"
NONCE_BYTES = 32
SALT_BYTES = 16


def consider_after_evaluation(event: Event) -> None:
    """Award what the submission was made for, if it was judged met and nothing else is missing."""
    if not event.data.get("met"):
        return
    submission = Submission.objects.select_related(
        "person", "achievement_version__achievement__organisation"
    ).get(pk=event.about_id)
    consider(person=submission.person, version=submission.achievement_version, at=event.at)
    for version in facts.renewing(submission.person):
        consider(person=submission.person, version=version, at=event.at)


def consider_after_learning(event: Event) -> None:
    """Award what a person was on the way to, if what they just learned or recalled completes it."""
    person = Person.objects.filter(pk=event.owner_id).first()
    if person is None or person.is_guest:
        return
    if event.kind == "review.recorded":
        versions = _recalled(event)
    else:
        versions = facts.awaiting(person, at=event.at)
    for version in versions:
        consider(person=person, version=version, at=event.at)


def _recalled(event: Event) -> list[AchievementVersion]:
    unit_id = UUID(event.data["unit"])
    completed = completed_by_recall(event.owner_id, unit_id, at=event.at)
    versions = AchievementVersion.objects.filter(pk__in=completed).order_by("-number")
    return list(versions.select_related("achievement__organisation"))


def consider_after_quiz(event: Event) -> None:
    """Award what a quiz completes, if it was passed."""
    if event.data.get("passed"):
        consider_after_learning(event)


def consider_stacks(event: Event) -> None:
    """
    Award the stacks that a credential completes, as soon as it is signed.

    Signed first, so that the larger one can name it by its digest. The larger is signed in turn
    and may complete a larger one still; that ends, for nothing is awarded twice.
    """
    award = Award.objects.select_related("person", "achievement_version").get(pk=event.about_id)
    if award.person is None:
        return
    for version in stacks_naming([award.achievement_version.achievement_id]):
        consider(person=award.person, version=version, at=event.at)


def consider_after_publishing(event: Event) -> None:
    """Award the stacks that were just published to those who hold all their parts already."""
    published = (
        newest_published()
        .filter(
            achievement__organisation=event.owner_id,
            published_at=event.at,
        )
        .filter(Q(part_links__isnull=False) | Q(outside_links__isnull=False))
    )
    for version in published.select_related("achievement__organisation").distinct():
        for person in facts.holders_of_parts(version, at=event.at):
            consider(person=person, version=version, at=event.at)


def consider_after_badge(event: Event) -> None:
    """Award what a credential of another issuer completes, which a person has brought along."""
    person = Person.objects.filter(pk=event.owner_id).first()
    held = OutsideHolding.objects.filter(pk=event.about_id).values("issuer")
    if person is not None:
        for version in stacks_naming_outside(held):
            consider(person=person, version=version, at=event.at)


def may_complete_stack(event: Event) -> bool:
    """Return whether some stack names what was signed."""
    parts = StackPart.objects.filter(version__published_at__isnull=False)
    return parts.filter(part__versions__awards=event.about_id).exists()


def may_complete(event: Event) -> bool:
    """
    Return whether what was recalled completes something that its owner is on the way to.

    Whoever records an answer has locked its person, as `consider` does, and so of two things
    that complete something together the later one finds the other.
    """
    unit_id = UUID(event.data["unit"])
    return bool(completed_by_recall(event.owner_id, unit_id, at=event.at))


@transaction.atomic
def consider(*, person: Person, version: AchievementVersion, at: datetime) -> Award | None:
    """
    Award `version` to `person` if the requirements are met; return the award, else None.

    Asking again, or twice at once, gives the award that stands; one that its holder renews is
    renewed once that is met.
    """
    if person.is_guest or version.published_at is None:
        return None
    # one at a time for a person: two versions of one achievement must not both be awarded
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    standing = newest_award(person, version.achievement_id)
    if standing is not None:
        return _renewed(standing, person, at) or standing
    shown = _shown(person, version, parse(version.requirements), at=at)
    return None if shown is None else award(person=person, version=version, shown=shown, at=at)


def _renewed(former: Award, person: Person, at: datetime) -> Award | None:
    """Return the award that renews `former`, if its holder is at that and has shown it anew."""
    if not reassessed(former).exists():
        return None
    version = newest_achievement_version(former.achievement_version.achievement_id)
    if version is None:
        return None
    shown = _shown(person, version, version.renewal, at=at, after=former.awarded_at)
    if shown is None:
        return None
    return award(
        person=person,
        version=version,
        shown=[*shown, shown_former(former)],
        at=at,
        basis=f"{RENEWS}{former.pk}",
        renews=former,
    )


def _shown(
    person: Person,
    version: AchievementVersion,
    requirements: Requirement,
    *,
    at: datetime,
    after: datetime | None = None,
) -> list[Shown] | None:
    """Return what meets the requirements of `version`; None while they are not met."""
    known = facts.gather(person, requirements, at=at, after=after)
    verdict = evaluate(requirements, known.facts)
    if not isinstance(verdict, Met):
        return None
    named = {one for met in verdict.by for one in references(met.leaf)}
    shown = [one for one in known.shown if one.reference in named]
    is_judged = any(one.is_performance for one in shown)
    if version.kind == AchievementKind.MICRO_CREDENTIAL and not is_judged:
        return None
    return shown


@transaction.atomic
def award(
    *,
    person: Person,
    version: AchievementVersion,
    shown: Sequence[Shown],
    at: datetime,
    basis: str = REQUIREMENTS,
    actor: Person | None = None,
    by: Organisation | None = None,
    renews: Award | None = None,
) -> Award:
    """
    Keep the decision that `person` has earned `version`; one award a person, version and basis.

    Args:
        shown: what it rests on; goes into the credential as evidence and results.
        basis: "requirements", or what a second award of the same version rests on.
        actor: who decided; None where a rule did.
        by: which organisation awards; None for the one that defines the achievement.
        renews: the award before, which this one follows.
    """
    organisation = by or version.achievement.organisation
    decided, is_new = Award.objects.get_or_create(
        organisation=organisation,
        achievement_version=version,
        person=person,
        basis=basis,
        defaults={"awarded_at": at, "renews": renews},
    )
    if not is_new:
        return decided
    _enter(decided, AwardEventKind.ISSUE, basis, actor, at)
    if renews is not None:
        _enter(renews, AwardEventKind.RENEW, f"renewed-by:{decided.pk}", actor, at)
    issuer = establish_issuer(organisation=organisation, at=at)
    _intend(decided, issuer, recipient_of(person, issuer), shown)
    record("credential.awarded", owner=person, actor=actor, about=decided, at=at)
    return decided


def _enter(
    award: Award, kind: AwardEventKind, reason_code: str, actor: Person | None, at: datetime
) -> None:
    AwardEvent.objects.create(
        organisation_id=award.organisation_id,
        award=award,
        actor_id=actor.pk if actor else None,
        kind=kind,
        reason_code=reason_code,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Named:
    """How a credential names its holder."""

    subject: UUID
    name: str
    email: str
    salt: str


def recipient_of(person: Person, issuer: Issuer) -> Named:
    """Return how `issuer` names `person` from now on, by their choice; makes their id there."""
    holder, _ = Holder.objects.get_or_create(
        person=person, issuer=issuer, defaults={"subject": uuid4()}
    )
    name = person.name if holder.show_name else ""
    email = (person.email or "").lower()
    return Named(holder.subject, name, email, secrets.token_hex(SALT_BYTES))


def _intend(decided: Award, issuer: Issuer, named: Named, shown: Sequence[Shown]) -> None:
    """Settle everything that will be signed, so that signing it twice gives the same bytes."""
    place = allocate(issuer)
    credential = Credential(
        id=new_public_id(),
        award=decided,
        key=signing_key(issuer),
        status_list=place.status_list,
        position=place.position,
        valid_from=decided.awarded_at.replace(microsecond=0),
        # whoever switched the page of the one before off has said so of this as well
        is_public=decided.renews is None or decided.renews.credential.is_public,
    )
    _limit(credential, decided)
    identity = hashed_identity(named.email, named.salt) if named.email else None
    intent = Intent(
        credential_id=credential.pk,
        issuer=issuer,
        subject=named.subject,
        identity=identity,
        name=named.name or None,
        shown=shown,
        list_id=place.status_list.pk,
        suspension_id=place.suspension_id,
        position=place.position,
        valid_from=credential.valid_from,
        valid_until=credential.valid_until,
        embedded=embedded(decided.achievement_version, issuer, at=decided.awarded_at),
    )
    claims = compose(intent, decided.achievement_version)
    credential.save(force_insert=True)
    AwardDetail.objects.create(
        award=decided,
        recipient_name=named.name,
        identity_hash=identity["identityHash"] if identity else "",
        identity_salt=named.salt if identity else "",
        facts=_facts(claims, shown),
        nonce=secrets.token_bytes(NONCE_BYTES),
    )


def _facts(claims: Mapping[str, Any], shown: Sequence[Shown]) -> dict[str, Any]:
    """Return what is kept of the decision beside the ledger, for as long as its holder wishes."""
    tasks = [one for one in shown if isinstance(one, ShownTask)]
    return {
        "claims": json.dumps(claims, ensure_ascii=False),
        "evaluations": [str(one) for task in tasks for one in task.evaluation_ids],
        "judges": max((task.judges for task in tasks), default=0),
        "counts": evidence_counts(shown),
    }


def _limit(credential: Credential, decided: Award) -> None:
    """Settle when a credential ends, if it does, and from when it may be renewed."""
    validity = decided.achievement_version.validity
    if validity is None:
        return
    former = decided.renews.credential.valid_until if decided.renews else None
    ends_at = validity.ends_at(credential.valid_from, renews=former)
    credential.valid_until = ends_at
    credential.renewable_from = validity.renewable_from(ends_at)
