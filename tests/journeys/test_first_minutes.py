"""A stranger's first minutes: read, learn, be known, come back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.walking import (
    PASSWORD,
    accessible,
    answer,
    go_on,
    mailed_code,
    mailed_link,
    sign_up,
    start_of,
    walk_unit,
)

# the comparable facts of the EU's micro-credential elements, in the order of every page
FACTS = (
    "Learning outcomes",
    "Workload",
    "Credits",
    "Level",
    "Type of assessment",
    "Supervision and identity check",
    "Form of participation",
    "Quality assurance",
    "Prerequisites",
    "Stackability",
)


def test_the_page_of_an_achievement_says_everything_without_an_account(phone: Page) -> None:
    start_of(phone, "Change Management")
    for heading in ("What it proves", "How it is earned", "To compare", "Issuer"):
        expect(phone.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(phone.get_by_text("min of learning")).to_be_visible()
    expect(phone.get_by_role("link", name="Harbour Logistics")).to_be_visible()
    expect(phone.get_by_text("Learn 3 units")).to_be_visible()
    phone.get_by_text("The rubric that it is judged on").click()
    expect(phone.get_by_text("needed", exact=True)).to_have_count(4)  # four criteria
    facts = phone.locator("aside dl.facts").first
    assert tuple(facts.locator("dt").all_inner_texts()) == FACTS
    credits = facts.locator("dt", has_text="Credits").locator("xpath=following-sibling::dd[1]")
    expect(credits).to_have_text("not stated")
    accessible(phone)


def test_the_first_unit_is_two_taps_away_and_every_option_is_answered_for(phone: Page) -> None:
    start_of(phone, "Checking for Understanding")
    phone.get_by_role("link", name="Start: Ask so that thinking shows").click()
    expect(phone.get_by_text("Does that make sense?")).to_be_visible()
    accessible(phone)
    go_on(phone, phone.get_by_role("button", name="Next"))
    phone.get_by_text("About 90% of the class has understood.").click()
    go_on(phone, phone.get_by_role("button", name="Answer"))
    expect(phone.get_by_role("heading", name="Not yet")).to_be_visible()
    chosen = phone.locator("li.choice.no")
    expect(chosen).to_contain_text("You chose this.")
    expect(chosen).to_contain_text("what was counted is nods")
    expect(phone.locator("li.choice.yes")).to_contain_text("A nod reports a feeling")
    accessible(phone)
    phone.reload()  # the answer is not given twice, and the screen is the same
    expect(phone.get_by_role("heading", name="Not yet")).to_be_visible()


def test_what_a_guest_learned_is_kept_by_signing_up(phone: Page) -> None:
    start_of(phone, "Checking for Understanding")
    phone.get_by_role("link", name="Start: Ask so that thinking shows").click()
    walk_unit(phone)
    accessible(phone)
    phone.get_by_role("link", name="To today").click()
    expect(phone.get_by_text("You are here as a guest")).to_be_visible()
    expect(phone.get_by_text("1 of 3")).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Sign up").click()
    sign_up(phone, name="Rosa Keller", email="rosa.keller@example.org")
    expect(phone.get_by_role("heading", name="minutes today, Rosa")).to_be_visible()
    expect(phone.get_by_text("1 of 3")).to_be_visible()
    expect(phone.get_by_text("You are here as a guest")).to_have_count(0)


def test_signing_in_later_brings_along_what_was_learned_as_a_guest(
    open_page: Callable[..., Page],
) -> None:
    sign_up(open_page(), name="Sami Virtanen", email="sami@example.org")
    elsewhere = open_page()
    start_of(elsewhere, "Data Literacy")
    elsewhere.get_by_role("link", name="Start:").click()
    walk_unit(elsewhere)
    elsewhere.goto("/accounts/login/")
    elsewhere.get_by_label("E-mail address").fill("sami@example.org")
    elsewhere.get_by_label("Password", exact=True).fill(PASSWORD)
    elsewhere.get_by_role("button", name="Sign in", exact=True).click()
    elsewhere.wait_for_url("**/today/")
    expect(elsewhere.get_by_text("1 of 3")).to_be_visible()


def test_a_passkey_makes_an_account_and_opens_it_again(phone: Page) -> None:
    device = _device_with_passkeys(phone)
    phone.goto("/accounts/signup/")
    phone.get_by_role("link", name="Use a passkey instead of a password").click()
    phone.get_by_label("Your name").fill("Tove Berg")
    phone.locator("#id_email").fill("tove@example.org")
    phone.get_by_role("button", name="Go on").click()
    phone.wait_for_url("**/confirm-email/**")
    phone.locator("#id_code").fill(mailed_code(phone, "tove@example.org"))
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("Name").fill("Phone")
    phone.get_by_role("button", name="Make the passkey").click()
    phone.wait_for_url("**/today/")
    expect(phone.get_by_role("heading", name="Good to see you, Tove")).to_be_visible()
    phone.goto("/more/")
    phone.get_by_role("button", name="Sign out").click()
    phone.goto("/accounts/login/")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    phone.wait_for_url("**/today/")
    expect(phone.get_by_role("heading", name="Good to see you, Tove")).to_be_visible()
    device.detach()


def test_a_refused_passkey_is_told_and_nothing_is_lost(phone: Page) -> None:
    device = _device_with_passkeys(phone, agrees=False)
    phone.goto("/accounts/login/")
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.get_by_role("alert").filter(has_text="That did not work")).to_be_visible(
        timeout=30_000
    )
    device.detach()


def test_a_forgotten_password_is_replaced_by_way_of_the_mail(
    open_page: Callable[..., Page],
) -> None:
    sign_up(open_page(), name="Uma Rao", email="uma@example.org")
    phone = open_page()
    phone.goto("/accounts/login/")
    phone.get_by_role("link", name="Forgotten your password?").click()
    phone.locator("#id_email").fill("uma@example.org")
    phone.get_by_role("button", name="Mail me the link").click()
    expect(phone.get_by_role("heading", name="Look into your mail")).to_be_visible()
    link = mailed_link(phone, "uma@example.org")
    phone.goto(link)
    for field in phone.locator("input[type=password]").all():
        field.fill("another heron, another weir")
    phone.get_by_role("button", name="Keep it and sign in").click()
    phone.wait_for_load_state()
    if "/login/" in phone.url or phone.get_by_role("heading", name="is changed").count():
        raise AssertionError("the button promised to sign in")
    phone.goto("/today/")
    expect(phone.get_by_role("heading", name="Good to see you, Uma")).to_be_visible()
    phone.goto(link)
    expect(phone.get_by_text("This link does not work any more")).to_be_visible()


def test_a_question_left_without_an_answer_asks_for_one(phone: Page) -> None:
    start_of(phone, "Checking for Understanding")
    phone.get_by_role("link", name="Start:").click()
    go_on(phone, phone.get_by_role("button", name="Next"))
    phone.get_by_role("button", name="Answer").click()
    is_missing = phone.locator('input[name="option"]').first.evaluate(
        "one => one.validity.valueMissing"
    )
    assert is_missing
    answer(phone)


def _device_with_passkeys(page: Page, *, agrees: bool = True) -> CDPSession:
    """Give the browser a device that keeps passkeys and knows its owner."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": agrees,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return device
