"""
Renewing credentials that end: telling their holders in time, and letting them show it anew.

A renewal is a new award under a new credential. The one before stays as it is, ends on its own
day, and goes on saying what it said.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
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

    Return how many. What has ended, fallen or been renewed is passed over.
    """
    due = (
        Credential.objects.filter(renewable_from__lte=at, valid_until__gt=at, end_told_at=None)
        .filter(award__renewed_by=None, award__superseded_by=None, award__person__isnull=False)
        .exclude(award__events__kind=AwardEventKind.REVOKE)
        .select_related("award__person")
        .order_by("valid_until")
    )
    told = 0
    for credential in due[:most]:
        told += _tell(credential, at)
    return told


@transaction.atomic
def _tell(credential: Credential, at: datetime) -> int:
    """Return 1 if this worker tells, 0 if another did in this very moment."""
    untold = Credential.objects.filter(pk=credential.pk, end_told_at=None)
    if not untold.update(end_told_at=at):
        return 0
    award = credential.award
    assert award.person is not None  # asked for
    record("credential.ending", owner=award.person, actor=None, about=award, at=at)
    return 1
