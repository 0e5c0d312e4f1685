import json

import pytest

from cairn.openbadges.identity import matches
from cairn_server.credentials.models import Holder
from cairn_server.credentials.record_making import (
    associations_in,
    make_record,
    make_record_jwt,
    publishers_for,
)
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import IssuingStopped, RecordRefused
from tests.cairn_server.credentials.conftest import make_achievement, make_credential
from tests.moments import DAY, MONDAY

AT = MONDAY + 2 * DAY


@pytest.fixture
def second(ada, lesson):
    """Another credential that Ada holds from the same organisation."""
    return make_credential(ada, make_achievement(lesson, key="second", title="Second"))


def documents(*credentials):
    return [json.loads(one.document) for one in credentials]


def compiled(person, *enclosed, **changed):
    given = {
        "person": person,
        "publisher": publishers_for(person)[0],
        "credentials": documents(*enclosed),
        "name": "Learner record",
        "at": AT,
    }
    return make_record(**given | changed)


def test_it_verifies_with_a_verdict_for_each_that_is_enclosed(ada, bea, credential, second):
    record = compiled(ada, credential, second)
    revoke(second, actor=bea, reason_code="awarded-in-error", at=AT)

    report = report_on(record, at=AT, ask=nobody)

    assert (report.outcome, report.issuer_recognised) == ("valid", True)
    assert [(one.achievement, one.outcome) for one in report.enclosed] == [
        ("Checking for Understanding", "valid"),
        ("Second", "invalid"),
    ]


def test_it_names_the_holder_as_the_publisher_does(ada, credential):
    subject = compiled(ada, credential)["credentialSubject"]

    assert subject["id"] == f"urn:uuid:{Holder.objects.get().subject}"
    assert matches(subject["identifier"][0], ada.email)
    assert ada.email not in json.dumps(subject)


def test_it_says_whether_the_publisher_knows_of_more(ada, bea, credential, second):
    whole, part = compiled(ada, credential, second), compiled(ada, credential)
    revoke(second, actor=bea, reason_code="awarded-in-error", at=AT)

    assert ("partial" in whole, part["partial"]) == (False, True)
    assert "partial" not in compiled(ada, credential)


def test_only_who_awarded_something_publishes(ada, zoe, credential, college):
    assert [one.organisation for one in publishers_for(ada)] == [college]
    assert publishers_for(zoe) == []


def test_a_part_that_a_larger_one_names_as_evidence_is_associated():
    def about(number, *parts):
        return {
            "id": f"urn:x:{number}",
            "evidence": [{"id": f"urn:x:{part}", "genre": "Credential"} for part in parts],
            "credentialSubject": {"achievement": {"id": f"urn:x:a{number}"}},
        }

    found = associations_in([about(1), about(2), about(3, 1, 2, 9)])

    assert [(one.kind, one.source_id, one.target_id) for one in found] == [
        ("isPartOf", "urn:x:a1", "urn:x:a3"),
        ("isPartOf", "urn:x:a2", "urn:x:a3"),
    ]


def test_what_makes_no_record_is_refused_with_its_reason(ada, credential, settings):
    with pytest.raises(RecordRefused, match="at least one"):
        compiled(ada)
    with pytest.raises(RecordRefused, match="stands twice"):
        compiled(ada, credential, credential)
    settings.CAIRN_ISSUING = False
    with pytest.raises(IssuingStopped):
        compiled(ada, credential)


def as_token(person, *documents):
    [publisher] = publishers_for(person)
    return make_record_jwt(
        person=person, publisher=publisher, credentials=documents, name="All of it", at=AT
    )


def test_as_a_token_it_holds_the_same_and_tells_the_same_of_each(ada, bea, credential, second):
    revoke(second, actor=bea, reason_code="awarded-in-error", at=AT)
    token = as_token(ada, *documents(credential, second))

    report = report_on(token, at=AT, ask=nobody)

    assert (report.outcome, report.name) == ("valid", "All of it")
    assert [(one.achievement, one.outcome) for one in report.enclosed] == [
        ("Checking for Understanding", "valid"),
        ("Second", "invalid"),
    ]


@pytest.mark.parametrize("size", [3 << 18, 1 << 20])
def test_what_makes_no_token_is_refused_with_its_reason(ada, credential, settings, size):
    [document] = documents(credential)

    with pytest.raises(RecordRefused, match="choose fewer, or JSON"):
        as_token(ada, document | {"description": "x" * size})
    with pytest.raises(RecordRefused, match="at least one"):
        as_token(ada)
    settings.CAIRN_ISSUING = False
    with pytest.raises(IssuingStopped):
        as_token(ada, document)
