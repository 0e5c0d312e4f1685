from __future__ import annotations

import pytest

from cairn.cli.describing_parts import award, first_text, named, objects, party
from cairn.cli.said import Award, Party


def test_whoever_is_named_by_an_id_or_an_object_is_found():
    assert party("did:web:a.example") == Party(id="did:web:a.example")
    assert party({"id": 7, "name": ["A", "B"]}) == Party(name="A")
    assert [party(odd) for odd in (None, 7, [], {}, {"name": {}})] == [None] * 5


def test_an_achievement_is_told_in_the_words_of_each_version():
    third = {"id": "urn:a", "name": "A", "achievementType": "Badge", "version": "2"}
    third |= {"criteria": {"id": "https://a.example"}, "alignment": [{"targetName": "skill"}, 7]}
    first = {"name": "A", "criteria": "https://a.example/criteria", "version": "0.5.0"}

    assert award(third).alignments == ("skill",)
    assert (award(third).type, award(third).criteria) == ("Badge", "https://a.example")
    assert award(first) == Award(name="A", criteria=first["criteria"], version="0.5.0")
    assert award("https://a.example/badge") == Award(id="https://a.example/badge")
    assert award({"criteria": [{"narrative": "told", "id": "x"}]}).criteria == "told"


@pytest.mark.parametrize("odd", [None, 7, [], [[7]], {}, {"criteria": 7, "alignment": {"a": 1}}])
def test_anything_may_stand_where_an_achievement_should(odd):
    assert award(odd) == Award()


def test_the_first_member_with_a_text_counts():
    document = {"a": 1, "b": "", "c": ["x"], "d": "y"}

    assert first_text(document, "a", "b", "c", "d") == "x"
    assert first_text(document, "a", "e") is None


def test_evidence_is_called_by_name_address_or_narrative():
    address = "https://a.example"

    assert named({"name": "Film", "id": address}) == f"Film <{address}>"
    assert [named(one) for one in ({"id": address}, address)] == [address] * 2
    assert named({"narrative": "seen"}) == "seen"
    assert [named(odd) for odd in (None, 7, {}, {"id": 7})] == [""] * 4
    assert objects([{}, 7, {"a": 1}]) == [{}, {"a": 1}]
