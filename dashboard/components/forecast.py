"""When the work will be done at the recent pace: in one sentence, and area by area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components import source, stale
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, el, figure, scrolling, table
from dashboard.components.metric import Indicator
from dashboard.components.place import area_link
from dashboard.reading import forecast
from dashboard.reading.forecast import Forecast
from dashboard.view import Area, View

EXPECTED, FINISHED = "expected", "finished"
METHOD = (
    "预测方法：取最近8个周增量（沿用上期的周及补报的一周不计）的平均，按此速度推到剩余为零的周日；"
    "区间由平均数的95%置信区间（平均±t·s/√n）两端的速度推得；按慢的一端完不成的不给日期，"
    "各周增量全相等的没有快慢可推区间；全市以最后完成的区(市)为准"
)
NAMED = 3
DISTRICTS = "个区(市)"


def of(view: View, indicator: Indicator, area: str | None = None) -> Forecast | None:
    """The forecast of the indicator's share in the view's area, or in the one named."""
    return forecast.of(view.version, indicator.metric, area or view.area.code, view.as_of)


def foretold(view: View, indicator: Indicator) -> str | None:
    """The forecast of the view's area in words; the city's names the districts that decide it."""
    one = of(view, indicator)
    if one is None:
        return None
    unit = read.definition(view.version, m.plan_of(view, indicator)).unit
    if view.area != view.areas.city:
        return sentence(one, view.as_of, unit)
    return city(one, _districts(view, indicator), view.as_of, unit)


def sentence(one: Forecast, as_of: date, unit: str) -> str:
    """`按近8周速度预计8月15日完成（最早7月25日，最迟9月19日）`, or why it cannot be foretold."""
    if one.state == FINISHED:
        return "已全部完成"
    if one.finish is None:
        left = f"剩{format.plain(one.remaining)}{unit}，" if one.remaining > 0 else ""
        return f"{left}完成日期无法预测：{one.why}"
    on = format.short_day(one.finish, as_of)
    return f"按近{one.steps}周速度预计{on}完成（{interval(one, as_of, unit)}）"


def city(one: Forecast, districts: Sequence[tuple[Area, Forecast]], as_of: date, unit: str) -> str:
    """The city is done with its last district: which that is, or which ones hold it up."""
    open_ones = [pair for pair in districts if pair[1].state != FINISHED]
    if one.state == FINISHED or not open_ones:
        return sentence(one, as_of, unit)
    stuck = [(area, ahead) for area, ahead in open_ones if ahead.finish is None]
    last = max((ahead.finish for _, ahead in open_ones if ahead.finish), default=None)
    latest = [area.short_name for area, ahead in open_ones if last and ahead.finish == last]
    names = format.listed(latest, NAMED, DISTRICTS)
    on = None if last is None else format.short_day(last, as_of)
    if not stuck:
        return f"按近期速度{names}最晚，预计{on}完成，全市随之完成（{_between(one, as_of)}）"
    said = f"全市完成日期无法预测：{_stuck(stuck, unit)}"
    return said if on is None else f"{said}，其余最晚的{names}预计{on}完成"


def _stuck(districts: Sequence[tuple[Area, Forecast]], unit: str) -> str:
    """`甲（剩71项）近期没有进展，乙（剩3项）近期进展不稳`: who cannot be foretold, by reason."""
    by_why: dict[str, list[str]] = {}
    for area, ahead in districts:
        left = f"（剩{format.plain(ahead.remaining)}{unit}）" if ahead.remaining > 0 else ""
        by_why.setdefault(ahead.state_title, []).append(f"{area.short_name}{left}")
    return "，".join(f"{format.listed(n, NAMED, DISTRICTS)}{why}" for why, n in by_why.items())


def interval(one: Forecast, as_of: date, unit: str) -> str:
    """`最早7月25日，最迟9月19日`; at an even pace, that there is nothing to take one from."""
    if one.is_even:
        return f"近{one.steps}周每周都完成{_pace(one)}{unit}，没有快慢可推区间"
    return _between(one, as_of)


def _between(one: Forecast, as_of: date) -> str:
    if one.earliest is None or one.latest is None:
        return format.NO_DATA
    first, last = (format.short_day(on, as_of) for on in (one.earliest, one.latest))
    return f"最早{first}，最迟{last}" if first != last else "最早、最迟在同一周"


def listing(view: View, indicator: Indicator) -> Content | Empty:
    """The forecast of every district, the latest first; those without one tell why."""
    definition = read.definition(view.version, indicator.metric)
    unit = read.definition(view.version, m.plan_of(view, indicator)).unit
    found = _districts(view, indicator)
    if not found:
        return Empty(f"{definition.title}：完成日期预测", format.NO_DATA, "本周及以前没有报送过")
    found.sort(key=lambda pair: _lateness(pair[1]), reverse=True)
    head = ["地区", f"剩余（{unit}）", f"每周（{unit}）", "预计完成", "区间"]
    rows = [_row(view, area, one, unit) for area, one in found]
    body = scrolling(table(head, rows, class_="list forecast"))
    note: list[Child] = [METHOD, " ", source.button(indicator.metric)]
    return Content(f"{definition.title}：{conclusion(found, view)}", body, len(found), note)


def _districts(view: View, indicator: Indicator) -> list[tuple[Area, Forecast]]:
    return [
        (area, one)
        for area in view.areas.children(view.areas.city)
        if (one := of(view, indicator, area.code)) is not None
    ]


def _lateness(one: Forecast) -> tuple[int, date]:
    if one.state == FINISHED:
        return 0, date.min
    return (1, one.finish) if one.finish is not None else (2, date.max)


def conclusion(found: list[tuple[Area, Forecast]], view: View) -> str:
    """Who will be last and when, who is done, for whom nothing can be said."""
    done = [area.short_name for area, one in found if one.state == FINISHED]
    unknown = [area.short_name for area, one in found if one.state != FINISHED and not one.finish]
    finishes = [one.finish for _, one in found if one.finish is not None]
    said = []
    if finishes:
        last = max(finishes)
        late = [area.short_name for area, one in found if one.finish == last]
        on = format.short_day(last, view.as_of)
        said.append(f"按近期速度{format.listed(late, NAMED, DISTRICTS)}最晚，{on}才完成")
    if unknown:
        said.append(f"{format.listed(unknown, NAMED, DISTRICTS)}无法预测")
    if done:
        said.append(f"{format.listed(done, NAMED, DISTRICTS)}已完成")
    return "；".join(said)


def _pace(one: Forecast) -> str:
    """What a week adds: `2.1`."""
    if one.weekly_pace is None:
        return "—"
    return format.trimmed(format.grouped(one.weekly_pace, 1))


def _row(view: View, area: Area, one: Forecast, unit: str) -> tuple[Child, ...]:
    figures = m.reading(view, one.metric, area.code)
    place = area_link(view, area)
    remaining = figure(
        format.plain(one.remaining),
        metric=f"{one.metric}/remaining",
        area=area.code,
        as_of=view.as_of,
        value=one.remaining,
    )
    shown: Child
    if one.state == FINISHED:
        shown, span = "已完成", "—"
    elif one.finish is None:
        shown, span = el("span", "无法预测", class_="nowrap"), one.why
    else:
        shown = el("strong", format.short_day(one.finish, view.as_of), class_="nowrap")
        span = interval(one, view.as_of, unit)
    return (
        [place, stale.mark(view, figures)],
        remaining,
        _pace(one),
        shown,
        span,
    )
