"""The legend of the scene: every kind with its signs, and what its heights stand for.

Each kind has a measure of its own: grades, persons and terminals are no lengths that compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard import format
from dashboard.components import pointmap
from dashboard.components.community.common import within
from dashboard.components.html import Child, Html, el
from dashboard.components.plane import Plane, review_numbers
from dashboard.components.pointmap import Key
from dashboard.components.scene import columns, common
from dashboard.components.scene.columns import Column, Sign, Step
from dashboard.reading.boundaries import Boundary
from dashboard.view import View

PIXELS = 3.0  # of the measure, to a unit of height
APART = "各类柱子各有各的尺度，高矮只在同一类里比；柱高不是实际高度"
ALIKE = "柱高不是实际高度"
MEANS = {
    common.HAZARDS: "柱高按险情等级，一级一档",
    common.SHELTERS: "柱高与可容纳人数成正比",
    common.TERMINALS: "细杆不分高矮，颜色分状态",
}


def keys(drawn: Sequence[Column], signs: Mapping[str, Sign]) -> list[tuple[str, Key]]:
    """The entries by sign, each with the number of its objects."""
    counts = Counter(one.sign for one in drawn)
    said = {
        code: f"{sign.title} {format.counted(counts[code], common.KINDS[sign.kind].unit)}"
        for code, sign in signs.items()
    }
    return [(code, Key(sign.tone, sign.shape, said[code])) for code, sign in signs.items()]


def legend(
    view: View,
    drawn: Sequence[Column],
    signs: Mapping[str, Sign],
    plane: Plane,
    borders: Sequence[Boundary],
) -> list[Html]:
    """Beside the drawing: the kinds, and what the ground's grid and the arrow mean."""
    entries = keys(drawn, signs)
    parts = []
    for code in common.KINDS:
        own = [key for sign, key in entries if signs[sign].kind == code]
        if own:
            parts.append(_kind(view, code, own, drawn))
    told = APART if len(parts) > 1 else ALIKE
    grid = f"地面方格边长{pointmap.bar_text(pointmap.bar_km(plane.width))}；箭头指北"
    last: Child = el("span", review_numbers(borders), class_="review")
    if not borders:
        last = "只画相对位置，不表示边界"
    return [*parts, el("p", told, class_="note apart"), el("p", grid, "；", last, class_="note")]


def _kind(view: View, code: str, own: Sequence[Key], drawn: Sequence[Column]) -> Html:
    signs = [el("li", pointmap.sign(key), key.text) for key in own]
    alone = sum(one.is_alone for one in drawn)
    if code == common.HAZARDS and alone:
        ring = el("i", class_="ring", aria_hidden="true")
        words = f"未治理且{within(view, 'shelter')}没有避难场所 {format.counted(alone, '处')}"
        signs.append(el("li", ring, words))
    kind = common.KINDS[code]
    return el(
        "div",
        el("h3", kind.title, el("span", MEANS[code], class_="note")),
        el(
            "ul",
            *(_step(step, kind.form) for step in columns.measure(view, code)),
            class_="measure",
        ),
        el("ul", *signs, class_="signs"),
        class_="kind",
    )


def _step(step: Step, form: str) -> Html:
    bar = el("i", class_=form, style=f"height:{step.height * PIXELS:.0f}px", aria_hidden="true")
    return el("li", bar, step.text)
