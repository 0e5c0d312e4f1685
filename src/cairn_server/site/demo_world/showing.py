"""Evidence handed in and judged: what came back, what waits, what met its rubric."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image

from cairn.psychometrics.rubric import Rubric
from cairn_server.accounts.models import Person
from cairn_server.assessment.evaluating import record_evaluation
from cairn_server.assessment.models import Submission
from cairn_server.assessment.submitting import attach_file, begin_submission, save_text, submit
from cairn_server.catalog.models import AchievementVersion

EVIDENCE = Path(__file__).parent / "evidence"


def lesson_video() -> tuple[str, bytes]:
    return "year-8-decimals.webm", (EVIDENCE / "lesson.webm").read_bytes()


def memo() -> tuple[str, bytes]:
    """Return the memo of the demo as a PDF of one page."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=(EVIDENCE / "memo.svg").read_text()))
    page = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").save(page, "PDF", resolution=144)
    return "sorting-hall-memo.pdf", page.getvalue()


def hand_in(
    person: Person,
    version: AchievementVersion,
    *,
    text: str,
    file: tuple[str, bytes] | None,
    at: datetime,
) -> Submission:
    """Begin a try, or the next one, fill its open parts and submit it."""
    task = version.tasks.get()
    submission = begin_submission(person=person, task=task, achievement_version=version, at=at)
    for part in submission.version.parts:
        if part["kind"] == "text":
            reflection = (EVIDENCE / f"{text}.txt").read_text()
            sequence = 1 + submission.artifacts.filter(part=part["id"], sequence=1).count()
            save_text(
                submission=submission,
                part=part["id"],
                text=reflection,
                sequence=sequence,
                at=at,
            )
        elif file is not None:
            name, content = file
            attach_file(
                submission=submission, part=part["id"], upload=BytesIO(content), name=name, at=at
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
