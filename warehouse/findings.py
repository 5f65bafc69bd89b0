"""meta.finding: what loading found, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb

from warehouse.catalog import fill
from warehouse.paths import DataPaths
from warehouse.raw import Line, Raw, read_manifest


def fill_findings(connection: duckdb.DuckDBPyConnection, paths: DataPaths, raw: Raw) -> None:
    """Fill meta.finding from the manifests of every load."""
    fill(connection, "meta.finding", (row for line in raw.lines for row in _rows(raw, line)))


def _rows(raw: Raw, line: Line) -> Iterator[tuple[Any, ...]]:
    manifest = read_manifest(raw.root, line)
    as_of = dt.date.fromisoformat(line["as_of"]) if line["as_of"] else None
    for number, f in enumerate(manifest["findings"], start=1):
        yield (
            *(line["load_no"], number, line["source"], line["unit_code"], as_of, line["file"]),
            *(f["sheet"], f["cell"], f["row"], f["column"], f["value"], f["rule"], f["level"]),
            *(f["message"], f["remedy"], None, None),
        )
