"""
Taking everything along: what every context keeps of a person, as one ZIP of JSON and files.

Names of files come from ids and parts, never from what somebody typed, so that unpacking the
archive is safe anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from cairn_server.accounts.exporting import person_facts
from cairn_server.accounts.models import Person
from cairn_server.assessment.exporting import attempt_facts
from cairn_server.assessment.models import Artifact, Submission
from cairn_server.credentials.models import Credential
from cairn_server.files.storing import path_of
from cairn_server.learning.goal_queries import goals_of
from cairn_server.learning.models import (
    Attendance,
    Booking,
    Enrolment,
    Memory,
    Review,
    UnitProgress,
)
from cairn_server.portfolio.queries import portfolio_facts
from cairn_server.workforce.models import KeptByRecall

IN_MEMORY = 4 << 20  # bytes; what is larger goes to a temporary file
README = """What Cairn keeps about you, in files that any program can read.

person.json      name, addresses, memberships, grants
learning.json    what you set out for, units, every answer, what follows for your memory,
                 sessions that you booked and attended, what you renew and keep current
evidence.json    what you handed in, and what was decided about it
quizzes.json     your attempts at quizzes: what you answered, and what it came to
portfolio.json   what your portfolio shows, and badges that you brought from elsewhere
evidence/        the files that you handed in, as you uploaded them
credentials/     your credentials as they were signed (Open Badges 3.0); each verifies by itself
"""


def export_everything(person: Person) -> IO[bytes]:
    """Return the archive of everything that belongs to `person`; whoever reads it closes it."""
    target: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # the reader's
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        archive.writestr("person.json", _json(person_facts(person)))
        archive.writestr("learning.json", _json(_learning(person)))
        archive.writestr("evidence.json", _json(_evidence(person)))
        archive.writestr("portfolio.json", _json(portfolio_facts(person)))
        archive.writestr("quizzes.json", _json(attempt_facts(person)))
        for name, artifact in _files(person):
            archive.write(path_of(artifact.file.digest), name)  # type: ignore[union-attr]  # has one
        for credential in Credential.objects.filter(award__person=person).exclude(document=""):
            archive.writestr(f"credentials/{credential.pk}.json", credential.document)
    target.seek(0)
    return target


def _json(content: Any) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, default=str)


def _learning(person: Person) -> dict[str, Any]:
    enrolments = Enrolment.objects.filter(person=person).order_by("pk")
    progress = UnitProgress.objects.filter(person=person).order_by("pk")
    reviews = Review.objects.filter(person=person).order_by("reviewed_at", "pk")
    memories = Memory.objects.filter(person=person).order_by("pk")
    bookings = Booking.objects.filter(person=person).order_by("pk")
    attendances = Attendance.objects.filter(person=person).order_by("pk")
    return {
        "enrolments": list(enrolments.values("achievement_id", "started_at")),
        "units": list(
            progress.values("unit_id", "version__title", "card", "started_at", "finished_at")
        ),
        "reviews": list(
            reviews.values(
                "id", "version_id", "rating", "response", "points", "reviewed_at", "claimed_at"
            )
        ),
        "memories": list(
            memories.values("item_id", "stability_days", "difficulty", "due_at", "review_count")
        ),
        "goals": [
            {
                "name": goal.name,
                "by": goal.by,
                "achievements": [part.achievement_id for part in goal.parts.all()],
            }
            for goal in goals_of(person)
        ],
        "bookings": list(bookings.values("session_id", "booked_at", "cancelled_at")),
        "attendances": list(
            attendances.values("session_id", "method", "attended_at", "withdrawal__withdrawn_at")
        ),
        **_kept(person),
    }


def _kept(person: Person) -> dict[str, Any]:
    """Return what somebody began to renew, and by which days recall kept what they hold current."""
    kept = KeptByRecall.objects.filter(person=person).order_by("pk")
    renewals = person.reassessments.order_by("pk")
    return {
        "renewals": list(renewals.values("achievement_id", "since", "begun_at")),
        "kept_by_recall": list(kept.values("achievement_id", "on")),
    }


def _evidence(person: Person) -> list[dict[str, Any]]:
    submissions = (
        Submission.objects.filter(person=person)
        .select_related("version", "achievement_version")
        .prefetch_related("artifacts__file", "evaluations")
        .order_by("pk")
    )
    return [_submission(one) for one in submissions]


def _submission(one: Submission) -> dict[str, Any]:
    return {
        "id": one.pk,
        "achievement": one.achievement_version.title,
        "task": one.version.title,
        "try": one.number,
        "state": one.state,
        "submitted_at": one.submitted_at,
        "decided_at": one.decided_at,
        "parts": [
            {
                "part": artifact.part,
                "text": artifact.text,
                "file": _name(artifact) if artifact.file else None,
                "called": artifact.file.name if artifact.file else None,
            }
            for artifact in one.artifacts.all()
        ],
        "evaluations": [  # by role: who evaluated is not the learner's data
            {
                "ratings": evaluation.ratings,
                "comments": evaluation.comments,
                "comment": evaluation.comment,
                "met": evaluation.met,
                "decided_at": evaluation.decided_at,
            }
            for evaluation in one.evaluations.all()
        ],
    }


def _files(person: Person) -> Iterator[tuple[str, Artifact]]:
    handed_in = Artifact.objects.filter(submission__person=person).exclude(file=None)
    for artifact in handed_in.select_related("file", "submission").order_by("pk"):
        yield _name(artifact), artifact


def _name(artifact: Artifact) -> str:
    ending = (artifact.file.media_type if artifact.file else "").rsplit("/", 1)[-1]
    safe = "".join(letter for letter in ending if letter.isalnum())[:12] or "bin"
    return f"evidence/{artifact.submission_id}-{artifact.part}.{safe}"
