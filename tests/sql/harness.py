"""SQL tests as small tables an analyst can read: rows in, models run, rows out.

    warehouse = run(
        "staging.hazard_site",
        raw={"hazard_site": [{"site_id": "A", "as_of": "2021-03-21", "unit_code": "370212"}]},
    )
    assert rows(warehouse, "select site_id from staging.hazard_site") == [("A",)]

`raw` tables are created from the contracts (typed, empty where no rows are given); `tables` stand
in for models or meta tables: the model of that name is not run. Code lists are the real ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import duckdb

from etl.contract import load_contracts
from warehouse.audience import Shown, audiences
from warehouse.catalog import fill, source_column_rows
from warehouse.codes import code_list_columns, create_codes
from warehouse.model import EARLY_META, Project, load_project
from warehouse.paths import SQL_DIR
from warehouse.run import run_models
from warehouse.sources import Source, source_from_contract
from warehouse.tables import create_built

Rows = Sequence[Mapping[str, Any]]


@cache
def project() -> Project:
    """The real sql/ folder."""
    return load_project(SQL_DIR)


@cache
def sources() -> Mapping[str, Source]:
    """The real contracts, by way of their JSON as in a deployment."""
    return {
        name: source_from_contract(json.loads(contract.to_json()), name)
        for name, contract in load_contracts().items()
    }


@cache
def shown() -> Mapping[str, Shown]:
    """Who may see each of the real tables."""
    return audiences(project(), sources(), code_list_columns(SQL_DIR))


def run(
    *wanted: str,
    raw: Mapping[str, Rows] | None = None,
    tables: Mapping[str, Rows] | None = None,
) -> duckdb.DuckDBPyConnection:
    """An in-memory connection where the `wanted` tables (all when none is named) have been made."""
    connection = duckdb.connect(":memory:")
    for schema in ("raw", "staging", "marts", "metrics", "meta"):
        connection.execute(f"create schema {schema}")
    create_codes(connection, SQL_DIR)
    given = dict(tables or {})
    _make_raw(connection, dict(raw or {}))
    _make_meta(connection, given)
    for name, body in given.items():
        _make_stand_in(connection, name, body)
    run_models(connection, project(), sources(), only=wanted or None)
    return connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """The result as a list of tuples."""
    return connection.execute(sql).fetchall()


def dicts(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The result as a list of dicts."""
    result = connection.execute(sql)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _make_raw(connection: duckdb.DuckDBPyConnection, given: dict[str, Rows]) -> None:
    for name, source in sources().items():
        columns = ", ".join(f'"{c.name}" {c.type}' for c in source.all_columns)
        connection.execute(f"create table raw.{name} ({columns})")
        insert(connection, f"raw.{name}", given.pop(name, []))
    if given:
        raise KeyError(f"没有来源 {sorted(given)}")


def _make_meta(connection: duckdb.DuckDBPyConnection, given: dict[str, Rows]) -> None:
    """Early meta tables: as given, else empty, but meta.source as the contracts say."""
    for name in EARLY_META:
        create_built(connection, name)
        body = given.pop(name, None)
        if body is None and name == "meta.source":
            body = [
                {
                    "source": s.name,
                    "title": s.title,
                    "cadence": s.cadence,
                    "cadence_days": s.cadence_days,
                    "scope": s.scope,
                    "owner": s.owner,
                    "description": s.description,
                }
                for s in sources().values()
            ]
        if body is None and name == "meta.source_column":
            fill(connection, name, (r for s in sources().values() for r in source_column_rows(s)))
        insert(connection, name, body or [])


def _make_stand_in(connection: duckdb.DuckDBPyConnection, name: str, body: Rows) -> None:
    """A table that stands in for a model; its types follow the values (dates as date objects)."""
    if not body:
        raise ValueError(f"{name}：替代表至少要有一行，才知道列的类型")
    names = list(dict.fromkeys(key for row in body for key in row))
    values = ", ".join("(" + ", ".join("?" * len(names)) + ")" for _ in body)
    columns = ", ".join(f'"{n}"' for n in names)
    flat = [row.get(n) for row in body for n in names]
    connection.execute(
        f"create table {name} as select * from (values {values}) as t ({columns})", flat
    )


def insert(connection: duckdb.DuckDBPyConnection, table: str, body: Rows) -> None:
    """Insert dicts by name; columns left out are null, text becomes the column's type."""
    for row in body:
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        connection.execute(f"insert into {table} ({columns}) values ({marks})", list(row.values()))
