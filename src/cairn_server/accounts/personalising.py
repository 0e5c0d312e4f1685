"""What people choose about themselves, and ending their sessions."""

from __future__ import annotations

from django.db.models import F

from cairn_server.accounts.models import Person


def change_settings(
    *, person: Person, name: str, language: str, time_zone: str, minutes_a_day: int
) -> None:
    """Keep what `person` chose: an IANA zone, 1 to 60 minutes."""
    person.name = name
    person.language = language
    person.time_zone = time_zone
    person.minutes_a_day = minutes_a_day
    person.save(update_fields=["name", "language", "time_zone", "minutes_a_day"])


def end_sessions(*, person: Person) -> None:
    """Sign `person` out of every browser, this one too."""
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
