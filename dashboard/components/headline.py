"""The one sentence at the top: who is behind, by how much and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components import stale
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure
from dashboard.reading import overview
from dashboard.view import Area, View

OVERDUE = "hazard_sites_overdue"
NONE_BEHIND = "没有落后于计划的事项"
UNPLANNED = "没有可对照的进度计划"


@dataclass(frozen=True)
class Delay:
    """One row of marts.delay that is behind."""

    metric: str
    title: str
    unit: str
    area: Area
    actual: float
    planned: float
    gap: float  # actual less planned; negative where more is better
    is_near: bool  # by so little that it is listed last
    since: date
    is_since_minimum: bool
    days_since: int  # from then to what the data say; `days` is another measure
    days: int
    is_days_minimum: bool
    growth: float | None  # by how much the total grew since the plan was last met
    responsible: str
    as_of: date
    carried: str
    dated: str  # of a monthly metric between two returns: how far its data reach

    @property
    def lateness(self) -> str:
        """`14天`, `至少77天`, or 无法折算 where the plan began no earlier than this week.

        By the plan: so many days ago it asked for what is there now.
        """
        if self.days <= 0:
            return "无法折算"
        return ("至少" if self.is_days_minimum else "") + format.days(self.days)

    @property
    def extent(self) -> str:
        """`相当于计划上晚14天`, or that it is near its plan or that no day is known."""
        if self.is_near:
            return "接近计划"
        return f"相当于计划上晚{self.lateness}" if self.days > 0 else f"晚几天{self.lateness}"

    @property
    def cause(self) -> str:
        """`总数增加4`: what the place fell behind by without having lost anything."""
        return f"总数增加{format.plain(self.growth)}" if self.growth else ""

    @property
    def short_by(self) -> float:
        """How far behind as a share of what was planned: comparable between units."""
        return abs(self.gap) / abs(self.planned) if self.planned else 0.0

    def figure(self, text: Child, value: float, aspect: str = "") -> Html:
        """`text` marked up as the named aspect of this metric, area and week."""
        return figure(
            text,
            metric=f"{self.metric}{aspect}",
            area=self.area.code,
            as_of=self.as_of,
            value=value,
        )


def delays(view: View) -> tuple[Delay, ...]:
    """What is behind below the view's area (or in it, when nothing is below), the longest first.

    What is near its plan comes last: a trifle may be a long time by a plan that is at its end.

    A city is behind because its districts are: they are named, not the sum again.
    """
    rows = read.delays(view.version, view.as_of).filter(pl.col("is_behind"))
    found: list[Delay] = []
    for row in rows.iter_rows(named=True):
        area = view.areas.by_code.get(row["area_code"])
        if area is None or not view.covers(area):
            continue
        meant = read.definition(view.version, row["metric"])
        one = m.reading(view, row["metric"], area.code)
        found.append(
            Delay(
                *(row["metric"], meant.title, meant.unit, area),
                *(row["actual"], row["planned"], row["gap"], row["is_near_plan"]),
                *(row["behind_since"], row["is_since_minimum"], row["days_behind"]),
                *(row["days_late"] or 0, row["is_days_late_minimum"]),
                row["total_growth"],
                row["responsible_unit"] or "未注明",
                view.as_of,
                *(stale.words(view, one), one.dated),
            )
        )
    below = [one for one in found if one.area != view.area]
    places = {area.code: n for n, area in enumerate(view.areas.all)}

    def order(one: Delay) -> tuple[Any, ...]:
        extent = (one.is_near, -one.days, not one.is_days_minimum, -one.short_by)
        return (*extent, places[one.area.code], one.metric)

    return tuple(sorted(below or found, key=order))


def sentence(view: View) -> Content:
    """The sentence as a tile; its rows are the delays it sums up."""
    behind = delays(view)
    said: list[Child]
    if behind:
        tone, said = "behind", [*_count(behind), *_longest(view, behind)]
    elif planned := compared(view):
        tone, said = "well", _on_time(view, len(planned))
    else:
        tone, said = _unplanned(view)
    return Content(el("span", *said, class_=f"sentence {tone}"), None, len(behind))


def compared(view: View) -> frozenset[str]:
    """The metrics that have both a plan and a figure this week in the view's area."""
    rows = read.delays(view.version, view.as_of).filter(pl.col("is_behind").is_not_null())
    return frozenset(
        metric
        for metric, code in rows.select("metric", "area_code").iter_rows()
        if view.holds(code)
    )


def _on_time(view: View, planned: int) -> list[Child]:
    said: list[Child] = [f"{view.area.name}有计划的{planned}项指标均不落后于计划"]
    overdue = m.reading(view, OVERDUE)
    if overdue.value:
        text = str(format.quantity(overdue.value, overdue.definition.unit))
        said += ["，逾期未治理", overdue.figure(el("strong", text), overdue.value)]
    return [*said, "。"]


