"""What an address asks for: nonsense in it asks for nothing in particular."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from django.http import QueryDict
from pydantic import BaseModel, ValidationError

F = TypeVar("F", bound=BaseModel)
FURTHEST = timedelta(days=20 * 366)  # that anybody plans ahead


def wanted(model: type[F], query: QueryDict) -> F:
    """Return the filter that an address asks for, without the members that make no sense."""
    told = {
        name: str(query[name]).strip().replace("\0", "")
        for name in model.model_fields
        if str(query.get(name, "")).strip()
    }
    while True:
        try:
            return model.model_validate(told)
        except ValidationError as error:
            wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
            if not wrong & told.keys():
                return model()
            told = {name: value for name, value in told.items() if name not in wrong}


def day_of(query: QueryDict, today: date) -> date:
    """Return the day `on` which something is asked, from today on; else today."""
    try:
        day = date.fromisoformat(query.get("on", ""))
    except ValueError:
        return today
    return day if today <= day <= today + FURTHEST else today


def page_of(query: QueryDict) -> int:
    """Return the number of the page that is asked for, from 1."""
    text = query.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:9]) < 100_000 else 1
