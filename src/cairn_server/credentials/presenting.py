"""How an issuer shows itself: its profile, its logo and colour, and what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction

from cairn_server.accounts.models import Person
from cairn_server.credentials.drawing import PICTURE_GROUND
from cairn_server.credentials.models import Issuer, Standing
from cairn_server.errors import BrandingRefused, StandingRefused
from cairn_server.files.models import StoredFile
from cairn_server.files.storing import store
from cairn_server.journal.recording import record

SELF_GIVEN = frozenset({Standing.INFORMAL, Standing.SELF_CLAIMED})
"""What an organisation may say of itself; the others need somebody who checked."""

MAX_LOGO_BYTES = 1 << 20
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_ORGANISATION_FIELDS = ("name", "url", "description")


@transaction.atomic
def present_issuer(
    *, issuer: Issuer, profile: Mapping[str, Any], actor: Person | None, at: datetime
) -> Issuer:
    """
    Keep how `issuer` shows itself on pages and in what it issues from now on.

    What is signed already keeps the profile it was signed with.

    Args:
        profile: `name`, `url` and `description` of the organisation, `email` and `accent`
            ("#rrggbb" or empty); what is left out stays.

    Raises:
        BrandingRefused: if the colour would not be seen on a badge.
    """
    issuer = Issuer.objects.select_for_update(of=("self",)).get(pk=issuer.pk)
    organisation = issuer.organisation
    for field in _ORGANISATION_FIELDS:
        setattr(organisation, field, profile.get(field, getattr(organisation, field)))
    organisation.save(update_fields=_ORGANISATION_FIELDS)
    issuer.email = profile.get("email", issuer.email)
    issuer.accent = readable(profile.get("accent", issuer.accent))
    issuer.save(update_fields=["email", "accent"])
    record("issuer.presented", owner=organisation, actor=actor, about=issuer, at=at)
    return issuer


def keep_logo(*, issuer: Issuer, upload: BinaryIO, name: str, at: datetime) -> StoredFile:
    """
    Examine a picture and let `issuer` be shown by it.

    Raises:
        InputTooLarge, UnsupportedFormat, UnsafeContent, MalformedInput: as `files.store`.
    """
    logo = store(
        owner=issuer.organisation,
        upload=upload,
        name=name,
        accept={"image"},
        max_bytes=MAX_LOGO_BYTES,
        at=at,
    )
    Issuer.objects.filter(pk=issuer.pk).update(logo=logo)
    return logo


def readable(accent: str) -> str:
    """
    Return a colour that can be read on a badge, in lower case; empty stays empty.

    Raises:
        BrandingRefused: if it is no colour, or too light.
    """
    colour = accent.strip().lower()
    if not colour:
        return ""
    if not _COLOUR.fullmatch(colour):
        raise BrandingRefused("Write the colour as # and six digits from 0 to 9 and a to f")
    if contrast(colour, PICTURE_GROUND) < LEAST_CONTRAST:
        raise BrandingRefused("This colour is too light to be seen on a badge. Take a darker one")
    return colour


def contrast(one: str, other: str) -> float:
    """
    Return how far two colours are apart, from 1 to 21.

    Source:
        WCAG 2.2, definition of "contrast ratio".
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@transaction.atomic
def claim_standing(
    *, issuer: Issuer, standing: Standing | str, actor: Person, at: datetime
) -> None:
    """
    Let an organisation say what stands behind it, as far as it may say that of itself.

    Raises:
        StandingRefused: if somebody else has to say it.
    """
    if standing not in SELF_GIVEN:
        raise StandingRefused("Nobody can give this standing to themself: ask who runs this site")
    declare_standing(issuer=issuer, standing=standing, evidence="", actor=actor, at=at)


@transaction.atomic
def declare_standing(
    *,
    issuer: Issuer,
    standing: Standing | str,
    evidence: str,
    at: datetime,
    actor: Person | None = None,
) -> None:
    """
    Keep what stands behind `issuer`, as whoever runs the installation has found.

    Args:
        evidence: an address where anybody can check it; empty for none.
        actor: None where a command did it.
    """
    value = Standing(standing)
    Issuer.objects.filter(pk=issuer.pk).update(standing=value, standing_evidence=evidence)
    record(
        "issuer.standing_declared",
        owner=issuer.organisation,
        actor=actor,
        about=issuer,
        at=at,
        standing=value,
        evidence=evidence,
    )
