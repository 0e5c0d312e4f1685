"""Who is asking, and which person, organisation or membership they may use."""

from __future__ import annotations

from functools import wraps
from typing import Any, Protocol, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from cairn_server.accounts.models import (
    ExtraTime,
    Membership,
    Organisation,
    Person,
    PersonKind,
    RoleName,
)

TIME_GIVERS = (RoleName.OWNER, RoleName.ISSUER, RoleName.EVALUATOR)  # of extra time in quizzes
GUEST_KEY = "guest"  # in the session: the id of the guest that answered first


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person


class View(Protocol):
    def __call__(self, request: Any, /, *args: Any, **kwargs: Any) -> HttpResponse: ...


def learner_of(request: HttpRequest) -> Person | None:
    """Return who learns in this session: the signed-in person, else its guest, else None."""
    if not hasattr(request, "_learner"):
        request._learner = _find_learner(request)  # type: ignore[attr-defined]  # kept per request
    return cast("Person | None", request._learner)  # type: ignore[attr-defined]  # set above


def remember_learner(request: HttpRequest, learner: Person | None) -> None:
    """Let the rest of this request know who learns now; None makes it look again."""
    if learner is None:
        request.__dict__.pop("_learner", None)
    else:
        request._learner = learner  # type: ignore[attr-defined]  # kept per request


def _find_learner(request: HttpRequest) -> Person | None:
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return cast(Person, user)
    session = getattr(request, "session", None)
    guest_id = session.get(GUEST_KEY) if session is not None else None
    if guest_id is None:
        return None
    return Person.objects.filter(pk=guest_id, kind=PersonKind.GUEST).first()


def learner_required(view: View) -> View:
    """Let registered people and guests through; send everybody else to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if learner_of(request) is None:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def organisation_for(person: Person, organisation_id: UUID, *roles: str) -> Organisation:
    """
    Return an organisation in which `person` holds one of `roles` today; Http404 otherwise.

    Without `roles`, any current member may use it. Another organisation is answered like
    a missing one.
    """
    membership = Q(memberships__person=person, memberships__until=None)
    if roles:  # in the same filter: it must be this membership that holds the role
        membership &= Q(memberships__roles__name__in=roles)
    organisation = Organisation.objects.filter(membership, pk=organisation_id).distinct().first()
    if organisation is None:
        raise Http404
    return organisation


def extra_time_for(organisation: Organisation, extra_time_id: UUID) -> ExtraTime:
    """Return extra time of a member of an organisation that one may use; Http404 otherwise."""
    found = ExtraTime.objects.filter(pk=extra_time_id, membership__organisation=organisation)
    extra_time = found.select_related("membership__person", "membership__organisation").first()
    if extra_time is None:
        raise Http404
    return extra_time


def membership_for(organisation: Organisation, membership_id: UUID) -> Membership:
    """Return a current membership in an organisation that one may use; Http404 otherwise."""
    membership = (
        Membership.objects.filter(pk=membership_id, organisation=organisation, until=None)
        .select_related("person", "organisation")
        .first()
    )
    if membership is None:
        raise Http404
    return membership
