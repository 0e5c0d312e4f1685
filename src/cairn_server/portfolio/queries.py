"""What a portfolio shows, and what could be shown on it. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cairn_server.accounts.models import Person
from cairn_server.catalog.stack_queries import stacks_naming_outside
from cairn_server.credentials.drawing import Stone
from cairn_server.credentials.held_outside import counting_outside
from cairn_server.credentials.models import Credential
from cairn_server.credentials.outside_holding import OutsideHolding
from cairn_server.credentials.queries import CredentialRow, held_by
from cairn_server.credentials.standing import in_words
from cairn_server.journal import paging
from cairn_server.portfolio.models import OutsideBadge, Portfolio


@dataclass(frozen=True, slots=True)
class Shown:
    """
    One line of a portfolio.

    Args:
        key: `c` and the id of a credential, or `o` and the id of an outside badge.
        standing: what stands behind the issuer, in words.
        verdict: what our verifier finds, in one sentence; empty for our own, whose page says it.
        tone: good, warn or bad.
        credential_id: of our own credentials; empty for a badge from elsewhere.
    """

    key: str
    title: str
    kind: str
    issuer: str
    standing: str
    awarded_at: datetime | None
    verdict: str
    tone: str
    credential_id: str
    seed: str
    note: str = ""
    is_chosen: bool = False

    @property
    def badge_id(self) -> str:
        """The id of a badge from elsewhere; empty for credentials of ours."""
        return "" if self.credential_id else self.key[1:]


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """What everybody sees of a portfolio."""

    id: str
    name: str
    headline: str
    about: str
    shown: list[Shown]
    stones: list[Stone]


def outside_badges_of(person: Person) -> list[OutsideBadge]:
    """Return the badges that `person` brought along, newest first. One query."""
    return list(OutsideBadge.objects.filter(person=person).order_by("-added_at"))


def outside_badge_page(
    person: Person, *, after: UUID | None, limit: int
) -> paging.Page[OutsideBadge]:
    """Return a page of the badges that `person` brought along, newest first. One query."""
    rows = OutsideBadge.objects.filter(person=person)
    return paging.page_of(rows, lambda badge: badge, after=after, limit=limit)


def outside_badge(person: Person, badge_id: UUID) -> OutsideBadge | None:
    """Return one badge that `person` brought along."""
    found = OutsideBadge.objects.filter(person=person, pk=badge_id)
    return found.select_related("person").first()


@dataclass(frozen=True, slots=True)
class Counting:
    """
    What a badge from elsewhere counts towards here.

    Args:
        towards: achievements that ask for it: id and title.
        why_not: why it does not count, with what to do; empty while it does.
    """

    towards: list[tuple[UUID, str]]
    why_not: str


def counting_of(badge: OutsideBadge, *, at: datetime) -> Counting:
    """Return what a badge counts towards. Two or three queries."""
    row = OutsideHolding.objects.filter(pk=badge.pk).first()
    if row is None:
        return Counting([], "")
    versions = stacks_naming_outside([row.issuer]).prefetch_related("outside_links")
    towards = [
        (one.achievement_id, one.title)
        for one in versions.order_by("title", "pk")
        if any(row.satisfies(x.issuer, x.achievement) for x in one.outside_links.all())
    ]
    return Counting(towards, "" if counting_outside(at).filter(pk=row.pk) else _why_not(badge))


def _why_not(badge: OutsideBadge) -> str:
    if badge.outcome != "valid":
        return _("It does not count now: the last check did not find it genuine and current.")
    if not badge.is_to_person:
        return _("It does not count: it names no address that you have confirmed.")
    return _("It does not count now: check it again.")


def portfolio_of(person: Person) -> Portfolio | None:
    """Return the portfolio of `person`, whether it is on or off."""
    return Portfolio.objects.filter(person=person).first()


def choices_for(person: Person) -> list[Shown]:
    """
    Return everything that `person` may show: what is shown now first, in its order.

    A fixed number of queries.
    """
    return _arranged(portfolio_of(person), _showable(person), person)


def page_of(portfolio: Portfolio, *, on: date) -> PortfolioPage:
    """Return what `portfolio` shows: nothing revoked, suspended or switched off. Four queries."""
    person = portfolio.person
    rows = _showable(person)
    shown = [one for one in _arranged(portfolio, rows, person) if one.is_chosen]
    ids = {one.credential_id for one in shown}
    return PortfolioPage(
        id=portfolio.pk,
        name=person.name if portfolio.shows_name else "",
        headline=portfolio.headline,
        about=portfolio.about,
        shown=shown,
        stones=[row.stone(on) for row in rows if row.id in ids],
    )


def things_by_key(person: Person, keys: set[str]) -> dict[str, Credential | OutsideBadge]:
    """Return what `person` may show under these keys; keys of anything else are left out."""
    wanted = {key[1:] for key in keys if key.startswith("c")}
    allowed = [row.id for row in _showable(person) if row.id in wanted]
    found: dict[str, Credential | OutsideBadge] = {
        f"c{one.pk}": one for one in Credential.objects.filter(pk__in=allowed)
    }
    for badge in outside_badges_of(person):
        if (key := f"o{badge.pk}") in keys:
            found[key] = badge
    return found


def _arranged(
    portfolio: Portfolio | None, rows: Sequence[CredentialRow], person: Person
) -> list[Shown]:
    """Return `rows` and the badges from elsewhere, what `portfolio` shows first. Two queries."""
    entries = list(portfolio.entries.all()) if portfolio else []
    notes = {_key_of(one.credential_id, one.outside_id): one.note for one in entries}
    things = [*map(_own, rows), *map(_other, outside_badges_of(person))]
    places = {key: place for place, key in enumerate(notes)}
    things.sort(key=lambda one: places.get(one.key, len(places)))
    return [_marked(one, notes) for one in things]


def _showable(person: Person) -> list[CredentialRow]:
    return [
        row
        for row in held_by(person)
        if row.is_signed and row.is_public and not (row.revoked_at or row.is_suspended)
    ]


def _key_of(credential_id: str | None, outside_id: UUID | None) -> str:
    return f"c{credential_id}" if credential_id else f"o{outside_id}"


def _own(row: CredentialRow) -> Shown:
    return Shown(
        key=f"c{row.id}",
        title=row.title,
        kind=row.kind,
        issuer=row.issuer,
        standing=in_words(row.standing),
        awarded_at=row.awarded_at,
        verdict="",
        tone="good",
        credential_id=row.id,
        seed=str(row.achievement_id),
    )


def _other(badge: OutsideBadge) -> Shown:
    tones = {"valid": "good", "invalid": "bad"}
    return Shown(
        key=f"o{badge.pk}",
        title=badge.title,
        kind=_("From elsewhere"),
        issuer=badge.issuer_domain or badge.issuer_name or _("an issuer without a name"),
        standing=badge.standing or _("Issuer not known here"),
        awarded_at=badge.awarded_at,
        verdict=_found_of(badge),
        tone=tones.get(badge.outcome, "warn"),
        credential_id="",
        seed=badge.digest,
    )


def _found_of(badge: OutsideBadge) -> str:
    """Return in few words what the last check found; the badge's own page says all of it."""
    words = {
        "valid": _("Genuine when it was checked on %(day)s."),
        "invalid": _("No longer valid when it was checked on %(day)s."),
    }
    undecided = _("Not everything could be checked on %(day)s.")
    return words.get(badge.outcome, undecided) % {"day": date_format(badge.checked_at)}


def _marked(one: Shown, notes: dict[str, str]) -> Shown:
    if one.key not in notes:
        return one
    values = {name: getattr(one, name) for name in Shown.__slots__}
    return Shown(**{**values, "note": notes[one.key], "is_chosen": True})


def portfolio_facts(person: Person) -> dict[str, Any]:
    """Return everything that is kept of a person here, for them to take along. Fixed queries."""
    portfolio = portfolio_of(person)
    return {
        "portfolio": portfolio
        and {
            "id": portfolio.pk,
            "headline": portfolio.headline,
            "about": portfolio.about,
            "shows_name": portfolio.shows_name,
            "is_public": portfolio.is_public,
            "changed_at": portfolio.changed_at,
            "shows": [
                {"title": one.title, "note": one.note}
                for one in choices_for(person)
                if one.is_chosen
            ],
        },
        "outside_badges": [
            {
                "title": badge.title,
                "document": badge.document,
                "report": badge.report,
                "added_at": badge.added_at,
                "checked_at": badge.checked_at,
            }
            for badge in outside_badges_of(person)
        ],
    }
