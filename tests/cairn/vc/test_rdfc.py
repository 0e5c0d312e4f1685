import csv
import json
import random
from itertools import product
from time import process_time

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import BudgetExceeded
from cairn.vc.nquads import line_of, parse_nquads, to_nquads
from cairn.vc.rdfc import Budget, canonical_labels, canonicalize
from tests.pace import at_most
from tests.shared_data import shared_data

P, Q = "<urn:p>", "<urn:q>"

blanks = st.sampled_from(["_:a", "_:b", "_:c", "_:d", "_:e"])
quads = st.tuples(
    blanks | st.just("<urn:s>"),
    st.sampled_from([P, Q]),
    blanks | st.sampled_from(["<urn:o>", '"x"', '"\\u0001"']),
    st.sampled_from(["", "", "<urn:g>", "_:a", "_:g"]),
)
datasets = st.lists(quads, max_size=9)


def oxigraph(dataset, algorithm=pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0):
    parsed = pyoxigraph.parse(to_nquads(dataset).encode(), pyoxigraph.RdfFormat.N_QUADS)
    canonical = pyoxigraph.Dataset(parsed)
    canonical.canonicalize(algorithm)
    return "".join(sorted(str(canonical).splitlines(keepends=True)))


def w3c_tests():
    folder = shared_data("w3c-rdf-canon")
    with (folder / "manifest.csv").open() as manifest:
        rows = list(csv.DictReader(manifest))
    # one in four was left out of the copy that lies here
    return [row for row in rows if (folder / "rdfc10" / f"{row['test']}-in.nq").exists()]


def w3c_file(row, ending):
    return (shared_data("w3c-rdf-canon") / "rdfc10" / f"{row['test']}-{ending}").read_text()


def algorithm_of(row):
    return row["hashAlgorithm"].lower().replace("-", "") or "sha256"


@pytest.mark.shared
def test_every_evaluation_test_of_w3c_gives_the_published_text():
    rows = [row for row in w3c_tests() if row["rdfc10"] == "TRUE"]

    assert len(rows) == 48
    for row in rows:
        text = canonicalize(parse_nquads(w3c_file(row, "in.nq")), algorithm=algorithm_of(row))
        assert text == w3c_file(row, "rdfc10.nq"), row["name"]


@pytest.mark.shared
def test_every_map_test_of_w3c_gives_the_published_labels():
    rows = [row for row in w3c_tests() if row["rdfc10map"] == "TRUE"]

    assert len(rows) == 18
    for row in rows:
        labels = canonical_labels(parse_nquads(w3c_file(row, "in.nq")), algorithm=algorithm_of(row))
        assert labels == json.loads(w3c_file(row, "rdfc10map.json")), row["name"]


@pytest.mark.shared
def test_every_file_of_w3c_belongs_to_a_test_of_its_manifest():
    """So the two tests above read each of them: an input, and what is to become of it."""
    endings = {"rdfc10": ("in.nq", "rdfc10.nq"), "rdfc10map": ("in.nq", "rdfc10map.json")}
    asked = {
        f"{row['test']}-{ending}"
        for row in w3c_tests()
        for kind in endings
        for ending in endings[kind]
        if row[kind] == "TRUE"
    }

    assert {path.name for path in (shared_data("w3c-rdf-canon") / "rdfc10").iterdir()} == asked


@given(datasets)
def test_small_graphs_are_written_as_oxigraph_writes_them(dataset):
    """Oracle: pyoxigraph 0.5.13, RDFC-1.0 with SHA-256."""
    assert canonicalize(dataset) == oxigraph(dataset)


@given(datasets)
def test_sha_384_gives_what_oxigraph_gives(dataset):
    other = pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0_SHA_384

    assert canonicalize(dataset, algorithm="sha384") == oxigraph(dataset, other)


