import json
from fractions import Fraction
from sys import intern

import pytest

from cairn.vc.known_lists import MAX_LISTS, KnownLists, is_simple
from tests.json_leaves import ways_to, with_leaf
from tests.signing import KEY, OTHER_KEY, a_status_list, signed

LISTED = json.loads(json.dumps(signed(a_status_list(7))))


def copy(document):
    return json.loads(json.dumps(document))


def knowing(*documents):
    known = KnownLists()
    for document in documents:
        known.note(document, KEY.public)
    return known


def test_a_list_is_known_again_by_the_key_that_signed_it():
    assert KnownLists().key_of(LISTED) is None
    assert knowing(LISTED).key_of(copy(LISTED)) == KEY.public


@pytest.mark.parametrize("way", list(ways_to(LISTED, (str, int))), ids=str)
def test_a_list_that_differs_in_anything_is_another_one(way):
    known = knowing(LISTED)

    for other in ("x", 1, None, True, {}, []):
        assert known.key_of(with_leaf(LISTED, way, other)) is None


@pytest.mark.parametrize("other", [True, 1.0])
def test_a_number_is_not_the_truth_and_no_fraction(other):
    way = ("credentialSubject", "ttl")

    assert knowing(with_leaf(LISTED, way, 1)).key_of(with_leaf(LISTED, way, other)) is None


def test_what_becomes_of_the_list_later_changes_nothing():
    document = copy(LISTED)
    known = knowing(document)
    document["credentialSubject"]["encodedList"] = "u"

    assert known.key_of(document) is None
    assert known.key_of(LISTED) == KEY.public


def test_one_list_is_kept_of_each_id_the_newest():
    known = knowing(LISTED)
    newer = signed(a_status_list(7, 8))
    known.note(newer, OTHER_KEY.public)

    assert known.key_of(newer) == OTHER_KEY.public
    assert known.key_of(LISTED) is None


def test_only_the_latest_are_kept():
    lists = [{**LISTED, "id": f"{LISTED['id']}/{number}"} for number in range(MAX_LISTS + 1)]
    known = knowing(*lists)

    assert known.key_of(lists[0]) is None
    assert known.key_of(lists[1]) == known.key_of(lists[-1]) == KEY.public


def test_the_memory_that_one_takes_is_bounded():
    known = KnownLists()
    large = {**LISTED, "name": "n" * known.max_bytes}
    known.note(large, KEY.public)

    assert known.key_of(large) is None


@pytest.mark.parametrize("name", [None, 7, ["https://college.example/status/1"]])
def test_a_list_without_an_id_is_not_kept(name):
    document = {**LISTED, "id": name}

    assert knowing(document).key_of(document) is None


@pytest.mark.parametrize("odd", [object(), {1, 2}.__iter__(), Fraction(1, 2)])
def test_what_is_no_json_is_not_known(odd):
    document = {**LISTED, "name": odd}
    known = knowing(LISTED)
    known.note(document, KEY.public)

    assert known.key_of(document) is None
    assert known.key_of(LISTED) == KEY.public


def test_equal_texts_are_alike_whichever_object_they_are():
    name = "".join(["Revo", "cations"])

    assert knowing({**LISTED, "name": name}).key_of({**LISTED, "name": intern(name)})


@pytest.mark.parametrize(
    "member",
    ["credentialStatus", "evidence", "relatedResource", "credentialSchema", "refreshService"],
)
def test_a_list_on_which_more_depends_is_not_simple(member):
    assert is_simple(LISTED)
    assert not is_simple({**LISTED, member: []})


@pytest.mark.parametrize("proof", [None, [], [LISTED["proof"][0]] * 2])
def test_a_list_with_no_proof_or_several_is_not_simple(proof):
    assert is_simple({**LISTED, "proof": LISTED["proof"][0]})
    assert not is_simple({**LISTED, "proof": proof})
