"""Content of other programs: brought in by the command, found, learned on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.walking import accessible, go_on, sign_up, start_of, walk_unit
from tests.shared_data import shared_data

Bring = Callable[[str, Path], dict[str, Any]]
CAPITALS = {"Canada": "Ottawa", "Italy": "Rome", "Japan": "Tokyo"}

# what is answered to each question of the bank, and what is said to it
ANSWERS = (
    ("choose", "no one", "Right"),
    ("choose", "buried", "Not yet"),
    ("choose", "False", "Right"),
    ("write", "Nobody", "Right"),
    ("write", "1826", "Right"),  # 1822, five years more or less
    ("match", "", "Right"),
    ("choose", "entombed", "Right"),
    ("choose", "half credit answer", "Partly right"),
    ("write", "Nazereth", "Partly right"),
    ("write", "1822", "Right"),
)


def test_an_imported_question_bank_is_learned_and_gives_a_badge_for_taking_part(
    phone: Page, bring: Bring
) -> None:
    bank = shared_data("gift") / "giftFormatPhpExamples.gift"
    bring("gift", bank)
    again = bring("gift", bank)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 12)

    sign_up(phone, name="Ivo Marsh", email="ivo.marsh@example.org")
    start_of(phone, "giftFormatPhpExamples")
    expect(phone.get_by_text("Participation badge", exact=True)).to_be_visible()
    expect(phone.get_by_text("not assessed competence")).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Start:").click()
    looked_at = set()
    for how, words, said in ANSWERS:
        _answer(phone, how, words)
        expect(phone.get_by_role("heading", name=said, exact=True)).to_be_visible()
        if how not in looked_at:  # one screen of each kind
            looked_at.add(how)
            accessible(phone)
        go_on(phone, phone.get_by_role("link", name="Next"))
    expect(phone.get_by_role("heading", name="Learned")).to_be_visible()
    expect(phone.get_by_text("Its 10 questions come back")).to_be_visible()

    phone.get_by_role("link", name="See what comes next").click()
    expect(phone.get_by_text("You hold this badge: it shows that you took part.")).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Show it").click()
    expect(phone.get_by_text("It records taking part; nothing was judged.")).to_be_visible()
    expect(phone.get_by_role("heading", name="What the holder took part in")).to_be_visible()
    accessible(phone)


def _answer(page: Page, how: str, words: str) -> None:
    form = page.locator("#player form[data-version]")
    if how == "choose":
        form.get_by_label(words, exact=True).check()
    elif how == "write":
        form.locator("#answer").fill(words)
    else:
        for country, capital in CAPITALS.items():
            form.get_by_label(country).select_option(label=capital)
    go_on(page, form.get_by_role("button", name="Answer"))


def test_an_imported_track_is_learned_concept_by_concept(phone: Page, bring: Bring) -> None:
    track = shared_data("exercism-python")
    brought = bring("exercism", track)
    assert bring("exercism", track)["unchanged"] == brought["created"]

    start_of(phone, "Python concepts")
    expect(phone.get_by_text(re.compile(r"Learn all \d+ units"))).to_be_visible()
    expect(phone.get_by_role("link", name="Exercism, Python track")).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Start:").click()
    walk_unit(phone)
    expect(phone.get_by_role("heading", name="Learned")).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Next:").click()
    expect(phone.locator("#player h1")).to_be_visible()
