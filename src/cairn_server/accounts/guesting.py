"""Learning before signing up: a guest is bound to a session and goes when nobody comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from cairn_server.accounts.access import GUEST_KEY, learner_of, remember_learner
from cairn_server.accounts.models import Person, PersonKind

UNUSED_AFTER = timedelta(days=30)
BATCH = 500


def begin_guest(request: HttpRequest, at: datetime) -> Person:
    """
    Return who learns in this session; make a guest if it is nobody yet.

    Called at the first answer, never at a GET, so that robots and passers-by leave nothing.
    """
    learner = learner_of(request)
    if learner is not None:
        return learner
    guest = Person(kind=PersonKind.GUEST, last_seen_on=at.date())
    guest.set_unusable_password()
    guest.save()
    request.session[GUEST_KEY] = str(guest.pk)
    remember_learner(request, guest)
    return guest


def release_guest(request: HttpRequest) -> UUID | None:
    """Unbind the guest from the session of somebody who signs in; return its id, if any."""
    guest_id = request.session.pop(GUEST_KEY, None)
    remember_learner(request, None)
    return None if guest_id is None else UUID(guest_id)


def note_presence(request: HttpRequest, at: datetime) -> None:
    """Keep the guest of this session, and the session, for another 30 days; once a day."""
    if GUEST_KEY not in request.session:
        return
    guests = Person.objects.filter(pk=request.session[GUEST_KEY], kind=PersonKind.GUEST)
    if guests.filter(last_seen_on__lt=at.date()).update(last_seen_on=at.date()):
        request.session.modified = True


def delete_stale_guests(at: datetime) -> int:
    """Delete guests that nobody used for 30 days, with what they learned; return how many."""
    day = (at - UNUSED_AFTER).date()
    stale = Person.objects.filter(
        Q(last_seen_on__lt=day) | Q(last_seen_on=None, created_at__date__lt=day),
        kind=PersonKind.GUEST,
    )
    deleted = 0
    while batch := list(stale.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            stale.filter(pk__in=batch).delete()
        deleted += len(batch)
    return deleted
