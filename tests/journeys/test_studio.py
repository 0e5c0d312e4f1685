"""An author writes and publishes a micro-credential; a learner sees it at once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.walking import accessible

TITLE = "Running a retrospective"
OPTIONS = [
    ("Who did it", False, "That ends the talking."),
    ("What happened", True, "Right: causes, not culprits."),
]


def saved(page: Page) -> None:
    expect(page.locator("[data-state]")).to_contain_text("Saved")


def begin(page: Page, title: str) -> str:
    """Begin a draft from the template; return its address."""
    page.goto("/studio/")
    page.get_by_label("What will people be able to do?").fill(title)
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return page.url


def test_an_author_publishes_from_the_template_and_a_learner_sees_it(desk, phone, sign_in):
    sign_in(desk, "Ines Duarte")
    draft = begin(desk, TITLE)
    expect(desk.get_by_text("thing to mend")).to_be_visible()

    desk.get_by_role("link", name="How it is judged").first.click()
    desk.get_by_role("button", name="Add a criterion").click()
    desk.locator("#criteria-0-title").fill("Everybody speaks")
    desk.locator("#criteria-0-description").fill("Each member adds an observation.")
    desk.locator("#criteria-0-levels-0-description").fill("Some do.")
    desk.locator("#criteria-0-levels-1-description").fill("All do.")
    saved(desk)
    desk.goto(f"{draft}tasks/show-it/")
    desk.get_by_label("What to do").fill("Lead one retrospective; write down what it changed.")
    saved(desk)
    desk.goto(f"{draft}units/first-steps/")
    desk.get_by_label("Cards").fill("A retrospective asks **what happened**, not who did it.")
    expect(desk.locator("#phone strong")).to_have_text("what happened")  # as it will be seen
    desk.get_by_label("New question").fill("What does a retrospective ask?")
    desk.get_by_role("button", name="Add a question").click()
    for number, (text, is_right, feedback) in enumerate(OPTIONS):
        desk.locator(f"#options-{number}-text").fill(text)
        desk.locator(f"#options-{number}-feedback").fill(feedback)
        desk.locator(f"[name=options-{number}-correct]").set_checked(is_right)
    desk.get_by_label("Prepares for").select_option(label="Everybody speaks")
    saved(desk)
    accessible(desk)

    desk.goto(draft)
    expect(desk.get_by_text("Every criterion is practised and shown.")).to_be_visible()
    accessible(desk)
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("This version never changes again.")).to_be_visible()

    phone.goto("/catalogue/")
    phone.get_by_role("link", name=TITLE).first.click()
    expect(phone.get_by_role("heading", name=TITLE, level=1)).to_be_visible()


def test_a_question_is_written_and_tried_out_on_a_phone(phone, sign_in):
    sign_in(phone, "Ines Duarte")
    draft = begin(phone, "Asking on the way")
    phone.goto(f"{draft}units/first-steps/")
    phone.get_by_label("New question").fill("How many legs has a spider?")
    phone.get_by_label("Kind").select_option(label="A number")
    phone.get_by_role("button", name="Add a question").click()
    phone.get_by_label("Number", exact=True).fill("8")
    saved(phone)

    phone.get_by_label("Your answer").fill("6")
    phone.get_by_role("button", name="Try it").click()
    expect(phone.locator("#phone")).to_contain_text("Not yet")
    phone.reload()
    expect(phone.get_by_label("Number", exact=True)).to_have_value("8")
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_was_saved_in_another_tab_is_told_and_nothing_is_lost(desk, sign_in):
    sign_in(desk, "Ines Duarte")
    unit = f"{begin(desk, 'Two tabs')}units/first-steps/"
    desk.goto(unit)
    other = desk.context.new_page()
    other.goto(unit)
    other.get_by_label("Title").fill("From the other tab")
    saved(other)

    desk.get_by_label("Title").fill("From this tab")
    expect(desk.get_by_text("From the other tab")).to_be_visible()
    desk.get_by_role("button", name="Keep mine").click()
    saved(desk)
    other.reload()
    expect(other.get_by_label("Title")).to_have_value("From this tab")
