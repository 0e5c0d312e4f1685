"""Pages of a learner: what a task asks for, the work on it, what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.errors import CairnError
from cairn_server.accounts.access import PersonRequest, learner_of
from cairn_server.assessment import access, queries, submitting
from cairn_server.assessment.forms import SentText, sent_texts
from cairn_server.assessment.models import Submission, SubmissionState
from cairn_server.assessment.parts import MAX_MEGABYTES, parts_of
from cairn_server.catalog.markdown import render as as_html
from cairn_server.errors import StaleDraft, SubmissionClosed
from cairn_server.files.receiving import upload_limit
from cairn_server.files.serving import file_response

MAX_UPLOAD = (MAX_MEGABYTES + 20) << 20
AFTER_MET = ["hub/_after_met.html", "assessment/_after_met.html"]


@dataclass(slots=True)
class Unsaved:
    """What a page sent that could not be saved: told and shown again, so that nothing is lost."""

    refusal: CairnError | None = None
    stale: dict[str, StaleDraft] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        if self.stale:
            return StaleDraft.status
        return self.refusal.status if self.refusal else 200


@require_GET
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    page = access.open_task_or_404(task_id, learner_of(request), _achievement(request))
    context = {"page": page, "instructions": as_html(page.version.instructions)}
    return render(request, "assessment/task.html", context)


@require_POST
def begin(request: HttpRequest, task_id: UUID) -> HttpResponse:
    learner = learner_of(request)
    page = access.open_task_or_404(task_id, learner, _achievement(request))
    if learner is None or learner.is_guest:
        after = urlencode({"next": reverse("assessment:task", args=[task_id])})
        return redirect(f"{reverse('account_signup')}?{after}")
    submission = submitting.begin_submission(
        person=learner,
        task=page.version.task,
        achievement_version=page.achievement,
        at=now(),
    )
    return redirect("assessment:submission", submission.pk)


@require_GET
@login_required
def submissions(request: PersonRequest) -> HttpResponse:
    context = {"submissions": queries.my_submissions(request.user)}
    return render(request, "assessment/submissions.html", context)


@upload_limit(MAX_UPLOAD)
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submission(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    work = access.own_submission(request.user, submission_id)
    if request.method != "POST":
        return _render(request, work, Unsaved())
    unsaved = _save_all(request, work)
    if unsaved.status != 200:
        work.refresh_from_db()
        return _render(request, work, unsaved)
    return redirect("assessment:submission", work.pk)


@require_POST
@login_required
def save_text(request: PersonRequest, submission_id: UUID, part: str) -> HttpResponse:
    """Save one text while it is written; answers with what is now missing."""
    work = access.own_submission(request.user, submission_id)
    sent = next((one for one in _texts(request, work) if one.part.id == part), None)
    if sent is None:
        raise Http404
    try:
        artifact = submitting.save_text(
            submission=work, part=part, text=sent.text, sequence=sent.sequence, at=now()
        )
    except StaleDraft as stale:
        context = {"stale": stale, "next": stale.sequence + 1}
        return render(request, "assessment/_stale.html", context, status=stale.status)
    context = {"next": artifact.sequence + 1, "at": artifact.saved_at}
    return render(request, "assessment/_saved.html", {**_missing(work), **context})


@upload_limit(MAX_UPLOAD)
@require_POST
@login_required
def upload(request: PersonRequest, submission_id: UUID, part: str) -> HttpResponse:
    """Keep one file while the rest of the page stays; answers with the part as it is now."""
    work = access.own_submission(request.user, submission_id)
    sent = request.FILES.get(f"file-{part}")
    if sent is None:
        raise Http404
    submitting.attach_file(
        submission=work, part=part, upload=cast(BinaryIO, sent), name=sent.name or "", at=now()
    )
    shown = next(one for one in queries.work_parts(work) if one.part.id == part)
    context = {**_missing(work), "one": shown, "submission": work, "announce": True}
    return render(request, "assessment/_uploaded.html", context)


@require_GET
@login_required
def file(request: PersonRequest, submission_id: UUID, artifact_id: UUID) -> HttpResponseBase:
    stored = access.own_artifact(request.user, submission_id, artifact_id).file
    assert stored is not None
    return file_response(request, stored.digest, stored.media_type, stored.name)


@require_POST
@login_required
def withdraw(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    work = access.own_submission(request.user, submission_id)
    submitting.withdraw(submission=work, at=now())
    return redirect("assessment:submission", work.pk)


@require_POST
@login_required
def begin_again(request: PersonRequest, submission_id: UUID) -> HttpResponse:
    previous = access.own_submission(request.user, submission_id)
    following = submitting.begin_again(previous=previous, at=now())
    return redirect("assessment:submission", following.pk)


def _save_all(request: PersonRequest, work: Submission) -> Unsaved:
    """Save the texts, then the files, then hand in if that was pressed; stop at a refusal."""
    unsaved = Unsaved()
    for sent in _texts(request, work):
        _save_one(work, sent, unsaved)
    try:
        for name, sent_file in request.FILES.items():
            submitting.attach_file(
                submission=work,
                part=name.removeprefix("file-"),
                upload=cast(BinaryIO, sent_file),
                name=getattr(sent_file, "name", None) or "",
                at=now(),
            )
        if part := request.POST.get("remove"):
            submitting.remove_file(submission=work, part=part, at=now())
        if request.POST.get("do") == "submit" and unsaved.status == 200:
            submitting.submit(submission=work, at=now())
    except CairnError as refusal:
        unsaved.refusal = unsaved.refusal or refusal
    return unsaved


def _save_one(work: Submission, sent: SentText, unsaved: Unsaved) -> None:
    try:
        submitting.save_text(
            submission=work, part=sent.part.id, text=sent.text, sequence=sent.sequence, at=now()
        )
    except StaleDraft as stale:
        unsaved.stale[sent.part.id] = stale
        unsaved.typed[sent.part.id] = sent.text
    except CairnError as refusal:
        unsaved.refusal = refusal
        unsaved.typed[sent.part.id] = sent.text


def _texts(request: HttpRequest, work: Submission) -> list[SentText]:
    return sent_texts(request.POST, parts_of(work.version.parts))


def _missing(work: Submission) -> dict[str, object]:
    states = queries.part_states(work)
    return {"lacking": [one for one in states if not one.is_complete], "states": states}


def _render(request: PersonRequest, work: Submission, unsaved: Unsaved) -> HttpResponse:
    parts = queries.work_parts(work)
    is_lost = isinstance(unsaved.refusal, SubmissionClosed)
    context = {
        "submission": work,
        "achievement": work.achievement_version,
        "parts": parts,
        "states": [one.state for one in parts if one.is_open],
        "lacking": [one.state for one in parts if one.is_open and not one.state.is_complete],
        "unsaved": unsaved,
        "lost": [one for one in parts if one.part.id in unsaved.typed] if is_lost else [],
        "feedback": queries.feedback(work) if queries.is_decided(work) else None,
        "before": queries.feedback(work.previous) if work.previous else None,
        "is_draft": work.state == SubmissionState.DRAFT,
        "after_met": AFTER_MET,
    }
    return render(request, "assessment/submission.html", context, status=unsaved.status)


def _achievement(request: HttpRequest) -> UUID | None:
    """Return for which achievement the task is done, if the address names one."""
    told = request.GET.get("achievement") or request.POST.get("achievement") or ""
    try:
        return UUID(told)
    except ValueError:
        return None
