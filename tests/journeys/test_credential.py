"""A credential of one's own: seen, taken along, linked, hidden, revoked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.command import cairn_process
from tests.journeys.walking import DESK, PHONE, Site, accessible

TITLE = "Checking for Understanding"


def _open_own(page: Page) -> str:
    """Open the credential of whoever is signed in; return its address."""
    page.goto("/my/credentials/")
    page.locator("main").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    return page.url


def test_a_credential_is_shown_taken_along_and_switched_off(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    site: Site,
    tmp_path: Path,
) -> None:
    ana, stranger = open_page(PHONE), open_page(PHONE)
    sign_in(ana, "Ana Moreira")
    url = _open_own(ana)
    accessible(ana)
    stranger.goto(url)
    _says_what_was_shown(stranger)
    assert "Moreira" not in stranger.content()  # she has not chosen to be named
    _link_for_linkedin(ana, url)
    _json_by_asking(stranger, url)
    _verifies(stranger, url, "badge.png", site, tmp_path)
    _token_is_led_to(stranger)
    _verifies(stranger, url, "credential.jwt", site, tmp_path)
    ana.get_by_role("button", name="Show my name").click()
    stranger.reload()
    expect(stranger.get_by_text("Ana Moreira")).to_be_visible()
    ana.get_by_role("button", name="Switch the page off").click()
    expect(ana.get_by_text("only you and the issuer see it")).to_be_visible()
    accessible(ana)
    stranger.reload()
    expect(stranger.get_by_role("heading", name="Switched off by the holder")).to_be_visible()
    for part in ("credential.json", "credential.jwt", "badge.png"):
        assert stranger.request.get(url + part).status in (403, 404, 410)
    accessible(stranger)
    ana.get_by_role("button", name="Switch the page on").click()
    stranger.goto(url)
    expect(stranger.get_by_role("heading", name=TITLE, level=1)).to_be_visible()


def _says_what_was_shown(page: Page) -> None:
    for heading in ("What the holder can do", "How it was shown", "What was judged", "Checks"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator('meta[name="robots"]')).to_have_attribute("content", "noindex")
    for private in ("Switch the page off", "Revoke this credential", "Add to LinkedIn"):
        expect(page.get_by_text(private)).to_have_count(0)
    accessible(page)


def _link_for_linkedin(page: Page, url: str) -> None:
    link = page.get_by_role("link", name="Add to LinkedIn").get_attribute("href")
    parts = urlsplit(str(link))
    given = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "www.linkedin.com", "/profile/add")
    assert given["startTask"] == ["CERTIFICATION_NAME"]
    assert given["name"] == [TITLE]
    assert given["organizationName"] == ["Northfield Extension School"]
    assert given["certUrl"] == [url]


def _json_by_asking(page: Page, url: str) -> None:
    for kind in ("application/vc", "application/ld+json", "application/json"):
        got = page.request.get(url, headers={"Accept": kind})
        assert got.status == 200
        assert got.headers["content-type"].partition(";")[0] == kind
        document = got.json()
        assert "OpenBadgeCredential" in document["type"] or (
            "AchievementCredential" in document["type"]
        )
        assert document["credentialSubject"]["achievement"]["name"] == TITLE
        assert document["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"
    assert page.request.get(url + "credential.json").json() == document


def _token_is_led_to(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Signed token (JWT)").click()
    assert download.value.suggested_filename.endswith(".jwt")


def _verifies(page: Page, url: str, part: str, site: Site, folder: Path) -> None:
    file = folder / part
    file.write_bytes(page.request.get(url + part).body())
    if part == "badge.png":
        unbaked = cairn_process("unbake", file)
        assert unbaked.status == 0, unbaked.err
        assert json.loads(unbaked.out)["credentialSubject"]["achievement"]["name"] == TITLE
    alone = cairn_process("verify", "--offline", "--json", file)
    assert alone.status == 2  # genuine, and nobody could be asked whether it still stands
    assert alone.objects[0]["outcome"] == "undetermined"
    asked = cairn_process("verify", "--json", "--map", f"{site.url}={site.url}", file)
    assert (asked.status, asked.objects[0]["outcome"]) == (0, "valid"), asked.out


def test_a_revoked_credential_says_so_and_why(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    site: Site,
    tmp_path: Path,
) -> None:
    ana, jonas, stranger = open_page(PHONE), open_page(DESK), open_page(PHONE)
    sign_in(ana, "Ana Moreira")
    url = _open_own(ana)
    sign_in(jonas, "Jonas Weber")
    jonas.goto("/organisations/")
    awards = jonas.get_by_role("link", name="Awards")
    awards.click()
    accessible(jonas)
    path = urlsplit(url).path
    jonas.locator(f'a[href="{path}"]').click()
    jonas.get_by_text("Revoke this credential").click()
    jonas.get_by_label("Why is it taken back?").select_option(label="The assessment was flawed")
    accessible(jonas)
    jonas.get_by_role("button", name="Revoke", exact=True).click()
    for page in (stranger, ana):
        page.goto(url)
        verdict = page.locator(".verdict")
        expect(verdict).to_contain_text("Revoked on")
        expect(verdict).to_contain_text("The assessment was flawed.")
        accessible(page)
    ana.goto("/my/credentials/")
    expect(ana.locator("li.row", has_text=TITLE)).to_contain_text("Revoked")
    copy = tmp_path / "copy.json"
    copy.write_bytes(stranger.request.get(url + "credential.json").body())
    asked = cairn_process("verify", "--json", "--map", f"{site.url}={site.url}", copy)
    assert asked.status == 1
    assert "revoked" in asked.objects[0]["reasons"]


def test_an_issuer_elsewhere_cannot_revoke_it(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    elif_, mira = open_page(PHONE), open_page(DESK)
    sign_in(elif_, "Elif Demir")
    elif_.goto("/my/credentials/")
    elif_.get_by_role("link", name="Data Literacy").click()
    sign_in(mira, "Mira Novak")
    mira.goto(elif_.url)
    expect(mira.get_by_role("heading", name="Data Literacy", level=1)).to_be_visible()
    expect(mira.get_by_text("Revoke this credential")).to_have_count(0)


def test_a_missing_credential_is_a_plain_page(phone: Page) -> None:
    answer = phone.goto("/credentials/0123456789abcdef0123456789abcdef/")
    assert answer is not None
    assert answer.status == 404
    accessible(phone)
