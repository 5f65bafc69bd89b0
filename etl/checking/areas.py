"""The area register: which division codes exist, what they are called, what lies under what.

The register holds the city and its districts (sql/codes/city.csv, district.csv) and, once an
`area` source is loaded, its streets and communities. Codes are text in normal form: city and
district 6 digits, street 9, community 12.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import polars as pl

from etl.checking.normal import plain
from etl.codes import ALIAS_SEPARATOR, CODES_DIR

LEVEL_OF_LENGTH = {6: "district", 9: "street", 12: "community"}


Days = tuple[date | None, date | None]
"""First and last day on which a code is in use; None: open."""


@dataclass(frozen=True)
class AreaRegister:
    """Known divisions: `names` maps a normal form of a name to the codes that bear it.

    `valid`: first and last day of the codes that have one; a code is known for ever, but it is
    resolved only within its days. `has_streets` is False as long as no `area` source was loaded:
    below district level only the form of a code can be checked then.
    """

    codes: frozenset[str]
    names: dict[str, frozenset[str]]
    has_streets: bool
    hash: str
    valid: Mapping[str, Days] = field(default_factory=dict)

    @cached_property
    def districts(self) -> frozenset[str]:
        """Codes of the districts."""
        return frozenset(c for c in self.codes if level_of(c) == "district")

    def outside(self, code: str, as_of: date | None) -> tuple[str, str] | None:
        """(reason, day) of a code that is not in use on this day; None when it is."""
        first, last = self.valid.get(code, (None, None))
        if as_of is None:
            return None
        if last is not None and as_of > last:
            return "past_area", str(last)
        return ("future_area", str(first)) if first is not None and as_of < first else None


def level_of(code: str) -> str | None:
    """Level of a code in normal form: province, city, district, street, community; None if none."""
    if len(code) == 6 and code.endswith("0000"):
        return "province"
    if len(code) == 6 and code.endswith("00"):
        return "city"
    return LEVEL_OF_LENGTH.get(len(code))


def is_under(code: str, area: str) -> bool:
    """Whether `code` is `area` or lies under it."""
    return code.startswith(area.removesuffix("00") if level_of(area) == "city" else area)


def normal_code(code: pl.Expr) -> pl.Expr:
    """A division code of 2 to 12 digits in normal form; null when it has not such a form.

    370212000000 -> 370212, 370212001000 -> 370212001, 3702 -> 370200, 37 -> 370000.
    """
    twelve = code.str.contains(r"^[0-9]{12}$")
    nine = code.str.contains(r"^[0-9]{9}$")
    return (
        pl.when((twelve & code.str.ends_with("000000")) | (nine & code.str.ends_with("000")))
        .then(code.str.slice(0, 6))
        .when(twelve & code.str.ends_with("000"))
        .then(code.str.slice(0, 9))
        .when(twelve | nine | code.str.contains(r"^[0-9]{6}$"))
        .then(code)
        .when(code.str.contains(r"^(?:[0-9]{2}|[0-9]{4})$"))
        .then(code.str.pad_end(6, "0"))
    )


def build_register(areas: pl.DataFrame | None = None) -> AreaRegister:
    """The register from the district list and the accepted rows of an `area` source, if any.

    `areas`: area_code, area_name, optionally area_alias, valid_from, valid_to, as in raw/area.
    """
    titles = {code: list(words) for code, words in _listed_names()}
    if areas is not None:
        for row in areas.select(pl.col(["area_code", "area_name"]), _alias_of(areas)).iter_rows():
            code, *words = row
            titles.setdefault(code, []).extend(word for word in words if word)
    valid = {**dict(_listed_days()), **_days_of(areas)}
    names: dict[str, set[str]] = {}
    for code, words in titles.items():
        for word in _spellings(code, titles):
            names.setdefault(plain(word), set()).add(code)
        for word in words:
            names.setdefault(plain(word), set()).add(code)
    listing = sorted((code, *sorted(set(words))) for code, words in titles.items())
    return AreaRegister(
        codes=frozenset(titles),
        names={word: frozenset(codes) for word, codes in names.items()},
        has_streets=any(level_of(code) == "street" for code in titles),
        hash=hashlib.sha256(repr((listing, sorted(valid.items()))).encode()).hexdigest()[:12],
        valid=valid,
    )


def _days_of(areas: pl.DataFrame | None) -> dict[str, Days]:
    """The days of the codes that have any."""
    if areas is None or not {"valid_from", "valid_to"} <= set(areas.columns):
        return {}
    days = areas.select("area_code", "valid_from", "valid_to").rows()
    return {code: (first, last) for code, first, last in days if first or last}


def _alias_of(areas: pl.DataFrame) -> pl.Expr:
    return pl.col("area_alias") if "area_alias" in areas.columns else pl.lit(None, pl.String)


@cache
def _listed_names(folder: Path = CODES_DIR) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(code, names) of the city and its districts."""
    names: list[tuple[str, tuple[str, ...]]] = []
    for listing in ("city", "district"):
        text = (folder / f"{listing}.csv").read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            aliases = filter(None, row["aliases"].split(ALIAS_SEPARATOR))
            names.append((row["code"], (row["title"], row["short_title"], *aliases)))
    return tuple(names)


@cache
def _listed_days(folder: Path = CODES_DIR) -> tuple[tuple[str, Days], ...]:
    """(code, days) of the districts that were made or merged."""
    text = (folder / "district.csv").read_text(encoding="utf-8")
    days = []
    for row in csv.DictReader(text.splitlines()):
        first, last = (
            date.fromisoformat(row[name]) if row[name] else None
            for name in ("valid_from", "valid_to")
        )
        if first or last:
            days.append((row["code"], (first, last)))
    return tuple(days)


def _parents(code: str) -> list[str]:
    """Codes above, the nearest first."""
    chain = [code[:9]] if len(code) == 12 else []
    chain += [code[:6]] if len(code) > 6 else []
    return [*chain, f"{code[:4]}00"] if level_of(code) != "city" else []


def _spellings(code: str, titles: dict[str, list[str]]) -> list[str]:
    """The ways to write an area out: its name, without 居委会, and with the names above it."""
    own = list(titles[code])
    own += [short for name in own if (short := _without_office(name)) != name]
    spelled = list(own)
    prefixes = [""]
    for parent in _parents(code):
        above = titles.get(parent) or [""]
        prefixes = [f"{name}{prefix}" for prefix in prefixes for name in above[:1]]
        spelled += [f"{prefix}{name}" for prefix in prefixes for name in own]
    return spelled


def _without_office(name: str) -> str:
    for office, kept in (
        ("社区居民委员会", "社区"),
        ("社区居委会", "社区"),
        ("村民委员会", "村"),
        ("村委会", "村"),
        ("居民委员会", ""),
        ("居委会", ""),
    ):
        if name.endswith(office) and len(name) > len(office):
            return name.removesuffix(office) + kept
    return name


def is_unchecked(values: pl.Series, register: AreaRegister) -> bool:
    """Whether codes below district level were taken on their form alone (no `area` source yet)."""
    if register.has_streets:
        return False
    return bool((values.str.len_bytes() > 6).any())
