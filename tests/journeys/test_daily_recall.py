"""Today: what is due, a few minutes of it, something new, and a connection that comes and goes."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.walking import PHONE, accessible, answer, go_on

KEPT = """async () => {  // what is due is on the phone
    const result = (asked) => new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    const database = await result(indexedDB.open('cairn', 1));
    const due = () => result(database.transaction('kept').objectStore('kept').get('due'));
    while (!(await due())) await new Promise((go) => setTimeout(go, 50));
}"""


def _to_recall(page: Page) -> int:
    """Return how many things Today says are due."""
    page.goto("/today/")
    found = re.search(r"(\d+) things? to recall", page.locator("main").inner_text())
    return int(found[1]) if found else 0


def _next(page: Page) -> None:
    go_on(page, page.get_by_role("link", name="Next"))


def test_a_session_asks_what_is_due_then_offers_one_new_unit(
    phone: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(phone, "Femi Adeyemi")
    phone.goto("/settings/")
    phone.get_by_label("Minutes a day").fill("15")
    phone.get_by_role("button", name="Save").click()
    due = _to_recall(phone)
    assert due > 0
    expect(phone.get_by_text("then one new unit")).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Start", exact=True).click()
    accessible(phone)
    for _ in range(due):
        answer(phone)
        _next(phone)
    new = phone.get_by_role("link", name="Something new: Make the new way stay")
    expect(new).to_be_visible()
    accessible(phone)
    new.click()
    expect(phone.get_by_role("heading", name="Make the new way stay")).to_be_visible()
    assert _to_recall(phone) == 0


def test_a_session_stops_at_the_minutes_of_the_day(
    phone: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(phone, "Dmitri Lang")
    phone.goto("/settings/")
    phone.get_by_label("Minutes a day").fill("1")
    phone.get_by_role("button", name="Save").click()
    due = _to_recall(phone)
    phone.get_by_role("link", name="Start", exact=True).click()
    answer(phone)
    _next(phone)
    phone.go_back()  # a whole page again, not the part that was swapped in
    expect(phone.locator("main #player").get_by_role("link", name="Next")).to_be_visible()
    _next(phone)
    answered = 1
    while phone.locator("#player form[data-version]").count():
        answer(phone)
        _next(phone)
        answered += 1
    assert 0 < answered < due
    expect(phone.get_by_role("heading", name="enough for today")).to_be_visible()
    expect(phone.get_by_text(re.compile(r"more waits?; tomorrow is soon enough"))).to_be_visible()
    accessible(phone)
    phone.goto("/today/")
    expect(phone.get_by_text("Done for today.")).to_be_visible()
    phone.goto("/settings/")
    phone.get_by_label("Minutes a day").fill("6")
    phone.get_by_role("button", name="Save").click()


def test_answers_given_without_a_connection_are_delivered_later(
    phone: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(phone, "Ana Moreira")
    due = _to_recall(phone)
    assert due >= 3
    phone.get_by_role("link", name="Start", exact=True).click()
    answer(phone)
    _next(phone)
    phone.context.set_offline(True)
    answer(phone, offline=True)
    expect(phone.locator("#outbox")).to_have_text("Offline: 1 answer kept on this phone.")
    phone.get_by_role("button", name="Next").or_(phone.get_by_role("link", name="Next")).click()
    answer(phone, offline=True)
    expect(phone.locator("#outbox")).to_have_text("Offline: 2 answers kept on this phone.")
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).to_have_text("Back online. Everything is saved.")
    assert _to_recall(phone) == due - 3


def test_a_page_opened_again_without_a_connection_goes_on_from_the_phone(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    phone = open_page(PHONE, service_workers="allow")
    sign_in(phone, "Chiara Conti")
    due = _to_recall(phone)
    phone.goto("/learn/recall/")
    phone.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.reload()  # from now on the page is the worker's
    assert phone.evaluate("() => !!navigator.serviceWorker.controller")
    expect(phone.locator("#player form[data-version]")).to_be_visible()
    phone.evaluate(KEPT)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator("#player form[data-version]")).to_be_visible()
    answer(phone, offline=True)
    expect(phone.locator("#outbox")).to_contain_text("1 answer kept on this phone")
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).not_to_contain_text("kept on this phone")
    phone.wait_for_load_state()
    phone.wait_for_timeout(500)  # the page asks anew once it is online
    assert _to_recall(phone) == due - 1


def test_a_double_click_and_a_second_window_count_an_answer_once(
    phone: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(phone, "Ben Okafor")
    due = _to_recall(phone)
    phone.goto("/learn/recall/")
    second = phone.context.new_page()
    second.goto("/learn/recall/")
    for page in (phone, second):
        form = page.locator("#player form[data-version]")
        if form.locator("label.choice").count():
            form.locator("label.choice").first.click()
        for chooser in form.locator("select").all():
            chooser.select_option(index=1)
        if form.locator("#answer").count():
            form.locator("#answer").fill("3")
        if form.locator("details").count():
            form.get_by_text("Show the answer").click()
            form.get_by_role("button", name="Well", exact=True).dblclick()
        else:
            form.get_by_role("button", name="Answer").dblclick()
        expect(page.locator("h1.outcome")).to_be_visible()
    assert _to_recall(phone) == due - 1
