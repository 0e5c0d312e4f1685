"""Evidence on its way: gathered, handed in, judged, mended, judged again, earned."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.walking import DESK, PHONE, accessible, start_of, walk_unit

TASK = "A one-page memo on a claim"
CRITERIA = 4
OPEN = "3. "  # what the data carry
REASON = "A before-and-after figure stands alone. Weigh two other explanations, one of them chance."
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SUBMISSION = re.compile(r"/submissions/([0-9a-f-]{36})/")


def _memo() -> FilePayload:
    page = Image.new("RGB", (595, 842), "white")
    ImageDraw.Draw(page).text((40, 40), "Nine of 212 parcels were late in March.", fill="black")
    out = BytesIO()
    page.save(out, "PDF")
    return FilePayload(name="memo of mine.pdf", mimeType="application/pdf", buffer=out.getvalue())


def _file(name: str, kind: str, content: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType=kind, buffer=content)


def _png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), (36, 68, 102)).save(out, "PNG")
    return out.getvalue()


def _begin(page: Page) -> str:
    """Begin with the evidence of Data Literacy; return the id of the submission."""
    start_of(page, "Data Literacy")
    page.locator('a[href^="/tasks/"]:visible').first.click()
    page.get_by_role("button", name="Begin").first.click()
    page.wait_for_url(SUBMISSION)
    found = SUBMISSION.search(page.url)
    assert found
    return found[1]


def _reflect(page: Page, words: int = 160) -> None:
    text = "What I believed before I looked, and what I found when I counted. " * (words // 12 + 1)
    page.get_by_label("Reflection").fill(text.strip())


def _upload(page: Page, file: FilePayload | Path) -> None:
    page.locator("#part-memo").get_by_label(re.compile("Choose a file|Replace it")).set_input_files(
        file
    )


def _hand_in(page: Page) -> None:
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", name="It is with the evaluators")).to_be_visible()


def _open_from_queue(page: Page, submission_id: str) -> None:
    page.goto("/evaluations/")
    page.locator(f'a[href*="{submission_id}"]').click()
    expect(page.get_by_role("heading", name="Submission")).to_be_visible()


def _rate(page: Page, *, level: str) -> None:
    for criterion in page.locator("form[data-autosave] fieldset").all():
        criterion.locator("label.choice", has=page.get_by_text(level, exact=True)).click()


def test_work_comes_back_is_mended_and_earns_the_credential_at_once(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]
) -> None:
    learner, greta, hassan = open_page(PHONE), open_page(DESK), open_page(DESK)
    sign_in(learner, "Dmitri Lang")
    start_of(learner, "Data Literacy")
    learner.get_by_role("link", name="Go on: Cause, chance and who was asked").click()
    walk_unit(learner)
    submission_id = _gather_and_hand_in(learner)
    sign_in(greta, "Greta Lindqvist")
    _send_back(greta, submission_id)
    again = _mend(learner, submission_id)
    sign_in(hassan, "Hassan Amiri")
    _accept(hassan, again)
    learner.goto("/my/credentials/")  # nothing is waited for: it is there
    row = learner.locator("li.row", has_text="Data Literacy")
    assert row.count() == 1
    assert "Being signed" not in row.inner_text()
    row.get_by_role("link", name="Data Literacy").click()
    expect(learner.get_by_role("heading", name="Data Literacy", level=1)).to_be_visible()
    accessible(learner)
    learner.goto(f"/submissions/{again}/")
    expect(learner.get_by_role("heading", name="Met", exact=True)).to_be_visible()


def _gather_and_hand_in(page: Page) -> str:
    submission_id = _begin(page)
    missing = page.locator("#handing-in")
    expect(missing).to_contain_text("The memo")
    expect(missing).to_contain_text("Reflection")
    accessible(page)
    _reflect(page, 20)
    expect(page.locator("#state-reflection")).to_contain_text(re.compile(r"^Saved \d\d:\d\d$"))
    expect(missing).to_contain_text("Reflection")  # too short as yet
    _reflect(page)
    expect(missing).not_to_contain_text("Reflection")
    _upload(page, _memo())
    expect(page.get_by_role("link", name="memo of mine.pdf")).to_be_visible()
    expect(missing).to_contain_text("Everything is here.")
    page.reload()  # as if the phone had been put away
    expect(page.get_by_label("Reflection")).to_have_value(re.compile("What I believed"))
    _hand_in(page)
    expect(page.get_by_text("You have an answer by")).to_be_visible()
    accessible(page)
    page.goto("/today/")
    expect(page.get_by_text("Your evidence is with the evaluators")).to_be_visible()
    return submission_id


def _send_back(page: Page, submission_id: str) -> None:
    _open_from_queue(page, submission_id)
    for secret in ("Dmitri", "dmitri@"):
        assert secret not in page.content()
    expect(page.get_by_text("Name hidden.")).to_be_visible()
    accessible(page)
    _rate(page, level="Met")
    criterion = page.get_by_role("group", name=OPEN)
    criterion.locator("label.choice", has=page.get_by_text("Not yet", exact=True)).click()
    expect(page.get_by_role("button", name="Return: 1 to redo")).to_be_visible()
    page.get_by_role("button", name="Return: 1 to redo").click()
    expect(page.get_by_role("alert").first).to_be_visible()  # a comment is owed
    criterion.get_by_label("Comment").fill(REASON)
    page.get_by_role("button", name="Return: 1 to redo").click()
    expect(page.get_by_text("goes back to be redone.")).to_be_visible()
    accessible(page)


def _mend(page: Page, submission_id: str) -> str:
    page.goto(f"/submissions/{submission_id}/")
    expect(page.get_by_text("1 criterion is still open")).to_be_visible()
    expect(page.locator("main .notice.warn", has_text=REASON)).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Redo only what is open").click()
    page.wait_for_url(lambda url: bool(SUBMISSION.search(url)) and submission_id not in url)
    expect(page.get_by_text(REASON)).to_be_visible()
    accessible(page)
    if page.locator("#text-reflection").count():
        _reflect(page, 190)
    _hand_in(page)
    found = SUBMISSION.search(page.url)
    assert found
    return found[1]


def _accept(page: Page, submission_id: str) -> None:
    _open_from_queue(page, submission_id)
    assert "Dmitri" not in page.content()
    expect(page.get_by_text("Last time: Not yet.")).to_be_visible()
    expect(page.get_by_text("Met, stays")).to_have_count(CRITERIA - 1)
    _rate(page, level="Met")
    expect(page.get_by_role("button", name="Met: issue the credential")).to_be_visible()
    page.get_by_role("button", name="Met: issue the credential").click()
    expect(page.get_by_text("is met.")).to_be_visible()


def test_files_that_cannot_be_taken_are_refused_in_plain_words(
    phone: Page, sign_in: Callable[[Page, str], None], tmp_path: Path
) -> None:
    sign_in(phone, "Ana Moreira")
    _begin(phone)
    _reflect(phone)
    state = phone.locator("#part-memo [data-state]")
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    refused: list[tuple[FilePayload | Path, str]] = [
        (_file("chart.svg", "image/svg+xml", SVG), "can carry a program"),
        (_file("memo.pdf", "application/pdf", SVG), "can carry a program"),
        (_file("memo.png", "image/png", _png()), "PDF"),
        (_file("memo.exe", "application/pdf", b"MZ" + bytes(200)), "This is a program"),
        (_file("memo.pdf", "application/pdf", b""), "empty"),
        (large, "The file is too large. It may have up to 20 MB."),
    ]
    for file, words in refused:
        _upload(phone, file)
        expect(state).to_have_class(re.compile("error"))
        expect(state).to_contain_text(words)
        assert "Error" not in state.inner_text()
        state.evaluate("line => { line.className = ''; line.textContent = ''; }")
    expect(phone.get_by_label("Reflection")).to_have_value(re.compile("What I believed"))
    _upload(phone, _memo())
    expect(phone.get_by_role("link", name="memo of mine.pdf")).to_be_visible()
    accessible(phone)


def test_nobody_judges_their_own_work(desk: Page, sign_in: Callable[[Page, str], None]) -> None:
    sign_in(desk, "Hassan Amiri")
    own = _begin(desk)
    _reflect(desk)
    _upload(desk, _memo())
    expect(desk.get_by_role("link", name="memo of mine.pdf")).to_be_visible()
    expect(desk.locator("#handing-in")).to_contain_text("Everything is here.")
    _hand_in(desk)
    desk.goto("/evaluations/")
    expect(desk.locator(f'a[href*="{own}"]')).to_have_count(0)
    answer = desk.goto(f"/evaluations/{own}/")
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize("path", ["/evaluations/01a201b4-47cd-7f3f-9c79-33143475639a/"])
def test_a_learner_finds_no_way_into_judging(
    phone: Page, sign_in: Callable[[Page, str], None], path: str
) -> None:
    sign_in(phone, "Ben Okafor")
    answer = phone.goto(path)
    assert answer is not None
    assert answer.status == 404
    phone.goto("/evaluations/")
    expect(phone.get_by_text("You do not evaluate yet")).to_be_visible()
