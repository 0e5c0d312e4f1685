"""A manager asks who can do what, assigns what is missing, and is thanked by the feed."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.journeys.walking import DESK, PHONE, accessible, newest_mail

MANAGER, LEARNER = "Kaya Brandt", "Elif Demir"


def organisation_of(page):
    page.goto("/organisations/")
    page.get_by_role("link", name="People and skills").first.click()
    return page.url.split("/organisations/")[1].split("/")[0]


def test_a_role_a_gap_and_an_assignment_that_reaches_the_learner(open_page, sign_in):
    desk = open_page(DESK)
    sign_in(desk, MANAGER)
    organisation = organisation_of(desk)
    expect(desk.get_by_role("heading", name="Who can do what")).to_be_visible()
    accessible(desk)

    desk.get_by_role("link", name="Roles and gaps").click()
    desk.get_by_label("Name of the role").fill("Shift planner")
    desk.get_by_role("button", name="Define it").click()
    expect(desk.get_by_role("heading", name="Shift planner", level=1)).to_be_visible()
    accessible(desk)
    desk.get_by_label("Name or number").fill(LEARNER)
    desk.get_by_label("Name or number").press("Enter")
    desk.get_by_label(LEARNER).check()
    desk.get_by_role("button", name="Add who is ticked").click()
    expect(desk.get_by_role("rowheader", name=LEARNER)).to_be_visible()

    desk.get_by_role("link", name="Assigned").click()
    desk.get_by_role("link", name="Assign", exact=True).first.click()
    soon = (localdate() + timedelta(days=20)).isoformat()
    desk.get_by_label("By", exact=True).fill(soon)
    desk.get_by_label("Achievement").select_option(index=0)
    desk.get_by_label("Femi Adeyemi").check()
    accessible(desk)
    desk.get_by_role("button", name="Assign").click()
    row = desk.get_by_role("row").filter(has_text="Femi Adeyemi")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Remind").click()
    expect(desk.get_by_text("Femi Adeyemi gets a mail")).to_be_visible()

    phone = open_page(PHONE)
    sign_in(phone, "Femi Adeyemi")
    expect(phone.get_by_role("heading", name="Asked of you")).to_be_visible()
    accessible(phone)
    phone.goto(f"/organisations/{organisation}/recognition/")
    phone.get_by_role("button", name="Stay out").click()
    expect(phone.get_by_text("You stay out of this feed")).to_be_visible()
    accessible(phone)
    phone.goto("/settings/seen/")
    expect(phone.get_by_role("heading", name="What my organisations see")).to_be_visible()
    accessible(phone)
    for _ in range(40):
        if "asks you to earn" in newest_mail(phone, "femi@harbour.example"):
            break
        phone.wait_for_timeout(250)
    assert "Harbour Logistics asks you to earn" in newest_mail(phone, "femi@harbour.example")


def test_the_board_on_a_phone_is_a_list_of_people(open_page, sign_in):
    phone = open_page(PHONE)
    sign_in(phone, MANAGER)
    organisation_of(phone)

    expect(phone.get_by_role("heading", name="Who can do what")).to_be_visible()
    accessible(phone)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
