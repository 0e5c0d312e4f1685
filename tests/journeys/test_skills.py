"""Skills: an author brings in their own on a phone, anybody finds one and what shows it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.walking import accessible

SKILLS = """code,name,alternative_names,kind
P1,Preen feathers tidily,grooming plumage,skill
P2,Quack on cue,,skill
P3,,,skill
"""


def test_own_skills_are_brought_in_and_found_on_a_phone(
    phone: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(phone, "Noor Haddad")
    phone.goto("/organisations/")
    phone.get_by_role("link", name="Skills of your own").first.click()
    accessible(phone)
    phone.get_by_label("Name of the framework").fill("Waterfowl skills")
    file = FilePayload(name="skills.csv", mimeType="text/csv", buffer=SKILLS.encode())
    phone.get_by_label("CSV file").set_input_files(file)
    phone.get_by_role("button", name="See what it would do").click()
    expect(
        phone.get_by_text("2 added, 0 updated, 0 unchanged, 0 retired, 1 not used")
    ).to_be_visible()
    accessible(phone)
    phone.get_by_role("button", name="Do it").click()
    expect(phone.get_by_role("link", name="Waterfowl skills")).to_be_visible()

    phone.goto("/skills/")
    phone.get_by_label("Words").fill("plum")
    expect(phone.get_by_role("link", name="Preen feathers tidily")).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Preen feathers tidily").click()
    expect(phone.get_by_role("heading", name="Preen feathers tidily", level=1)).to_be_visible()
    expect(phone.get_by_text("grooming plumage")).to_be_visible()
    accessible(phone)
