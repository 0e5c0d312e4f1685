"""Telling the holder by mail what an issuer decided about their credentials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn_server.accounts.models import Person
from cairn_server.credentials.addresses import credential_url
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind
from cairn_server.credentials.revoking import RevocationReason
from cairn_server.credentials.suspending import SuspensionReason
from cairn_server.journal.mailing import send_mails
from cairn_server.journal.models import Event

FALLEN = (AwardEventKind.REVOKE, AwardEventKind.RENEW)
READ = (
    "person",
    "organisation",
    "achievement_version",
    "credential__status_list__issuer",
)


def tell_awarded(event: Event) -> None:
    """Tell somebody that they were awarded something, and how to come to it."""
    award = _award(event)
    if (person := award.person) is None:
        return
    with override(person.language):
        subject = _("You were awarded: %(title)s") % _about(award)
        said = _("%(issuer)s awarded you “%(title)s”. Here it is, for you to keep and to show:")
        _send(
            event,
            person,
            subject,
            [said % _about(award), _address(award), _standing(award), _way_in(person)],
        )


def tell_superseded(event: Event) -> None:
    """Tell somebody that a corrected credential takes the place of theirs."""
    award = _award(event)
    if (person := award.person) is None:
        return
    with override(person.language):
        subject = _("Corrected: %(title)s") % _about(award)
        said = _(
            "%(issuer)s corrected your credential “%(title)s”. The old one is revoked and leads "
            "to the new one. Please share this one from now on:"
        )
        _send(event, person, subject, [said % _about(award), _address(award), _standing(award)])


def tell_revoked(event: Event) -> None:
    """Tell somebody that a credential of theirs was taken back, and why."""
    award = _award(event)
    reason = event.data.get("reason", "")
    if (person := award.person) is None or reason == RevocationReason.SUPERSEDED:
        return
    with override(person.language):
        subject = _("Revoked: %(title)s") % _about(award)
        said = _("%(issuer)s revoked your credential “%(title)s”.") % _about(award)
        why = _("The reason given: %(reason)s.") % {"reason": RevocationReason(reason).label}
        ask = _("If you think that this is wrong, ask %(issuer)s.") % _about(award)
        _send(event, person, subject, [said, why, ask, _address(award), _standing(award)])


def tell_suspended(event: Event) -> None:
    """Tell somebody that a credential of theirs does not count for a time, and why."""
    award = _award(event)
    if (person := award.person) is None:
        return
    with override(person.language):
        subject = _("Suspended: %(title)s") % _about(award)
        said = _("%(issuer)s suspended your credential “%(title)s”.") % _about(award)
        label = SuspensionReason(event.data.get("reason", "")).label
        why = _("The reason given: %(reason)s.") % {"reason": label}
        ask = _("If you think that this is wrong, ask %(issuer)s.") % _about(award)
        _send(event, person, subject, [said, why, ask, _address(award), _standing(award)])


def tell_reinstated(event: Event) -> None:
    """Tell somebody that a credential of theirs counts again."""
    award = _award(event)
    if (person := award.person) is None:
        return
    with override(person.language):
        subject = _("In force again: %(title)s") % _about(award)
        said = _("Your credential “%(title)s” of %(issuer)s is no longer suspended.")
        _send(event, person, subject, [said % _about(award), _address(award), _standing(award)])


def tell_ending(event: Event) -> None:
    """Tell somebody in time which credentials of theirs end, in one mail, and what renews them."""
    awards = [
        one
        for one in _awards(event.data.get("awards", [event.about_id]))
        if one.person is not None and one.credential.valid_until is not None
    ]
    if not awards or (person := awards[0].person) is None:
        return
    with override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        if len(awards) == 1:
            _tell_one_ending(event, person, awards[0])
        else:
            _tell_several_ending(event, person, awards)


def _tell_one_ending(event: Event, person: Person, award: Award) -> None:
    told = _about(award) | {"day": _end_of(award)}
    subject = _("Ends on %(day)s: %(title)s") % told
    said = _(
        "Your credential “%(title)s” of %(issuer)s ends on %(day)s. You can renew it from now "
        "on, and lose no time by doing so early. What has to be shown again stands here:"
    )
    stays = _("The one that ends stays yours and goes on saying what it says.")
    _send(event, person, subject, [said % told, _page(award), stays, _standing(award)])


def _tell_several_ending(event: Event, person: Person, awards: Sequence[Award]) -> None:
    told = {"count": len(awards), "day": _end_of(awards[0])}
    subject = _("%(count)d of your credentials end, the first on %(day)s") % told
    said = _(
        "These credentials of yours end. You can renew them from today on, and lose no time by "
        "doing so early. What has to be shown again stands on the page of each:"
    )
    line = _("“%(title)s” of %(issuer)s ends on %(day)s")
    lines = [
        f"{line % (_about(one) | {'day': _end_of(one)})}\n{_standing(one)}\n{_page(one)}"
        for one in awards
    ]
    stays = _("Those that end stay yours and go on saying what they say.")
    _send(event, person, subject, [said, *lines, stays])


def _end_of(award: Award) -> str:
    return date_format(timezone.localtime(award.credential.valid_until), "DATE_FORMAT")


def _page(award: Award) -> str:
    page = reverse("hub:achievement", args=[award.achievement_version.achievement_id])
    return f"{settings.CAIRN_BASE_URL}{page}"


def _awards(keys: Iterable[UUID | str]) -> list[Award]:
    """Return those of the awards that nothing has befallen, in the order of their ends."""
    fallen = AwardEvent.objects.filter(award=OuterRef("pk"), kind__in=FALLEN)
    awards = Award.objects.filter(~Exists(fallen), pk__in=list(keys))
    return list(awards.select_related(*READ).order_by("credential__valid_until", "pk"))


def _award(event: Event) -> Award:
    return Award.objects.select_related(*READ).get(pk=event.about_id)


def _about(award: Award) -> dict[str, str]:
    return {"issuer": award.organisation.name, "title": award.achievement_version.title}


def _standing(award: Award) -> str:
    """Return in words what stands behind the issuer."""
    issuer = award.credential.status_list.issuer
    return _("Standing of the issuer: %(standing)s") % {"standing": issuer.get_standing_display()}


def _address(award: Award) -> str:
    return credential_url(award.credential.pk)


def _way_in(person: Person) -> str:
    """Return how somebody who was never here comes to their account; empty for others."""
    if person.last_login is not None:
        return ""
    said = _(
        "You have an account here with this e-mail address. To sign in, choose a password first:"
    )
    return f"{said}\n{settings.CAIRN_BASE_URL}{reverse('account_reset_password')}"


def _send(event: Event, person: Person, subject: str, paragraphs: list[str]) -> None:
    if person.email:
        body = "\n\n".join(filter(None, paragraphs)) + "\n"
        message = EmailMessage(" ".join(subject.split()), body, to=[person.email])
        send_mails(event, [(person.pk, message)])
