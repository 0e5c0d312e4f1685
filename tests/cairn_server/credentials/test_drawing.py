from xml.etree import ElementTree as ET

import pytest

from cairn_server.credentials.drawing import Stone, badge_svg, cairn_svg

HOSTILE = '"><script>alert(1)</script>&'


@pytest.mark.parametrize(
    ("warmth", "step"), [(1.0, 4), (0.75, 3), (0.5, 2), (0.26, 1), (0.0, 0), (7, 4), (-1, 0)]
)
def test_warmth_has_five_steps(warmth, step):
    assert Stone("any", 1, warmth).step == step


def test_more_hours_make_a_larger_stone_up_to_a_limit():
    widths = [Stone("any", hours).width for hours in (0, 1, 3.5, 20, 40, 4000)]

    assert widths == sorted(widths)
    assert (widths[0], widths[-1], widths[-2]) == (62, 170, 170)


def test_a_cairn_has_a_stone_for_each_and_the_largest_lies_below():
    svg = cairn_svg([Stone("large", 40, 1), Stone("small", 1, 0)], label="two")
    stones = [one for one in ET.fromstring(svg) if one.get("fill")]

    assert [one.get("fill") for one in stones] == ["var(--stone-0)", "var(--stone-4)"]


@pytest.mark.parametrize("draw", [lambda t: cairn_svg([], label=t), lambda t: badge_svg(t, seed=t)])
def test_what_people_write_cannot_leave_its_place(draw):
    root = ET.fromstring(draw(HOSTILE))

    assert not [one for one in root.iter() if one.tag.endswith("script")]


def test_an_achievement_keeps_its_badge_and_another_has_another():
    assert badge_svg("A", seed="1") == badge_svg("A", seed="1")
    assert badge_svg("A", seed="1") != badge_svg("A", seed="2")
