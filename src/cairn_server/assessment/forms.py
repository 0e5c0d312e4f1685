"""What the pages of this context send."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from cairn.psychometrics.rubric import Criterion
from cairn_server.assessment.parts import Part

MAX_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SentText:
    """The text of one part as a page sent it; `sequence` as in `submitting.save_text`."""

    part: Part
    text: str
    sequence: int


@dataclass(frozen=True, slots=True)
class SentEvaluation:
    """What an evaluator's page sent; ratings and comments that fit no criterion are left out."""

    ratings: dict[str, str]
    comments: dict[str, str]
    comment: str
    sequence: int


class ConflictForm(forms.Form):
    reason = forms.CharField(label=_("Why you should not judge this"), max_length=300)


def sent_texts(data: Mapping[str, str], parts: Iterable[Part]) -> list[SentText]:
    """Return the texts that `data` holds for the parts that are texts."""
    return [
        SentText(part, _lines(data[f"text-{part.id}"]), _number(data, f"sequence-{part.id}"))
        for part in parts
        if part.is_text and f"text-{part.id}" in data
    ]


def sent_evaluation(data: Mapping[str, str], criteria: Iterable[Criterion]) -> SentEvaluation:
    """Return the ratings and comments that `data` holds for `criteria`."""
    ratings, comments = {}, {}
    for one in criteria:
        level = data.get(f"rating-{one.id}", "")
        if any(level == known.id for known in one.levels):
            ratings[one.id] = level
        comments[one.id] = _lines(data.get(f"comment-{one.id}", ""))
    return SentEvaluation(
        ratings, comments, _lines(data.get("comment", "")), _number(data, "sequence")
    )


def _lines(text: str) -> str:
    """Return a text with the line ends of a browser made plain, and no null characters."""
    return text.replace("\r\n", "\n").replace("\0", "")


def _number(data: Mapping[str, str], name: str) -> int:
    told = data.get(name, "")
    if not (told.isascii() and told.isdigit()):
        return 0
    if len(told) > len(str(MAX_SEQUENCE)):  # Python refuses to read thousands of digits
        return MAX_SEQUENCE
    return min(int(told), MAX_SEQUENCE)
