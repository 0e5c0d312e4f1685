"""The player of units and of recall, card by card."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from cairn_server.accounts.access import learner_of
from cairn_server.accounts.guesting import begin_guest
from cairn_server.accounts.models import Person
from cairn_server.catalog.access import (
    open_unit_or_404,
    practice_item_for,
    published_achievement_or_404,
)
from cairn_server.catalog.models import ItemVersion, UnitVersion
from cairn_server.learning import queries
from cairn_server.learning.access import own_review_or_404
from cairn_server.learning.enrolling import enrol
from cairn_server.learning.forms import AnswerForm, ChangeForm, PassedForm, PlaceForm
from cairn_server.learning.models import Review
from cairn_server.learning.phone_cards import phone_due, phone_unit, phone_words
from cairn_server.learning.players import Play, recall_play, unit_play
from cairn_server.learning.progressing import answer_in_unit, pass_card
from cairn_server.learning.reviewing import record_review

MOST_CARDS = 500


@require_GET
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Show a card of a unit: the one that the address names, else where the learner is."""
    version = open_unit_or_404(unit_id)
    learner = learner_of(request)
    review = _review_named(request, learner)
    play = unit_play(learner, version, card=_card_named(request), review=review, at=now())
    return _play(request, play, unit=version)


@require_POST
def passed_cards(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Note that a card was passed; who has answered nothing yet is noted nowhere."""
    version = open_unit_or_404(unit_id)
    learner = learner_of(request)
    form = PassedForm(request.POST)
    if not form.is_valid():
        return redirect("learning:unit", unit_id)
    passed = form.cleaned_data["cards"]
    if learner is not None:
        pass_card(person=learner, unit=version, cards_passed=passed, at=now())
    place = f"{reverse('learning:unit', args=[unit_id])}?card={passed}"
    if "HX-Request" not in request.headers:
        return redirect(place)
    answer = _play(request, unit_play(learner, version, card=passed, review=None, at=now()))
    answer["HX-Push-Url"] = place
    return answer


@require_GET
def first_unit(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Lead to the unit to begin with, or to go on with. Nothing is written by looking."""
    achievement = published_achievement_or_404(achievement_id)
    unit_id = queries.unit_to_go_on_with(learner_of(request), achievement)
    if unit_id is None:
        return redirect("hub:achievement", achievement_id)
    return redirect("learning:unit", unit_id)


@require_POST
def enrolments(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Set the learner on the way to an achievement."""
    version = published_achievement_or_404(achievement_id)
    learner = begin_guest(request, now())
    enrol(person=learner, achievement=version.achievement, at=now())
    return redirect("hub:achievement", achievement_id)


@require_GET
def recall(request: HttpRequest) -> HttpResponse:
    """Show the next due question, the answer just given, or the calm end."""
    learner = learner_of(request)
    if learner is None:
        return render(request, "learning/recall_begin.html")
    review = _review_named(request, learner)
    play = recall_play(learner, review=review, at=now(), more="more" in request.GET)
    return _play(request, play, learner=learner)


@require_POST
def create_review(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Take an answer, or a changed rating; the first answer makes a guest."""
    item = practice_item_for(learner_of(request), version_id)
    if "replaces" in request.POST:
        return _change_rating(request, item)
    form = AnswerForm(request.POST, item=item)
    if not form.is_valid():
        return _refused(request, form, item)
    values = form.cleaned_data
    learner = begin_guest(request, now())
    answer: dict[str, Any] = {
        "person": learner,
        "item": item,
        "review_id": values["review_id"],
        "rating": values["rating"],
        "response": values["response"],
        "at": values["reviewed_at"] or now(),
        "received_at": now() if values["reviewed_at"] else None,
    }
    if values["unit"]:
        answer_in_unit(unit=open_unit_or_404(values["unit"]), **answer)
    else:
        record_review(**answer)
    return _answered(request, form, learner, values["review_id"])


def _change_rating(request: HttpRequest, item: ItemVersion) -> HttpResponse:
    learner = learner_of(request)
    form = ChangeForm(request.POST)
    if learner is None or not form.is_valid():
        return _refused(request, form, item)
    values = form.cleaned_data
    first = own_review_or_404(learner, item, values["replaces"])
    if first.pk == values["replaces"]:  # else it was changed already: a second click
        record_review(
            person=learner,
            item=item,
            review_id=values["review_id"],
            rating=values["rating"],
            response=first.response,
            replaces=first.pk,
            at=first.reviewed_at,
        )
    return _answered(request, form, learner, values["replaces"])


def _answered(
    request: HttpRequest, form: PlaceForm, learner: Person, review_id: UUID
) -> HttpResponse:
    """Show the answer with its feedback: the card alone for htmx, else by its address."""
    place = form.place(review_id)
    if "HX-Request" not in request.headers:
        return redirect(place)
    review = queries.last_review_of(learner, review_id)
    answer = _play(request, _play_of(form, learner, review=review))
    answer["HX-Push-Url"] = place
    return answer


def _refused(request: HttpRequest, form: PlaceForm, item: ItemVersion) -> HttpResponse:
    """Show the question again with what was wrong; nothing was saved."""
    learner = learner_of(request)
    errors = [str(error) for found in form.errors.values() for error in found]
    play = _play_of(form, learner, errors=errors, version=item)
    return _play(request, play, status=422)


def _play_of(form: PlaceForm, learner: Person | None, **shown: Any) -> Play:
    unit_id, card, more = form.place_named()
    if unit_id is not None or learner is None:
        version = open_unit_or_404(unit_id or shown["version"].item.unit_id)
        shown.pop("version", None)
        return unit_play(learner, version, card=card, at=now(), **{"review": None, **shown})
    return recall_play(learner, at=now(), more=more, **{"review": None, **shown})


def _play(
    request: HttpRequest,
    play: Play,
    *,
    status: int = 200,
    unit: UnitVersion | None = None,
    learner: Person | None = None,
) -> HttpResponse:
    """Render the screen alone for htmx, or the whole page around it with what a phone needs."""
    if "HX-Request" in request.headers:
        return render(request, "learning/_player.html", {"play": play}, status=status)
    phone: dict[str, Any] = {}
    if unit is not None:
        phone = phone_unit(unit)
    elif learner is not None:
        phone = phone_due(queries.due_cards(learner, at=now()))
    context = {"play": play, "phone": phone, "words": phone_words()}
    return render(request, "learning/player.html", context, status=status)


def _card_named(request: HttpRequest) -> int | None:
    text = request.GET.get("card", "")
    return (
        min(int(text), MOST_CARDS) if text.isascii() and text.isdigit() and len(text) < 9 else None
    )


def _review_named(request: HttpRequest, learner: Person | None) -> Review | None:
    try:
        review_id = UUID(request.GET.get("review", ""))
    except ValueError:
        return None
    return None if learner is None else queries.last_review_of(learner, review_id)
