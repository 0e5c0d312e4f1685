import pytest

from cairn.vc import checks_document
from cairn.vc.data_integrity import document_digest
from cairn.vc.documents import pinned_context
from cairn.vc.model import Violation
from cairn.vc.report import CheckOutcome
from tests.signing import CONTEXTS, a_badge


def nested(depth):
    value = {}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


@pytest.mark.parametrize("document", [{}, nested(64), {"a": ["b"] * 9_000}, {"a": None}])
def test_json_within_the_limits_is_readable(document):
    assert checks_document.readable(document).outcome is CheckOutcome.PASSED


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "malformed_credential"),
        ("text", "malformed_credential"),
        (None, "malformed_credential"),
        ({1: "a"}, "malformed_credential"),
        ({"a": "\udc00"}, "malformed_credential"),
        ({"a": float("inf")}, "malformed_credential"),
        ({"a": {"b", "c"}}, "malformed_credential"),
        (nested(65), "input_too_large"),
        ({"a": ["b"] * 10_000}, "input_too_large"),
    ],
)
def test_anything_else_is_not(document, reason):
    check = checks_document.readable(document)

    assert (check.outcome, check.reason) == (CheckOutcome.FAILED, reason)


def judged(contexts, **how):
    check = checks_document.contexts({"@context": contexts}, load=pinned_context, **how)
    return check.outcome, check.reason


def test_known_contexts_by_address_pass():
    assert judged(CONTEXTS) == (CheckOutcome.PASSED, None)
    assert judged(CONTEXTS[0]) == (CheckOutcome.PASSED, None)


@pytest.mark.parametrize("contexts", [None, [], CONTEXTS[1:], [{}, *CONTEXTS], [None], {}])
def test_the_first_context_is_that_of_the_data_model(contexts):
    assert judged(contexts) == (CheckOutcome.FAILED, "context_missing")


def test_definitions_inside_the_document_pass_only_where_they_are_allowed():
    inline = [*CONTEXTS, {"a": "https://a.example/#a"}]

    assert judged(inline) == (CheckOutcome.FAILED, "context_inline")
    assert judged(inline, allow_inline=True) == (CheckOutcome.PASSED, None)
    assert judged([*CONTEXTS, 7], allow_inline=True) == (CheckOutcome.FAILED, "context_inline")


def test_a_context_that_is_not_carried_stays_open():
    found = judged([*CONTEXTS, "https://unknown.example/c"])

    assert found == (CheckOutcome.UNDETERMINED, "unknown_context")


def test_the_first_serious_rule_is_the_reason_and_five_are_shown():
    broken = [Violation(f"code_{n}", f"place {n}", "is odd") for n in range(7)]
    tolerated = Violation("odd", "name", "is odd", tolerable=True)

    check = checks_document.model({}, lambda _: [tolerated, *broken])

    assert (check.outcome, check.reason) == (CheckOutcome.FAILED, "code_0")
    assert check.detail.endswith("place 4: is odd; and 2 more")


def test_five_broken_rules_are_all():
    broken = [Violation(f"code_{n}", f"place {n}", "is odd") for n in range(5)]

    assert checks_document.model({}, lambda _: broken).detail.endswith("place 4: is odd")


def test_what_is_tolerated_passes_and_is_told():
    tolerated = Violation("odd", "name", "is odd", tolerable=True)

    check = checks_document.model({}, lambda _: [tolerated])

    assert (check.outcome, check.detail) == (CheckOutcome.PASSED, "tolerated: name: is odd")


def test_a_document_without_loss_comes_with_its_digest():
    check, digest = checks_document.data_loss(a_badge(), load=pinned_context)

    assert check.outcome is CheckOutcome.PASSED
    assert digest == document_digest(a_badge())


def test_what_a_signature_would_not_cover_is_a_loss():
    check, digest = checks_document.data_loss(a_badge(hobby="chess"), load=pinned_context)

    assert (check.outcome, check.reason, digest) == (CheckOutcome.FAILED, "undefined_term", None)


def test_definitions_inside_the_document_may_only_add_words():
    protected = [*CONTEXTS, {"name": "https://evil.example/#name"}]
    again = [*CONTEXTS, {"a": "https://a.example/#a"}, {"a": "https://b.example/#a"}]

    assert judged(protected, allow_inline=True) == (CheckOutcome.FAILED, "malformed_credential")
    assert judged(again, allow_inline=True) == (CheckOutcome.FAILED, "context_redefines")


def test_a_context_in_an_inner_object_is_refused_whatever_signs_the_document():
    badge = a_badge()
    badge["credentialSubject"]["@context"] = {"narrative": "https://college.example/other"}

    check = checks_document.contexts(badge, load=pinned_context)

    assert (check.outcome, check.reason) == (CheckOutcome.FAILED, "context_inline")
