"""Mail about what somebody is asked to earn, or was nominated for; at most one reminder a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext, override

from cairn_server.accounts.models import Person
from cairn_server.catalog.queries import newest_achievement_version
from cairn_server.errors import RemindedAlready
from cairn_server.journal.mailing import send_mails
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from cairn_server.workforce.assignment_queries import already_done
from cairn_server.workforce.awarded import standing_awards
from cairn_server.workforce.models import Assignment, Nomination

PAUSE = timedelta(days=1)  # between two reminders to one person, whoever sends them


@transaction.atomic
def remind(*, assignment: Assignment, actor: Person, at: datetime) -> None:
    """
    Remind somebody of what they are asked to earn, by mail.

    Raises:
        RemindedAlready: within a day of any reminder to them by the same organisation, or if
            they are seen to have earned it.
    """
    Person.objects.select_for_update().only("pk").get(pk=assignment.person_id)
    if _is_done(assignment, at):
        raise RemindedAlready(gettext("They have earned it already"))
    theirs = Assignment.objects.filter(
        organisation=assignment.organisation_id, person=assignment.person_id
    )
    if theirs.filter(reminded_at__gt=at - PAUSE).exists():
        raise RemindedAlready(
            gettext("%s was reminded within the last day; once a day is enough") % assignment.person
        )
    Assignment.objects.filter(pk=assignment.pk).update(reminded_at=at)
    record(
        "assignment.reminded",
        owner=assignment.organisation,
        actor=actor,
        about=assignment,
        at=at,
    )


def _is_done(one: Assignment, at: datetime) -> bool:
    asked = [one.person_id]
    return bool(already_done(one.achievement_id, asked, organisation=one.organisation, at=at))


def _is_held_unseen(one: Assignment, at: datetime) -> bool:
    """Tell whether somebody has earned what they are asked for, where the asker cannot see it."""
    held = standing_awards(at).filter(
        person=one.person_id, achievement_version__achievement=one.achievement_id
    )
    return held.exists() and not _is_done(one, at)


def tell_of_assignment(event: Event) -> None:
    """Write to whoever is asked to earn something, or reminded of it."""
    found = Assignment.objects.filter(pk=event.about_id, cancelled_at=None)
    one = found.select_related("person", "organisation").first()
    version = newest_achievement_version(one.achievement_id) if one else None
    if one is None or version is None:
        return
    with override(one.person.language):
        facts = {
            "who": one.person.given_name,
            "organisation": one.organisation.name,
            "title": version.title,
            "day": date_format(one.due_on, "DATE_FORMAT"),
            "link": _link(reverse("hub:achievement", args=[one.achievement_id])),
            "seen": _link(reverse("workforce:seen")),
        }
        today = localdate(event.at, ZoneInfo(one.person.time_zone))
        subject, text = _asking(event, is_late=one.due_on < today)
        if _is_held_unseen(one, event.at):
            text += gettext(
                "\nYou have earned it already; %(organisation)s does not see that. You decide "
                "whether it may:\n\n%(seen)s\n"
            )
    _send(event, one.person, subject % facts, text % facts)


def _asking(event: Event, *, is_late: bool) -> tuple[str, str]:
    """Return the subject and the text of a mail that asks, reminds, or reminds of what is late."""
    text = gettext(
        "Hello %(who)s,\n\n%(organisation)s asks you to earn “%(title)s” by %(day)s. "
        "A few minutes a day are enough; begin here:\n\n%(link)s\n"
    )
    if event.kind != "assignment.reminded":
        return gettext("Please earn %(title)s by %(day)s"), text
    if not is_late:
        return gettext("A reminder: %(title)s by %(day)s"), text
    text = gettext(
        "Hello %(who)s,\n\n%(organisation)s asked you to earn “%(title)s” by %(day)s, and it is "
        "still open. A few minutes a day are enough; go on here:\n\n%(link)s\n"
    )
    return gettext("A reminder: %(title)s was asked for by %(day)s"), text


def tell_of_nomination(event: Event) -> None:
    """Write to whoever was nominated; they may decline."""
    found = Nomination.objects.filter(pk=event.about_id, declined_at=None)
    one = found.select_related("person", "nominator", "version").first()
    if one is None:
        return
    with override(one.person.language):
        facts = {
            "who": one.person.given_name,
            "nominator": str(one.nominator or gettext("Somebody")),
            "title": one.version.title,
            "link": _link(reverse("workforce:nomination", args=[one.pk])),
        }
        subject = gettext("You are nominated for %(title)s") % facts
        text = (
            gettext(
                "Hello %(who)s,\n\n%(nominator)s nominated you for “%(title)s”, for work that "
                "you did. Evaluators judge it on its rubric. Read what was written, or decline:"
                "\n\n%(link)s\n"
            )
            % facts
        )
    _send(event, one.person, subject, text)


def _link(path: str) -> str:
    return str(settings.CAIRN_BASE_URL) + path


def _send(event: Event, person: Person, subject: str, text: str) -> None:
    if person.email:
        message = EmailMessage(" ".join(subject.split()), text, to=[person.email])
        send_mails(event, [(person.pk, message)])
