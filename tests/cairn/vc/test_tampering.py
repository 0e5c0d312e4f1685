"""Whatever is changed, added or broken in a signed credential, it is never called valid."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.vc.status_list import status_entry
from cairn.vc.verification import CheckOutcome, Outcome, verify
from tests.moments import MONDAY
from tests.signing import LIST_URL, a_badge, a_status_list, keys, lists, report_on, signed

SIGNED = signed(a_badge())
REVOCABLE = signed(a_badge(credentialStatus=status_entry(list_url=LIST_URL, index=7)))


def leaves(node, path=()):
    """Yield the path of every text in a JSON value."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value, (*path, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, (*path, number))
    elif isinstance(node, str):
        yield path


def objects(node, path=()):
    """Yield the path of every object in a JSON value."""
    if isinstance(node, dict):
        yield path
    children = node.items() if isinstance(node, dict) else enumerate(node)
    for name, value in children:
        if isinstance(value, dict | list):
            yield from objects(value, (*path, name))


def at_path(node, path):
    for step in path:
        node = node[step]
    return node


TEXTS = list(leaves(SIGNED))
OBJECTS = list(objects(SIGNED))


@settings(deadline=None)
@given(st.sampled_from(TEXTS), st.integers(0, 200), st.characters(codec="utf-8"))
def test_no_text_may_change_by_a_single_character(path, where, letter):
    document = copy.deepcopy(SIGNED)
    parent, text = at_path(document, path[:-1]), at_path(document, path)
    where %= len(text)
    changed = text[:where] + letter + text[where + 1 :]
    parent[path[-1]] = changed

    assert (report_on(document).outcome is Outcome.VALID) == (changed == text)


@settings(deadline=None)
@given(st.text(min_size=1), st.text(), st.lists(st.text(), max_size=4, unique=True))
def test_whatever_is_said_verifies_after_it_was_signed(name, narrative, tags):
    badge = copy.deepcopy(a_badge(name=name))
    badge["credentialSubject"]["achievement"]["tag"] = tags
    badge["credentialSubject"]["narrative"] = narrative

    assert report_on(signed(badge)).outcome is Outcome.VALID


@settings(deadline=None)
@given(st.sampled_from(TEXTS))
def test_no_text_may_be_left_out(path):
    document = copy.deepcopy(SIGNED)
    del at_path(document, path[:-1])[path[-1]]

    assert report_on(document).outcome is not Outcome.VALID


@pytest.mark.parametrize("path", OBJECTS)
@pytest.mark.parametrize("value", ["blue", 7, True, None, [], {}, {"id": "urn:a:b"}])
def test_nothing_that_no_context_defines_may_be_added(path, value):
    document = copy.deepcopy(SIGNED)
    at_path(document, path)["favouriteColour"] = value

    report = report_on(document)

    assert report.outcome is Outcome.INVALID
    assert "undefined_term" in report.reasons


@pytest.mark.parametrize("value", ["more", {"@value": "more"}, None, {}, 7, ["more"]])
@pytest.mark.parametrize("member", ["description", "image", "evidence", "termsOfUse"])
def test_nothing_that_a_context_defines_may_be_added(member, value):
    report = report_on({**SIGNED, member: value})

    assert report.outcome is Outcome.INVALID


@pytest.mark.parametrize(
    "context",
    [{}, {"favouriteColour": "https://schema.org/color"}, {"@vocab": "https://a.example/#"}],
)
def test_no_context_may_be_written_into_the_document(context):
    report = report_on({**SIGNED, "@context": [*SIGNED["@context"], context]})

    assert (report.outcome, report.reasons[0]) == (Outcome.INVALID, "context_inline")


@pytest.mark.parametrize("context", [{}, [], "2026", {"score": "https://schema.org/score"}])
def test_no_context_may_be_written_into_the_proof(context):
    (proof,) = SIGNED["proof"]
    report = report_on({**SIGNED, "proof": [{**proof, "@context": context}]})

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["proof_mismatch"])


def test_a_proof_that_repeats_the_contexts_is_good():
    (proof,) = SIGNED["proof"]
    repeated = {**proof, "@context": SIGNED["@context"]}

    assert report_on({**SIGNED, "proof": repeated}).outcome is Outcome.VALID


def test_a_context_inside_an_object_is_refused():
    document = copy.deepcopy(SIGNED)
    document["credentialSubject"]["@context"] = {"score": "https://schema.org/score"}

    assert report_on(document).outcome is not Outcome.VALID


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "@value", "a", "proof"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
SIGNED_TWICE = signed(
    a_badge(
        credentialStatus=status_entry(list_url=LIST_URL, index=7),
        validUntil="2027-03-02T09:00:00Z",
        evidence=[{"type": ["Evidence"], "narrative": "Seen."}],
    )
)
PLACES = [path for path in [*leaves(SIGNED_TWICE), *objects(SIGNED_TWICE)] if path]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), json_values)
def test_a_broken_document_becomes_a_report(path, value):
    document = copy.deepcopy(SIGNED_TWICE)
    at_path(document, path[:-1])[path[-1]] = value

    report = report_on(document, statuses=lists(signed(a_status_list())))

    assert report.outcome is not Outcome.VALID or report.proof_valid
    json.dumps(report.to_json())


@settings(deadline=None)
@given(json_values)
def test_anything_becomes_a_report(value):
    if isinstance(value, str):
        value = [value]

    assert report_on(value).outcome is not Outcome.VALID


@settings(deadline=None)
@given(json_values)
def test_any_status_list_becomes_a_report(value):
    report = report_on(REVOCABLE, statuses=lambda _: value)

    assert (report.outcome, report.proof_valid) == (Outcome.UNDETERMINED, True)


def deep(depth):
    value = "end"
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    "value",
    [
        deep(100_000),
        ["a"] * 20_000,
        {"a": "\ud800"},
        {"\ud800": 1},
        {1: 2},
        {"a": float("nan")},
        b"",
    ],
)
def test_a_poisonous_value_becomes_a_report(value):
    report = verify({**SIGNED, "termsOfUse": value}, keys=keys, statuses=lists(), at=MONDAY)

    assert report.outcome is Outcome.INVALID
    assert report.check("readable").outcome is CheckOutcome.FAILED
