"""Work that is saved while one types: offline, in two tabs, with a file beside it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.walking import accessible, sign_up, start_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def begin(phone: Page, name: str) -> None:
    """Sign up and begin the task of Data Literacy."""
    sign_up(phone, name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.org")
    start_of(phone, "Data Literacy")
    phone.locator("a[href^='/tasks/']").first.click()
    phone.get_by_role("button", name="Begin", exact=True).first.click()
    expect(phone.get_by_role("heading", name="Hand it in")).to_be_visible()


def saved(page: Page) -> None:
    """Wait until the page says that the text is saved, and when."""
    line = page.locator("[data-autosave] [data-state]")
    expect(line).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def test_what_is_typed_without_a_line_is_kept_and_saved_later(phone: Page) -> None:
    begin(phone, "Rosa Typing")
    text = phone.get_by_label("Reflection")
    text.fill("I asked and waited.")
    saved(phone)
    expect(phone.locator("[data-word-count]")).to_have_text("4 words")

    phone.context.set_offline(True)
    text.press_sequentially(" Then I looked.")
    expect(phone.get_by_text("Not saved: offline, kept here")).to_be_visible()
    address = phone.url
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(address)

    expect(text).to_have_value("I asked and waited. Then I looked.")
    saved(phone)
    phone.reload()
    expect(text).to_have_value("I asked and waited. Then I looked.")
    accessible(phone)


def test_two_tabs_lose_nothing(phone: Page) -> None:
    begin(phone, "Tim Twotabs")
    other = phone.context.new_page()
    other.goto(phone.url)
    other.get_by_label("Reflection").fill("From the other tab.")
    saved(other)

    phone.get_by_label("Reflection").fill("From this tab.")

    expect(phone.locator("[data-other]")).to_have_value("From the other tab.")
    accessible(phone)
    phone.get_by_role("button", name="Keep mine").click()
    saved(phone)
    phone.reload()
    expect(phone.get_by_label("Reflection")).to_have_value("From this tab.")


def test_a_file_that_is_not_what_it_says_is_refused_in_place(phone: Page) -> None:
    begin(phone, "Fay File")
    field = phone.locator("input[type=file]")

    field.set_input_files({"name": "memo.pdf", "mimeType": "application/pdf", "buffer": PNG})

    expect(phone.get_by_text("Asked for is a PDF")).to_be_visible()
    expect(phone.get_by_text("The memo: a file")).to_be_visible()
