"""What the SQL guide shows of a version: the star of its tables, and examples to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dashboard import read
from dashboard.reading import dictionary
from dashboard.reading.samples import Sample, samples
from warehouse.paths import SQL_DIR

CENTRE = "metrics.value"
FOLDER = SQL_DIR / "guide"
ALSO_CALLED = {"place_code": "area_code", "unit_code": "unit"}
"""Columns of facts that hold a key under another name than the dimension's."""


@dataclass(frozen=True)
class Dimension:
    """What facts are told apart by: a table, and the column of a fact that leads to it."""

    table: str
    title: str
    column: str


@dataclass(frozen=True)
class Fact:
    """A table with one row per area, week and what else its dimensions are.

    `feeds`: how many metrics are made from it directly.
    """

    table: str
    title: str
    feeds: int
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True)
class Star:
    """The centre with its dimensions, and the facts that metrics add up, the busiest first."""

    centre: Fact
    facts: tuple[Fact, ...]


@read.per_version
def star(warehouse: read.Warehouse) -> Star | None:
    """From lineage and keys; None in a version without metrics."""
    version = warehouse.version
    known = dictionary.tables(version)
    if CENTRE not in known:
        return None
    columns: dict[str, list[str]] = {}
    for one in dictionary.columns(version):
        columns.setdefault(one.table, []).append(one.name)
    keyed = _keys(known)
    metrics = {f"metrics.{name}" for name in dictionary.metric_titles(version)}

    def fact(table: str, feeds: int) -> Fact:
        return Fact(table, known[table].title, feeds, _dimensions(columns[table], keyed))

    facts = [
        fact(table, feeds)
        for table, made in dictionary.read_by(version).items()
        if table.startswith("marts.") and table in known and (feeds := len(metrics & set(made)))
    ]
    ordered = sorted(facts, key=lambda one: (-one.feeds, one.table))
    return Star(fact(CENTRE, len(metrics)), tuple(ordered))


def _keys(known: Mapping[str, dictionary.Table]) -> dict[str, tuple[str, str]]:
    """Column -> table and title of the dimension that it leads to."""
    keyed = {
        one.short: (one.name, one.title) for one in known.values() if one.schema == dictionary.CODES
    }
    for table in ("staging.area", "staging.week", "staging.census_task", "metrics.definition"):
        if (one := known.get(table)) is not None and len(one.key) == 1:
            keyed[one.key[0]] = (one.name, one.title)
    return keyed


def _dimensions(columns: list[str], keyed: Mapping[str, tuple[str, str]]) -> tuple[Dimension, ...]:
    found: dict[str, Dimension] = {}
    for column in columns:
        leads = keyed.get(column) or keyed.get(ALSO_CALLED.get(column, ""))
        if leads is not None:
            found.setdefault(leads[0], Dimension(*leads, column))
    return tuple(found.values())


@lru_cache(maxsize=1)
def examples() -> tuple[Sample, ...]:
    """Queries to begin with, sql/guide/<number>_<name>.sql; the same for every version."""
    return samples(FOLDER)
