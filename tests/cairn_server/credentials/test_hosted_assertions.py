import json

import pytest
from django.conf import settings

from cairn.openbadges.identity import matches
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials.awarding import award
from cairn_server.credentials.holding import erase, switch_page
from cairn_server.credentials.hosted_assertions import hosted_assertion, own_hosted
from cairn_server.credentials.models import AwardEvent, AwardEventKind
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.signing import sign
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.journal.ids import new_id
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY


@pytest.fixture
def url(credential):
    return f"{settings.CAIRN_BASE_URL}/ob2/assertions/{credential.pk}"


def test_it_is_genuine_by_our_own_verifier_without_the_network(credential, url):
    assertion = json.loads(own_hosted(url))

    report = report_on(assertion, at=AT, ask=nobody)

    assert (report.outcome, report.issuer_recognised) == ("valid", True)
    assert report.achievement == "Checking for Understanding"
    assert report_on(assertion | {"narrative": "Better."}, at=AT, ask=nobody).outcome == "invalid"


def test_it_knows_its_recipient_by_the_hash_alone(credential, url, ada):
    recipient = json.loads(own_hosted(url))["recipient"]
    identity = {"hashed": True, "identityHash": recipient["identity"], "salt": recipient["salt"]}

    assert ada.email not in own_hosted(url).decode()
    assert matches(identity, ada.email)
    assert not matches(identity, "bea@college.example")


def test_what_is_revoked_is_told_with_its_reason(credential, url, bea):
    before = json.loads(own_hosted(url))
    revoke(credential, actor=bea, reason_code="awarded-in-error", at=AT)

    report = report_on(before, at=AT, ask=nobody)

    assert json.loads(own_hosted(url))["revoked"] is True
    assert report.reasons == ["revoked"]
    assert "It was awarded in error" in report.sentence


def test_what_is_suspended_does_not_stand_until_it_is_reinstated(credential, bea):
    def event(kind, at):
        return AwardEvent(kind=kind, award=credential.award, at=at, reason_code="dispute")

    suspended = [event(AwardEventKind.SUSPEND, AT)]
    again = [event(AwardEventKind.REINSTATE, AT + DAY), *suspended]

    assert hosted_assertion(credential, suspended).is_gone
    assert not hosted_assertion(credential, again).is_gone


def test_badge_class_and_issuer_are_where_the_assertion_says(credential, url):
    badge = json.loads(own_hosted(json.loads(own_hosted(url))["badge"]))
    issuer = json.loads(own_hosted(badge["issuer"]))

    assert (badge["name"], issuer["name"]) == ("Checking for Understanding", "North College")
    assert badge["alignment"][0]["targetUrl"] == "http://data.europa.eu/esco/skill/1"
    assert url.startswith(issuer["verification"]["startsWith"][0])


def test_a_badge_class_names_the_former_versions_that_its_issuer_awarded(
    credential, url, checking, bea, django_assert_max_num_queries
):
    first = json.loads(own_hosted(url))["badge"]

    def published(number):
        version = AchievementVersion.objects.get(pk=checking.pk)
        version.pk, version.number, version._state.adding = new_id(), number, True
        version.save()
        return version

    def awarded(number):
        later = award(person=bea, version=published(number), shown=[], at=AT + number * DAY)
        signed = sign(later.credential, at=AT + number * DAY)
        return json.loads(own_hosted(f"{settings.CAIRN_BASE_URL}/ob2/assertions/{signed.pk}"))

    second, _never_awarded, fourth = awarded(2), published(3), awarded(4)
    with django_assert_max_num_queries(2):
        badge = json.loads(own_hosted(fourth["badge"]))

    assert badge["related"] == [second["badge"], first]
    assert json.loads(own_hosted(second["badge"]))["related"] == [first]
    assert "related" not in json.loads(own_hosted(first))
    assert report_on(fourth, at=AT + 5 * DAY, ask=nobody).outcome == "valid"


def test_nothing_is_hosted_of_what_is_switched_off_or_erased(credential, url, ada):
    switch_page(person=ada, credential=credential, on=False, at=AT)
    off = own_hosted(url)
    switch_page(person=ada, credential=credential, on=True, at=AT)
    erase(credential=credential, actor=ada, at=AT)

    assert (off, own_hosted(url)) == (None, None)


@pytest.mark.parametrize(
    "path",
    [
        "/ob2/assertions/" + "0" * 32,
        "/ob2/assertions/1",
        "/ob2/issuers/" + "-" * 36,
        "/ob2/issuers/00000000-0000-7000-8000-000000000000",
        "/ob2/badges/00000000-0000-7000-8000-000000000000/00000000-0000-7000-8000-000000000000",
    ],
)
def test_an_address_that_is_not_hosted_is_nothing(db, path):
    assert own_hosted(settings.CAIRN_BASE_URL + path) is None
    assert own_hosted("https://elsewhere.example" + path) is None
