import pytest

from cairn.vc.checks_evidence import digest_multibase
from cairn_server.credentials.awarding import award
from cairn_server.credentials.held_parts import held_parts
from cairn_server.credentials.models import AwardEvent, Credential
from cairn_server.credentials.revoking import revoke
from tests.cairn_server.credentials.conftest import make_achievement, make_credential
from tests.moments import DAY, MONDAY


@pytest.fixture
def held(ada, checking):
    def parts(at=MONDAY + 3 * DAY):
        return held_parts(ada, [str(checking.achievement_id)], at=at)

    return parts


def switch(credential, kind, at):
    AwardEvent.objects.create(
        organisation_id=credential.award.organisation_id, award=credential.award, kind=kind, at=at
    )


def test_a_credential_is_held_with_its_digest(credential, held, college):
    [part] = held()

    assert (part.title, part.kind) == ("Checking for Understanding", "micro-credential")
    assert part.is_assessed
    assert part.credential_id == credential.pk
    assert part.issuer == college.name
    assert part.issuer_did.startswith("did:key:")
    assert part.digest == digest_multibase(credential.document.encode())


def test_what_waits_to_be_signed_has_no_digest(earned, held):
    assert [part.digest for part in held()] == [""]


def test_nobody_elses_and_no_other_achievement_count(bea, credential, checking, held, lesson):
    other = make_achievement(lesson, key="other")

    assert held_parts(bea, [str(checking.achievement_id)], at=MONDAY) == []
    assert held_parts(bea, [str(other.achievement_id)], at=MONDAY) == []


def test_a_revoked_credential_does_not_count(credential, held, ida):
    revoke(credential, actor=ida, reason_code="superseded", at=MONDAY + 2 * DAY)

    assert held() == []


def test_a_suspended_credential_counts_again_once_it_is_reinstated(credential, held):
    switch(credential, "suspend", MONDAY + 2 * DAY)
    suspended = held()
    switch(credential, "reinstate", MONDAY + 3 * DAY)

    assert suspended == []
    assert len(held()) == 1


def test_an_expired_credential_does_not_count(credential, held):
    Credential.objects.update(valid_until=MONDAY + 3 * DAY)

    assert len(held(MONDAY + 2 * DAY)) == 1
    assert held(MONDAY + 3 * DAY) == []


def test_of_two_awards_the_one_that_stands_counts(ada, ida, checking, credential, held):
    later = make_credential(ada, checking)
    revoke(credential, actor=ida, reason_code="superseded", at=MONDAY + 2 * DAY)

    assert [part.credential_id for part in held()] == [later.pk]


@pytest.mark.parametrize("count", [1, 20])
def test_many_are_read_in_two_queries(ada, lesson, count, django_assert_num_queries):
    versions = [make_achievement(lesson, key=f"k{n}") for n in range(count)]
    for version in versions:
        award(person=ada, version=version, shown=[], at=MONDAY)

    with django_assert_num_queries(2):
        assert len(held_parts(ada, [str(v.achievement_id) for v in versions], at=MONDAY)) == count
