"""What a file says about itself: reporting unit, cut-off date, demonstration data.

Order of belief: flag > layout > text above the header > sheet or file name > folder. Never the
clock. What contradicts the chosen one is told, not hidden.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from etl.checking.normal import plain
from etl.checking.parse_date import parse_one_date
from etl.checking.period import Stated, goes_on, stated_day
from etl.codes import ALIAS_SEPARATOR, CODES_DIR

DEMO_MARK = "演示数据"
FOLDERS = 3
"""How many folders above a file may be named by unit or date."""

_AS_OF_LABEL = re.compile(
    r"(?:数据|统计)?(?:截至|截止)(?:日期|时间)?[:：]?|统计(?:日期|时间|时点|时段|期间|周期)[:：]|数据日期[:：]"
)
_UNIT_LABEL = re.compile(
    r"(?:填报|报送|填表|上报|填制|编制|报告)单位(?:[(（][^()（）]*[)）])?[:：]?"
)
_NEXT_LABEL = re.compile(
    r"(?:统计|数据)?(?:截至|截止)|统计(?:日期|时间|时点|时段|期间|周期)|(?:填报|报送|填表|制表|报出)(?:日期|时间|人)"
    r"|联系|单位[:：]|负责人|审核"
)
_NOTHING = " \u3000\t:：_"
"""What may stand behind a label without saying anything."""
_CITY = "青岛市?"
_OF_A_DISTRICT = ("区", "市", ")")
"""How a district's full name ends; the short names alone are common words."""
_ISO_FOLDER = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_MONEY_UNIT = re.compile(
    r"(?<!填报)(?<!报送)(?<!填表)(?<!上报)单位[:：]\s*(亿元|百万元|万元|千元|元)"
)


@dataclass(frozen=True)
class ReportingUnit:
    """A unit that reports (报送单位) and the area it answers for."""

    code: str
    title: str
    area_code: str
    kind: str


@dataclass(frozen=True)
class Said:
    """Something a file says about itself, and where: a cell's (row, column), else None."""

    text: str
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Above:
    """What stands above the header of a sheet. `open_as_of`, `open_unit`: the labels behind which
    nothing was written, by their (row, column)."""

    as_of: Said | None
    unit: Said | None
    money_unit: str | None
    is_demo: bool
    open_as_of: tuple[int, int] | None = None
    open_unit: tuple[int, int] | None = None


@cache
def reporting_units(folder: Path = CODES_DIR) -> tuple[tuple[str, ReportingUnit], ...]:
    """(word in normal form, unit) for every unit's code, title and alias."""
    text = (folder / "unit.csv").read_text(encoding="utf-8")
    words: dict[str, ReportingUnit] = {}
    rows = list(csv.DictReader(text.splitlines()))
    for row in rows:
        words.setdefault(plain(row["code"]), _unit(row))
        words.setdefault(plain(row["title"]), _unit(row))
    for row in rows:
        for alias in filter(None, row["aliases"].split(ALIAS_SEPARATOR)):
            words.setdefault(plain(alias), _unit(row))
    return tuple(words.items())


def _unit(row: dict[str, str]) -> ReportingUnit:
    return ReportingUnit(row["code"], row["title"], row["area_code"], row["kind"])


def unit_by_code(code: str) -> ReportingUnit | None:
    """The unit with exactly this code."""
    return next((unit for _, unit in reporting_units() if unit.code == code), None)


def city_unit() -> ReportingUnit:
    """The unit that reports what only the city reports (contracts of scope city)."""
    return next(unit for _, unit in reporting_units() if unit.kind == "city")


def find_unit(text: str) -> ReportingUnit | None:
    """The unit that a text names; None when it names none, or several.

    A district that is named wins over every office: 崂山区自然资源局 is the district's. Of other
    words the longest wins.
    """
    key = plain(text)
    districts = {unit for word, unit in _district_words() if _holds(key, word)}
    if districts:
        return districts.pop() if len(districts) == 1 else None
    found = [(len(word), unit) for word, unit in reporting_units() if _holds_office(key, word)]
    longest = max((length for length, _ in found), default=0)
    units = {unit for length, unit in found if length == longest}
    return units.pop() if len(units) == 1 else None


