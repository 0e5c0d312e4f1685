"""
Certificates as PDF and pictures for shared links, set by typst.

What varies goes in as data and never as markup, so that no title can become a command. Without
the extra `print` there is no typst, and `PrintNotInstalled` says so.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Literal

import segno
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cairn_server.credentials.credential_page import CredentialPage
from cairn_server.credentials.drawing import Stone, badge_svg, picture_svg
from cairn_server.errors import PrintNotInstalled
from cairn_server.portfolio.queries import PortfolioPage

CARD_PIXELS_PER_INCH = 72  # one point one pixel: 1200 x 630
LONGEST_LINE = 90


def certificate_pdf(page: CredentialPage) -> bytes:
    """
    Return the certificate of a credential: one sheet, with a QR code that leads to its page.

    Raises:
        PrintNotInstalled: without the extra `print`.
    """
    facts = [
        (_("Issued by"), page.issuer),
        (_("Standing of the issuer"), page.standing),
        (_("Issued on"), date_format(page.issued, "DATE_FORMAT")),
        (_("How it was shown"), page.shown),
    ]
    if page.revocation:
        facts.append((_("Revoked on"), date_format(page.revocation.at, "DATE_FORMAT")))
    data = {
        "language": get_language() or "en",
        "kind": page.kind,
        "issuer": page.issuer,
        "title": page.title,
        "holder": page.holder,
        "can_do": page.can_do,
        "facts": facts,
        "results_title": _("What was judged"),
        "results": [(one.criterion, one.level) for one in page.results[:12]],
        "badge": badge_svg(page.title, seed=page.achievement_id),
        "badge_alt": _("Badge"),
        "qr": _qr(page.url),
        "qr_alt": _("QR code with the address below"),
        "check_title": _("Check it"),
        "check": _("This sheet proves nothing by itself. Its page says whether it is genuine."),
        "url": page.url,
    }
    return _set("certificate.typ", json.dumps(data), "pdf")


def credential_card(page: CredentialPage) -> bytes:
    """Return the picture of a credential for shared links: PNG, 1200 x 630 pixels."""
    by = _("Issued by %(issuer)s, %(day)s") % {
        "issuer": page.issuer,
        "day": date_format(page.issued, "DATE_FORMAT"),
    }
    picture = badge_svg(page.title, seed=page.achievement_id)
    kind = _("%(kind)s · Issuer: %(standing)s") % {"kind": page.kind, "standing": page.standing}
    return _card(kind, page.title, page.holder or by, by if page.holder else "", picture)


def portfolio_card(page: PortfolioPage, *, on: date) -> bytes:
    """Return the picture of a portfolio for shared links: PNG, 1200 x 630 pixels."""
    title = page.name or page.headline or _("A portfolio")
    line = page.headline if page.name else ""
    count = _("%(n)d credentials that anyone can check") % {"n": len(page.shown)}
    stones = page.stones or [Stone("", 2.0)]
    return _card(_("Portfolio"), title, line, count, picture_svg(stones))


def _card(kind: str, title: str, line: str, foot: str, picture: str) -> bytes:
    data = {
        "language": get_language() or "en",
        "kind": kind,
        "title": _short(title),
        "line": _short(line),
        "foot": _short(foot),
        "picture": picture,
    }
    return _set("card.typ", json.dumps(data), "png")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 1].rstrip() + "…"


def _qr(url: str) -> str:
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()


@lru_cache(maxsize=64)
def _set(template: str, data: str, format: Literal["pdf", "png"]) -> bytes:
    """Set a sheet with fonts that come along, from no file but the template."""
    try:
        import typst
    except ImportError as error:
        raise PrintNotInstalled(
            "This installation cannot print: install Cairn with the extra `print`"
        ) from error
    source = files("cairn_server.portfolio").joinpath("typst", template).read_bytes()
    return typst.compile(
        source,
        format=format,
        font_paths=typst.Fonts(include_system_fonts=False),
        sys_inputs={"data": data},
        ppi=CARD_PIXELS_PER_INCH if format == "png" else None,
    )
