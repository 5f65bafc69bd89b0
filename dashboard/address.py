"""From whatever stands in the address to an area and a week, saying aloud what was changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard import format
from dashboard.view import Area, Areas

AREA, AS_OF = "area", "asof"
NO_PAGE = "nopage"  # what the first page is told that was asked for, and is none
_SHOWN = 20  # characters of a bad value that a notice repeats
_BETWEEN = re.compile(r"[,，、;；\s]+")
_DATE = re.compile(r"^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$")
_WEEK = re.compile(r"^(\d{4})-?W(\d{1,2})$", re.IGNORECASE)


@dataclass(frozen=True)
class Resolved:
    """The area and the week to show, and what the reader must be told about it."""

    area: Area
    as_of: date
    notices: tuple[str, ...]


def resolve(
    query: Mapping[str, str],
    areas: Areas,
    weeks: tuple[date, ...],
    snap: Callable[[date], date],
) -> Resolved:
    """Reads `area` and `asof`; `snap` rounds a date within the weeks down to its week's Sunday.

    `weeks` ascend and are not empty. Nothing falls back silently: each notice names what was asked
    for and what is shown instead.
    """
    area, about_area = _area(query.get(AREA, "").strip(), areas)
    as_of, about_week = _as_of(query.get(AS_OF, "").strip(), weeks, snap)
    return Resolved(area, as_of, tuple(n for n in (about_area, about_week) if n))


def no_page(asked: Mapping[str, str]) -> tuple[str, ...]:
    """What to tell of a page that the address asked for and there is none of."""
    name = asked.get(NO_PAGE)
    return (f"没有“{quoted(name)}”这一页，已打开总览。",) if name else ()


def unknown(asked: Mapping[str, str], options: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """What to tell of the page's choices that the address misnames: they are shown as by default.

    Names that the page has no choice for are left alone: a link may carry another page's.
    """
    return tuple(
        f"地址中的“{name}={quoted(asked[name])}”没有这个选项，已按默认显示。"
        for name, known in options.items()
        if asked.get(name) and asked[name] not in known
    )


def _area(asked: str, areas: Areas) -> tuple[Area, str | None]:
    if not asked:
        return areas.city, None
    found, why = find(asked, areas)
    if found is not None:
        return found, None
    city = areas.city
    return city, f"地址中的地区“{quoted(asked)}”{why}，已改为显示{city.name}。"


def find(asked: str, areas: Areas) -> tuple[Area | None, str]:
    """The area of that code or name; else None and why there is none."""
    code = asked
    while code not in areas.by_code and len(code) > 6 and code.endswith("000"):
        code = code[:-3]  # 370212000000 is the twelve-digit form of 370212
    if (found := areas.by_code.get(code)) is not None:
        return found, ""
    named = [a for a in areas.all if asked in (a.name, a.short_name)]
    if len(named) == 1:
        return named[0], ""
    if named:
        return None, f"有{len(named)}个区划叫这个名称，请改用代码"
    return None, "行政区划登记中没有"


def _as_of(
    asked: str, weeks: tuple[date, ...], snap: Callable[[date], date]
) -> tuple[date, str | None]:
    first, last = weeks[0], weeks[-1]
    if not asked:
        return last, None
    wanted = parse_day(asked)
    if wanted is None:
        return last, (
            f"地址中的日期“{quoted(asked)}”无法识别（应如 2021-03-21），"
            f"已改为显示最新一期：{format.week(last)}。"
        )
    if wanted < first:
        return first, (
            f"{format.day(wanted)}早于第一期数据，已改为显示第一期：{format.week(first)}。"
        )
    if wanted - last > timedelta(days=6):
        return last, (f"{format.day(wanted)}还没有数据，已改为显示最新一期：{format.week(last)}。")
    as_of = min(snap(wanted), last)
    if as_of == wanted:
        return as_of, None
    return as_of, (
        f"{format.day(wanted)}是{format.weekday(wanted)}。数据按周（至周日）统计，"
        f"已取该日之前最近的一期：{format.week(as_of)}。"
    )


def parse_day(text: str) -> date | None:
    """A day written as 2021-03-21, 20210321, 2021/3/21, 2021年3月21日, or 2021-W11 (its Sunday)."""
    try:
        if week := _WEEK.match(text):
            return date.fromisocalendar(int(week[1]), int(week[2]), 7)
        if written := _DATE.match(text):
            return date(int(written[1]), int(written[2]), int(written[3]))
    except (ValueError, OverflowError):
        return None
    return None


def several(text: str) -> list[str]:
    """The parts of a list written with commas of any kind, each once, in their order."""
    return list(dict.fromkeys(part for part in _BETWEEN.split(text) if part))


def neighbours(as_of: date, weeks: tuple[date, ...]) -> tuple[date | None, date | None]:
    """The weeks before and after, where there are any."""
    before = max((w for w in weeks if w < as_of), default=None)
    after = min((w for w in weeks if w > as_of), default=None)
    return before, after


def quoted(text: str) -> str:
    """What a notice repeats of a bad value."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