@cache
def _district_words(folder: Path = CODES_DIR) -> tuple[tuple[str, ReportingUnit], ...]:
    """(word in normal form, unit) for everything that names a district."""
    units = {unit.area_code: unit for _, unit in reporting_units() if unit.kind == "district"}
    words = {word: unit for word, unit in reporting_units() if unit.kind == "district"}
    text = (folder / "district.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for name in (row["title"], *row["aliases"].split(ALIAS_SEPARATOR)):
            if row["code"] in units and name.endswith(_OF_A_DISTRICT):
                words.setdefault(plain(name), units[row["code"]])
    return tuple(words.items())


def _holds(text: str, word: str) -> bool:
    """Whether a text holds a word; a code only as a number of its own."""
    if not word[0].isdigit():
        return word in text
    return bool(re.search(rf"(?<!\d){re.escape(word)}(?!\d)", text))


def _holds_office(text: str, word: str) -> bool:
    """Whether a text holds the name of one of the city's offices, and not as the end of another
    place's: 济南市气象局, 即墨气象局."""
    if word[0].isdigit():
        return _holds(text, word)
    return bool(re.search(rf"(?:{_CITY}|(?:^|[^一-鿿]|[年月日])市?){re.escape(word)}", text))


def read_above(rows: pl.DataFrame) -> Above:
    """What the rows above a header say (`_row` and text columns)."""
    as_of: Said | None = None
    unit: Said | None = None
    money: set[str] = set()
    is_demo = False
    left_open: dict[re.Pattern[str], tuple[int, int]] = {}
    for number, *cells in rows.iter_rows():
        filled = [(column, cell) for column, cell in enumerate(cells, start=1) if cell]
        for place, (column, cell) in enumerate(filled):
            for label in (_AS_OF_LABEL, _UNIT_LABEL):
                if _ends_with(label, cell):
                    left_open.setdefault(label, (number, column))
            following = [text for _, text in filled[place + 1 :]]
            is_demo = is_demo or DEMO_MARK in cell
            money.update(_MONEY_UNIT.findall(cell))
            if as_of is None and (hit := _after(_AS_OF_LABEL, cell, following, is_day=True)):
                as_of = Said(hit[0], number, filled[place + hit[1]][0])
            if unit is None and (hit := _after(_UNIT_LABEL, cell, following, is_day=False)):
                unit = Said(hit[0], number, filled[place + hit[1]][0])
    of_money = money.pop() if len(money) == 1 else None
    open_as_of, open_unit = left_open.get(_AS_OF_LABEL), left_open.get(_UNIT_LABEL)
    return Above(as_of, unit, of_money, is_demo, open_as_of, open_unit)


def _ends_with(label: re.Pattern[str], cell: str) -> bool:
    """Whether nothing but blanks and lines to write on stands behind a label."""
    return any(not cell[m.end() :].strip(_NOTHING) for m in label.finditer(cell))


def _after(
    label: re.Pattern[str], cell: str, following: Sequence[str], is_day: bool
) -> tuple[str, int] | None:
    """What stands behind a label: in the same cell (0), or in the next filled one (1).

    A period that is spread over cells is put together.
    """
    for match in label.finditer(cell):
        rest = cell[match.end() :]
        if not is_day:
            rest = _NEXT_LABEL.split(rest)[0]
        if rest.strip(_NOTHING):
            if is_day and not any(c.isdigit() for c in rest):
                continue
            return " ".join([rest.strip(), *_continued(following, is_day)]), 0
        if following and not _NEXT_LABEL.match(following[0]) and not label.match(following[0]):
            return " ".join([following[0].strip(), *_continued(following[1:], is_day)]), 1
    return None


def _continued(cells: Sequence[str], is_day: bool) -> list[str]:
    """The cells that go on with a period: `至` and `3月21日`, or both in one."""
    if not is_day or not cells or not goes_on(cells[0]):
        return []
    return [cell.strip() for cell in cells[:2]]


def day_said(text: str, epoch: int = 1900) -> Stated:
    """The day in what stands behind a label: a day within the text, or the text as a date."""
    stated = stated_day(text)
    words = text.split()
    if stated.day is not None or stated.period is not None or not words:
        return stated
    return Stated(parse_one_date(words[0], epoch))


def day_of_place(path: Path, sheet: str) -> Stated:
    """The day in the sheet's name, the file's name, or a folder named YYYY-MM-DD."""
    for name in (sheet, path.stem):
        stated = stated_day(name)
        if stated.day is not None or stated.period is not None:
            return stated
    named = (p for p in _folders(path) if _ISO_FOLDER.match(p))
    return Stated(next((day for p in named if (day := parse_one_date(p)) is not None), None))


def unit_of_place(path: Path) -> ReportingUnit | None:
    """The unit in the file's name, or of a folder named by a unit's code."""
    named = find_unit(path.stem)
    if named is not None:
        return named
    return next((u for p in _folders(path) if (u := unit_by_code(p)) is not None), None)


def _folders(path: Path) -> Iterable[str]:
    return [parent.name for parent in list(path.parents)[:FOLDERS]]
