"""With shapes seen before or without them, a verifier says the same, word for word."""

import json

import pytest

from cairn.errors import CairnError
from cairn.reading import read_json
from cairn.vc.did import resolve_method
from cairn.vc.shape_cache import ShapeCache
from cairn.vc.verification import Outcome, verify
from tests.credentials import signed, unsigned_credential
from tests.credentials import status_list as full_status_list
from tests.json_leaves import at, ways_to, with_leaf
from tests.moments import MONDAY
from tests.shared_data import shared_data
from tests.signing import nothing

FULL = json.loads(json.dumps(signed(unsigned_credential())))
LISTED = json.loads(json.dumps(full_status_list()))


def report(document, shapes=None):
    found = verify(
        document,
        keys=lambda method_id: resolve_method(method_id, fetch=nothing),
        statuses=lambda _: LISTED,
        at=MONDAY,
        shapes=shapes,
    )
    return found.to_json()


def warm(document, shapes):
    for _ in range(5):
        report(document, shapes)
    return shapes


WARM = warm(FULL, ShapeCache())
LEAVES = list(ways_to(FULL, (str, bool, int, float)))


def tampered(leaf):
    if isinstance(leaf, str):
        yield from (leaf + "x", "", leaf.upper(), True, [leaf])
    else:
        yield from (not leaf, str(leaf), int(leaf), float(leaf))


@pytest.mark.parametrize("way", LEAVES, ids=str)
def test_a_tampered_leaf_gets_the_same_report(way):
    leaf = at(FULL, way)
    for other in tampered(leaf):
        changed = with_leaf(FULL, way, other)
        found = report(changed, WARM)

        assert found == report(changed)
        means_the_same = other in (leaf, [leaf])  # in RDF one value is a list of one
        assert (found["outcome"] == Outcome.VALID) <= means_the_same


def test_the_whole_credential_is_valid_both_ways():
    assert report(FULL, WARM) == report(FULL)
    assert report(FULL, WARM)["outcome"] == Outcome.VALID


FIXTURES = ("dcc-vc-test-fixtures", "1edtech-validator-fixtures")


@pytest.mark.shared
@pytest.mark.parametrize("folder", FIXTURES)
def test_real_credentials_get_the_same_report(folder):
    compared = 0
    for path in sorted(shared_data(folder).glob("**/*.json")):
        try:
            document = read_json(path.read_bytes())
        except CairnError:  # empty or no JSON, upstream
            continue
        if not isinstance(document, dict) or "proof" not in document:
            continue
        shapes = warm(document, ShapeCache())
        ways = list(ways_to(document))
        for way in (None, *ways[:: max(1, len(ways) // 4)]):
            changed = document if way is None else with_leaf(document, way, at(document, way) + "x")
            assert report(changed, shapes) == report(changed)
        compared += 1

    assert compared > 2
