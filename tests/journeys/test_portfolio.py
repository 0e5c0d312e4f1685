"""A page of one's own: what is chosen is shown to whoever has its link."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.cairn_server.portfolio.conftest import badge_of
from tests.journeys.walking import PHONE, accessible


def test_a_portfolio_with_a_badge_from_elsewhere_is_shown_and_switched_off(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None], tmp_path: Path
) -> None:
    ana, stranger = open_page(PHONE), open_page(PHONE)
    sign_in(ana, "Ana Moreira")
    _bring_along(ana, tmp_path)
    ana.get_by_role("link", name="Show it on my portfolio").click()
    ana.get_by_label("In one line").fill("Teaches mathematics")
    for tick in ana.get_by_role("checkbox", name="Show it").all():
        tick.check()
    ana.get_by_label("Anybody with the link may see this page").check()
    accessible(ana)
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_text("Saved.")).to_be_visible()
    ana.get_by_role("link", name="See it as others do").click()
    stranger.goto(ana.url)
    expect(stranger.get_by_role("heading", name="Ana Moreira", level=1)).to_be_visible()
    expect(stranger.locator("strong", has_text="Safe welding")).to_be_visible()
    expect(stranger.get_by_text("Issuer not known here")).to_be_visible()
    accessible(stranger)
    card = stranger.request.get(ana.url + "card.png")
    assert (card.status, card.headers["content-type"]) == (200, "image/png")

    ana.get_by_role("link", name="Change it").click()
    ana.get_by_label("Anybody with the link may see this page").uncheck()
    ana.get_by_role("button", name="Save").click()

    gone = stranger.reload()
    assert gone is not None
    assert gone.status == 404


def test_a_certificate_on_paper_comes_with_every_credential(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    page = open_page(PHONE)
    sign_in(page, "Ana Moreira")
    page.goto("/my/credentials/")
    page.locator("main").get_by_role("link", name="Checking for Understanding").first.click()
    link = page.get_by_role("link", name="Certificate (PDF)")
    expect(link).to_be_visible()

    answer = page.request.get(page.url + "certificate.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")


def _bring_along(page: Page, folder: Path) -> None:
    """Bring a changed badge, which is refused, then the genuine one."""
    genuine = badge_of(title="Safe welding")
    changed = json.loads(json.dumps(genuine))
    changed["credentialSubject"]["achievement"]["name"] = "Master welder"
    file = folder / "badge.json"
    page.goto("/my/badges/new/")
    for document in (changed, genuine):
        file.write_text(json.dumps(document))
        page.get_by_label("A badge file").set_input_files(file)
        page.get_by_role("button", name="Check it and keep it").click()
        if document is changed:
            expect(page.get_by_role("alert")).to_contain_text("cannot be kept")
    expect(page.get_by_role("heading", name="Safe welding", level=1)).to_be_visible()
