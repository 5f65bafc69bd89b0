"""Sampling monitor: samples below the rule, error rate recomputed beside the printed one."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import format, read
from dashboard.components import folded, source
from dashboard.components import metric as m
from dashboard.components.census import place
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, scrolling, table
from dashboard.components.place import area_link
from dashboard.reading import census
from dashboard.view import CITY, Area, View

TITLE = "抽样核查"
RATE, ERRORS, PRINTED = "sampling_rate", "sampling_error_rate", "sampling_printed_error_rate"
COLUMNS = {RATE: "抽样比例", ERRORS: "差错率（重算）", PRINTED: "差错率（印发）"}
DISTRICTS = "个区(市)"
PRINTED_STEP = 0.0005  # a gap that a percent with one decimal can show


def chart(view: View) -> Content | Empty:
    """Per district: share sampled, errors recomputed and printed, the gap; weak checks."""
    if not place.is_reported(view):
        return place.nothing(view, TITLE)
    children = view.areas.children(view.area) if view.area.level == CITY else ()
    areas = [a for a in (*children, view.area) if m.reading(view, RATE, a.code).value is not None]
    if not areas:
        return Empty(TITLE, format.NO_DATA, "本周及以前没有报送过市级核查")
    gaps = census.sampling_gaps(view.version, view.as_of)
    weak = _covered(view, census.checks_below_rule(view.version, view.as_of))
    apart = _covered(view, census.checks_apart(view.version, view.as_of))
    head = [
        "地区",
        COLUMNS[RATE],
        "抽样／调查总量（个）",
        COLUMNS[ERRORS],
        COLUMNS[PRINTED],
        "印发比重算",
    ]
    body = table(head, [_row(view, area, gaps) for area in areas], class_="list sampling")
    rule = read.definition(view.version, RATE).target
    limit = format.quantity(read.definition(view.version, ERRORS).target, format.PERCENT)
    note: list[Child] = [
        f"只计市级核查，各次累计；抽样比例要求不低于{format.quantity(rule, format.PERCENT)}，"
        f"差错率不高于{limit}。印发数照原样列出，不作更正；差距按同一批核查计算。",
        # Each button says of what: a name before it would be left alone on paper.
        *(
            piece
            for name in (RATE, ERRORS, PRINTED)
            for piece in (" ", source.button(name, f"查看{COLUMNS[name]}来源"))
        ),
    ]
    shown = [scrolling(body), _apart_checks(view, apart), _weak(view, weak)]
    return Content(conclusion(view, areas, gaps, weak), shown, len(areas), note)


def _covered(view: View, checks: pl.DataFrame) -> list[dict[str, Any]]:
    """Those of the view's area and below."""
    return [row for row in checks.to_dicts() if view.covers(view.areas.by_code[row["area_code"]])]


def conclusion(
    view: View, areas: list[Area], gaps: dict[str, tuple[float, int]], weak: list[dict[str, Any]]
) -> str:
    """How many are below the rule, and where the printed rate departs from the counts."""
    rule = read.definition(view.version, RATE).target
    percent = format.quantity(rule, format.PERCENT)
    parts = [a for a in areas if a.level != CITY] or areas
    low = [
        a.short_name
        for a in parts
        if rule is not None and (m.reading(view, RATE, a.code).value or 0.0) < rule
    ]
    if low:
        said = f"{format.listed(low, unit=DISTRICTS)}抽样比例低于{percent}"
    elif weak:
        said = f"各区(市)合计都达到{percent}，但有{len(weak)}次核查抽样不足"
    else:
        said = f"抽样比例都达到{percent}"
    apart = [a for a in parts if abs(_gap(gaps, a) or 0.0) >= PRINTED_STEP]
    if not apart:
        single = [(a, gaps[a.code][1]) for a in parts if a.code in gaps and gaps[a.code][1]]
        if not single:
            return f"{TITLE}：{said}；印发差错率与重算一致"
        names = format.listed((a.short_name for a, _ in single), unit=DISTRICTS)
        times = sum(n for _, n in single)
        return f"{TITLE}：{said}；印发差错率合计与重算一致，但有{times}次核查不符（{names}）"
    most = max(apart, key=lambda a: abs(_gap(gaps, a) or 0.0))
    gap = format.signed(_gap(gaps, most), format.PERCENT)
    names = format.listed((a.short_name for a in apart), unit=DISTRICTS)
    told = f"，{most.short_name}相差最大（{gap}）" if len(apart) > 1 else f"（{gap}）"
    return f"{TITLE}：{said}；{names}印发差错率与重算不符{told}"


