"""完成治理、复核、销号: three events that never stand for each other, and the two gaps between."""

from __future__ import annotations

from dashboard import format
from dashboard.components import source
from dashboard.components.frame import Content, Empty
from dashboard.components.hazard import common
from dashboard.components.html import Child, Html, el, table, table_view
from dashboard.components.svg import Box, Curve, box_of, curve, levels
from dashboard.reading import hazards
from dashboard.reading.hazards import Status
from dashboard.view import View

APART = 9.0  # percent of the height that the names of two lines need
BOTTOM = 96.0  # percent from the top: the lowest that a name may stand
# name, column, tone of its line
EVENTS = (
    ("完成治理", "treated_sites", "accent"),
    ("复核", "reviewed_sites", "plan"),
    ("销号", "removed_sites", "good"),
)


def chart(view: View) -> Content | Empty:
    """The week's three figures with the gaps named, above their three cumulative lines."""
    name = "完成治理、复核、销号"
    one = common.status(view)
    if one is None:
        return common.nothing(view, name)
    note: list[Child] = [
        f"{view.area.name}，{common.family_title(view)}，累计处数；三件事各有各的日期，互不替代",
        common.carried(view),
        " ",
        source.button("hazard_remediation_rate"),
    ]
    rows = hazards.stages(view.version, view.area.code, common.family(view), view.as_of)
    weeks = list(rows.iter_rows(named=True))
    body = [_figures(one), _lines(weeks), _table(view, weeks)]
    return Content(_conclusion(one), body, 3, note)


def _conclusion(one: Status) -> str:
    if not one.treated_sites:
        return f"排查{format.counted(one.found_sites, '处')}，尚无完成治理的"
    gaps = [
        f"{name}{format.counted(count, '处')}"
        for name, count in (
            ("已治理未复核", one.unreviewed_sites),
            ("已复核未销号", one.unremoved_sites),
        )
        if count
    ]
    done = f"完成治理{format.counted(one.treated_sites, '处')}"
    return f"{done}：{'、'.join(gaps)}" if gaps else f"{done}，均已复核、销号"


def _figures(one: Status) -> Html:
    """治理 → 复核 → 销号, what is on its way between two of them on the arrow."""
    return el(
        "ol",
        _event("排查", one.found_sites),
        _gap("未治理", one.untreated_sites),
        _event("完成治理", one.treated_sites),
        _gap("已治理未复核", one.unreviewed_sites),
        _event("复核", one.reviewed_sites),
        _gap("已复核未销号", one.unremoved_sites),
        _event("销号", one.removed_sites),
        class_="stages",
    )


def _event(name: str, count: int) -> Html:
    figure = el("strong", format.grouped(count, 0), class_="num")
    return el("li", el("span", name), figure, el("span", "处", class_="unit"), class_="event")


def _gap(name: str, count: int) -> Html:
    figure = el("span", f"{format.grouped(count, 0)}处", class_="num")
    return el("li", el("span", name), figure, class_="gap" + ("" if count else " none"))


def _lines(weeks: list[dict[str, object]]) -> Html | None:
    if len(weeks) < 2:
        return None
    curves = [
        Curve([(_day(week), _count(week, column)) for week in weeks], tone, dashed=tone == "plan")
        for _, column, tone in EVENTS
    ]
    top = max(y for line in curves for _, y in line.points)
    marks = [at for at in levels(top) if at.is_integer()]  # half a site is not printed
    box = box_of(curves, marks)
    told = "；".join(
        f"{name}由{format.plain(_count(weeks[0], column))}处到"
        f"{format.plain(_count(weeks[-1], column))}处"
        for name, column, _ in EVENTS
    )
    scale = [el("span", format.grouped(at, 0), style=f"top:{box.y(at)}%") for at in marks]
    return el(
        "div",
        el("div", *scale, class_="y-axis", aria_hidden="true"),
        el(
            "div",
            curve(curves, f"逐周累计：{told}", box=box, levels=marks),
            _names(weeks[-1], box),
            class_="plot",
        ),
        _dates(weeks),
        class_="burn-up three-lines",
    )


def _day(week: dict[str, object]) -> float:
    return float(week["as_of"].toordinal())  # type: ignore[attr-defined]


def _count(week: dict[str, object], column: str) -> float:
    return float(week[column])  # type: ignore[arg-type]


def _names(last: dict[str, object], box: Box) -> Html:
    """Each line's name at its end, pushed down where lines nearly meet."""
    ends = sorted((box.y(_count(last, column)), name, tone) for name, column, tone in EVENTS)
    lowest = -APART
    heights = [lowest := max(top, lowest + APART) for top, *_ in ends]
    over = max(0.0, heights[-1] - BOTTOM)  # no name may stand on the dates
    placed = [
        el("span", name, class_=f"{tone} at-end", style=f"top:{height - over:.2f}%")
        for height, (_, name, tone) in zip(heights, ends, strict=True)
    ]
    return el("div", *placed, class_="labels", aria_hidden="true")


def _dates(weeks: list[dict[str, object]]) -> Html:
    first, last = weeks[0]["as_of"], weeks[-1]["as_of"]
    return el(
        "div",
        el("span", format.day(first), class_="first"),  # type: ignore[arg-type]
        el("span", format.day(last), class_="last"),  # type: ignore[arg-type]
        class_="x-axis ends",
        aria_hidden="true",
    )


def _table(view: View, weeks: list[dict[str, object]]) -> Html:
    head = ["周", *(f"{name}（处）" for name, *_ in EVENTS)]
    rows = [
        (
            format.short_day(week["as_of"], view.as_of),  # type: ignore[arg-type]
            *(format.plain(_count(week, column)) for _, column, _ in EVENTS),
        )
        for week in reversed(weeks)
    ]
    return table_view(table(head, rows))
