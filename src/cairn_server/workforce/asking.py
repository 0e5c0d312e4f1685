"""What an address asks for: nonsense in it asks for nothing in particular."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from pydantic import BaseModel, ValidationError

from cairn_server.accounts.models import Membership, Organisation
from cairn_server.workforce import queries

F = TypeVar("F", bound=BaseModel)
FURTHEST = timedelta(days=20 * 366)  # that anybody plans ahead
LONGEST_WORDS = 100
MOST_CHOSEN = 1_000  # people in one form; a page offers twenty


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


def others(data: QueryDict, organisation: Organisation, there: Q) -> dict[str, Any]:
    """Return what a page shows of the members who are not in a team or a role yet."""
    words, number = words_of(data), data.get("others")
    found = queries.others_sheet(organisation, there, words=words, number=number)
    return {"words": words, "others": found, "is_choosing": bool(words or number)}


def words_of(data: QueryDict) -> str:
    """Return the words by which people are looked for."""
    return data.get("words", "").replace("\0", "").strip()[:LONGEST_WORDS]


def choice(data: QueryDict, members: QuerySet[Membership], chosen: Iterable[Any]) -> dict[str, Any]:
    """
    Return what a page shows of the people to choose from: who is chosen, and who is found besides.

    Args:
        chosen: ids as they came; what is none of `members` is passed over.
    """
    keys = [key for one in chosen if (key := _id_of(str(one))) is not None][:MOST_CHOSEN]
    picked = members.filter(pk__in=keys) if keys else members.none()
    rest = members.exclude(pk__in=keys) if keys else members
    words = words_of(data)
    return {
        "words": words,
        "chosen": list(picked.select_related("person").order_by(Lower("person__name"), "pk")),
        "others": queries.people_sheet(rest, words=words, number=data.get("others")),
    }


def chosen_members(data: QueryDict, organisation: Organisation) -> list[Membership]:
    """Return those of today's members whom a form names; whoever has left is passed over."""
    keys = [one for one in map(_id_of, data.getlist("people")[:MOST_CHOSEN]) if one is not None]
    return list(Membership.objects.filter(organisation=organisation, until=None, pk__in=keys))


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
