"""Line drawings that stretch with their box: the strokes keep their width, and every word stays
outside the drawing as HTML, so that text is as large on a phone as on a wall.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components.html import Html, el

Point = tuple[float, float]
_PAD = 4.0  # percent kept free above and below, so that the stroke is not cut


@dataclass(frozen=True)
class Curve:
    """One line: points in data units, a palette token, and how it is drawn."""

    points: Sequence[Point]
    token: str
    dashed: bool = False
    filled: bool = False


@dataclass(frozen=True)
class Box:
    """The data range of a drawing; x and y come out as percent of its width and height."""

    left: float
    right: float
    bottom: float
    top: float

    def x(self, at: float) -> float:
        """Percent from the left."""
        span = self.right - self.left
        return 50.0 if span <= 0 else round((at - self.left) / span * 100, 2)

    def y(self, at: float) -> float:
        """Percent from the top."""
        span = self.top - self.bottom
        share = 0.5 if span <= 0 else (at - self.bottom) / span
        return round(100 - _PAD - share * (100 - 2 * _PAD), 2)


def levels(top: float) -> list[float]:
    """Round levels from 0 to at least `top`: 4 to 6 of them, in steps of 1, 2, 2.5 or 5."""
    if top <= 0:
        return [0.0, 1.0]
    magnitude = 10.0 ** math.floor(math.log10(top / 4))
    step = next(f * magnitude for f in (1, 2, 2.5, 5, 10) if top / (f * magnitude) <= 5 + 1e-9)
    return [step * n for n in range(math.ceil(top / step - 1e-9) + 1)]


def box_of(curves: Sequence[Curve], marks: Sequence[float] = ()) -> Box:
    """The range that holds all points and marks."""
    xs = [x for curve in curves for x, _ in curve.points]
    ys = [y for curve in curves for _, y in curve.points]
    return Box(min(xs), max(xs), min([*ys, *marks]), max([*ys, *marks]))


def curve(
    curves: Sequence[Curve],
    told: str,
    *,
    box: Box | None = None,
    levels: Sequence[float] = (),
    class_: str = "",
) -> Html:
    """The lines as an image that says `told` aloud; `levels` are grid lines."""
    frame = box or box_of(curves)
    grid = "".join(
        f'<polyline class="stroke grid" points="0,{frame.y(at)} 100,{frame.y(at)}"/>'
        for at in levels
    )
    drawn = grid + "".join(_path(one, frame) for one in curves if one.points)
    inner = Html(
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'
    )
    ends = [_end(one, frame) for one in curves if one.points and not one.dashed]
    return el("div", inner, *ends, class_=f"curve {class_}".strip(), role="img", aria_label=told)


def _path(one: Curve, frame: Box) -> str:
    steps = [f"{frame.x(x)},{frame.y(y)}" for x, y in one.points]
    dashes = " dashed" if one.dashed else ""
    line = f'<polyline class="stroke {one.token}{dashes}" points="{" ".join(steps)}"/>'
    if not one.filled:
        return line
    first, last = frame.x(one.points[0][0]), frame.x(one.points[-1][0])
    area = f'<polygon class="area {one.token}" points="{first},100 {" ".join(steps)} {last},100"/>'
    return area + line


def _end(one: Curve, frame: Box) -> Html:
    x, y = one.points[-1]
    return el("i", class_=f"end {one.token}", style=f"left:{frame.x(x)}%;top:{frame.y(y)}%")
