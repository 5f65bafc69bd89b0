"""Where the four steps lose most, district by district: what each step lacks of the one before."""

from __future__ import annotations

from dashboard import format
from dashboard.components import place
from dashboard.components.census import place as census_place
from dashboard.components.census.steps import STEPS, UNIT
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, framed, scrolling
from dashboard.components.quality import scope
from dashboard.reading import quality
from dashboard.reading.quality import Row
from dashboard.view import Area, View

TITLE = "哪一步漏得最多"


def table(view: View) -> Content | Empty:
    """Districts × steps; the largest loss of each row is marked by a word."""
    leaks = quality.leaks(view.version, view.as_of)
    own = scope.district(view)
    city = view.areas.city
    areas = [own] if own is not None else list(view.areas.children(city))
    rows = [area for area in areas if area.code in leaks]
    if not rows:
        return census_place.nothing(view, TITLE)
    steps = [row["step"] for row in leaks[rows[0].code]]
    body = [_row(view, area, leaks[area.code]) for area in (*rows, city) if area.code in leaks]
    head: list[Child] = ["地区", "应查", *(STEPS[step][2] for step in steps)]
    note = f"单位：{UNIT}；括号内为占应查数的比例；每行最大的一项注“最多”。比上一步多的不算漏"
    return Content(
        _conclusion(view, rows, leaks),
        scrolling(framed(head, body, class_="list leaks")),
        len(rows),
        note,
    )


def _worst(rows: list[Row]) -> Row | None:
    """The step that loses most; None where nothing is lost."""
    losing = [row for row in rows if (row["lost"] or 0) > 0]
    return max(losing, key=lambda row: row["lost"]) if losing else None


def _conclusion(view: View, areas: list[Area], leaks: dict[str, list[Row]]) -> str:
    worst = {area.short_name: one for area in areas if (one := _worst(leaks[area.code]))}
    if not worst:
        return f"{TITLE}：各步都没有漏"
    counts: dict[str, list[str]] = {}
    for name, one in worst.items():
        counts.setdefault(one["step"], []).append(name)
    step = max(counts, key=lambda key: len(counts[key]))
    most = max(counts[step], key=lambda name: worst[name]["share"] or 0)
    share = format.quantity(worst[most]["share"], format.PERCENT)
    if len(areas) == 1:
        return f"{TITLE}：{most}在{STEPS[step][2]}，占应查数{share}"
    said = f"{TITLE}：{len(counts[step])}个区(市)在{STEPS[step][2]}"
    if not view.ranks:
        return said
    return f"{said}，{most}比例最高（{share}）"


def _row(view: View, area: Area, rows: list[Row]) -> Html:
    worst = _worst(rows)
    whole = area == view.areas.city
    cells = [_cell(row, row is worst) for row in rows]
    required = format.plain(float(rows[0]["required_objects"]))
    name = area.short_name if whole else place.heading(view, area.code, "census_objects_passed")
    return el(
        "tr",
        el("th", name, scope="row"),
        el("td", required, class_="num", data_label="应查"),
        *cells,
        class_="total" if whole else None,
    )


def _cell(row: Row, is_worst: bool) -> Html:
    lost, label = row["lost"] or 0, STEPS[row["step"]][2]
    if lost < 0:
        return el("td", f"多{format.plain(float(-lost))}", data_label=label)
    share = f"（{format.quantity(row['share'], format.PERCENT)}）" if lost else ""
    said = f"{format.plain(float(lost))}{share}"
    mark = el("span", "最多", class_="light bad") if is_worst else None
    return el("td", el("span", said, class_="num"), " ", mark, data_label=label)
