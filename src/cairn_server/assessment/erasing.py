"""Forgetting the evidence of somebody who has asked to be forgotten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from cairn_server.assessment.models import Artifact, Conflict, Evaluation, Reassessment, Response
from cairn_server.catalog.models import DraftMedia, MediaFile
from cairn_server.files.erasing import forget_files, remove_forgotten
from cairn_server.journal.models import Event

ERASED = "erased"  # the one change of an answer that the database lets through


@transaction.atomic
def forget_evidence(event: Event) -> None:
    """
    Remove what an erased person handed in, and what was written about it.

    Ratings and decisions stay, about nobody: the levels that evaluators gave. So do attempts at
    quizzes with their scores, and how often an answer changed, but not the answers.
    """
    Artifact.objects.filter(submission__person=event.about_id).delete()
    Evaluation.objects.filter(submission__person=event.about_id).update(comments={}, comment="")
    Response.objects.filter(attempt__person=event.about_id).update(answer=ERASED)
    Conflict.objects.filter(person=event.about_id).delete()
    Reassessment.objects.filter(person=event.about_id).delete()
    forget_files(owner_id=event.about_id, still_shown=media_of_packs, at=event.at)


def remove_forgotten_files(at: datetime) -> int:
    """Try again to remove what the disk refused to let go; return how much is left."""
    return remove_forgotten(still_shown=media_of_packs)


def media_of_packs(digests: Collection[str]) -> Collection[str]:
    """Return which of these files packs show, published or in a draft."""
    published = MediaFile.objects.filter(digest__in=digests).values_list("digest", flat=True)
    drafted = DraftMedia.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return {*published, *drafted}
