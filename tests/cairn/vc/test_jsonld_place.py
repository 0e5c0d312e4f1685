import pytest

from cairn.errors import BudgetExceeded, UndefinedTerm
from cairn.vc.jsonld_context import ActiveContext
from cairn.vc.jsonld_place import MAX_DEPTH, PLAIN, Place, not_covered, null_at, show

ROOT = Place(ActiveContext(), "", PLAIN, "", (), 0)


def test_a_path_reads_like_the_document():
    place = ROOT.at("credentialSubject").at("achievement").at(0).at("name")

    assert show(place.path) == "$.credentialSubject.achievement[0].name"
    assert show(ROOT.path) == "$"


def test_a_long_key_is_cut_in_the_path():
    assert len(show(ROOT.at("x" * 10_000).path)) < 100


def test_parts_keep_the_graph_unless_it_is_given():
    inner = ROOT.at("proof", graph="_:g")

    assert (inner.graph, inner.at("type").graph, ROOT.at("type").graph) == ("_:g", "_:g", "")


def test_no_place_lies_deeper_than_the_limit():
    place = ROOT
    for _ in range(MAX_DEPTH):
        place = place.at("a")

    with pytest.raises(BudgetExceeded):
        place.at("a")


def test_errors_name_the_place():
    path = ROOT.at("name").path

    assert isinstance(null_at(path), UndefinedTerm)
    assert str(null_at(path)).startswith("$.name: is null")
    assert str(not_covered(path, "is odd")) == "$.name: is odd"
