"""The day that a text states; of a stated period (3月15日—21日) its end.

Only what is written counts: a year or month that the end does not repeat is that of the start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from etl.checking.parse_date import parse_one_date

_FULL = (
    r"(?<!\d)(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}([-./_])\d{1,2}\1\d{1,2}(?!\d)"
    r"|(?:19|20)\d{6}(?!\d))"
)
_DAY = re.compile(_FULL)
_START = (
    r"(?<!\d)(?P<year>\d{4})(?:\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日?"
    r"|(?P<mark>[-./_])(?P<month2>\d{1,2})(?P=mark)(?P<day2>\d{1,2})(?!\d)"
    r"|(?P<month3>\d{2})(?P<day3>\d{2})(?!\d))"
)
_DASH = r"[-－﹣−–—―─~～〜]+"
_TO = rf"\s*(?P<to>{_DASH}|至|到)\s*"
_END = (
    r"(?:(?P<end_year>\d{4})(?:\s*年\s*|(?P<end_mark>[-./_])|(?=\d{4}(?!\d))))?"
    r"(?:(?P<end_month>\d{1,2})(?:\s*月\s*|[-./_])|(?P<end_month2>\d{2})(?=\d{2}(?!\d)))?"
    r"(?P<end_day>\d{1,2})(?!\d)\s*(?P<end_word>[日号])?(?![年月])"
)
_PERIOD = re.compile(rf"{_START}{_TO}{_END}")
_OPEN = re.compile(rf"{_START}\s*(?:至|到|[~～〜])")
_NO_YEAR = re.compile(
    rf"(?<![\d年])(?<!年\s)\d{{1,2}}\s*月\s*\d{{1,2}}\s*日?\s*(?:{_DASH}|至|到)\s*"
    r"(?:\d{1,2}\s*月\s*)?\d{1,2}\s*日?(?!\d)(?!\s*年)"
)
_BEGINS = re.compile(rf"^\s*(?:{_DASH}|至|到)")
_LONGEST = timedelta(days=62)
"""How far the end may lie in the next year when it does not name one (12月28日—1月3日)."""


@dataclass(frozen=True)
class Stated:
    """What a text says of a day; `period`: the words of a period, whose end `day` is.

    `day` None with a period: its end cannot be told. Both None: no day, or several.
    """

    day: date | None = None
    period: str | None = None


def stated_day(text: str) -> Stated:
    """The one day, or the end of the one period, that a text states."""
    found: dict[date | None, str | None] = {}
    rest = text
    for match in _PERIOD.finditer(text):
        if _is_edition(match):
            continue
        found[_end(match)] = match.group()
        rest = rest.replace(match.group(), "\n")
    for pattern in (_OPEN, _NO_YEAR):
        for match in pattern.finditer(rest):
            if pattern is _OPEN or not _DAY.search(rest):
                found[None] = match.group()
                rest = rest.replace(match.group(), "\n")
    for match in _DAY.finditer(rest):
        day = parse_one_date(match.group().replace("_", "-"))
        if day is not None:
            found.setdefault(day, None)
    if None in found:
        return Stated(None, found[None])
    if len(found) != 1:
        return Stated()
    ((day, period),) = found.items()
    return Stated(day, period)


def goes_on(text: str) -> bool:
    """Whether a cell goes on with the period that the cell before it began."""
    return bool(_BEGINS.match(text))


def _is_edition(match: re.Match[str]) -> bool:
    """Whether `-2` behind a day is the number of an edition and no end: 2021-03-21-2."""
    bare = not (match["end_month"] or match["end_month2"] or match["end_word"])
    if not bare or match["to"] != "-":
        return False
    return match["mark"] == "-" or int(match["end_day"]) <= int(_start(match)[2])


def _start(match: re.Match[str]) -> tuple[str, str, str]:
    month = match["month"] or match["month2"] or match["month3"]
    return match["year"], month, match["day"] or match["day2"] or match["day3"]


def _end(match: re.Match[str]) -> date | None:
    """The period's last day; None when it does not exist or lies before the first."""
    year, month, day = _start(match)
    first = parse_one_date(f"{year}-{month}-{day}")
    end_month = match["end_month"] or match["end_month2"]
    last = parse_one_date(f"{match['end_year'] or year}-{end_month or month}-{match['end_day']}")
    if first is None or last is None:
        return None
    if last < first and end_month and not match["end_year"]:
        last = parse_one_date(f"{int(year) + 1}-{end_month}-{match['end_day']}")
        if last is None or last - first > _LONGEST:
            return None
    return last if last >= first else None
