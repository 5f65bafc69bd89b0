"""The one sentence at the top: who is behind, by how much and since when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard import format, read
from dashboard.components.frame import Content
from dashboard.components.html import Child, Html, el, figure
from dashboard.view import Area, View


@dataclass(frozen=True)
class Delay:
    """One row of marts.delay that is behind."""

    metric: str
    title: str
    unit: str
    area: Area
    actual: float
    planned: float
    since: date
    days: int
    responsible: str
    as_of: date

    @property
    def gap(self) -> float:
        """Actual less planned; negative where more is better."""
        return self.actual - self.planned

    @property
    def missing(self) -> float:
        """Actual less what the plan asks for, as it is printed."""
        return self.actual - format.asked(self.planned, self.unit)

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

    A city is behind because its districts are: they are named, not the sum again.
    """
    rows = read.delays(view.version, view.as_of).filter(pl.col("is_behind"))
    found: list[Delay] = []
    for row in rows.iter_rows(named=True):
        area = view.areas.by_code.get(row["area_code"])
        if area is None or not view.covers(area):
            continue
        meant = read.definition(view.version, row["metric"])
        found.append(
            Delay(
                *(row["metric"], meant.title, meant.unit, area, row["actual"], row["planned"]),
                *(row["behind_since"], row["days_late"], row["responsible_unit"] or "未注明"),
                view.as_of,
            )
        )
    below = [one for one in found if one.area != view.area]
    order = {area.code: n for n, area in enumerate(view.areas.all)}
    return tuple(
        sorted(below or found, key=lambda d: (-d.days, -d.short_by, order[d.area.code], d.metric))
    )


def sentence(view: View, foremost: Collection[str] = ()) -> Content:
    """The sentence as a tile; its rows are the delays it sums up.

    It counts every delay and names the longest one among the `foremost` metrics, or among all
    when none of these is behind.
    """
    behind = delays(view)
    said: list[Child]
    if behind:
        tone, said = "behind", _behind(view, behind, foremost)
    elif compared(view):
        tone, said = "well", [f"{view.area.name}各项工作均不落后于计划。"]
    else:
        level = read.level_title(view.version, view.area.level)
        said = [f"{view.area.name}本周没有可对照的进度计划（计划未下达到{level}，或本周无数据）。"]
        tone = "unknown"
    return Content(el("span", *said, class_=f"sentence {tone}"), None, len(behind))


def compared(view: View) -> bool:
    """Whether anything in the view's area has both a plan and a figure this week."""
    rows = read.delays(view.version, view.as_of).filter(pl.col("is_behind").is_not_null())
    found = (view.areas.by_code.get(code) for code in rows["area_code"].unique())
    return any(area is not None and view.covers(area) for area in found)


def _behind(view: View, shown: tuple[Delay, ...], foremost: Collection[str]) -> list[Child]:
    worst = next((d for d in shown if d.metric in foremost), shown[0])
    places = list(dict.fromkeys(d.area.name for d in shown))
    who = places[0] if len(places) == 1 else f"{len(places)}个区(市)"
    start = f"{who}{len(shown)}项工作落后于计划"
    if len(places) > 1:
        start += f"，最突出的是{worst.area.name}"
    elif len(shown) > 1:
        start += "，最突出的是"
    colon = "" if len(places) == 1 and len(shown) > 1 else "："
    gap = worst.figure(str(format.difference(worst.missing, worst.unit)), worst.gap, "/gap")
    days = worst.figure(el("strong", format.days(worst.days)), float(worst.days), "/days_late")
    return [
        f"{start}{colon}{worst.title}比计划慢",
        el("strong", gap),
        *(["，相当于晚", days] if worst.days > 0 else []),
        f"，自{format.short_day(worst.since, view.as_of)}起落后。",
    ]
