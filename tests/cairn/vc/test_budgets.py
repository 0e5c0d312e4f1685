"""Documents made to cost their reader much: each has its verdict well under a second of CPU."""

from time import process_time

import pytest

from tests.pace import at_most
from tests.signing import CONTEXTS, a_badge, report_on, signed

SIGNED = signed(a_badge())
SUBJECT = {"type": ["AchievementSubject"]}
PROOF = SIGNED["proof"][0]


def nested(depth, inner, around):
    for _ in range(depth):
        inner = around(inner)
    return inner


def named(name, **more):
    return {"type": ["Evidence"], "name": name, **more}


def result_of(name):
    return {"type": ["Result"], "alignment": {"type": ["Alignment"], "targetName": name}}


def judged(**changes):
    """Return the reasons against a badge with `changes` and the proof of another."""
    document = {"proof": [PROOF], **a_badge(**changes)}
    started = process_time()
    reasons = report_on(document).reasons
    spent = process_time() - started
    assert spent < at_most(1)
    return reasons


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"evidence": [named("x")] * 2_400}, "proof_mismatch"),
        ({"evidence": [{"name": "x"}] * 4_500}, "budget_exceeded"),
        ({"evidence": [named("x")] * 3_500}, "input_too_large"),
        (
            {"credentialSubject": [{**SUBJECT, "result": [result_of("x")] * 4}] * 250},
            "proof_mismatch",
        ),
    ],
    ids=["equal", "equal-and-bare", "too-many", "equal-trees"],
)
def test_equal_objects_are_cheap_or_too_many(changes, reason):
    assert reason in judged(**changes)


def test_objects_that_differ_only_far_inside_exhaust_a_budget():
    subjects = [
        {**SUBJECT, "result": [result_of(str(4 * number + place)) for place in range(4)]}
        for number in range(200)
    ]

    assert "budget_exceeded" in judged(credentialSubject=subjects)


@pytest.mark.parametrize("depth", [100, 20_000])
@pytest.mark.parametrize(
    "around",
    [lambda inner: [inner], lambda inner: {"type": ["Profile"], "parentOrg": inner}],
    ids=["arrays", "objects"],
)
def test_what_is_nested_too_deep_is_not_walked(depth, around):
    assert judged(evidence=nested(depth, "x", around)) == ["input_too_large"]


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "\x01" * 300_000, "\U0001f393" * 250_000, '"\\\u042f' * 150_000],
    ids=["letters", "control", "emoji", "quotes"],
)
def test_a_long_text_is_hashed_like_any_other(text):
    assert judged(name=text) == ["proof_mismatch"]


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("id", "urn:" + "x" * 900_000, "proof_mismatch"),
        ("validFrom", f"2026-03-02T09:00:00.{'1' * 900_000}Z", "validity_invalid"),
        ("name", {"@value": "x", "@language": "a-" * 400_000}, "malformed_credential"),
        ("x" * 900_000, "x", "undefined_term"),
        ("type", ["VerifiableCredential", *(f"urn:{n}" for n in range(9_000))], "proof_mismatch"),
        ("@context", CONTEXTS * 2_500, "budget_exceeded"),
        ("credentialStatus", [{"type": "Other"}] * 3_000, "undefined_term"),
        ("proof", [{"type": "DataIntegrityProof"}] * 9_000, "input_too_large"),
        ("proof", {**PROOF, "proofValue": "z" + "6" * 900_000}, "proof_mismatch"),
        ("proof", {**PROOF, "verificationMethod": "did:key:z" + "6" * 900_000}, "key_refused"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_a_member_that_is_much_too_long_is_cheap(member, value, reason):
    assert reason in judged(**{member: value})


def test_contexts_that_change_in_ever_new_ways_exhaust_a_budget():
    evidence = [
        named(str(number), **{"@context": [CONTEXTS[int(bit)] for bit in f"{number:010b}"]})
        for number in range(600)
    ]

    assert "budget_exceeded" in judged(evidence=evidence)


def test_hundreds_of_signed_endorsements_are_within_the_limits_or_too_many():
    endorsements = [signed(a_badge(id=f"urn:uuid:{number}")) for number in range(40)]

    assert judged(endorsement=endorsements * 8) == ["input_too_large"]
