import json

import pytest

from cairn.vc.checks_alone import NAMES, Reading
from cairn.vc.documents import pinned_context
from cairn.vc.shape_cache import ShapeCache
from tests.credentials import signed, unsigned_credential
from tests.jsonld_documents import credential

FULL = json.loads(json.dumps(signed(unsigned_credential())))


def outcomes(found):
    return {check.name: check.outcome for check in found.checks}


def test_the_four_checks_come_in_their_order():
    found = Reading(pinned_context).alone(FULL)

    assert tuple(outcomes(found)) == NAMES
    assert set(outcomes(found).values()) == {"passed"}
    assert len(found.digest) == 32


@pytest.mark.parametrize("document", [None, "text", [], {"a": (1,)}])
def test_what_cannot_be_read_has_no_further_checks(document):
    shapes = ShapeCache()
    found = Reading(pinned_context, shapes=shapes).alone(document)

    assert outcomes(found) == {"readable": "failed"}


def test_a_signature_around_covers_what_no_context_defines():
    document = credential(favouriteColour="blue")
    covered = Reading(pinned_context, is_covered=True, shapes=ShapeCache()).alone(document)

    assert outcomes(Reading(pinned_context).alone(document))["data_loss"] == "failed"
    assert outcomes(covered)["data_loss"] == "not_applicable"
    assert covered.digest is None


def test_with_unknown_contexts_the_words_are_not_looked_at():
    document = {**credential(), "@context": ["https://a.example/context"]}

    assert outcomes(Reading(pinned_context).alone(document))["data_loss"] == "not_checked"


def known(document, *, load=pinned_context, inline=False, shapes):
    for _ in range(5):
        found = Reading(load, allow_inline=inline, shapes=shapes).alone(document)
    return found


def test_whether_something_is_inside_is_remembered():
    praise = signed({**credential(), "id": "urn:x:2"})
    outer = credential()
    outer["credentialSubject"]["achievement"]["endorsementJwt"] = ["a.b.c"]

    assert known(FULL, shapes=ShapeCache()).known.is_plain
    assert not known(signed(outer), shapes=ShapeCache()).known.is_plain
    assert not known({**FULL, "endorsement": [praise]}, shapes=ShapeCache()).known


def test_other_contexts_than_those_of_the_shapes_are_read_by_themselves():
    shapes = ShapeCache()
    known(FULL, shapes=shapes)

    def load(url):
        return pinned_context(url) if url else {}

    assert not known(FULL, load=load, shapes=shapes).known
    assert not known(FULL, inline=True, shapes=shapes).known
