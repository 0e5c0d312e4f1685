"""What of one's own may go into a learner's record, and why something may not. Reads only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cairn.errors import CairnError
from cairn.openbadges.clr import opened, why_not_enclosed
from cairn.openbadges.v2 import is_assertion
from cairn.reading import read_json
from cairn.vc.enveloped import Enveloped, enveloped, is_enveloped
from cairn_server.accounts.models import Person
from cairn_server.credentials.models import Credential
from cairn_server.credentials.queries import CredentialRow, held_by
from cairn_server.credentials.standing import in_words
from cairn_server.portfolio.models import OutsideBadge
from cairn_server.portfolio.queries import outside_badges_of


@dataclass(frozen=True, slots=True)
class Enclosable:
    """
    One credential that its holder may choose.

    Args:
        key: `c` and the id of a credential, or `o` and the id of a badge from elsewhere.
        why_not: why it cannot stand in a record; empty if it can.
        document: as signed, in its envelope if it is a JWT; None where it cannot.
        standing: what stands behind the issuer, in words; empty if that is not known.
        remark: what to know before it is chosen; empty if nothing.
    """

    key: str
    title: str
    issuer: str
    awarded_at: datetime | None
    why_not: str
    document: Mapping[str, Any] | None
    standing: str = ""
    remark: str = ""


def enclosables_of(person: Person) -> list[Enclosable]:
    """Return everything that `person` holds, here and from elsewhere. Four queries."""
    rows = held_by(person)
    documents = dict(Credential.objects.filter(award__person=person).values_list("pk", "document"))
    own = [_own(row, documents.get(row.id, "")) for row in rows]
    return [*own, *map(_outside, outside_badges_of(person))]


def _own(row: CredentialRow, document: str) -> Enclosable:
    why_not = ""
    if row.revoked_at is not None:
        why_not = _("It was revoked.")
    elif not document:
        why_not = _("It is being signed.")
    return Enclosable(
        f"c{row.id}",
        row.title,
        row.issuer,
        row.awarded_at,
        why_not,
        None if why_not else json.loads(document),
        standing=in_words(row.standing),
    )


def _outside(badge: OutsideBadge) -> Enclosable:
    document, why_not = _document(badge)
    if not why_not and badge.outcome != "valid":
        why_not = _("The last check did not find it genuine and current; check it again.")
    if not why_not and not badge.is_to_person:
        why_not = _("It names no address that you have confirmed, so nobody can say it is yours.")
    return Enclosable(
        f"o{badge.pk}",
        badge.title,
        badge.issuer_name or badge.issuer_domain,
        badge.awarded_at,
        why_not,
        None if why_not else document,
        standing=badge.standing,
        remark=_remark(document),
    )


def _remark(document: Mapping[str, Any] | None) -> str:
    if document is None or not is_enveloped(document, Enveloped.CREDENTIAL):
        return ""
    return _("It is a token and goes in inside an envelope, which some readers of records refuse.")


def _document(badge: OutsideBadge) -> tuple[Mapping[str, Any] | None, str]:
    """Return the credential as JSON, or why its form cannot stand inside another."""
    document = _as_json(badge.document)
    why_not = why_not_enclosed(document)
    inside = document if why_not else opened(document)
    if is_assertion(inside):
        return None, _("It is an Open Badge of version 2, which has no form inside a record.")
    if why_not is not None:
        return None, _("It cannot stand inside a record: %(why)s.") % {"why": why_not}
    if not isinstance(inside.get("credentialSubject"), dict):
        return None, _("It is about more than one person.")
    return document, ""


def _as_json(text: str) -> Mapping[str, Any]:
    """Return the badge as an object; a token lies in its envelope then."""
    try:
        found = read_json(text)
    except CairnError:
        return enveloped(text.strip())
    return found if isinstance(found, dict) else {}