def _unplanned(view: View) -> tuple[str, list[Child]]:
    """What a place without a plan is told instead: its overdue sites, and those under an order."""
    why = f"{UNPLANNED}（{why_unplanned(view)}）。"
    overdue = m.reading(view, OVERDUE)
    if not overdue.value:
        none = "没有逾期未治理的隐患点，" if overdue.value == 0 else "本周"
        return "unknown", [f"{view.area.name}{none}{why}"]
    text = str(format.quantity(overdue.value, overdue.definition.unit))
    said: list[Child] = [
        f"{view.area.name}逾期未治理隐患点",
        overdue.figure(el("strong", text), overdue.value),
    ]
    if orders := supervised(view):
        said.append(f"，其中挂牌督办{format.counted(len(orders), '处')}")
    return "behind", [*said, f"；{why}"]


def none_behind(view: View, name: str) -> Empty:
    """The list called `name` where nothing is behind: all on time, or nothing to compare with."""
    if compared(view):
        return Empty(name, NONE_BEHIND)
    return Empty(name, UNPLANNED, why_unplanned(view))


def why_unplanned(view: View) -> str:
    """Why nothing can be compared with a plan here."""
    level = read.level_title(view.version, view.area.level)
    return f"计划未下达到{level}，或本周无数据"


def supervised(view: View) -> list[dict[str, Any]]:
    """Overdue sites of the view's area under a leader's order, the longest overdue first."""
    rows = overview.supervised(view.version, view.as_of).iter_rows(named=True)
    return [row for row in rows if view.holds(row["area_code"])]


def _count(shown: tuple[Delay, ...]) -> list[Child]:
    """`市南区等9个区(市)7项工作、42项次落后于计划`: tasks, and tasks times places."""
    tasks = len({d.metric for d in shown})
    times = f"、{len(shown)}项次" if len(shown) > tasks else ""
    near = sum(d.is_near for d in shown)
    unit = "项次" if times else "项"
    mostly = f"（其中{near}{unit}接近计划）" if 0 < near < len(shown) else ""
    return [f"{_places(shown)}{tasks}项工作{times}落后于计划{mostly}"]


def _longest(view: View, shown: tuple[Delay, ...]) -> list[Child]:
    """The delay the list begins with, or all that are as long; by share where no day is known."""
    worst = shown[0]
    if worst.is_near and len(shown) > 1:  # all of them, then: these come last
        return [f"，都接近计划（{read.near_plan(view.version)}）。"]
    if worst.days > 0:
        most, extent = "最晚的是", (worst.days, worst.is_days_minimum)
        tied = [d for d in shown if (d.days, d.is_days_minimum) == extent and not d.is_near]
    else:
        most = "差距最大的是"
        tied = [d for d in shown if d.short_by == worst.short_by]
    days = worst.figure(el("strong", format.days(worst.days)), float(worst.days), "/days_late")
    late = "相当于计划上至少晚" if worst.is_days_minimum else "相当于计划上晚"
    if len(tied) > 1:
        titles = list(dict.fromkeys(d.title for d in tied))
        what = titles[0] if len(titles) == 1 else f"{titles[0]}等{len(titles)}项工作"
        if len({d.area for d in shown}) > 1:
            what = f"{_places(tied)}的{what}"
        return [f"，{most}{what}", *([f"，都{late}", days] if worst.days > 0 else []), "。"]
    place = worst.area.name if len({d.area for d in shown}) > 1 else ""
    start = f"，{most}{place}" if len(shown) > 1 else ""
    colon = "：" if place or not start else ""
    pause = "" if colon else "："
    gap = worst.figure(str(format.difference(worst.gap, worst.unit)), worst.gap, "/gap")
    reach = worst.carried or worst.dated
    carried = f"（{reach}）" if reach else ""
    days_late = [f"，{late}", days] if worst.days > 0 else []
    since = f"，自{format.short_day(worst.since, view.as_of)}起落后"
    return [
        f"{start}{colon}{worst.title}{carried}{pause}比计划慢",
        el("strong", gap),
        *([f"，接近计划（{read.near_plan(view.version)}）"] if worst.is_near else days_late),
        "，有数据以来一直落后" if worst.is_since_minimum else since,
        f"（{worst.cause}）" if worst.cause else "",
        "。",
    ]


def _places(shown: Iterable[Delay]) -> str:
    names = list(dict.fromkeys(d.area.name for d in shown))
    return names[0] if len(names) == 1 else f"{names[0]}等{len(names)}个区(市)"
