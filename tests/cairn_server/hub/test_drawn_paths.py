import pytest

from cairn_server.catalog.models import UnitOrder
from cairn_server.hub import drawn_paths
from cairn_server.hub.known_ways import known_ways
from cairn_server.hub.requirement_steps import StepState, steps_for
from tests.cairn_server.hub.stacks import give, make_course, make_stack
from tests.making import make_unit
from tests.moments import MONDAY


@pytest.fixture
def world(college):
    shared, second = make_unit(college, "shared"), make_unit(college, "second")
    UnitOrder.objects.create(unit=second.unit, after=shared.unit)
    courses = [make_course(college, "one", shared, second), make_course(college, "two", shared)]
    return [*courses, make_stack(college, *courses)]


@pytest.fixture
def draw():
    def drawn(person, *versions):
        ids = [version.achievement_id for version in versions]
        known = known_ways(person, ids, at=MONDAY)
        return drawn_paths.drawn_path(
            known,
            steps_for(person, known, at=MONDAY),
            [str(id) for id in ids],
            for_somebody=person is not None,
        )

    return drawn


def outline(item):
    return (item.title, [outline(part) for part in item.parts])


def test_the_list_says_what_leads_to_what(world, draw):
    [whole] = draw(None, world[-1]).items

    assert outline(whole) == (
        "Both",
        [
            ("One", [("Shared", []), ("Second", []), ("Crowd", [])]),
            ("Two", [("Shared", []), ("Crowd", [])]),
        ],
    )


def test_the_map_has_each_thing_once_and_what_comes_first_to_the_left(world, draw):
    drawn = draw(None, world[-1])
    x_of = {}
    for node in drawn.nodes:
        x_of.setdefault(node.item.title, []).append(node.x)

    assert {title: len(xs) for title, xs in x_of.items()} == {
        "Both": 1, "One": 1, "Two": 1, "Shared": 1, "Second": 1, "Crowd": 2,
    }  # fmt: skip
    assert x_of["Shared"] < x_of["Second"] < x_of["One"] < x_of["Both"]
    # shared leads to second and to two; second and a task lead to one, a task to two
    assert len(drawn.curves) == 2 + 2 + 1 + 2


def test_standing_is_told_to_somebody_only(ada, world, draw):
    give(ada, world[0])

    [mine], [theirs] = draw(ada, world[-1]).items, draw(None, world[-1]).items

    assert (mine.state, mine.standing) == (StepState.BEGUN, "begun")
    assert (mine.parts[0].state, mine.parts[0].standing) == (StepState.MET, "held")
    assert (mine.parts[1].state, mine.parts[1].standing) == (StepState.OPEN, "open")
    assert theirs.standing == theirs.parts[0].standing == ""


def test_what_was_listed_before_is_named_again_without_its_parts(world, draw):
    _, again = draw(None, world[-1], world[0]).items

    assert again.is_again
    assert again.parts == ()


def test_a_large_map_shows_achievements_only(world, draw, monkeypatch):
    monkeypatch.setattr(drawn_paths, "MOST_NODES", 3)

    assert [node.item.title for node in draw(None, world[-1]).nodes] == ["Both", "One", "Two"]


def test_a_long_title_is_cut_in_the_box(college, draw):
    course = make_course(college, "a" * 10 + " b" * 40, make_unit(college))
    [node] = [one for one in draw(None, course).nodes if one.item.is_achievement]

    assert len(node.lines) == 2
    assert node.lines[-1].endswith("…")
    assert node.item.title.count("B") == 40