def _gap(gaps: dict[str, tuple[float, int]], area: Area) -> float | None:
    return gaps[area.code][0] if area.code in gaps else None


def _row(view: View, area: Area, gaps: dict[str, tuple[float, int]]) -> tuple[Child, ...]:
    rate, errors, printed = (m.reading(view, name, area.code) for name in (RATE, ERRORS, PRINTED))
    name: Child = area.short_name
    if area != view.area:
        name = area_link(view, area)
    parts = rate.now
    both = f"{format.plain(parts.numerator)}／{format.plain(parts.denominator)}" if parts else "—"
    return (
        name,
        [_percent(rate), " ", m.light(rate)],
        el("span", both, class_="num"),
        [_percent(errors), " ", m.light(errors)],
        _percent(printed) if printed.value is not None else "未印发",
        _apart(view, area, _gap(gaps, area)),
    )


def _percent(one: m.Reading) -> Html:
    return one.figure(str(format.quantity(one.value, format.PERCENT)), one.value)


def _apart(view: View, area: Area, gap: float | None) -> Child:
    if gap is None:
        return "—"
    shown = "一致" if abs(gap) < PRINTED_STEP else format.signed(gap, format.PERCENT)
    return figure(
        shown,
        metric=f"{PRINTED}/recounted_gap",
        area=area.code,
        as_of=view.as_of,
        value=gap,
        class_="num" if shown == "一致" else "num worse",
    )


def _apart_checks(view: View, rows: list[dict[str, Any]]) -> Child:
    """The single checks whose printed rate does not follow from their counts, the worst first."""
    if not rows:
        return None
    head = ["核查不符", "地区", "任务", "错误／指标（项）", "重算", "印发", "印发比重算"]
    lines = [_apart_check(view, row) for row in rows]
    title = f"印发差错率与重算不符的核查{len(rows)}次"
    return folded.headed(
        title, head, lines, unit="次", whole=folded.all_in(view, "staging.sampling_check")
    )


def _apart_check(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    counts = f"{format.plain(row['wrong_indicators'])}／{format.plain(row['checked_indicators'])}"
    gap = format.printed_gap(row["gap"])
    return (
        *_named(view, row),
        el("span", counts, class_="num"),
        format.printed_rate(row["recounted"]),
        format.printed_rate(row["printed"]),
        el("span", gap, class_="num worse"),
    )


def _named(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    """Which check, where and of what."""
    area = view.areas.by_code[row["area_code"]]
    district = view.areas.district(area) or area
    return row["check_id"], area_link(view, district), row["task_name"] or "未注明"


def _weak(view: View, rows: list[dict[str, Any]]) -> Child:
    """The single checks whose sample is below the rule, the smallest first."""
    if not rows:
        return None
    head = ["抽样不足的核查", "地区", "任务", "抽样／总量（个）", "抽样比例"]
    lines = [_check(view, row) for row in rows]
    title = f"抽样不足的核查{len(rows)}次"
    return folded.headed(
        title, head, lines, unit="次", whole=folded.all_in(view, "staging.sampling_check")
    )


def _check(view: View, row: dict[str, Any]) -> tuple[Child, ...]:
    sample = f"{format.plain(row['sampled_objects'])}／{format.plain(row['surveyed_objects'])}"
    return (
        *_named(view, row),
        el("span", sample, class_="num"),
        str(format.quantity(row["share"], format.PERCENT)),
    )
