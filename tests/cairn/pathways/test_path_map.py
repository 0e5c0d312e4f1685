from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.pathways.path_map import Sizes, path_map, reduced

NODES = [f"n{number}" for number in range(9)]
SIZES = Sizes(width=100, height=40, beside=30, below=10)

nodes = st.lists(st.sampled_from(NODES), unique=True, max_size=9)
edges = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20)


def reaches(start, end, lines):
    ahead, seen = [start], set()
    while ahead:
        node = ahead.pop()
        for one, other in lines:
            if one == node and other not in seen:
                seen.add(other)
                ahead.append(other)
    return end in seen


@settings(max_examples=80)
@given(nodes, edges)
def test_no_box_stands_upon_another_or_outside(nodes, edges):
    drawn = path_map(nodes, edges, SIZES)

    assert {box.id for box in drawn.boxes} == set(nodes)
    for box in drawn.boxes:
        assert 0 <= box.x <= drawn.width - SIZES.width
        assert 0 <= box.y <= drawn.height - SIZES.height
    for one, other in combinations(drawn.boxes, 2):
        apart = abs(one.x - other.x) >= SIZES.width or abs(one.y - other.y) >= SIZES.height
        assert apart


@settings(max_examples=80)
@given(nodes, edges)
def test_every_line_leads_to_the_right_from_box_to_box(nodes, edges):
    drawn = path_map(nodes, edges, SIZES)
    boxes = {box.id: box for box in drawn.boxes}

    for line in drawn.lines:
        xs = [x for x, _ in line.points]
        assert xs == sorted(xs)
        assert xs[0] == boxes[line.start].x + SIZES.width
        assert xs[-1] == boxes[line.end].x
        assert xs[0] < xs[-1]


@settings(max_examples=80)
@given(nodes, edges)
def test_a_line_over_several_layers_passes_no_box(nodes, edges):
    drawn = path_map(nodes, edges, SIZES)

    for line in drawn.lines:
        for x, y in line.points[1:-1]:
            assert not any(
                box.x <= x <= box.x + SIZES.width and box.y < y < box.y + SIZES.height
                for box in drawn.boxes
            )


@settings(max_examples=80)
@given(nodes, edges)
def test_what_leads_to_what_is_kept(nodes, edges):
    """Whatever is reached without the edges that would close a circle is reached on the map."""
    kept: list[tuple[str, str]] = []
    for start, end in edges:
        if start in nodes and end in nodes and start != end and not reaches(end, start, kept):
            kept.append((start, end))
    drawn = [(line.start, line.end) for line in path_map(nodes, edges, SIZES).lines]

    for start in nodes:
        for end in nodes:
            assert reaches(start, end, drawn) == reaches(start, end, kept)


@given(nodes, edges)
def test_the_same_graph_gives_the_same_map(nodes, edges):
    assert path_map(nodes, edges, SIZES) == path_map(list(nodes), list(edges), SIZES)


def test_what_others_say_together_is_not_drawn():
    assert reduced("abc", [("a", "b"), ("b", "c"), ("a", "c")]) == [("a", "b"), ("b", "c")]


def test_one_edge_of_a_circle_is_left_out():
    assert reduced("ab", [("a", "b"), ("b", "a")]) == [("a", "b")]


def test_a_stack_of_two_is_a_column_before_it():
    drawn = path_map(["ab", "a", "b"], [("a", "ab"), ("b", "ab")], SIZES)

    assert [(box.id, box.x, box.y) for box in drawn.boxes] == [
        ("ab", 130, 25), ("a", 0, 0), ("b", 0, 50),
    ]  # fmt: skip
    assert (drawn.width, drawn.height) == (230, 90)


def test_nothing_is_a_map_too():
    assert path_map([], []).boxes == ()
