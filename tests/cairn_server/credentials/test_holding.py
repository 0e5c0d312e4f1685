import json

from cairn_server.accounts.erasing import erase_person
from cairn_server.credentials.awarding import award
from cairn_server.credentials.holding import choose_name, erase, switch_page
from cairn_server.credentials.models import (
    Award,
    AwardDetail,
    AwardEvent,
    AwardEventKind,
    Credential,
    Holder,
)
from cairn_server.credentials.publishing import revoked_positions
from cairn_server.credentials.signing import sign, sign_waiting
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.journal.models import Event
from tests.cairn_server.credentials.conftest import make_credential
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY


def names(document):
    return [
        one["identityHash"]
        for one in json.loads(document)["credentialSubject"]["identifier"]
        if one["identityType"] == "name"
    ]


def test_a_chosen_name_is_signed_into_what_comes_next(ada, credential, checking):
    choose_name(person=ada, credential=credential, show=True, at=AT)

    later = award(person=ada, version=checking, shown=[], at=AT, basis="renewal")

    assert names(credential.document) == []
    assert names(sign(later.credential, at=AT).document) == ["Ada"]


def test_choosing_the_same_twice_is_one_choice(ada, credential):
    for _ in range(2):
        choose_name(person=ada, credential=credential, show=False, at=AT)

    assert Event.objects.filter(kind="holder.chose").count() == 1


def test_a_page_is_switched_once(ada, credential):
    for _ in range(2):
        switch_page(person=ada, credential=credential, on=False, at=AT)

    assert not Credential.objects.get().is_public
    assert Event.objects.filter(kind="page.switched").count() == 1


def test_erasing_leaves_the_ledger_and_nothing_personal(ada, credential):
    for _ in range(2):
        erase(credential=credential, actor=ada, at=AT)
    kept = Credential.objects.get()

    assert [one.kind for one in AwardEvent.objects.order_by("at")] == ["issue", "erase"]
    assert AwardEvent.objects.filter(kind=AwardEventKind.ERASE).count() == 1
    assert (kept.document, kept.position) == ("", credential.position)
    assert not AwardDetail.objects.exists()
    assert Award.objects.get().person is None
    assert sign_waiting(AT) == 0


def test_a_copy_of_what_was_erased_still_verifies(ada, credential):
    erase(credential=credential, actor=ada, at=AT)

    assert report_on(credential.document, at=AT, ask=nobody).outcome == "valid"
    assert revoked_positions(credential.status_list) == []


def test_whoever_is_forgotten_is_forgotten_here(
    ada, bea, credential, checking, django_capture_on_commit_callbacks
):
    other = make_credential(bea, checking)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=ada, at=AT)

    assert not Award.objects.filter(person=ada).exists()
    assert not Holder.objects.filter(person=ada).exists()
    assert Credential.objects.get(pk=credential.pk).document == ""
    assert Credential.objects.get(pk=other.pk).document
