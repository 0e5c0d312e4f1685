"""A quiz on a phone: taken through a lost connection, in two tabs, by keyboard, to its result."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.walking import accessible, sign_up, start_of

QUESTIONS = 12
SAVED = re.compile(r"^Saved \d\d:\d\d$")


def begin(phone: Page, name: str) -> None:
    """Sign up and begin the quiz of Incident Response Basics."""
    sign_up(phone, name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.org")
    start_of(phone, "Incident Response Basics")
    phone.get_by_role("link", name="Take the quiz").first.click()
    expect(phone.get_by_text(f"{QUESTIONS} questions, ")).to_be_visible()
    accessible(phone)
    phone.get_by_role("button", name="Begin", exact=True).click()
    phone.wait_for_url("**/questions/1/")


def shown(page: Page) -> Locator:
    return page.locator("form[data-number]:not([hidden])")


def choose(page: Page, number: int = 0) -> str:
    """Answer the question on the screen, whatever its kind; return what `chosen` then tells."""
    form = shown(page)
    for side in form.locator("select").all():
        side.select_option(index=number + 1)
    if form.locator("[name=text]").count():
        form.locator("[name=text]").fill(str(number))
    if form.locator("label.choice").count():
        form.locator("label.choice").nth(number).click()
    return chosen(page)


def chosen(page: Page) -> str:
    """Return what is answered to the question on the screen."""
    answer = """form => [...new FormData(form)]
        .filter(([name]) => !["csrfmiddlewaretoken", "sequence"].includes(name)).join(" ")"""
    told: str = shown(page).evaluate(answer)
    return told


def go_next(page: Page) -> None:
    shown(page).get_by_role("button", name=re.compile("^Next$|^To the overview$")).click()


def heading(page: Page, number: int) -> None:
    title = shown(page).get_by_role("heading", name=f"Question {number} of {QUESTIONS}")
    expect(title).to_be_visible()


def test_a_quiz_is_taken_through_a_lost_connection_to_its_result(phone: Page) -> None:
    begin(phone, "Quinn Quiz")
    heading(phone, 1)
    accessible(phone)
    choose(phone)
    expect(shown(phone).locator("[data-state]")).to_have_text(SAVED)

    phone.context.set_offline(True)
    go_next(phone)
    heading(phone, 2)
    second = choose(phone, 1)
    expect(phone.get_by_text("Not saved: offline, kept here")).to_be_visible()
    go_next(phone)
    heading(phone, 3)
    address = phone.url
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(address)

    expect(phone.locator("#quiz-waiting")).to_be_hidden()
    shown(phone).get_by_role("button", name="Back").click()
    heading(phone, 2)
    assert chosen(phone) == second
    for _ in range(2, QUESTIONS):
        go_next(phone)
        choose(phone)
    go_next(phone)
    expect(phone.get_by_text("Every question has an answer.")).to_be_visible()
    accessible(phone)
    phone.get_by_role("button", name="Hand in", exact=True).click()

    expect(phone.get_by_role("heading", name=re.compile("^Passed$|^Not yet$"))).to_be_visible()
    expect(phone.get_by_text(re.compile(r"^\d+% of the points; 75% are needed\.$"))).to_be_visible()
    accessible(phone)


def test_of_two_tabs_the_newest_answer_counts_and_the_other_is_told(phone: Page) -> None:
    begin(phone, "Tara Twotabs")
    other = phone.context.new_page()
    other.goto(phone.url)
    theirs = choose(other, 1)
    expect(shown(other).locator("[data-state]")).to_have_text(SAVED)

    choose(phone, 0)

    expect(phone.get_by_text("Another tab or device saved a newer answer.")).to_be_visible()
    assert chosen(phone) == theirs
    mine = choose(phone, 2)
    expect(shown(phone).locator("[data-state]")).to_have_text(SAVED)
    other.reload()
    assert chosen(other) == mine


def test_a_quiz_is_taken_by_keyboard(desk: Page) -> None:
    begin(desk, "Kim Keyboard")

    field = shown(desk).locator("[name=option], [name=text], select").first
    field.focus()
    desk.keyboard.press("Space" if field.get_attribute("name") == "option" else "1")
    first = chosen(desk)
    field.press("Enter")

    heading(desk, 2)
    expect(shown(desk).get_by_role("heading")).to_be_focused()
    desk.go_back()
    heading(desk, 1)
    assert chosen(desk) == first


@pytest.fixture
def plain(open_page: Callable[..., Page]) -> Page:
    """A phone without scripts."""
    return open_page(java_script_enabled=False)


def test_without_scripts_every_answer_is_a_form(phone: Page, plain: Page) -> None:
    begin(phone, "Nina Noscript")
    plain.context.add_cookies(phone.context.cookies())
    plain.goto(phone.url)

    option = choose(plain, 1)
    go_next(plain)
    heading(plain, 2)
    shown(plain).get_by_role("button", name="Back").click()

    heading(plain, 1)
    assert chosen(plain) == option
    expect(shown(plain).locator("[data-state]")).to_have_text(SAVED)
