from datetime import timedelta

from cairn.vc.checks_evidence import digest_multibase
from cairn_server.credentials.shown_claims import evidence_counts, evidence_of
from cairn_server.credentials.shown_former import shown_former
from tests.moments import DAY, MONDAY


def test_a_renewal_names_the_one_before_by_its_digest_and_its_end(credential):
    credential.valid_until = MONDAY + timedelta(days=365)
    former = shown_former(credential.award)
    [named] = evidence_of([former], credential_id="new", organisation="North College")

    assert named.id.endswith(f"/credentials/{credential.pk}/")
    assert f"awarded to the same holder on {MONDAY + DAY:%Y-%m-%d}" in named.narrative
    assert f"It ends on {credential.valid_until:%Y-%m-%d}." in named.narrative
    assert named.digest_multibase == digest_multibase(credential.document.encode())


def test_the_one_before_is_no_performance_and_no_part(credential):
    former = shown_former(credential.award)

    assert not former.is_performance
    assert evidence_counts([former]) == {
        "pieces": 0, "criteria": 0, "quizzes": 0, "attended": 0, "parts": 0, "outside": 0,
        "renewed": 1, "stated": 0,
    }  # fmt: skip
