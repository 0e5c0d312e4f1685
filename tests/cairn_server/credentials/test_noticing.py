from cairn_server.credentials import noticing
from cairn_server.credentials.holding import erase
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.superseding import supersede
from cairn_server.journal.models import Event
from cairn_server.journal.recording import record
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY


def stated(award, ida):
    return record("award.stated", owner=award.person, actor=ida, about=award, at=AT)


def test_somebody_new_learns_what_they_were_awarded_and_how_to_come_in(earned, ida, mailoutbox):
    noticing.tell_awarded(stated(earned, ida))

    [mail] = mailoutbox
    assert mail.to == ["ada@north.example"]
    assert mail.subject == "You were awarded: Checking for Understanding"
    assert f"/credentials/{earned.credential.pk}/" in mail.body
    assert "/password/reset/" in mail.body
    assert "Standing of the issuer: Self-claimed" in mail.body


def test_who_has_been_here_needs_no_way_in_and_no_title_breaks_the_subject(
    earned, ida, ada, mailoutbox
):
    ada.last_login = MONDAY
    ada.save()
    earned.achievement_version.title = "Two\nlines"
    earned.achievement_version.save()

    noticing.tell_awarded(stated(earned, ida))

    assert mailoutbox[0].subject == "You were awarded: Two lines"
    assert "/password/reset/" not in mailoutbox[0].body


def test_a_revocation_is_told_with_its_reason_and_a_correction_once(credential, ida, mailoutbox):
    new = supersede(credential, actor=ida, at=AT, awarded_at=MONDAY)
    revoke(new.credential, actor=ida, reason_code="evidence-not-own", at=AT, note="Secret")

    for event in Event.objects.filter(kind="credential.superseded"):
        noticing.tell_superseded(event)
    for event in Event.objects.filter(kind="credential.revoked").order_by("pk"):
        noticing.tell_revoked(event)

    corrected, revoked = mailoutbox
    assert new.credential.pk in corrected.body
    assert "The evidence was not the holder's own work." in revoked.body
    assert "Secret" not in revoked.body
    for mail in mailoutbox:
        assert "Standing of the issuer: Self-claimed" in mail.body


def test_nobody_is_told_of_what_was_erased(credential, ida, mailoutbox):
    event = stated(credential.award, ida)
    erase(credential=credential, actor=None, at=AT)

    noticing.tell_awarded(event)
    noticing.tell_superseded(event)
    noticing.tell_revoked(event)

    assert mailoutbox == []
