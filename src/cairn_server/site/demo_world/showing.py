"""Evidence handed in and judged: what came back, what waits, what met its rubric."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image

from cairn.psychometrics.rubric import Rubric
from cairn_server.accounts.models import Person
from cairn_server.assessment import queries
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Submission, SubmissionState
from cairn_server.assessment.submitting import attach_file, begin_submission, save_text, submit
from cairn_server.catalog.models import AchievementVersion

EVIDENCE = Path(__file__).parent / "evidence"
FILE = tuple[str, bytes]

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842" width="893" height="1263">'
    '<rect width="595" height="842" fill="#fff"/><g font-family="Liberation Sans, DejaVu Sans, '
    'sans-serif" fill="#222" font-size="11" xml:space="preserve">{lines}</g></svg>'
)


def lesson_video() -> FILE:
    return "year-8-decimals.webm", (EVIDENCE / "lesson.webm").read_bytes()


def memo() -> FILE:
    """Return the memo of the demo as a PDF of one page."""
    return "sorting-hall-memo.pdf", _pdf((EVIDENCE / "memo.svg").read_text())


def text(name: str) -> str:
    """Return what was written under this name."""
    return (EVIDENCE / f"{name}.txt").read_text()


@cache
def page(name: str) -> FILE:
    """Return the page of text with this name as a PDF; its first line is the title."""
    title, *lines = (EVIDENCE / f"{name}-page.txt").read_text().splitlines()
    drawn = [f'<text x="50" y="70" font-size="18" font-weight="bold">{escape(title)}</text>']
    for number, line in enumerate(lines):
        drawn.append(f'<text x="50" y="{104 + 20 * number}">{escape(line)}</text>')
    return f"{name}.pdf", _pdf(SVG.format(lines="".join(drawn)))


def _pdf(svg: str) -> bytes:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg))
    paper = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").save(paper, "PDF", resolution=144)
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
