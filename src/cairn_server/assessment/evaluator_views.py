"""Pages of an evaluator: what waits, and one piece of work beside its rubric, without a name."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.errors import CairnError, EvaluationIncomplete
from cairn_server.accounts.access import PersonRequest
from cairn_server.assessment import access, evaluating, evaluator_queries, queries
from cairn_server.assessment.codes import short_code
from cairn_server.assessment.evaluator_queries import CriterionForm, Work
from cairn_server.assessment.forms import ConflictForm, SentEvaluation, sent_evaluation
from cairn_server.assessment.models import Submission
from cairn_server.catalog.markdown import render as as_html
from cairn_server.errors import StaleDraft
from cairn_server.files.serving import file_response

PROMISES = ("met", "not_yet")
"""What the button that was pressed said would happen."""
A_PAGE = 50  # pieces of work


@require_GET
@login_required
def queue(request: PersonRequest) -> HttpResponse:
    at = now()
    waiting = range(evaluator_queries.waiting_count(request.user, at))
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    start = max(page.start_index() - 1, 0)
    context = {
        "page": page,
        "rows": evaluator_queries.queue(request.user, at, offset=start, limit=A_PAGE),
        "is_evaluator": bool(evaluator_queries.evaluates_for(request.user, at)),
    }
    return render(request, "assessment/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evaluation(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    if request.method == "POST":
        return _decide(request, access.work_once_waiting(request.user, submission_id, now()))
    submission = access.work_judged(request.user, submission_id, now())
    if queries.is_decided(submission):
        context = {"code": short_code(submission.pk), "feedback": queries.feedback(submission)}
        return render(request, "assessment/evaluated.html", context)
    return _render(request, submission)


@require_POST
@login_required
def save_draft(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    """Keep the ratings while they are given; answers with what deciding would now do."""
    submission = access.work_once_waiting(request.user, submission_id, now())
    sent = _sent(request, submission)
    try:
        draft = evaluating.save_draft(
            submission=submission,
            evaluator=request.user,
            ratings=sent.ratings,
            comments=sent.comments,
            comment=sent.comment,
            sequence=sent.sequence,
            at=now(),
        )
    except StaleDraft as stale:
        context = {"stale": stale, "next": 0}
        return render(request, "assessment/_stale.html", context, status=stale.status)
    work = evaluator_queries.work(submission, request.user, now())
    context = {"work": work, "next": draft.sequence + 1, "at": draft.saved_at}
    if "HX-Request" in request.headers:
        return render(request, "assessment/_draft_saved.html", context)
    messages.success(request, gettext("Draft saved."))
    return redirect("assessment:evaluation", submission.pk)


@require_POST
@login_required
def declare_conflict(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    submission = access.work_to_judge(request.user, submission_id, now())
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return _render(request, submission, conflict=form, status=422)
    evaluating.declare_conflict(
        submission=submission,
        evaluator=request.user,
        reason=form.cleaned_data["reason"],
        at=now(),
    )
    messages.success(request, gettext("Thank you. Somebody else will judge this work."))
    return redirect("assessment:queue")


@require_POST
@login_required
def unblind(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    submission = access.work_to_judge(request.user, submission_id, now())
    evaluating.unblind(submission=submission, evaluator=request.user, at=now())
    return redirect("assessment:evaluation", submission.pk)


@require_GET
@login_required
def file(request: PersonRequest, submission_id: UUID, artifact_id: UUID) -> HttpResponseBase:
    artifact, submission = access.artifact_to_judge(request.user, submission_id, artifact_id, now())
    position = evaluator_queries.position_of(artifact, submission)
    shown = evaluator_queries.shown_file(artifact, position)
    assert shown is not None
    return file_response(request, shown.digest, shown.media_type, shown.name)


def _decide(request: PersonRequest, submission: Submission) -> HttpResponse:
    sent = _sent(request, submission)
    try:
        if not queries.is_decided(submission):
            _refuse_surprise(request, submission, sent)
        decided = evaluating.record_evaluation(
            submission=submission,
            evaluator=request.user,
            ratings=sent.ratings,
            comments=sent.comments,
            comment=sent.comment,
            at=now(),
        )
    except EvaluationIncomplete as refusal:
        return _render(request, submission, sent=sent, refusal=refusal, status=refusal.status)
    told = (
        gettext("%s is met. The credential is issued at once if nothing else is required for it.")
        if decided.met
        else gettext("%s goes back to be redone.")
    )
    messages.success(request, told % short_code(submission.pk))
    return redirect("assessment:queue")


def _refuse_surprise(request: PersonRequest, submission: Submission, sent: SentEvaluation) -> None:
    """Let no button do what it did not say: a rating may have changed after it was drawn."""
    promise = request.POST.get("promise")
    if promise not in PROMISES:
        return
    work = _with_sent(evaluator_queries.work(submission, request.user, now()), sent)
    if not work.open_count and promise != ("not_yet" if work.unmet_count else "met"):
        raise EvaluationIncomplete(
            gettext("The ratings had changed. Look at the button again, then press it")
        )


def _sent(request: PersonRequest, submission: Submission) -> SentEvaluation:
    return sent_evaluation(request.POST, queries.rubric_of(submission).criteria)


def _with_sent(work: Work, sent: SentEvaluation) -> Work:
    """Return the work with what was just sent in place of the stored draft."""

    def filled(one: CriterionForm) -> CriterionForm:
        id = one.criterion.id
        return replace(one, rating=sent.ratings.get(id, ""), comment=sent.comments.get(id, ""))

    criteria = tuple(filled(one) for one in work.criteria)
    return replace(work, criteria=criteria, comment=sent.comment)


def _render(
    request: PersonRequest,
    submission: Submission,
    *,
    sent: SentEvaluation | None = None,
    refusal: CairnError | None = None,
    conflict: ConflictForm | None = None,
    status: int = 200,
) -> HttpResponse:
    at = now()
    work = evaluator_queries.work(submission, request.user, at)
    context = {
        "work": _with_sent(work, sent) if sent else work,
        "instructions": as_html(submission.version.instructions),
        "next": work.sequence + 1,
        "refusal": refusal,
        "conflict": conflict or ConflictForm(),
        "is_claimed": evaluator_queries.is_claimed_by_another(submission.pk, request.user, at),
    }
    return render(request, "assessment/evaluation.html", context, status=status)
