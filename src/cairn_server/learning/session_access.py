"""Which scheduled sessions somebody may see or host, and whom a host may tick."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from cairn_server.accounts.access import organisation_for
from cairn_server.accounts.models import Membership, Organisation, Person, RoleName
from cairn_server.catalog.models import Gathering, GatheringVersion
from cairn_server.learning import session_queries as queries
from cairn_server.learning.models import Attendance, Booking, ScheduledSession

HOSTS = (RoleName.AUTHOR, RoleName.MANAGER, RoleName.OWNER)


def session_for(person: Person, session_id: UUID) -> ScheduledSession:
    """Return a session that `person` may see, or has booked or attended; Http404 otherwise."""
    booked = Booking.objects.filter(session=OuterRef("pk"), person=person)
    came = Attendance.objects.filter(session=OuterRef("pk"), person=person)
    seen = queries.may_see(person) | Q(Exists(booked)) | Q(Exists(came))
    return _session_or_404(Q(pk=session_id) & seen)


def hosting_organisation(person: Person, organisation_id: UUID) -> Organisation:
    """Return an organisation for which `person` may hold sessions; Http404 otherwise."""
    return organisation_for(person, organisation_id, *HOSTS)


def hosted_session(organisation: Organisation, session_id: UUID) -> ScheduledSession:
    """Return a session of an organisation that one hosts for; Http404 otherwise."""
    return _session_or_404(Q(pk=session_id, gathering__organisation=organisation))


def gathering_to_hold(organisation: Organisation, gathering_id: UUID) -> Gathering:
    """Return something published that an organisation can hold sessions of; Http404 otherwise."""
    published = GatheringVersion.objects.filter(
        gathering=OuterRef("pk"), published_at__isnull=False
    )
    found = Gathering.objects.filter(Exists(published), pk=gathering_id, organisation=organisation)
    gathering = found.select_related("organisation").first()
    if gathering is None:
        raise Http404
    return gathering


def attendee_for(session: ScheduledSession, person_id: UUID) -> Person:
    """Return somebody who booked or came, or is a member of the host; Http404 otherwise."""
    booked = Booking.objects.filter(session=session, person=OuterRef("pk"))
    came = Attendance.objects.filter(session=session, person=OuterRef("pk"))
    member = Membership.objects.filter(
        organisation=session.gathering.organisation_id, person=OuterRef("pk"), until=None
    )
    known = Q(Exists(booked)) | Q(Exists(came)) | Q(Exists(member))
    person = Person.objects.filter(known, pk=person_id, is_active=True).first()
    if person is None:
        raise Http404
    return person


def _session_or_404(wanted: Q) -> ScheduledSession:
    found = ScheduledSession.objects.filter(wanted).select_related("gathering__organisation")
    session = found.first()
    if session is None:
        raise Http404
    return session
