"""The catalogue: what can be earned, in the usual order or the closest to the reader's goal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from cairn_server.accounts.access import learner_of
from cairn_server.catalog.queries import CatalogueFilter, catalogue_choices
from cairn_server.catalog.queries import catalogue as usual_catalogue
from cairn_server.credentials.standing import standings_of
from cairn_server.hub.goal_fit import fitted_catalogue, wants_of
from cairn_server.hub.skill_queries import visible_skill

MINUTES = (10, 20, 30, 60)
NEWEST = "newest"  # how an address asks for the usual order


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """
    List what can be earned; every narrowing is in the address, so that it can be shared.

    Who has a goal or a work role sees first what brings them closest, unless they ask otherwise.
    """
    wanted, after = _wanted(request)
    choices = catalogue_choices()
    context = {
        **_found(request, wanted, after),
        "wanted": wanted,
        "skill": visible_skill(learner_of(request), wanted.skill) if wanted.skill else None,
        "choices": choices,
        "issuers": standings_of(id for id, _ in choices.issuers),
        "minutes_choices": MINUTES,
        "is_narrowed": wanted != CatalogueFilter(),
    }
    partial = request.headers.get("HX-Target") == "found"
    template = "hub/_catalogue_found.html" if partial else "hub/catalogue.html"
    return render(request, template, context)


def _found(request: HttpRequest, wanted: CatalogueFilter, after: UUID | None) -> dict[str, Any]:
    """Return the page of the order that is asked for, and what the reader could be led by."""
    person = learner_of(request)
    wants = wants_of(person)
    if person is None or wants is None or request.GET.get("order") == NEWEST:
        return {"page": usual_catalogue(wanted, after=after), "wants": wants}
    found = fitted_catalogue(person, wants, wanted, at=now(), after=after)
    return {"page": found.page, "wants": wants, "fitted": found}


def _wanted(request: HttpRequest) -> tuple[CatalogueFilter, UUID | None]:
    """Return the filter and the cursor that the address names; what is not readable narrows not."""
    given = {
        name: value
        for name in CatalogueFilter.model_fields
        if (value := request.GET.get(name)) and "\0" not in value
    }
    try:
        after: UUID | None = UUID(request.GET.get("after", ""))
    except ValueError:
        after = None
    try:
        return CatalogueFilter.model_validate(given), after
    except ValidationError as error:
        unreadable = {part["loc"][0] for part in error.errors()}
        readable = {name: value for name, value in given.items() if name not in unreadable}
        return CatalogueFilter.model_validate(readable), after
