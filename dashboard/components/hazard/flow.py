"""存量与流量: a waterfall from last week's stock to this week's, and whether it closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard import format
from dashboard.components import choice, source
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common
from dashboard.components.html import Child, Html, el, light_mark, table, table_view
from dashboard.components.place import only_by_district
from dashboard.reading import hazards
from dashboard.reading.hazards import ALL, Flow
from dashboard.view import View

KIND = "type"
WEEKS = 12  # of the table: a quarter
ROOM = 0.35  # of the changes' range kept free below the lowest stock when the axis is cut
# label, field of Flow, sign in the sum, what it means
STEPS = (
    ("新增", "added", 1, "以前从未在台账中的点"),
    ("重新在册", "reopened", 1, "以前已销号、已合并或不在台账中，本周又在册"),
    ("更正调整", "reclassified", 1, "更正了类型或所属区(市)：移入为正，移出为负"),
    ("销号", "removed", -1, "本周从在册中销去"),
    ("合并", "merged", -1, "并入别的隐患点"),
    ("消失", "vanished", -1, "上周在册、本周不在台账中，应当核实"),
)


@dataclass(frozen=True)
class _Bar:
    """One line of the waterfall: from `low` to `high`; `change` None for a stock."""

    label: str
    low: int
    high: int
    change: int | None
    tip: str


def chart(view: View) -> Content | Empty:
    """The week's flow of the chosen family and type in the view's area."""
    name = "存量与流量"
    if view.areas.district(view.area) not in (None, view.area):
        return Empty(name, format.NO_DATA, only_by_district(view, "增减"))
    kind = chosen(view)
    family = common.family(view)
    weeks = hazards.flow_by_week(view.version, view.area.code, family, kind, view.as_of)
    if not weeks or weeks[-1][0] != view.as_of:
        return common.nothing(view, name)
    flow = weeks[-1][1]
    what = _what(view, kind)
    note: list[Child] = [
        f"{view.area.name}，{what}，单位：处；期初含首次报送建账",
        common.carried(view),
        " ",
        source.button(common.OPEN.metric),
    ]
    body = [
        _kinds(view, kind),
        _drawing(flow, f"{what}：{conclusion(flow)}"),
        _check(flow),
        _tables(view, weeks),
    ]
    return Content(f"{what}：{conclusion(flow)}", body, len(STEPS) + 2, note)


def chosen(view: View) -> str:
    """The hazard type that the address chooses within the family."""
    return view.choice(KIND, options(view))


def options(view: View) -> tuple[str, ...]:
    """What the address may choose, all of the family first."""
    return (ALL, *hazards.types(view.version, common.family(view)))


def _what(view: View, kind: str) -> str:
    types = hazards.types(view.version, common.family(view))
    return types.get(kind, common.family_title(view))


def _kinds(view: View, kind: str) -> Html | None:
    types = hazards.types(view.version, common.family(view))
    if len(types) < 2:
        return None
    options = [(ALL, "各类型合计"), *types.items()]
    return choice.chips(view, KIND, "隐患类型", options, kind)


def conclusion(flow: Flow) -> str:
    """`在册由120处减至118处，新增3处、销号5处`; what did not happen is not told."""
    moved = [
        f"{label}{format.grouped(abs(amount), 0)}处"
        if field != "reclassified"
        else f"{label}{format.signed(amount, '处')}"
        for label, field, _, _ in STEPS
        if (amount := getattr(flow, field))
    ]
    if flow.baseline and flow.baseline == flow.opening and not moved:
        return f"首次报送建账，在册{format.grouped(flow.closing, 0)}处"
    start, end = format.grouped(flow.opening, 0), format.grouped(flow.closing, 0)
    if not moved:
        return f"在册{end}处，本周没有增减"
    if flow.closing == flow.opening:
        return f"在册仍为{end}处，其间{'、'.join(moved)}"
    way = "增至" if flow.closing > flow.opening else "减至"
    return f"在册由{start}处{way}{end}处，{'、'.join(moved)}"


def _bars(flow: Flow) -> list[_Bar]:
    opened = f"其中首次报送建账{format.grouped(flow.baseline, 0)}处" if flow.baseline else ""
    bars = [_Bar("期初", 0, flow.opening, None, opened or "上周末在册")]
    level = flow.opening
    for label, field, sign, meaning in STEPS:
        change = sign * getattr(flow, field)
        low, high = sorted((level, level + change))
        bars.append(_Bar(label, low, high, change, meaning))
        level += change
    bars.append(_Bar("期末", 0, flow.closing, None, "本周末在册"))
    return bars


def _drawing(flow: Flow, told: str) -> Html:
    bars = _bars(flow)
    top = max(bar.high for bar in bars) or 1
    base = _base(bars, top)
    rows = [_row(bar, base, top) for bar in bars]
    cut = f"横条自{format.grouped(base, 0)}处起画，以看清增减" if base else None
    return el(
        "div",
        el("div", *rows, class_="waterfall", role="img", aria_label=told),
        el("p", cut, class_="note") if cut else None,
    )


def _base(bars: list[_Bar], top: int) -> int:
    """Where the axis begins: at nothing, unless the changes would be threads beside the stock."""
    steps = [bar for bar in bars if bar.change]
    lowest = min((bar.low for bar in steps), default=0)
    span = top - lowest
    return max(0, int(lowest - ROOM * span)) if span and span < top / 4 else 0


def _row(bar: _Bar, base: int, top: int) -> Html:
    def percent(at: int) -> float:
        return max(0.0, (at - base) / (top - base) * 100)

    tone = "stock" if bar.change is None else "up" if bar.change > 0 else "down"
    left, right = percent(bar.low), percent(bar.high)
    written = format.grouped(bar.high, 0)
    if bar.change is not None:
        written = format.signed_scaled(float(bar.change), format.scale_for([], "处"))
        written = "0" if bar.change == 0 else written
    style = f"left:{left:.2f}%;width:{right - left:.2f}%"
    mark = el("b", class_=tone + (" cut" if base and bar.change is None else ""), style=style)
    return el(
        "div",
        el("span", bar.label, class_="what"),
        el("span", mark if bar.high > bar.low else None, class_="track"),
        el("span", written, class_="num" + ("" if bar.change != 0 else " none")),
        data_tip=bar.tip,
    )


def _check(flow: Flow) -> Html:
    """The sum written out, and whether it closes."""
    parts = [format.grouped(flow.opening, 0)]
    for _, field, sign, _ in STEPS:
        amount = sign * getattr(flow, field)
        parts.append(f"{'+' if amount >= 0 else format.MINUS} {format.grouped(abs(amount), 0)}")
    closing = format.grouped(flow.closing, 0)
    if flow.gap == 0:
        mark = el("span", light_mark("green", "value", word=False), el("strong", "平"))
        return el("p", "核对：", " ".join(parts), f" = {closing} ", mark, class_="check")
    mark = el("span", light_mark("red", "value", word=False), el("strong", "不平"))
    apart = f"，相差{format.signed(float(flow.gap), '处')}"
    return el("p", "核对：", " ".join(parts), f" ≠ {closing} ", mark, apart, class_="check")


def _tables(view: View, weeks: tuple[tuple[date, Flow], ...]) -> list[Html]:
    family = common.family(view)
    by_type = hazards.flow_by_type(view.version, view.area.code, family, view.as_of)
    recent = [(format.short_day(on, view.as_of), one) for on, one in weeks[-WEEKS:]][::-1]
    return [
        _table("隐患类型", [(one.name, one) for one in by_type], "本周各类型增减表"),
        _table("周", recent, f"近{len(recent)}周增减表"),
    ]


def _table(first: str, rows: list[tuple[str, Flow]], title: str) -> Html:
    labels = [label for label, *_ in STEPS]
    head = [first, "期初（处）", *labels, "期末（处）", "核对"]
    listed = [
        (
            name,
            format.grouped(one.opening, 0),
            *(format.grouped(sign * getattr(one, field), 0) for _, field, sign, _ in STEPS),
            format.grouped(one.closing, 0),
            "平" if one.gap == 0 else "不平",
        )
        for name, one in rows
    ]
    return table_view(table(head, listed), title)
