"""A figure older than the week shown: whose return is how old, said and drawn in one way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components.html import Html, el
from dashboard.components.metric import Reading
from dashboard.view import CITY, View

DAY = re.compile(r"((?:\d{4}年)?\d{1,2}月\d{1,2}日)")  # never broken across lines
CLOCK = Html(
    '<svg class="clock" viewBox="0 0 12 12" aria-hidden="true">'
    '<circle cx="6" cy="6" r="5"/><path d="M6 3v3.2l2.2 1.6"/></svg>'
)


@dataclass(frozen=True)
class Stale:
    """What a figure stands on that is not this week's: who, the oldest date, for how long."""

    units: tuple[str, ...]  # short names, the longest silent first; one for an area of its own
    since: date
    weeks: int
    is_sum: bool

    @property
    def words(self) -> str:
        """`数据截至3月7日，已2周未报`; of a sum also how many, and which."""
        said = format.stale(self.since, self.weeks)
        if not self.is_sum:
            return said
        names = format.listed(self.units)
        oldest = "" if len(self.units) == 1 else "，最早的"
        return f"含{len(self.units)}个区(市)沿用上期：{names}{oldest}{said}"


def of(view: View, one: Reading) -> Stale | None:
    """What the reading stands on that is older than its week; None when nothing is."""
    if one.now is None or one.now.units_reported >= one.now.units_expected:
        return None
    area = view.areas.by_code[one.area]
    owed = read.stale_returns(view.version, one.as_of)
    units = [view.areas.by_code[m.unit_of(view, one.area)]]
    if area.level == CITY:
        units = list(view.areas.children(area))
    found = []
    for unit in units:
        known = [owed[unit.code, s] for s in one.definition.sources if (unit.code, s) in owed]
        if known:
            found.append((min(known), unit.short_name))
    if not found:
        return None
    found.sort(key=lambda pair: pair[0][0])
    (since, weeks), _ = found[0]
    return Stale(tuple(name for _, name in found), since, weeks, area.level == CITY)


def words(view: View, one: Reading) -> str:
    """The words for the reading; empty when it is this week's."""
    found = of(view, one)
    return "" if found is None else found.words


def told(said: str) -> Html | None:
    """The words with the sign of a clock, so that colour alone does not tell it."""
    if not said:
        return None
    parts = [el("span", p, class_="nowrap") if DAY.fullmatch(p) else p for p in DAY.split(said)]
    return el("span", CLOCK, *parts, class_="carried")


def mark(view: View, one: Reading) -> Html | None:
    """The words for the reading as they are drawn; None when it is this week's."""
    return told(words(view, one))


def change(view: View, one: Reading) -> Html | None:
    """The week's change; None where nobody has said anything: that is no standstill."""
    aged = of(view, one)
    is_silent = aged is not None and not aged.is_sum
    return None if is_silent and not one.change else m.change(one)


def upto(view: View, metric: str) -> Html | None:
    """`（按月报送，数据截至5月30日）` behind a sentence on what `metric` counts; else None."""
    said = m.reading(view, metric).dated
    return el("small", f"（{said}）", class_="note dated") if said else None


def notice(view: View) -> str:
    """For the head of every page: which returns of the view's district are old; empty for none."""
    if view.area.level == CITY:
        return ""
    return of_unit(view, m.unit_of(view, view.area.code))


def of_unit(view: View, unit: str) -> str:
    """Which returns of the unit are old, as a sentence; empty for none."""
    titles = read.source_titles(view.version)
    by_age: dict[tuple[date, int], list[str]] = {}
    for (owing, source), age in read.stale_returns(view.version, view.as_of).items():
        if owing == unit:
            by_age.setdefault(age, []).append(titles.get(source, source))
    parts = [f"{'、'.join(names)}：{format.stale(*age)}" for age, names in sorted(by_age.items())]
    area = view.areas.by_code.get(unit)
    name = read.unit_titles(view.version).get(unit, unit) if area is None else area.name
    return f"{name}{'；'.join(parts)}。" if parts else ""


def everywhere(view: View) -> str:
    """The same of every unit, a sentence each: districts in their order, then departments."""
    owing = {unit for unit, _ in read.stale_returns(view.version, view.as_of)}
    places = [area.code for area in view.areas.all if area.code in owing]
    return "".join(of_unit(view, unit) for unit in [*places, *sorted(owing - set(places))])
