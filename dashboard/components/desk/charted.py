"""What a quick chart of a result is made of: its columns, the one drawn, the rows that have values.

Only of the rows that are shown: what a chart leaves out of them is told, never dropped in silence.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from dashboard.desk import cells
from dashboard.reading.desk import Named
from dashboard.view import Areas

Kind = Literal["bar", "line", "scatter", "map"]
KINDS: Mapping[Kind, str] = {
    "bar": "条形图",
    "line": "折线图",
    "scatter": "散点图",
    "map": "方格图",
}
BARS, POINTS, GROUPS = 40, 2000, 6
"""The most that is drawn: bars, points of all lines together, lines (one colour each)."""


class NotDrawn(ValueError):
    """A result that cannot be drawn so: what is missing and what to try; fit to show."""


@dataclass(frozen=True)
class Column:
    """A column of the result: its place, what it is called for people, and its unit."""

    place: int
    name: str
    title: str
    unit: str
    kind: str

    @property
    def told(self) -> str:
        """The title with its unit."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title


@dataclass(frozen=True)
class Wanted:
    """What is to be drawn: the kind of chart and the columns; None is chosen for the reader."""

    kind: Kind | None = None
    x: int | None = None
    y: int | None = None
    by: int | None = None


@dataclass(frozen=True)
class Choice:
    """A chart that can be drawn: its columns are there and of a fitting kind."""

    kind: Kind
    x: Column
    y: Column
    by: Column | None


def columns_of(table: pa.Table, named: Sequence[Named | None]) -> list[Column]:
    """The result's columns, with their titles from the dictionary where it has them."""
    found = []
    for place, (field, known) in enumerate(zip(table.schema, named, strict=True)):
        title, unit = (known.title, known.unit or "") if known else (field.name, "")
        found.append(Column(place, field.name, title, unit, cells.kind_of(field.type)))
    return found


def kinds_for(columns: Sequence[Column], place: int | None) -> list[Kind]:
    """The charts that a result with these columns can have; `place`: of its area codes."""
    numbers = sum(one.kind == cells.NUMBER for one in columns)
    if not numbers:
        return []
    found: list[Kind] = ["bar"] if len(columns) > 1 else []
    if _xs(columns, "line"):
        found.append("line")
    if numbers > 1:
        found.append("scatter")
    if place is not None:
        found.append("map")
    return found


def code_place(table: pa.Table, columns: Sequence[Column], areas: Areas) -> int | None:
    """The column with codes of areas that the map has tiles for, two of them at least."""
    on_map = {one.code for one in areas.by_code.values() if one.tile}
    for one in columns:
        if one.kind != cells.TEXT or not one.name.endswith("code"):
            continue
        if len(on_map.intersection(table.column(one.place).to_pylist())) > 1:
            return one.place
    return None


def chosen(columns: Sequence[Column], wanted: Wanted, place: int | None) -> Choice:
    """What is wanted, filled up with what fits; NotDrawn when nothing does."""
    if not any(one.kind == cells.NUMBER for one in columns):
        raise NotDrawn("结果里没有数字列，画不成图。请取一个数（如 count(*)、sum(…)）")
    possible = kinds_for(columns, place)
    if not possible:
        raise NotDrawn("结果只有一列数，画不成图。请再取一列：名称、日期或另一个数")
    kind = wanted.kind if wanted.kind in possible else _likeliest(columns, possible)
    xs = [columns[place]] if kind == "map" and place is not None else _xs(columns, kind)
    x = next((one for one in xs if one.place == wanted.x), xs[0])
    ys = [one for one in columns if one.kind == cells.NUMBER and one.place != x.place]
    if not ys:  # the only number was taken for x
        x = next((one for one in xs if one.kind != cells.NUMBER), None) or _lack(kind)
        ys = [one for one in columns if one.kind == cells.NUMBER]
    y = next((one for one in ys if one.place == wanted.y), _first_measure(ys))
    groups = [one for one in columns if one.kind in (cells.TEXT, cells.TRUTH) and one != x]
    by = next((one for one in groups if one.place == wanted.by), None)
    return Choice(kind, x, y, by if kind in ("line", "scatter") else None)


def offered(
    columns: Sequence[Column], choice: Choice, code: int | None
) -> dict[str, list[dict[str, Any]]]:
    """What may stand for x, y and the groups of this kind of chart, for the reader's choice."""
    xs = [columns[code]] if choice.kind == "map" and code is not None else _xs(columns, choice.kind)
    ys = [one for one in columns if one.kind == cells.NUMBER]
    groups = [one for one in columns if one.kind in (cells.TEXT, cells.TRUTH) and one != choice.x]
    if choice.kind not in ("line", "scatter"):
        groups = []
    return {
        axis: [{"place": one.place, "title": one.told} for one in found]
        for axis, found in (("x", xs), ("y", ys), ("by", groups))
    }


def _lack(kind: Kind) -> Column:
    raise NotDrawn(f"{KINDS[kind]}要两列：请再取一列名称、日期或另一个数")


def _first_measure(columns: Sequence[Column]) -> Column:
    """Not a position or a year, if there is anything else: what is called value, or the first."""
    return next((one for one in columns if one.name == "value"), columns[0])


def _xs(columns: Sequence[Column], kind: Kind) -> list[Column]:
    """The columns that may stand along x, the likeliest first."""
    numbers = [one for one in columns if one.kind == cells.NUMBER]
    dates = [one for one in columns if one.kind == cells.DAY]
    words = [one for one in columns if one.kind in (cells.TEXT, cells.TRUTH)]
    if kind == "bar":
        named = sorted(words, key=lambda one: one.name.endswith(("code", "_id")))
        return [*named, *dates, *numbers]
    if kind == "line":
        return [*dates, *(numbers if len(numbers) > 1 else [])]
    return [*numbers, *dates]


def _likeliest(columns: Sequence[Column], possible: Sequence[Kind]) -> Kind:
    has_words = any(one.kind == cells.TEXT for one in columns)
    has_dates = any(one.kind == cells.DAY for one in columns)
    if "line" in possible and has_dates and not has_words:
        return "line"
    if "bar" in possible and (has_words or "scatter" not in possible):
        return "bar"
    return possible[-1]


def number(value: Any) -> float | None:
    """A cell as it is drawn: a date by its day; None for what has no place on a scale."""
    if value is None or isinstance(value, bool | str):
        return None
    if isinstance(value, dt.datetime):
        day = value.hour * 3600 + value.minute * 60 + value.second
        return value.toordinal() + day / 86_400
    if isinstance(value, dt.date):
        return float(value.toordinal())
    try:
        near = float(value)
    except (TypeError, ValueError):
        return None
    return near if math.isfinite(near) else None
