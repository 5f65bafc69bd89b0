"""meta.finding: what loading found, and what became of it.

`etl load` works the states out and leaves them in raw/findings.parquet; where that file is missing,
the findings are read from the manifests, and every one that wants something is to be returned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from warehouse.catalog import fill
from warehouse.paths import DataPaths
from warehouse.raw import Line, Raw, escaped, read_manifest, unreadable

STATES_NAME = "findings.parquet"
TO_RETURN = "待退回"
NOTHING_WANTED = "info"

WITH_STATES = """
insert into meta.finding
select
    f.load_no,
    row_number() over (partition by f.load_no order by f.file_row_number) as finding_no,
    l.source,
    l.unit_code,
    l.as_of,
    f.file,
    f.sheet,
    f.cell,
    f.row as row_no,
    f.column as column_name,
    f.value,
    f.rule,
    f.level,
    f.message,
    f.remedy,
    f.state,
    f.note,
    cast(f.changed_at as timestamp) as changed_at
from read_parquet({path}, file_row_number = true) as f
inner join meta.load as l on f.load_no = l.load_no
order by f.load_no, finding_no
"""


def fill_findings(connection: duckdb.DuckDBPyConnection, paths: DataPaths, raw: Raw) -> None:
    """Fill meta.finding, which is there and empty; RawError names a file that cannot be read."""
    states = paths.raw / STATES_NAME
    if not states.exists():
        rows = (row for line in raw.lines for row in _from_manifest(raw.root, line))
        fill(connection, "meta.finding", rows)
        return
    try:
        connection.execute(WITH_STATES.replace("{path}", escaped(states)))
    except duckdb.Error as error:
        raise unreadable(f"问题清单 {states} ", error) from error


def _from_manifest(root: Path, line: Line) -> Iterator[tuple[Any, ...]]:
    as_of = dt.date.fromisoformat(line["as_of"]) if line["as_of"] else None
    for number, f in enumerate(read_manifest(root, line)["findings"], start=1):
        state = None if f["level"] == NOTHING_WANTED else TO_RETURN
        yield (
            *(line["load_no"], number, line["source"], line["unit_code"], as_of, line["file"]),
            *(f["sheet"], f["cell"], f["row"], f["column"], f["value"], f["rule"], f["level"]),
            *(f["message"], f["remedy"], state, None, None),
        )
