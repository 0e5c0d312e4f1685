"""A stranger decides whether to believe a credential: by page, command and program alike."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from cairn.vc.wording import for_people
from tests.command import cairn_process
from tests.journeys.walking import DESK, PHONE, Site, accessible

GOOD = ("Genuine", "valid")


@dataclass(frozen=True)
class Earned:
    """A credential of the demo as its holder can take it along."""

    url: str
    document: bytes
    badge: bytes

    @property
    def value(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.document)
        return found


@pytest.fixture
def earned(open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]) -> Earned:
    """Elif's credential for Data Literacy."""
    page = open_page(PHONE)
    sign_in(page, "Elif Demir")
    page.goto("/my/credentials/")
    page.get_by_role("link", name="Data Literacy").click()
    page.wait_for_url("**/credentials/**")
    return Earned(
        page.url,
        page.request.get(page.url + "credential.json").body(),
        page.request.get(page.url + "badge.png").body(),
    )


def _command(site: Site, folder: Path, name: str, content: bytes) -> dict[str, Any]:
    """Ask `cairn verify`, trusting whom the site trusts: the issuer of the credential."""
    file, trust = folder / name, folder / "trust.json"
    file.write_bytes(content)
    trust.write_text(json.dumps(_issuers(content)))
    ended = cairn_process(
        "verify", "--json", "--trust", trust, "--map", f"{site.url}={site.url}", file
    )
    return ended.objects[0]


def _issuers(content: bytes) -> dict[str, Any]:
    try:
        issuer = json.loads(content)["issuer"]
    except ValueError:
        return {}
    standing = "institution-accredited"
    return {issuer["id"]: {"name": "Northfield Extension School", "standing": standing}}


def _api(page: Page, content: bytes) -> dict[str, Any]:
    file = FilePayload(name="credential", mimeType="application/octet-stream", buffer=content)
    got = page.request.post("/api/v1/verifications", multipart={"file": file})
    assert got.status == 200
    found: dict[str, Any] = got.json()
    return found


def _verdict(page: Page) -> str:
    """Return the sentence that the page shows, once there is one."""
    sentence = page.locator("#verdict p.lead")
    expect(sentence).to_be_visible()
    return sentence.inner_text()


def _shown(sentence: str) -> str:
    """Return what the command says as a page writes it: short, the zone of nobody."""

    def written(found: re.Match[str]) -> str:
        return f"{datetime.fromisoformat(found[0]):%-d %B %Y, %H:%M} UTC"

    return re.sub(r"\d{4}-\d\d-\d\dT[0-9:]+Z", written, for_people(sentence))


def _drop(page: Page, name: str, content: bytes) -> None:
    """Let a file fall on the page, as from the desktop."""
    given = page.evaluate_handle(
        """([name, data]) => {
            const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], name));
            return transfer;
        }""",
        [name, base64.b64encode(content).decode()],
    )
    page.dispatch_event("main", "drop", {"dataTransfer": given})


def test_every_way_of_giving_it_leads_to_the_same_verdict(
    earned: Earned, desk: Page, site: Site, tmp_path: Path
) -> None:
    desk.goto("/verify/")
    accessible(desk)
    told = _command(site, tmp_path, "credential.json", earned.document)
    assert told["outcome"] == "valid"
    sentences = {_shown(told["sentence"])}
    _drop(desk, "badge.png", earned.badge)
    sentences.add(_verdict(desk))
    accessible(desk)
    for name, content in (("a.png", earned.badge), ("a.json", earned.document)):
        desk.goto("/verify/")
        file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
        desk.locator('input[type="file"]').set_input_files(file)  # is sent at once
        sentences.add(_verdict(desk))
    for text in (earned.document.decode(), earned.url):
        desk.goto("/verify/")
        desk.locator("textarea").fill(text)
        desk.get_by_role("button", name="Verify", exact=True).click()
        sentences.add(_verdict(desk))
    for content in (earned.document, earned.badge):
        answer = _api(desk, content)
        assert answer["outcome"] == "valid"
        sentences.add(_shown(answer["sentence"]))
    assert sentences == {_shown(told["sentence"])}


