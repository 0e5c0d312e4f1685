import json

import pytest

from cairn.openbadges.identity import matches
from cairn_server.credentials import queries
from cairn_server.credentials.holding import choose_name, erase, switch_page
from cairn_server.credentials.models import Award, AwardEvent, AwardEventKind, Credential
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.signing import sign
from cairn_server.credentials.superseding import supersede
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import AlreadyRevoked, AlreadySuperseded, NotAwardable
from tests.cairn_server.credentials.conftest import at_once
from tests.moments import DAY, MONDAY

LATER = MONDAY + 3 * DAY


def corrected(credential, ida, **more):
    return supersede(credential, actor=ida, at=LATER, **({"awarded_at": MONDAY} | more))


def test_the_new_one_says_the_same_of_what_was_shown(credential, ida):
    old = json.loads(credential.document)

    new = sign(corrected(credential, ida).credential, at=LATER)

    document = json.loads(new.document)
    assert document["evidence"] == old["evidence"]
    for member in ("achievement", "result"):
        assert document["credentialSubject"][member] == old["credentialSubject"][member]
    assert document["id"] != old["id"]
    assert document["credentialStatus"] != old["credentialStatus"]
    assert document["awardedDate"] == "2025-03-03T09:00:00Z" or document["awardedDate"].startswith(
        f"{MONDAY:%Y-%m-%d}"
    )
    assert report_on(new.document, at=LATER, ask=nobody).outcome == "valid"


def test_the_old_one_is_revoked_as_superseded_and_the_ledger_tells_both(credential, ida):
    new = corrected(credential, ida, note="Wrong day")

    assert report_on(credential.document, at=LATER, ask=nobody).reasons == ["revoked"]
    told = AwardEvent.objects.order_by("pk").values_list("award", "kind", "reason_code", "actor_id")
    assert list(told)[1:] == [
        (new.pk, "issue", f"supersedes:{credential.award_id}", ida.pk),
        (credential.award_id, "correct", f"superseded-by:{new.pk}", ida.pk),
        (credential.award_id, "revoke", "superseded", ida.pk),
    ]
    assert (new.supersedes, credential.award.superseded_by) == (credential.award, new)


def test_the_holder_is_named_as_they_are_named_now(credential, ida, ada):
    choose_name(person=ada, credential=credential, show=True, at=MONDAY + 2 * DAY)
    ada.name, ada.email = "Ada Lovelace", "ada@new.example"
    ada.save()

    new = sign(corrected(credential, ida).credential, at=LATER)

    subject = json.loads(new.document)["credentialSubject"]
    hashed, named = subject["identifier"]
    assert matches(hashed, "ada@new.example")
    assert named["identityHash"] == "Ada Lovelace"
    assert subject["id"] == json.loads(credential.document)["credentialSubject"]["id"]


@pytest.mark.parametrize(("on", "status"), [(False, 403), (True, 200)])
def test_a_page_that_its_holder_switched_off_stays_off(credential, ida, ada, client, on, status):
    switch_page(person=ada, credential=credential, on=on, at=MONDAY + 2 * DAY)

    new = sign(corrected(credential, ida).credential, at=LATER)

    for address in (f"/credentials/{new.pk}/", f"/credentials/{new.pk}/credential.json"):
        assert client.get(address).status_code == status


def test_whoever_asks_what_was_earned_finds_the_new_one(credential, ida, ada, checking):
    new = corrected(credential, ida)

    assert queries.award_of(ada, checking.achievement_id) == new


def test_nothing_is_corrected_twice_or_after_it_was_revoked(credential, ida):
    new = corrected(credential, ida)
    with pytest.raises(AlreadySuperseded):
        corrected(credential, ida)
    revoke(new.credential, actor=ida, reason_code="holder-request", at=LATER)

    with pytest.raises(AlreadyRevoked):
        corrected(new.credential, ida)
    assert Award.objects.count() == 2


def test_a_corrected_one_may_be_corrected_again(credential, ida):
    second = corrected(corrected(credential, ida).credential, ida)

    assert second.supersedes.supersedes == credential.award


def test_nobody_corrects_their_own_or_what_was_erased_or_is_to_come(credential, ida, ada):
    with pytest.raises(NotAwardable, match="Nobody issues to themself"):
        supersede(credential, actor=ada, at=LATER, awarded_at=MONDAY)
    with pytest.raises(NotAwardable, match="to come"):
        corrected(credential, ida, awarded_at=LATER + DAY)
    with pytest.raises(NotAwardable, match="before 1900; look at its year"):
        corrected(credential, ida, awarded_at=MONDAY.replace(year=26))
    erase(credential=credential, actor=None, at=LATER)
    with pytest.raises(NotAwardable, match="not here any more"):
        corrected(credential, ida)


@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_make_one(credential, ida):
    def try_it():
        try:
            return corrected(Credential.objects.get(pk=credential.pk), ida).pk
        except AlreadySuperseded:
            return None

    found = at_once(try_it)

    assert len(found) == 2
    assert len([one for one in found if one]) == 1
    assert AwardEvent.objects.filter(kind=AwardEventKind.REVOKE).count() == 1
