"""People and where they belong: settings, addresses, members, a file of many, leaving."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.walking import DESK, PASSWORD, PHONE, accessible, mailed_code, sign_up

PEOPLE = """email,name,external_id,roles
iris@northfield.example,Iris Blom,N-101,
jan@northfield.example,Jan Kral,N-102,evaluator
ana@northfield.example,Ana Moreira,N-103,
not an address,Nobody,N-104,
kim@northfield.example,Kim Ode,N-105,astronaut
"""


def _csv(text: str) -> FilePayload:
    return FilePayload(name="people.csv", mimeType="text/csv", buffer=text.encode())


def _to_members(page: Page) -> None:
    page.goto("/organisations/")
    page.get_by_role("link", name="Members and roles").click()
    expect(page.get_by_role("heading", name="Members of", level=1)).to_be_visible()


def test_settings_are_kept_and_a_wrong_one_is_told(phone: Page) -> None:
    sign_up(phone, name="Vera Sund", email="vera@example.org")
    phone.goto("/settings/")
    accessible(phone)
    phone.get_by_label("Minutes a day").fill("9")
    phone.get_by_label("Time zone").fill("Moon/Crater")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("This zone is not known.")).to_be_visible()
    accessible(phone)
    expect(phone.get_by_label("Minutes a day")).to_have_value("9")
    phone.get_by_label("Time zone").fill("America/Bogota")
    phone.get_by_role("button", name="Save").click()
    phone.goto("/settings/")
    expect(phone.get_by_label("Time zone")).to_have_value("America/Bogota")
    expect(phone.get_by_label("Minutes a day")).to_have_value("9")


def test_a_second_address_is_added_proved_and_made_the_first(phone: Page) -> None:
    sign_up(phone, name="Wim Bos", email="wim@example.org")
    phone.goto("/settings/")
    phone.get_by_role("link", name="E-mail addresses").click()
    phone.locator("#id_email").fill("wim@work.example")
    phone.get_by_role("button", name="Add", exact=True).click()
    phone.locator("#id_code").fill(mailed_code(phone, "wim@work.example"))
    phone.get_by_role("button", name="Go on").click()
    phone.goto("/accounts/email/")
    row = phone.locator("li.row", has_text="wim@work.example")
    expect(row.get_by_text("Verified", exact=True)).to_be_visible()
    accessible(phone)
    row.get_by_role("button", name="Make primary").click()
    expect(
        phone.locator("li.row", has_text="wim@work.example").get_by_text("Primary", exact=True)
    ).to_be_visible()
    phone.locator("li.row", has_text="wim@example.org").get_by_role("button", name="Remove").click()
    expect(phone.locator("li.row")).to_have_count(1)


def test_members_are_added_found_changed_and_let_go(
    desk: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(desk, "Noor Haddad")
    _to_members(desk)
    accessible(desk)
    desk.get_by_label("E-mail address").fill("pia@teachers.example")
    desk.get_by_label("Name", exact=True).fill("Pia Holm")
    desk.get_by_role("checkbox", name="Evaluator").check()
    desk.get_by_role("button", name="Add", exact=True).click()
    row = desk.locator("#members tr", has_text="Pia Holm")
    expect(row.get_by_text("has not signed in yet")).to_be_visible()
    desk.get_by_label("Name, address or number").fill("pia")
    expect(desk.locator("#members tbody tr")).to_have_count(1)  # while one types
    desk.get_by_role("link", name="Change Pia Holm").click()
    desk.get_by_role("checkbox", name="Evaluator").uncheck()
    desk.get_by_role("checkbox", name="Author").check()
    desk.get_by_role("button", name="Save").click()
    _to_members(desk)
    expect(desk.locator("#members tr", has_text="Pia Holm").get_by_text("Author")).to_be_visible()
    desk.get_by_role("link", name="Change Pia Holm").click()
    accessible(desk)
    desk.get_by_role("button", name="End the membership").click()
    _to_members(desk)
    expect(desk.get_by_text("Pia Holm")).to_have_count(0)


def test_the_last_owner_cannot_leave_an_organisation_without_one(
    desk: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(desk, "Mira Novak")
    _to_members(desk)
    desk.get_by_role("link", name="Change Mira Novak").click()
    desk.get_by_role("checkbox", name="Owner").uncheck()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert").or_(desk.locator(".error")).first).to_be_visible()
    desk.goto("/organisations/")
    expect(desk.get_by_role("link", name="Members and roles")).to_be_visible()


def test_many_people_come_by_a_file_seen_before_it_is_saved(
    desk: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(desk, "Jonas Weber")
    _to_members(desk)
    desk.get_by_role("link", name="Add many by a file").click()
    accessible(desk)
    address = desk.url
    desk.get_by_label("CSV file").set_input_files(_csv(PEOPLE))
    desk.get_by_role("button", name="See what it would do").click()
    expect(desk.get_by_text("2 added, 1 updated, 0 unchanged, 2 not used.")).to_be_visible()
    accessible(desk)
    refused = desk.locator("h3:has-text('Not used') + ul")
    expect(refused).to_contain_text("5")  # the lines of the file that cannot be used
    expect(refused).to_contain_text("astronaut")
    _to_members(desk)
    expect(desk.get_by_text("Iris Blom")).to_have_count(0)  # nothing was saved by looking
    desk.goto(address)
    desk.get_by_label("CSV file").set_input_files(_csv(PEOPLE))
    desk.get_by_role("button", name="See what it would do").click()
    desk.get_by_role("button", name="Do it").click()
    _to_members(desk)
    expect(desk.get_by_text("Iris Blom").first).to_be_visible()
    desk.goto(address)
    desk.get_by_label("CSV file").set_input_files(_csv(PEOPLE))
    desk.get_by_role("button", name="See what it would do").click()
    expect(desk.get_by_text("0 added, 0 updated, 3 unchanged, 2 not used.")).to_be_visible()


def test_a_file_that_is_no_list_of_people_is_refused_in_words(
    desk: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(desk, "Jonas Weber")
    _to_members(desk)
    desk.get_by_role("link", name="Add many by a file").click()
    for text in ("\x00\x01\x02", "colour,size\nred,3\n", ""):
        desk.get_by_label("CSV file").set_input_files(_csv(text))
        desk.get_by_role("button", name="See what it would do").click()
        expect(desk.locator(".error, [role=alert]").first).to_be_visible()
        expect(desk.get_by_label("CSV file")).to_be_visible()
    accessible(desk)


def test_everything_can_be_taken_along(phone: Page, sign_in: Callable[[Page, str], None]) -> None:
    sign_in(phone, "Elif Demir")
    phone.goto("/settings/")
    with phone.expect_download() as waiting:
        phone.get_by_role("link", name="Take everything along").click()
    archive = zipfile.ZipFile(BytesIO(waiting.value.path().read_bytes()))
    names = archive.namelist()
    assert any(name.endswith(".pdf") for name in names), names  # her evidence
    assert any("credential" in name for name in names), names
    assert b"elif@harbour.example" in b"".join(
        archive.read(name) for name in names if name.endswith(".json")
    )


def test_whoever_erases_their_account_is_gone(open_page: Callable[..., Page]) -> None:
    phone, other = open_page(PHONE), open_page(DESK)
    sign_up(phone, name="Xenia Roth", email="xenia@example.org")
    phone.goto("/settings/")
    phone.get_by_role("link", name="Erase my account").click()
    expect(phone.get_by_role("heading", name="Is it you?")).to_be_visible()
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("heading", name="Erase my account")).to_be_visible()
    accessible(phone)
    phone.get_by_label("Your e-mail address").fill("somebody@example.org")
    phone.get_by_role("button", name="Erase my account").click()
    expect(phone.get_by_text("This is not your primary address.")).to_be_visible()
    phone.get_by_label("Your e-mail address").fill("xenia@example.org")
    phone.get_by_role("button", name="Erase my account").click()
    phone.wait_for_load_state()
    phone.goto("/settings/")
    expect(phone).to_have_url(re.compile("/accounts/login/"))
    other.goto("/accounts/login/")
    other.get_by_label("E-mail address").fill("xenia@example.org")
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_role("alert")).to_be_visible()


def test_an_expired_session_leads_to_signing_in_and_back(
    phone: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(phone, "Ben Okafor")
    phone.goto("/settings/")
    phone.context.clear_cookies()
    phone.get_by_role("button", name="Save").click()
    assert phone.get_by_role("heading", level=1).count() == 1
    phone.goto("/settings/")
    expect(phone).to_have_url(re.compile(r"/accounts/login/\?next=/settings/"))
