from __future__ import annotations

import re
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest

from cairn_server.credentials.credential_page import ResultLine, page_of
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.portfolio.printing import certificate_pdf, credential_card, portfolio_card
from cairn_server.portfolio.queries import PortfolioPage
from tests.moments import MONDAY

HOSTILE = '#read("/etc/passwd") $x$ *b* \\ "] #eval("1") </svg> \u202e Привет 你好 ' + "long " * 60


@pytest.fixture
def page(held):
    """What the page of Ada's credential shows."""
    return page_of(
        held,
        report=report_on(held.document, at=MONDAY, ask=nobody),
        revocation=None,
        holder="Ada Álvarez",
        on=MONDAY.date(),
    )


def links_in(pdf):
    """Return the addresses that a PDF links to, wherever it keeps its objects."""
    content = pdf
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            content += zlib.decompress(stream)
    return re.findall(rb"/URI ?\((http[^)]*)\)", content)


def test_a_certificate_leads_to_the_page_that_says_whether_it_is_genuine(page):
    assert links_in(certificate_pdf(page)) == [page.url.encode()]


def test_what_was_judged_stands_on_it(page):
    judged = replace(page, results=[ResultLine("Reads a chart", "Met", "")])

    assert len(certificate_pdf(judged)) > len(certificate_pdf(page))


@pytest.mark.parametrize("member", ["title", "holder", "issuer", "can_do", "kind", "shown"])
def test_no_text_is_a_command(page, member):
    page = replace(page, **{member: HOSTILE})

    assert certificate_pdf(page).startswith(b"%PDF-")
    assert credential_card(page).startswith(b"\x89PNG")


def test_a_portfolio_without_name_and_stones_has_a_card_too():
    page = PortfolioPage("0" * 32, "", "", "", [], [])

    assert portfolio_card(page, on=MONDAY.date()).startswith(b"\x89PNG")
