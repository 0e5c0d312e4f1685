import json

import pytest

from cairn_server.accounts.models import Organisation
from cairn_server.credentials.embedding import MOST_EMBEDDED
from cairn_server.credentials.endorsing import accept, decline, endorse, withdraw
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Endorsement
from cairn_server.credentials.verifying import nobody, report_on, report_on_text
from cairn_server.errors import EndorsementRefused, IssuingStopped
from cairn_server.journal.models import Event
from tests.moments import DAY, MONDAY

AT = MONDAY + DAY
COMMENT = "We hire whoever holds it.\n\nTwo of our teams judged it."


@pytest.fixture
def works(zoe):
    """The organisation that Zoe belongs to."""
    return zoe.memberships.get().organisation


@pytest.fixture
def endorsed(works, zoe, checking):
    return endorse(organisation=works, target=checking, comment=COMMENT, actor=zoe, at=AT)


def test_it_is_a_credential_about_the_version_by_whoever_endorses_it(endorsed, works, checking):
    document = json.loads(endorsed.document)
    subject = document["credentialSubject"]

    report = report_on(document, at=AT, ask=nobody)

    assert (report.outcome, report.issuer_recognised) == ("valid", True)
    assert report.issuer.name == works.name
    assert subject["endorsementComment"] == COMMENT
    assert subject["id"].endswith(f"/achievements/{checking.achievement_id}/#version-1")


def test_it_names_the_version_as_credentials_do(endorsed, credential):
    achievement = json.loads(credential.document)["credentialSubject"]["achievement"]

    assert json.loads(endorsed.document)["credentialSubject"]["id"] == achievement["id"]


def test_an_issuer_is_endorsed_by_its_identifier(works, zoe, college):
    issuer = establish_issuer(organisation=college, at=MONDAY)
    made = endorse(organisation=works, target=issuer, comment=COMMENT, actor=zoe, at=AT)

    assert json.loads(made.document)["credentialSubject"]["id"] == issuer.did


def test_withdrawn_it_is_revoked_at_once_and_nothing_else_is(endorsed, zoe, credential):
    withdraw(endorsement=endorsed, actor=zoe, at=AT)
    withdraw(endorsement=endorsed, actor=zoe, at=AT + DAY)

    endorsed.refresh_from_db()
    assert report_on(endorsed.document, at=AT, ask=nobody).reasons == ["revoked"]
    assert report_on(credential.document, at=AT, ask=nobody).outcome == "valid"
    assert endorsed.withdrawn_at == AT
    assert Event.objects.filter(kind__startswith="endorsement.").count() == 2


def test_it_may_be_given_again_after_it_was_withdrawn(endorsed, works, zoe, checking):
    withdraw(endorsement=endorsed, actor=zoe, at=AT)
    again = endorse(organisation=works, target=checking, comment=COMMENT, actor=zoe, at=AT)

    assert report_on(again.document, at=AT, ask=nobody).outcome == "valid"
    assert (again.status_list_id, again.position) != (endorsed.status_list_id, endorsed.position)


def test_its_link_leads_to_it(endorsed):
    link = json.loads(endorsed.document)["id"]

    assert report_on_text(link, at=AT, ask=nobody).outcome == "valid"


def test_what_cannot_be_endorsed_leaves_nothing(works, college, zoe, checking, settings):
    given = {"organisation": works, "target": checking, "comment": COMMENT}
    unpublished = type(checking)(achievement=checking.achievement, published_at=None)
    wrong = [
        (given | {"organisation": college}, "Nobody endorses themself"),
        (given | {"comment": "  "}, "Say in a sentence"),
        (given | {"comment": "x" * 1001}, "at most 1000"),
        (given | {"target": unpublished}, "not published"),
    ]
    for asked, why in wrong:
        with pytest.raises(EndorsementRefused, match=why):
            endorse(**asked, actor=zoe, at=AT)
    settings.CAIRN_ISSUING = False
    with pytest.raises(IssuingStopped):
        endorse(**given, actor=zoe, at=AT)

    assert not Endorsement.objects.exists()


def test_the_same_is_endorsed_once(endorsed, works, zoe, checking):
    with pytest.raises(EndorsementRefused, match="already"):
        endorse(organisation=works, target=checking, comment="Again", actor=zoe, at=AT)

    assert Endorsement.objects.count() == 1


def answers():
    kinds = Event.objects.filter(kind__in=["endorsement.accepted", "endorsement.declined"])
    return list(kinds.order_by("pk").values_list("kind", flat=True))


def test_it_is_accepted_or_declined_and_once_is_enough(endorsed, ida):
    for answer in (accept, accept, decline, decline, accept):
        answer(endorsement=endorsed, actor=ida, at=AT)

    endorsed.refresh_from_db()
    assert (endorsed.accepted_at, endorsed.declined_at) == (AT, None)
    assert answers() == [f"endorsement.{one}" for one in ("accepted", "declined", "accepted")]


def test_what_was_withdrawn_or_is_one_too_many_cannot_be_accepted(endorsed, ida, zoe, checking):
    others = [
        Organisation.objects.create(name=f"Works {n}", slug=f"works-{n}", kind="employer")
        for n in range(MOST_EMBEDDED)
    ]
    for one in others:
        made = endorse(organisation=one, target=checking, comment=COMMENT, actor=zoe, at=AT)
        accept(endorsement=made, actor=ida, at=AT)

    with pytest.raises(EndorsementRefused, match="decline one of them"):
        accept(endorsement=endorsed, actor=ida, at=AT)
    decline(endorsement=made, actor=ida, at=AT)
    withdraw(endorsement=endorsed, actor=zoe, at=AT)
    with pytest.raises(EndorsementRefused, match="withdrawn"):
        accept(endorsement=endorsed, actor=ida, at=AT)


def test_what_is_too_large_cannot_be_accepted(works, zoe, ida, checking):
    works.description = "We build. " * 1000
    works.save()
    made = endorse(organisation=works, target=checking, comment=COMMENT, actor=zoe, at=AT)

    with pytest.raises(EndorsementRefused, match="8 KB"):
        accept(endorsement=made, actor=ida, at=AT)
