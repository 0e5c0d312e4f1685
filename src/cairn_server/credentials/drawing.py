"""
Drawing stones: the badge of an achievement, and the cairn of what somebody has earned.

A stone's size is the scope of what it stands for, its warmth the currency. Drawn as SVG from
data alone, the same every time; no text in it, so that no font is needed, but a description.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import cos, pi, sin, sqrt
from xml.sax.saxutils import escape, quoteattr

WARMTHS = 5
PAGE_COLOURS = tuple(f"var(--stone-{warmth})" for warmth in range(WARMTHS))
PICTURE_COLOURS = ("#d9d5cd", "#d8c9ae", "#ddb983", "#e0a35a", "#d98a32")
PICTURE_GROUND, PICTURE_LINE = "#e3efe9", "#2b6a58"

WIDTH = 240
LARGEST, SMALLEST = 170.0, 62.0  # widths of stones, in units of the drawing
HOURS_OF_LARGEST = 40.0
CORNERS = 8
OVERLAP = 0.9  # of a stone's height that shows: they rest on one another


@dataclass(frozen=True, slots=True)
class Stone:
    """One achievement. `warmth` is its currency: 1.0 just shown, 0.0 long faded."""

    label: str
    hours: float
    warmth: float = 1.0

    @property
    def step(self) -> int:
        """The warmth as one of five steps, 0 faded to 4 current."""
        return round(min(max(self.warmth, 0.0), 1.0) * (WARMTHS - 1))

    @property
    def width(self) -> float:
        """The width in units of the drawing: its area grows with the hours."""
        share = sqrt(min(self.hours, HOURS_OF_LARGEST) / HOURS_OF_LARGEST)
        return SMALLEST + (LARGEST - SMALLEST) * share


def cairn_svg(stones: Sequence[Stone], *, label: str) -> str:
    """
    Return the stones heaped up, the largest at the bottom, as SVG for a page.

    Args:
        label: what a screen reader says; the stones themselves are told by the page's text.
    """
    ordered = sorted(stones, key=lambda stone: (stone.width, stone.label))
    shapes, bottom = _heap(ordered, PAGE_COLOURS)
    return (
        f'<svg class="cairn" viewBox="0 0 {WIDTH} {bottom:.0f}" role="img" '
        f'aria-label={quoteattr(label)}><path d="M20 {bottom - 5:.0f}h200" '
        f'stroke="var(--line)" stroke-width="2" stroke-linecap="round"/>{"".join(shapes)}</svg>'
    )


def picture_svg(stones: Sequence[Stone]) -> str:
    """Return the stones heaped up as a picture of its own, with colours that need no page."""
    ordered = sorted(stones, key=lambda stone: (stone.width, stone.label))
    shapes, bottom = _heap(ordered, PICTURE_COLOURS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom:.0f}" '
        f'width="{WIDTH}" height="{bottom:.0f}"><path d="M20 {bottom - 5:.0f}h200" '
        f'stroke="{PICTURE_LINE}" stroke-width="2" stroke-linecap="round"/>{"".join(shapes)}</svg>'
    )


def badge_svg(title: str, *, seed: str, accent: str = "") -> str:
    """
    Return the badge of an achievement: three stones on a path, as a picture of its own.

    Args:
        seed: what tells this badge from others; an achievement keeps it for good.
        accent: the issuer's colour of its lines, "#rrggbb"; empty for ours.
    """
    line = accent or PICTURE_LINE
    noise = sha256(seed.encode()).digest()
    tone = noise[0] % 3
    widths = [118 - noise[1] % 14, 84 - noise[2] % 12, 54 - noise[3] % 8]
    shapes, bottom = [], 158.0
    for number, width in enumerate(widths):
        height = width * 0.34 + 8
        colour = PICTURE_COLOURS[4 - (number + tone) % 3]
        middle = 100 + (noise[4 + number] % 13 - 6)
        shapes.append(_stone(middle, bottom - height / 2, width, height, f"{seed}{number}", colour))
        bottom -= height * OVERLAP
    rise = bottom - 14
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="600" height="600">'
        f"<title>{escape(title)}</title><desc>Three stones on a path</desc>"
        f'<rect x="6" y="6" width="188" height="188" rx="44" fill="{PICTURE_GROUND}"/>'
        f'<path d="M34 160h132" stroke="{line}" stroke-width="3" stroke-linecap="round" '
        f'stroke-opacity=".35"/>{"".join(shapes)}'
        f'<path d="M84 {rise:.1f}c10-9 22-9 32 0" fill="none" stroke="{line}" '
        'stroke-width="4" stroke-linecap="round"/></svg>'
    )


def _heap(stones: Sequence[Stone], colours: Sequence[str]) -> tuple[list[str], float]:
    """Return the stones from top to bottom, and where the ground is."""
    shapes, top = [], 10.0
    for stone in stones:
        height = stone.width * 0.3 + 10
        lean = (sha256(stone.label.encode()).digest()[0] % 17) - 8
        shapes.append(
            _stone(
                WIDTH / 2 + lean,
                top + height / 2,
                stone.width,
                height,
                stone.label,
                colours[stone.step],
            )
        )
        top += height * OVERLAP
    return shapes, max(top, 30.0) + 9


def _stone(x: float, y: float, width: float, height: float, seed: str, colour: str) -> str:
    return f'<path d="{_outline(x, y, width, height, seed)}" fill="{colour}"/>'


def _outline(x: float, y: float, width: float, height: float, seed: str) -> str:
    """Return a closed smooth curve: an ellipse, flat below, with a few bumps of its own."""
    noise = sha256(seed.encode()).digest()
    corners = []
    for number in range(CORNERS):
        angle = 2 * pi * number / CORNERS
        bump = 1 + (noise[number] / 255 - 0.5) * 0.16
        flat = 0.9 if sin(angle) > 0 else 1.0
        corners.append(
            (x + cos(angle) * width / 2 * bump, y + sin(angle) * height / 2 * bump * flat)
        )
    curves = [_curve(corners, number) for number in range(CORNERS)]
    return f"M{corners[0][0]:.1f} {corners[0][1]:.1f}" + "".join(curves) + "z"


def _curve(corners: list[tuple[float, float]], number: int) -> str:
    """Return the piece between two corners of a closed Catmull-Rom curve, as a Bézier."""
    before, here, there, after = (corners[(number + step) % CORNERS] for step in (-1, 0, 1, 2))
    first = [here[axis] + (there[axis] - before[axis]) / 6 for axis in (0, 1)]
    second = [there[axis] - (after[axis] - here[axis]) / 6 for axis in (0, 1)]
    return (
        f"C{first[0]:.1f} {first[1]:.1f} {second[0]:.1f} {second[1]:.1f} "
        f"{there[0]:.1f} {there[1]:.1f}"
    )
