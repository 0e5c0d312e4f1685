"""Evidence handed in and judged: what came back, what waits, what met its rubric."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw, ImageFont

from cairn.psychometrics.rubric import Rubric
from cairn_server.accounts.models import Person
from cairn_server.assessment import queries
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Submission, SubmissionState
from cairn_server.assessment.submitting import attach_file, begin_submission, save_text, submit
from cairn_server.catalog.models import AchievementVersion

EVIDENCE = Path(__file__).parent / "evidence"
FILE = tuple[str, bytes]

INK, PAPER = "#222", "#fff"
WIDTH, HEIGHT = 893, 1263  # dots; the shape of A4
MARGIN, TITLE, LINE, FEED = 75, 27, 17, 30


def lesson_video() -> FILE:
    return "year-8-decimals.webm", (EVIDENCE / "lesson.webm").read_bytes()


def memo() -> FILE:
    """Return the memo of the demo as a PDF of one page."""
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=(EVIDENCE / "memo.svg").read_text()))
    return "sorting-hall-memo.pdf", _on_paper(Image.open(BytesIO(drawn)))


def text(name: str) -> str:
    """Return what was written under this name."""
    return (EVIDENCE / f"{name}.txt").read_text()


@cache
def page(name: str) -> FILE:
    """Return the page of text with this name as a PDF; its first line is the title."""
    title, *lines = (EVIDENCE / f"{name}-page.txt").read_text().splitlines()
    paper = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(LINE)
    pen.text((MARGIN, MARGIN), title, INK, ImageFont.load_default(TITLE))
    for number, line in enumerate(lines, start=2):
        pen.text((MARGIN, MARGIN + number * FEED), line, INK, font)
    return f"{name}.pdf", _on_paper(paper)


def _on_paper(picture: Image.Image) -> bytes:
    paper = BytesIO()
    picture.convert("RGB").save(paper, "PDF", resolution=144)
    return paper.getvalue()


def hand_in(
    person: Person,
    version: AchievementVersion,
    *,
    texts: Mapping[str, str],
    file: FILE | None,
    at: datetime,
) -> Submission:
    """
    Begin a try, or the next one, fill its open parts and submit it.

    Args:
        texts: for each part that is a text, the name of what was written.
        file: for each required part that is a file; None leaves those as they are.
    """
    task = version.tasks.get()
    submission = begin_submission(person=person, task=task, achievement_version=version, at=at)
    for part in queries.open_parts_of(submission):
        if part.is_text:
            written = text(texts[part.id])
            sequence = 1 + submission.artifacts.filter(part=part.id, sequence=1).count()
            save_text(submission=submission, part=part.id, text=written, sequence=sequence, at=at)
        elif file is not None and part.required:
            name, content = file
            attach_file(
                submission=submission, part=part.id, upload=BytesIO(content), name=name, at=at
            )
    return submit(submission=submission, at=at)


def judge(
    submission: Submission,
    evaluator: Person,
    *,
    levels: Mapping[str, str],
    comments: Mapping[str, str],
    comment: str,
    at: datetime,
) -> None:
    """Decide on a try: `levels` names what is not simply met."""
    rubric = Rubric.from_json(submission.version.rubric.content)
    ratings = {one.id: levels.get(one.id, one.met_at) for one in rubric.criteria}
    record_evaluation(
        submission=submission,
        evaluator=evaluator,
        ratings=ratings,
        comments=comments,
        comment=comment,
        at=at,
    )


def waiting(person: Person, version: AchievementVersion) -> Submission:
    """Return the try of `person` that waits to be judged."""
    return Submission.objects.get(
        person=person, task=version.tasks.get(), state=SubmissionState.SUBMITTED
    )
