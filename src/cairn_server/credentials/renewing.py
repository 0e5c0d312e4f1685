"""
Renewing credentials that end: telling their holders in time, and letting them show it anew.

A renewal is a new award under a new credential. The one before stays as it is, ends on its own
day, and goes on saying what it said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cairn_server.accounts.models import Person
from cairn_server.assessment.reassessing import assess_anew
from cairn_server.catalog.queries import newest_achievement_version
from cairn_server.credentials.awarding import consider
from cairn_server.credentials.models import Award, AwardEventKind, Credential
from cairn_server.credentials.renewal_queries import Ending, ending_of, newest_award
from cairn_server.credentials.suspension_queries import SWITCHES
from cairn_server.errors import RenewalRefused
from cairn_server.journal.recording import record

MOST_TOLD = 500  # holders at once; the others the next time
A_DAY = timedelta(hours=25)  # the longest, where clocks are put back


@transaction.atomic
def begin_renewal(*, person: Person, credential: Credential, at: datetime) -> Award:
    """
    Let `person` show again what renews `credential`; return their newest award then.

    What is asked again is open to them as if for the first time. Where they have it all already,
    as with smaller credentials that are newer, they are awarded at once. A repeat changes nothing.

    Args:
        credential: held by `person`.

    Raises:
        RenewalRefused: if it does not end, its time has not come, another has taken its place,
            or it is revoked or suspended.
    """
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    achievement = credential.award.achievement_version.achievement
    newest = newest_award(person, achievement.pk)
    version = newest_achievement_version(achievement.pk)
    if newest is None or version is None or newest.pk != credential.award_id:
        raise RenewalRefused(_("A newer credential has taken the place of this one"))
    _refuse_fallen(newest)
    _refuse_early(ending_of(newest, at=at))
    if assess_anew(person=person, achievement=achievement, since=newest.awarded_at, at=at):
        record("renewal.begun", owner=person, actor=person, about=newest, at=at)
    return consider(person=person, version=version, at=at) or newest


def _refuse_fallen(award: Award) -> None:
    ledger = award.events.order_by("at", "pk").values_list("kind", flat=True)
    switches = [kind for kind in ledger if kind in SWITCHES]
    if AwardEventKind.REVOKE in ledger or switches[-1:] == [AwardEventKind.SUSPEND]:
        raise RenewalRefused(_("What is revoked or suspended cannot be renewed"))


def _refuse_early(ending: Ending | None) -> None:
    if ending is None:
        raise RenewalRefused(_("This credential does not end, so there is nothing to renew"))
    if not ending.is_renewable:
        day = date_format(localtime(ending.renewable_from), "DATE_FORMAT")
        raise RenewalRefused(_("It can be renewed from %(day)s") % {"day": day})


def tell_of_ends(at: datetime, *, most: int = MOST_TOLD) -> int:
    """
    Let those be told, once each, whose credentials can be renewed from now on.

    Return how many. What has ended, fallen or been renewed is passed over. What can be renewed
    later on the same day of its holder is told along, so that one day brings one mail.
    """
    due = _untold(at, at).order_by("valid_until").values_list("award__person", flat=True)
    people = list(dict.fromkeys(due.iterator()))[:most]
    found: dict[Person, list[Credential]] = {}
    for credential in _untold(at, at + A_DAY).filter(award__person__in=people):
        person, opens = credential.award.person, credential.renewable_from
        if person is not None and opens is not None and opens < _day_ends(person, at):
            found.setdefault(person, []).append(credential)
    return sum(_tell(person, credentials, at) for person, credentials in found.items())


def _untold(at: datetime, opens_by: datetime) -> QuerySet[Credential]:
    """Return what can be renewed by then, has not ended at `at`, and nobody was told of."""
    return (
        Credential.objects.filter(
            renewable_from__lte=opens_by, valid_until__gt=at, end_told_at=None
        )
        .filter(award__renewed_by=None, award__superseded_by=None, award__person__isnull=False)
        .exclude(award__events__kind=AwardEventKind.REVOKE)
        .select_related("award__person")
    )


def _day_ends(person: Person, at: datetime) -> datetime:
    """Return when the day of `at` ends where `person` is."""
    zone = ZoneInfo(person.time_zone)
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time.min, zone)


@transaction.atomic
def _tell(person: Person, credentials: Sequence[Credential], at: datetime) -> int:
    """Return 1 if this worker tells, 0 if another did in this very moment."""
    untold = Credential.objects.select_for_update(of=("self",)).filter(
        pk__in=[one.pk for one in credentials], end_told_at=None
    )
    ending = list(untold.select_related("award").order_by("pk"))
    if not ending:
        return 0
    Credential.objects.filter(pk__in=[one.pk for one in ending]).update(end_told_at=at)
    awards = [str(one.award_id) for one in ending]
    about = ending[0].award
    record("credential.ending", owner=person, actor=None, about=about, at=at, awards=awards)
    return 1
