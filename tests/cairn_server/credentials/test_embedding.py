import json

import pytest

from cairn_server.credentials.embedding import embedded
from cairn_server.credentials.endorsing import accept, decline, endorse, withdraw
from cairn_server.credentials.keeping_keys import compromise_key, establish_issuer, signing_key
from cairn_server.credentials.verifying import nobody, report_on
from tests.cairn_server.credentials.conftest import make_credential
from tests.moments import DAY, MONDAY

AT = MONDAY + DAY


@pytest.fixture
def works(zoe):
    return zoe.memberships.get().organisation


@pytest.fixture
def issuer(college):
    return establish_issuer(organisation=college, at=MONDAY)


@pytest.fixture
def given(works, zoe, checking, issuer):
    """What the works endorse: the achievement, and who issues it."""
    return [
        endorse(organisation=works, target=target, comment="Good.", actor=zoe, at=MONDAY)
        for target in (checking, issuer)
    ]


def accepted(given, ida):
    return [accept(endorsement=one, actor=ida, at=MONDAY) for one in given]


def found(version, issuer, at=MONDAY):
    inside = embedded(version, issuer, at=at)
    return [one["id"] for one in (*inside.of_achievement, *inside.of_issuer)]


def test_what_was_accepted_is_in_the_credential_and_verifies_by_itself(given, ida, ada, checking):
    accepted(given, ida)

    document = json.loads(make_credential(ada, checking).document)
    report = report_on(document, at=AT, ask=nobody)

    achievement = document["credentialSubject"]["achievement"]
    assert achievement["endorsement"] == [json.loads(given[0].document)]
    assert document["issuer"]["endorsement"] == [json.loads(given[1].document)]
    assert report.outcome == "valid"
    assert [(one.name, one.outcome) for one in report.enclosed] == [
        ("Endorsement of North College", "valid"),
        ("Endorsement of Checking for Understanding", "valid"),
    ]


def test_nothing_goes_in_before_it_is_accepted_or_after_it_is_declined(
    given, ida, checking, issuer
):
    before = found(checking, issuer)
    accepted(given, ida)
    between = found(checking, issuer)
    for one in given:
        decline(endorsement=one, actor=ida, at=MONDAY)

    assert (before, len(between), found(checking, issuer)) == ([], 2, [])


def test_what_was_withdrawn_stays_out_and_says_so_where_it_is_in(
    given, ida, ada, zoe, checking, issuer
):
    accepted(given, ida)
    credential = make_credential(ada, checking)
    withdraw(endorsement=given[0], actor=zoe, at=MONDAY)

    report = report_on(credential.document, at=AT, ask=nobody)

    assert found(checking, issuer) == [json.loads(given[1].document)["id"]]
    assert report.outcome == "valid"
    assert [one.reasons for one in report.enclosed] == [[], ["revoked"]]


def test_what_does_not_verify_any_more_stays_out(given, ida, works, zoe, checking, issuer):
    accepted(given, ida)
    by = establish_issuer(organisation=works, at=MONDAY)
    compromise_key(key=signing_key(by), since=MONDAY, at=AT, actor=zoe)

    assert found(checking, issuer, at=AT + DAY) == []


def test_one_query_where_nothing_was_accepted(given, checking, issuer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert found(checking, issuer) == []
