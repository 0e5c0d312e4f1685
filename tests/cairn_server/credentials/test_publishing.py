import json
from datetime import timedelta

import pytest

from cairn.vc.status_list import bit_at, decode_bits
from cairn_server.credentials.allocating import open_list
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Credential, StatusList
from cairn_server.credentials.publishing import (
    RHYTHM,
    current_list,
    publish_due_lists,
    publish_list,
    revoked_positions,
)
from cairn_server.credentials.revoking import revoke
from cairn_server.credentials.verifying import nobody, report_on
from tests.moments import DAY, MONDAY


def bits(status_list):
    return decode_bits(json.loads(status_list.document)["credentialSubject"]["encodedList"])


def test_a_list_is_a_credential_that_verifies(college):
    published = publish_list(
        open_list(establish_issuer(organisation=college, at=MONDAY)), at=MONDAY
    )

    assert report_on(published.document, at=MONDAY, ask=nobody).outcome == "valid"
    assert json.loads(published.document)["id"].endswith(f"/status/{published.pk}")
    assert len(bits(published)) * 8 == 131_072


def test_what_is_promised_of_a_list_is_what_it_says(college, client):
    made = publish_list(open_list(establish_issuer(organisation=college, at=MONDAY)), at=MONDAY)

    document = json.loads(made.document)
    assert document["credentialSubject"]["ttl"] == 5 * 60 * 1000  # milliseconds
    assert document["validFrom"] == "2026-03-02T09:00:00Z"
    assert document["validUntil"] == "2026-03-03T09:00:00Z"
    assert timedelta(hours=6) == RHYTHM
    answer = client.get(f"/status/{made.pk}")
    assert "max-age=300" in answer["Cache-Control"]


def test_exactly_the_revoked_have_their_bit(credential, ida):
    revoke(credential, actor=ida, reason_code="awarded-in-error", at=MONDAY + DAY)
    found = bits(StatusList.objects.get(purpose="revocation"))

    assert bit_at(found, credential.position)
    assert sum(byte.bit_count() for byte in found) == 1
    assert revoked_positions(StatusList.objects.get(purpose="revocation")) == [credential.position]


def test_bits_come_from_the_ledger_and_not_from_the_last_list(credential, ida):
    revoke(credential, actor=ida, reason_code="superseded", at=MONDAY + DAY)
    StatusList.objects.update(document="", published_at=None)

    published = publish_list(StatusList.objects.get(purpose="revocation"), at=MONDAY + DAY)

    assert bit_at(bits(published), credential.position)


@pytest.mark.parametrize(("later", "moments"), [(RHYTHM / 2, 1), (RHYTHM, 2)])
def test_a_list_is_published_again_in_its_rhythm(credential, later, moments):
    first = publish_list(Credential.objects.get().status_list, at=MONDAY)

    second = current_list(first, at=MONDAY + later)

    assert len({first.published_at, second.published_at}) == moments


def test_the_job_publishes_what_is_due(credential):
    assert publish_due_lists(MONDAY + 2 * DAY) == 2  # of revocations and of suspensions
    assert publish_due_lists(MONDAY + 2 * DAY) == 0
