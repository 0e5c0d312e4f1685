"""Learning before signing up: the first answer makes a guest, bound to the session."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from cairn_server.accounts.access import GUEST_KEY, learner_of
from cairn_server.accounts.models import Person, PersonKind


def begin_guest(request: HttpRequest, at: datetime) -> Person:
    """
    Return who learns in this session; a new guest, bound to the session, if it is nobody yet.

    Call it when somebody answers, never for a GET: robots read pages, and are not people.
    """
    known = learner_of(request)
    if known is not None:
        return known
    guest = Person(kind=PersonKind.GUEST, email=None, last_seen_on=at.date())
    guest.set_unusable_password()
    guest.save()
    request.session[GUEST_KEY] = str(guest.pk)
    request._learner = guest  # type: ignore[attr-defined]  # what learner_of keeps per request
    return guest