@given(datasets, st.permutations(["_:v", "_:w", "_:x", "_:y", "_:z", "_:h"]), st.randoms())
def test_other_labels_and_another_order_give_the_same_text(dataset, names, randomness):
    renamed = dict(zip(["_:a", "_:b", "_:c", "_:d", "_:e", "_:g"], names, strict=True))
    other = [tuple(renamed.get(term, term) for term in quad) for quad in dataset]
    randomness.shuffle(other)

    assert canonicalize(other) == canonicalize(dataset)


@given(datasets)
def test_canonical_text_is_its_own_canonical_text(dataset):
    text = canonicalize(dataset)

    assert canonicalize(parse_nquads(text)) == text


@given(datasets)
def test_labels_lead_to_the_text(dataset):
    labels = {f"_:{old}": f"_:{new}" for old, new in canonical_labels(dataset).items()}
    lines = {line_of(tuple(labels.get(term, term) for term in quad)) for quad in dataset}

    assert "".join(sorted(lines)) == canonicalize(dataset)


@pytest.mark.parametrize("size", [2, 5, 9, 300])
def test_many_equal_addresses_are_no_work(size):
    """A badge with hundreds of equal objects is honest, however many orders they have."""
    organisation = [("<urn:o>", P, f"_:x{n}", "") for n in range(size)]
    addresses = [(f"_:x{n}", Q, f"_:y{n}", "") for n in range(size)]
    countries = [(f"_:y{n}", Q, '"NL"', "") for n in range(size)]

    labels = canonical_labels(organisation + addresses + countries)

    assert len(labels) == 2 * size


def test_equal_trees_below_a_node_without_id_are_written_as_oxigraph_writes_them():
    trees = [
        line
        for n in range(6)
        for line in (
            ("_:hub", P, f"_:x{n}", ""),
            (f"_:x{n}", Q, f"_:y{n}", ""),
            (f"_:x{n}", P, f"_:z{n}", ""),
            (f"_:y{n}", Q, '"1"' if n % 2 else '"2"', ""),
        )
    ]
    random.Random(1).shuffle(trees)

    assert canonicalize(trees) == oxigraph(trees)


def clique(size):
    return [(f"_:e{i}", P, f"_:e{j}", "") for i, j in product(range(size), repeat=2) if i != j]


def cycle(size):
    return [(f"_:e{i}", P, f"_:e{(i + 1) % size}", "") for i in range(size)]


def chain(size):
    return cycle(size)[:-1]


def torus(size):
    cells = list(product(range(size), repeat=2))
    right = [(f"_:e{x}x{y}", P, f"_:e{(x + 1) % size}x{y}", "") for x, y in cells]
    return right + [(f"_:e{x}x{y}", P, f"_:e{x}x{(y + 1) % size}", "") for x, y in cells]


def two_hubs(size):
    return [(f"_:h{hub}", P, f"_:l{hub}x{n}", "") for hub, n in product(range(2), range(size))]


def bipartite(size):
    return [(f"_:a{i}", P, f"_:b{j}", "") for i, j in product(range(size), repeat=2)]


@pytest.mark.parametrize(
    "poison",
    [
        *(clique(10), clique(40), cycle(4_000), chain(4_000), torus(6), torus(60)),
        *(two_hubs(2_000), bipartite(8), bipartite(60)),
    ],
    ids=lambda poison: f"{len(poison)} quads",
)
def test_a_poisonous_graph_is_given_up_at_once(poison):
    started = process_time()
    with pytest.raises(BudgetExceeded):
        canonicalize(poison)

    assert process_time() - started < at_most(0.5)


def test_too_many_blank_nodes_are_refused():
    nodes = [("<urn:s>", P, f"_:n{n}", "") for n in range(11)]

    assert canonicalize(nodes[:10], budget=Budget(blank_nodes=10))
    with pytest.raises(BudgetExceeded, match="11 blank nodes"):
        canonicalize(nodes, budget=Budget(blank_nodes=10))


def test_the_budget_is_an_argument():
    with pytest.raises(BudgetExceeded, match="too much alike"):
        canonicalize(cycle(5), budget=Budget(work=10))
    assert canonicalize(cycle(5)).count("\n") == 5
