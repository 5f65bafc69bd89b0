"""Tables that the build itself makes, as declared in tables.toml, the one home of their titles."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from warehouse.common.audience import PUBLIC
from warehouse.paths import SQL_DIR

DECLARATIONS = Path(__file__).parent / "tables.toml"


@dataclass(frozen=True)
class BuiltColumn:
    """A column the build makes; `type` is empty where a table's own file decides it.

    `audience`: who may see its values.
    """

    name: str
    title: str
    type: str = ""
    unit: str | None = None
    note: str | None = None
    audience: str = PUBLIC


@dataclass(frozen=True)
class BuiltTable:
    """A table the build makes; `audience`: who may see its rows."""

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    description: str
    columns: tuple[BuiltColumn, ...]
    audience: str

    @property
    def ddl(self) -> str:
        """The create statement."""
        columns = ", ".join(f'"{c.name}" {c.type}' for c in self.columns)
        return f"create table {self.name} ({columns})"


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads(DECLARATIONS.read_text(encoding="utf-8"))


def _columns(body: Mapping[str, Any]) -> tuple[BuiltColumn, ...]:
    return tuple(BuiltColumn(name, **facts) for name, facts in body.items())


@cache
def built_tables() -> Mapping[str, BuiltTable]:
    """Every table of meta and the runner's own metrics tables, by name."""
    return MappingProxyType(
        {
            name: BuiltTable(
                name=name,
                title=body["title"],
                grain=body["grain"],
                key=tuple(body["key"]),
                description=body["description"],
                columns=_columns(body["columns"]),
                audience=body["audience"],
            )
            for name, body in _declared()["tables"].items()
        }
    )


@cache
def raw_columns() -> tuple[BuiltColumn, ...]:
    """The columns that every raw table has beside its contract's."""
    return _columns(_declared()["raw"])


@cache
def code_columns() -> Mapping[str, BuiltColumn]:
    """The columns that code lists may have, by name."""
    return {c.name: c for c in _columns(_declared()["codes"])}


def code_lists() -> Mapping[str, str]:
    """Code list -> what it is called."""
    titles: dict[str, str] = _declared()["code_lists"]
    return titles


@cache
def metric_columns() -> tuple[BuiltColumn, ...]:
    """The columns of every metric's own table."""
    return _columns(_declared()["metric_columns"])


def column_types() -> Mapping[str, str]:
    """Contract column type -> DuckDB type."""
    types: dict[str, str] = _declared()["types"]
    return types


@cache
def cadence_days() -> Mapping[str, int]:
    """Cadence -> days after which a return is missing; where none is ever due it is absent."""
    with (SQL_DIR / "codes" / "cadence.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: int(row["days"]) for row in csv.DictReader(file) if row["days"]}


def stored_unit(name: str, unit: str | None, multiplier: float) -> str | None:
    """The unit of the stored value: the form's, or what the name says when that was converted."""
    if multiplier == 1:
        return unit
    units: dict[str, str] = _declared()["stored_units"]
    return units.get(name.rpartition("_")[2])


def create_built(connection: duckdb.DuckDBPyConnection, name: str) -> BuiltTable:
    """Create the declared table `name`, empty."""
    table = built_tables()[name]
    connection.execute(table.ddl)
    return table