def test_the_page_of_the_credential_leads_to_checking_it(earned: Earned, phone: Page) -> None:
    phone.goto(earned.url)
    phone.get_by_role("link", name="Check it yourself").click()
    assert "valid" in _verdict(phone) or "genuine" in _verdict(phone).lower()
    accessible(phone)
    phone.go_back()
    expect(phone).to_have_url(earned.url)


def test_a_changed_character_and_an_undefined_claim_are_told(
    earned: Earned, desk: Page, site: Site, tmp_path: Path
) -> None:
    changed = earned.document.replace(b"Data Literacy", b"Data Literary")
    claimed = earned.value
    claimed["credentialSubject"]["rankInClass"] = 1
    for name, content in (("changed", changed), ("claimed", json.dumps(claimed).encode())):
        told = _command(site, tmp_path, f"{name}.json", content)
        assert told["outcome"] == "invalid", name
        desk.goto("/verify/")
        _drop(desk, f"{name}.json", content)
        assert _verdict(desk) == _shown(told["sentence"])
        accessible(desk)
        answer = _api(desk, content)
        assert (answer["outcome"], answer["reasons"]) == (told["outcome"], told["reasons"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("holiday.png", b"\x89PNG\r\n\x1a\n" + bytes(30)),
        ("notes.json", b"{"),
        ("notes.txt", b"Dear all, I am a very good analyst."),
        ("deep.json", b"[" * 100_000),
        ("empty.json", b""),
    ],
)
def test_what_is_no_credential_is_said_to_be_none(desk: Page, name: str, content: bytes) -> None:
    desk.goto("/verify/")
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    desk.locator('input[type="file"]').set_input_files(file)
    told = desk.locator("#verdict").get_by_role("alert")
    expect(told).to_contain_text("This could not be read.")
    assert len(told.inner_text()) > len("This could not be read.") + 10
    expect(desk.get_by_role("heading", name="Verify a credential")).to_be_visible()


def test_several_at_once_become_a_list_with_a_table_to_take_along(
    earned: Earned, desk: Page, phone: Page
) -> None:
    changed = earned.document.replace(b"Data Literacy", b"Data Literary")
    contents = (("badge.png", earned.badge), ("changed.json", changed), ("notes.txt", b"Hello"))
    desk.goto("/verify/")
    desk.locator('input[type="file"]').set_input_files(
        [
            FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
            for name, content in contents
        ]
    )
    expect(desk.get_by_role("heading", name="All 3 verified")).to_be_visible()
    expect(desk.get_by_text("1 genuine and current")).to_be_visible()
    expect(desk.get_by_text("Not genuine:")).to_be_visible()
    accessible(desk)
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="Results as CSV").click()
    rows = Path(taken.value.path()).read_text().splitlines()
    assert [row.split(",")[1:3] for row in rows[1:]] == [
        ["badge.png", "valid"],
        ["changed.json", "invalid"],
        ["notes.txt", "unreadable"],
    ]
    phone.goto(desk.get_by_role("link", name="Link to give to others").get_attribute("href") or "")
    expect(phone.get_by_role("heading", name="All 3 verified")).to_be_visible()
    accessible(phone)
    desk.get_by_role("button", name="Erase now").click()
    expect(desk.get_by_role("heading", name="Verify a credential")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("There is nothing here for you")).to_be_visible()


def test_after_revocation_every_way_says_revoked(
    earned: Earned,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    site: Site,
    tmp_path: Path,
) -> None:
    jonas, desk = open_page(DESK), open_page(DESK)
    sign_in(jonas, "Jonas Weber")
    jonas.goto(earned.url)
    jonas.get_by_text("Revoke this credential").click()
    jonas.get_by_label("Why is it taken back?").select_option(label="It was awarded in error")
    jonas.get_by_role("button", name="Revoke", exact=True).click()
    jonas.wait_for_load_state()
    told = _command(site, tmp_path, "credential.json", earned.document)
    assert told["outcome"] == "invalid"
    assert "revoked" in told["sentence"]
    desk.goto("/verify/")
    _drop(desk, "badge.png", earned.badge)
    assert _verdict(desk) == _shown(told["sentence"])
    answer = _api(desk, earned.badge)
    assert (answer["outcome"], answer["sentence"]) == (told["outcome"], told["sentence"])
