"""Taking along what this context knows about a person."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from cairn_server.accounts.models import ExtraTime, Grant, Membership, Person


def person_facts(person: Person) -> dict[str, Any]:
    """
    Return everything about `person` that accounts keep, as JSON: no secret, nobody else's data.

    Times are ISO 8601 in UTC. Six queries.
    """
    return {
        "person": {
            "id": str(person.pk),
            "name": person.name,
            "email": person.email,
            "language": person.language,
            "time_zone": person.time_zone,
            "minutes_a_day": person.minutes_a_day,
            "created_at": person.created_at.isoformat(),
            "last_sign_in_at": person.last_login.isoformat() if person.last_login else None,
        },
        "addresses": [
            {"email": one.email, "verified": one.verified, "primary": one.primary}
            for one in EmailAddress.objects.filter(user=person).order_by("pk")
        ],
        "memberships": [_membership(one) for one in _memberships(person)],
        "grants": [_grant(one) for one in _grants(person)],
        "second_factors": [
            {
                "kind": one.type,
                "created_at": one.created_at.isoformat(),
                "last_used_at": one.last_used_at.isoformat() if one.last_used_at else None,
            }
            for one in Authenticator.objects.filter(user=person).order_by("pk")
        ],
    }


def _memberships(person: Person) -> list[Membership]:
    rows = Membership.objects.filter(person=person).select_related("organisation")
    return list(
        rows.prefetch_related("roles", "former_roles", "extra_times").order_by("since", "pk")
    )


def _membership(row: Membership) -> dict[str, Any]:
    return {
        "organisation": row.organisation.name,
        "external_id": row.external_id,
        "roles": sorted(role.name for role in row.roles.all()),
        "former_roles": [
            {"role": role.name, "until": role.until.isoformat()} for role in row.former_roles.all()
        ],
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "extra_time": [_extra_time(one) for one in row.extra_times.all()],
    }


def _extra_time(row: ExtraTime) -> dict[str, Any]:
    return {
        "percent": row.percent,
        "minutes": row.minutes,
        "since": row.granted_at.isoformat(),
        "until": row.ended_at.isoformat() if row.ended_at else None,
    }


def _grants(person: Person) -> list[Grant]:
    return list(Grant.objects.filter(person=person).select_related("organisation").order_by("pk"))


def _grant(row: Grant) -> dict[str, Any]:
    return {
        "organisation": row.organisation.name,
        "subject_type": row.subject_type,
        "subject_id": str(row.subject_id),
        "purpose": row.purpose,
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
    }
