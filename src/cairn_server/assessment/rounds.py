"""
Which tries count now: where somebody is assessed anew, only what came after counts.

To renew a credential a person shows again what they showed before. Their earlier tries stay as
they are; the pages that say where they stand leave them out.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from cairn_server.assessment.models import Attempt, Reassessment, Submission


def submissions_of_round(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Return those that were not handed in before their owner was assessed anew."""
    anew = Reassessment.objects.filter(
        person=OuterRef("person"),
        achievement__versions__task_links__task=OuterRef("task"),
        since__gte=OuterRef("submitted_at"),
    )
    return submissions.filter(~Exists(anew))


def with_rounds(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Return the attempts with `is_former`: begun before their owner was assessed anew."""
    anew = Reassessment.objects.filter(
        person=OuterRef("person"),
        achievement__versions__quiz_links__quiz=OuterRef("quiz"),
        since__gte=OuterRef("started_at"),
    )
    return attempts.annotate(is_former=Exists(anew))


def attempts_of_round(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Return those of `with_rounds` that count now."""
    return [one for one in attempts if not getattr(one, "is_former", False)]
