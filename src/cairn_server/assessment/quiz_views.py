"""Pages of a learner who takes a quiz: before it, question by question, and what it came to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.errors import CairnError, MalformedInput
from cairn_server.accounts.access import PersonRequest, learner_of
from cairn_server.assessment import attempting, quiz_access, quiz_queries
from cairn_server.assessment.asked_questions import ShownQuestion, shown_questions
from cairn_server.assessment.models import Attempt
from cairn_server.assessment.quiz_forms import SavedNumberForm, sent_answer
from cairn_server.catalog.markdown import render as as_html
from cairn_server.catalog.models import ItemVersion
from cairn_server.errors import AttemptOver, StaleAnswer


@require_GET
def quiz(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Show what a quiz asks about and how often it may be taken; nothing of its questions."""
    at, learner = now(), learner_of(request)
    if learner is not None:
        attempting.close_overdue(at, person=learner)
    page = quiz_access.open_quiz_or_404(quiz_id, learner, _achievement(request), at=at)
    context = {"page": page, "instructions": as_html(page.version.instructions)}
    return render(request, "assessment/quiz.html", context)


@require_POST
def begin_attempt(request: HttpRequest, quiz_id: UUID) -> HttpResponse:
    """Begin an attempt, or go on with the one that is under way."""
    learner = learner_of(request)
    page = quiz_access.open_quiz_or_404(quiz_id, None, _achievement(request), at=now())
    if learner is None or learner.is_guest:
        after = urlencode({"next": reverse("assessment:quiz", args=[quiz_id])})
        return redirect(f"{reverse('account_signup')}?{after}")
    attempt = attempting.begin_attempt(
        person=learner, version=page.version, achievement_version=page.achievement, at=now()
    )
    return redirect("assessment:attempt-question", attempt.pk, 1)


@require_GET
@login_required
def attempt(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """Show what is answered and what is not; once the attempt has ended, what it came to."""
    at = now()
    own = quiz_access.own_attempt(request.user, attempt_id)
    own = attempting.close_if_over(attempt=own, at=at)
    if own.ended_at is not None:
        return _render_result(request, own, at)
    questions = _questions(own)
    context = {
        "attempt": own,
        "questions": questions,
        "answered": sum(one.is_answered for one in questions),
        "open": [one for one in questions if not one.is_answered],
        "seconds_left": _seconds_left(own, at),
    }
    return render(request, "assessment/quiz_overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attempt_question(request: PersonRequest, attempt_id: UUID, number: int) -> HttpResponse:
    """Show one question of an attempt, or save the answer to it and go where was pressed."""
    own = quiz_access.own_attempt(request.user, attempt_id)
    version = quiz_access.asked_version(own, number)
    if request.method == "POST":
        return _save(request, own, number, version)
    own = attempting.close_if_over(attempt=own, at=now())
    if own.ended_at is not None:
        return redirect("assessment:attempt", own.pk)
    return _render_question(request, own, number)


@require_POST
@login_required
def end_attempt(request: PersonRequest, attempt_id: UUID) -> HttpResponse:
    """Hand in: the attempt ends, and is scored on what is saved."""
    own = quiz_access.own_attempt(request.user, attempt_id)
    attempting.hand_in(attempt=own, at=now())
    return redirect("assessment:attempt", own.pk)


def _save(request: PersonRequest, own: Attempt, number: int, version: ItemVersion) -> HttpResponse:
    form = SavedNumberForm(request.POST)
    if not form.is_valid():
        refusal = MalformedInput(gettext("The form was not complete. Answer again."))
        return _render_question(request, own, number, refusal=refusal)
    try:
        saved = attempting.save_answer(
            attempt=own,
            number=number,
            version=version,
            answer=sent_answer(version, request.POST),
            sequence=form.cleaned_data["sequence"],
            at=now(),
        )
    except AttemptOver as over:
        messages.warning(request, str(over))
        return redirect("assessment:attempt", own.pk)
    except (MalformedInput, StaleAnswer) as refusal:
        return _render_question(request, own, number, refusal=refusal)
    if not saved.counts:
        told = gettext("Another tab or device saved a newer answer; that one counts")
        stale = StaleAnswer(told, sequence=saved.sequence)
        return _render_question(request, own, number, refusal=stale)
    return _go_on(own, number, form.cleaned_data["do"])


def _go_on(own: Attempt, number: int, way: str) -> HttpResponse:
    place = number + {"next": 1, "back": -1}.get(way, 0)
    if way == "list" or not 1 <= place <= len(own.drawn):
        return redirect("assessment:attempt", own.pk)
    return redirect("assessment:attempt-question", own.pk, place)


def _render_question(
    request: PersonRequest, own: Attempt, number: int, *, refusal: CairnError | None = None
) -> HttpResponse:
    questions = _questions(own)
    context = {
        "attempt": own,
        "questions": questions,
        "current": questions[number - 1],
        "number": number,
        "answered": sum(one.is_answered for one in questions),
        "seconds_left": _seconds_left(own, now()),
        "refusal": refusal,
        "typed": request.POST.get("text", "") if isinstance(refusal, MalformedInput) else "",
    }
    status = refusal.status if refusal else 200
    return render(request, "assessment/quiz_question.html", context, status=status)


def _render_result(request: PersonRequest, own: Attempt, at: datetime) -> HttpResponse:
    standing = quiz_queries.quiz_standing(request.user, [own.quiz_id], at=at).get(own.quiz_id)
    context: dict[str, Any] = {
        "attempt": own,
        "verdict": quiz_queries.verdict(own),
        "standing": standing,
        "achievement": own.achievement_version,
        "ran_out": own.ended_at == own.deadline_at,
        "after_met": ["hub/_after_met.html", "assessment/_after_met.html"],
    }
    return render(request, "assessment/quiz_result.html", context)


def _questions(own: Attempt) -> tuple[ShownQuestion, ...]:
    versions, answers = quiz_queries.asked_versions(own), quiz_queries.newest_responses(own)
    return shown_questions(own, versions, answers)


def _seconds_left(own: Attempt, at: datetime) -> int:
    return max(int((own.deadline_at - at).total_seconds()), 0)


def _achievement(request: HttpRequest) -> UUID | None:
    """Return for which achievement the quiz is taken, if the address names one."""
    told = request.GET.get("achievement") or request.POST.get("achievement") or ""
    try:
        return UUID(told)
    except ValueError:
        return None
