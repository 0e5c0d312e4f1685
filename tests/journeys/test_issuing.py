"""An issuer awards by a file, corrects one, shares with a partner; the holder hears of it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.walking import accessible, newest_mail

HEAD = "email,name,achievement,judged_by,judged_on,narrative,result\n"
GOOD = "nora@elsewhere.example,Nora Beck,data-literacy,Mentor,2024-11-01,A report read,Met\n"
BAD = "not an address,Nobody,data-literacy,Mentor,2024-11-01,A report read,Met\n"


def send(page: Page, rows: str) -> None:
    page.get_by_role("link", name="Award to many by a file").click()
    page.get_by_label("CSV file").set_input_files(
        {"name": "awards.csv", "mimeType": "text/csv", "buffer": (HEAD + rows).encode()}
    )
    page.get_by_role("button", name="See what it would do").click()


def test_awarded_by_a_file_corrected_and_told(desk, sign_in):
    sign_in(desk, "Jonas Weber")
    desk.goto("/organisations/")
    desk.get_by_role("link", name="Awards, keys and partners").click()
    accessible(desk)

    send(desk, GOOD + BAD)
    expect(desk.get_by_text("1 awarded, 0 awarded before, 1 not awarded.")).to_be_visible()
    expect(desk.get_by_text("is not an e-mail address")).to_be_visible()
    accessible(desk)
    desk.get_by_role("button", name="Award 1 credential").click()
    expect(desk.get_by_text("Done: 1 awarded, 0 awarded before, 1 not awarded.")).to_be_visible(
        timeout=20_000
    )
    with desk.expect_download() as mended:
        desk.get_by_role("link", name="Rows to mend, as CSV").click()
    assert "row_refused" in mended.value.path().read_text()

    desk.get_by_role("link", name="See the awards").click()
    desk.get_by_label("Person").fill("Nora")
    row = desk.get_by_role("row").filter(has_text="Nora Beck")
    expect(row).to_have_count(1)
    expect(desk.get_by_role("row").filter(has_text="Ana Moreira")).to_have_count(0)
    row.get_by_role("link").click()
    expect(desk.get_by_text("as stated by the issuer", exact=False).first).to_be_visible()
    assert "choose a password first" in newest_mail(desk, "nora@elsewhere.example")

    desk.get_by_role("link", name="Correct it").click()
    accessible(desk)
    desk.get_by_role("button", name="Issue the corrected one").click()
    expect(desk.get_by_text("takes the place of an earlier one")).to_be_visible()
    desk.get_by_role("link", name="See the earlier one").click()
    expect(desk.get_by_text("Genuine, but revoked.")).to_be_visible()
    expect(desk.get_by_role("link", name="See the one that takes its place")).to_be_visible()


def test_two_organisations_become_partners(phone, sign_in):
    sign_in(phone, "Jonas Weber")
    phone.goto("/organisations/")
    phone.get_by_role("link", name="Awards, keys and partners").click()
    phone.get_by_role("link", name="Partners", exact=True).click()
    phone.get_by_label("The other organisation's short name").fill("harbour")
    phone.get_by_label("They may award what we define").check()
    phone.get_by_role("button", name="Offer").click()
    expect(phone.get_by_text("offered, not accepted yet")).to_be_visible()
    accessible(phone)

    sign_in(phone, "Mira Novak")
    phone.goto("/organisations/")
    phone.get_by_role("link", name="Awards, keys and partners").first.click()
    phone.get_by_role("link", name="Partners", exact=True).click()
    phone.get_by_role("button", name="Accept").click()
    expect(phone.get_by_text(re.compile("You may award what .*Northfield"))).to_be_visible()
    phone.get_by_role("link", name="Issuing as Harbour Logistics").click()
    phone.get_by_role("link", name="Award to many by a file").click()
    expect(phone.get_by_text("(Northfield Extension School)").first).to_be_visible()
    accessible(phone)
