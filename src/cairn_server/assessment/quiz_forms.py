"""The form of one question of an attempt: what was answered, and where to go from here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from cairn.psychometrics.questions import Question
from cairn_server.assessment.attempting import MOST_CHANGES
from cairn_server.catalog.models import ItemVersion
from cairn_server.learning.forms import response_from

WAYS = ("next", "back", "list", "clear")


class SavedNumberForm(forms.Form):
    """The number under which an answer is saved, and the button that was pressed."""

    sequence = forms.IntegerField(min_value=1, max_value=MOST_CHANGES)
    do = forms.ChoiceField(choices=[(way, way) for way in WAYS], required=False)


def sent_answer(version: ItemVersion, data: QueryDict) -> dict[str, Any] | None:
    """Return the answer that the fields hold; None where they were left empty."""
    kind = Question.from_json(version.content).kind
    answer = response_from(kind, data)
    return answer if any(answer.values()) and data.get("do") != "clear" else None
