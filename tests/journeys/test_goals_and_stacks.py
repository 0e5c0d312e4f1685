"""A goal is put together on a phone; the second credential brings the third with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.walking import accessible, sign_up, start_of

PARTS = ("Counting", "Comparing")
STACK = "Counting and Comparing"
MANIFEST = """\
pack: 1
id: counting-and-comparing
title: Counting and comparing
language: en
licence: CC0-1.0
publisher: Open Teachers' Association
version: "1.0"
summary: "Two small micro-credentials and the stack of both."
"""
UNIT = """\
---
title: {title} in brief
minutes: 2
outcomes: ["{title} without errors."]
after: []
order: 1
---
One thing after another.
"""
QUESTIONS = """\
questions:
  - id: {id}-one
    kind: choice
    use: assessment
    criterion: {id}
    prompt: "Which answer is the right one?"
    options:
      - {{id: a, text: "The right one", correct: true}}
      - {{id: b, text: "Another one"}}
"""
QUIZ = """\
title: "{title} quiz"
minutes: 5
cut_score: 0.5
blueprint:
  - {{criterion: {id}, title: "{title}", questions: 1}}
pool: [{id}]
"""
ACHIEVEMENT = """\
---
title: {title}
kind: micro-credential
summary: "For a test of stacks."
competency: "Counts, compares, or both."
workload_hours: 1
requirements:
{requirements}
---
For a test of stacks.
"""


def test_a_goal_is_put_together_on_a_phone(
    phone: Page, sign_in: Callable[[Page, str], None]
) -> None:
    sign_in(phone, "Ben Okafor")
    phone.goto("/more/")
    phone.get_by_role("link", name="Goals").click()
    phone.get_by_label("Name of the goal").fill("Ready for the analyst role")
    phone.get_by_label("By when").fill("2001-01-01")
    phone.get_by_role("button", name="Set this goal").click()
    expect(phone.get_by_text("That day has passed")).to_be_visible()
    phone.reload()  # asks for the page of the form, and what was typed is still there
    expect(phone.get_by_text("That day has passed")).to_have_count(0)
    expect(phone.get_by_label("Name of the goal")).to_have_value("Ready for the analyst role")
    phone.get_by_label("By when").fill("")
    phone.get_by_role("button", name="Set this goal").click()
    expect(phone.get_by_role("heading", name="Ready for the analyst role")).to_be_visible()
    accessible(phone)
    phone.go_back()  # to the list of goals, not to the answer that was refused
    expect(phone.get_by_text("That day has passed")).to_have_count(0)
    phone.get_by_role("link", name="Ready for the analyst role").click()

    phone.get_by_label("Words").fill("digital")
    phone.get_by_role("button", name="Add Digital Marketing Analytics").click()
    expect(phone.get_by_text("minutes left, the shortest way")).to_be_visible()
    expect(phone.get_by_text("you would be through on")).to_be_visible()
    alone = minutes_left(phone)
    phone.get_by_label("Words").fill("digital marketing")
    phone.get_by_role("button", name="Add Digital Marketing", exact=True).click()
    assert minutes_left(phone) == alone  # it is a part of the other, and counts once
    accessible(phone)

    phone.get_by_role("button", name="Digital Marketing earlier").click()
    first = phone.locator("section[aria-labelledby=parts] li").first
    expect(first).to_contain_text("Digital Marketing")
    expect(first).not_to_contain_text("Analytics")
    node = phone.locator("svg.path-map a").first
    node.focus()
    expect(node).to_be_focused()

    phone.goto("/today/")
    expect(phone.get_by_role("link", name="Ready for the analyst role")).to_be_visible()
    accessible(phone)


def minutes_left(page: Page) -> str:
    return page.locator("header p.lead").inner_text()


def write_pack(folder: Path) -> Path:
    """Write a pack of two micro-credentials, each earned by a quiz, and of their stack."""
    for name in ("units", "questions", "quizzes", "achievements"):
        (folder / name).mkdir(parents=True)
    (folder / "pack.yaml").write_text(MANIFEST)
    for title in PARTS:
        id = title.lower()
        (folder / f"units/{id}.md").write_text(UNIT.format(title=title))
        (folder / f"questions/{id}.yaml").write_text(QUESTIONS.format(id=id))
        (folder / f"quizzes/{id}-quiz.yaml").write_text(QUIZ.format(id=id, title=title))
        earned = ACHIEVEMENT.format(title=title, requirements=f"  quiz: {id}-quiz")
        (folder / f"achievements/{id}.md").write_text(earned)
    both = "\n".join(["  all_of:", *(f"    - credential: {title.lower()}" for title in PARTS)])
    stack = ACHIEVEMENT.format(title=STACK, requirements=both)
    (folder / "achievements/both.md").write_text(stack)
    return folder


def earn(phone: Page, title: str) -> None:
    """Pass the quiz that earns `title`, from its page."""
    start_of_exactly(phone, title)
    phone.get_by_role("link", name="Take the quiz").first.click()
    phone.get_by_role("button", name="Begin", exact=True).click()
    phone.wait_for_url("**/questions/1/")
    phone.locator("label.choice").filter(has_text="The right one").click()
    phone.get_by_role("button", name=re.compile("^Next$|^To the overview$")).first.click()
    phone.get_by_role("button", name="Hand in", exact=True).click()
    expect(phone.get_by_role("heading", name="Passed")).to_be_visible()


def start_of_exactly(phone: Page, title: str) -> None:
    phone.goto(f"/catalogue/?words={title}")
    phone.get_by_role("link").filter(
        has=phone.get_by_role("heading", name=title, exact=True)
    ).click()
    expect(phone.get_by_role("heading", name=title, level=1)).to_be_visible()


def test_the_second_credential_brings_the_third_with_it(
    phone: Page, bring: Callable[[str, Path], dict[str, Any]], tmp_path: Path
) -> None:
    assert bring("pack", write_pack(tmp_path / "pack"))["errors"] == []
    sign_up(phone, name="Stella Stack", email="stella@example.org")
    earn(phone, PARTS[0])
    start_of_exactly(phone, PARTS[1])
    expect(phone.get_by_text("This is the last that is missing for it")).to_be_visible()
    accessible(phone)

    earn(phone, PARTS[1])

    phone.goto("/my/credentials/")
    for title in (*PARTS, STACK):
        expect(phone.get_by_role("link", name=title).first).to_be_visible()
    start_of(phone, STACK)
    expect(phone.get_by_text("You hold this credential.")).to_be_visible()
    phone.get_by_role("link", name="See it as a map").click()
    accessible(phone)
    phone.go_back()
    phone.get_by_role("link", name="Show it").click()
    expect(phone.get_by_text("Built on 2 smaller credentials.")).to_be_visible()
    phone.get_by_role("link", name=PARTS[0], exact=True).click()
    expect(phone.get_by_text("Passed a quiz scored by machine at its cut score.")).to_be_visible()
    expect(phone.get_by_text("judged by")).to_have_count(0)
    accessible(phone)
