"""Erasing an account: what is personal goes, what others rely on stays without it."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from cairn_server.accounts.models import (
    ApiToken,
    ExtraTime,
    Grant,
    KeptAnswer,
    Membership,
    Person,
    PersonKind,
    Role,
    RoleName,
)
from cairn_server.errors import LastOwner
from cairn_server.journal.recording import record


@transaction.atomic
def erase_person(*, person: Person, at: datetime) -> None:
    """
    Blank everything here that tells who `person` was, and end their sessions and memberships.

    The empty row stays, because decisions of organisations point at it. What the contexts above
    keep about them, they erase when they hear of `person.erased`. Erased already: nothing happens.

    Raises:
        LastOwner: if an organisation would be left without an owner.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.kind == PersonKind.ERASED:
        return
    _refuse_last_owner(person)
    Membership.objects.filter(person=person, until=None).update(until=at)
    Membership.objects.filter(person=person).update(external_id="")
    ExtraTime.objects.filter(membership__person=person).delete()
    Grant.objects.filter(person=person).delete()
    ApiToken.objects.filter(person=person).delete()
    KeptAnswer.objects.filter(person=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    _blank(person)
    record("person.erased", owner=person, actor=person, about=person, at=at)


def _blank(person: Person) -> None:
    person.kind = PersonKind.ERASED
    person.name, person.email = "", None
    person.is_active = False
    person.language, person.time_zone = "en", "UTC"
    person.last_login = person.last_seen_on = None
    person.session_epoch += 1
    person.set_unusable_password()
    person.save()


def _refuse_last_owner(person: Person) -> None:
    owned = Role.objects.filter(
        name=RoleName.OWNER, membership__person=person, membership__until=None
    ).select_related("membership__organisation")
    for role in owned:
        others = Role.objects.filter(
            name=RoleName.OWNER,
            membership__organisation=role.membership.organisation,
            membership__until=None,
        ).exclude(pk=role.pk)
        if not others.exists():
            raise LastOwner(
                f"You are the only owner of {role.membership.organisation}: "
                "make somebody else an owner first"
            )
