"""The holder's own pages, the portfolio that others see, and certificates on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cairn.errors import CairnError
from cairn.openbadges.reading import Found
from cairn_server.accounts.access import PersonRequest, learner_of
from cairn_server.credentials.answers import public_file
from cairn_server.credentials.limiting import VERIFYING, asker_of, spend
from cairn_server.credentials.verifying import find, find_in_text
from cairn_server.portfolio import queries
from cairn_server.portfolio.access import own_badge, portfolio_for
from cairn_server.portfolio.arranging import arrange
from cairn_server.portfolio.collecting import add_badge, check_again, remove_badge
from cairn_server.portfolio.forms import BadgeForm, FrontForm, chosen_in
from cairn_server.portfolio.models import Portfolio
from cairn_server.portfolio.printing import portfolio_card

CARD_AGE_SECONDS = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine(request: PersonRequest) -> HttpResponse:
    """Let the reader choose what their portfolio shows."""
    choices = queries.choices_for(request.user)
    portfolio = queries.portfolio_of(request.user)
    if request.method != "POST":
        return _edit(request, FrontForm(initial=_front_of(portfolio)), choices, portfolio)
    form = FrontForm(request.POST)
    if not form.is_valid():
        return _edit(request, form, choices, portfolio, status=422)
    chosen = chosen_in(request.POST, choices, request.user)
    arrange(person=request.user, front=form.front, chosen=chosen, at=now())
    messages.success(request, _("Saved."))
    return redirect("portfolio:mine")


@require_GET
def portfolio(request: HttpRequest, portfolio_id: str) -> HttpResponse:
    """Show what somebody chose to show."""
    reader = learner_of(request)
    found = portfolio_for(reader, portfolio_id)
    context = {
        "page": queries.page_of(found, on=localdate()),
        "portfolio": found,
        "is_own": reader is not None and reader.pk == found.person_id,
    }
    answer = render(request, "portfolio/portfolio.html", context)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_GET
def card(request: HttpRequest, portfolio_id: str) -> HttpResponseBase:
    """Give the picture that stands beside a shared link to the portfolio."""
    found = portfolio_for(learner_of(request), portfolio_id)
    content = portfolio_card(queries.page_of(found, on=localdate()), on=localdate())
    return public_file(
        request,
        content,
        "image/png",
        max_age_seconds=CARD_AGE_SECONDS,
        for_anybody=found.is_public,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create_badge(request: PersonRequest) -> HttpResponse:
    """Take a badge from elsewhere: a file, a link or a text."""
    if request.method != "POST":
        return render(request, "portfolio/create_badge.html", {"form": BadgeForm()})
    spend(VERIFYING, asker_of(request), at=now())
    form = BadgeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            badge = add_badge(person=request.user, found=_found(form), at=now())
        except CairnError as error:
            form.add_error(None, str(error))
        else:
            return redirect("portfolio:badge", badge.pk)
    return render(request, "portfolio/create_badge.html", {"form": form}, status=422)


@require_GET
@login_required
def badge(request: PersonRequest, badge_id: UUID) -> HttpResponse:
    """Show a badge from elsewhere, and what our verifier found."""
    found = own_badge(request.user, badge_id)
    context = {"badge": found, "counting": queries.counting_of(found, at=now())}
    return render(request, "portfolio/badge.html", context)


@require_POST
@login_required
def recheck_badge(request: PersonRequest, badge_id: UUID) -> HttpResponse:
    """Verify a badge from elsewhere once more."""
    spend(VERIFYING, asker_of(request), at=now())
    kept = own_badge(request.user, badge_id)
    check_again(badge=kept, found=find_in_text(kept.document), at=now())
    return redirect("portfolio:badge", badge_id)


@require_POST
@login_required
def delete_badge(request: PersonRequest, badge_id: UUID) -> HttpResponse:
    """Forget a badge from elsewhere."""
    remove_badge(badge=own_badge(request.user, badge_id), at=now())
    messages.success(request, _("The badge is no longer kept here."))
    return redirect("credentials:mine")


def _found(form: BadgeForm) -> Found:
    file = form.cleaned_data["file"]
    if file:
        return find(file.read(), name=file.name)
    return find_in_text(form.cleaned_data["text"])


def _front_of(portfolio: Portfolio | None) -> dict[str, object]:
    if portfolio is None:
        return {"shows_name": True}
    return {name: getattr(portfolio, name) for name in FrontForm.base_fields}


def _edit(
    request: PersonRequest,
    form: FrontForm,
    choices: list[queries.Shown],
    portfolio: Portfolio | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "choices": choices, "portfolio": portfolio}
    return render(request, "portfolio/mine.html", context, status=status)
