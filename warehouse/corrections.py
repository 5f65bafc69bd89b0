"""meta.correction: what moved when a return was sent again, cell by cell.

Only the return in force is in the tables; what it replaced is still in raw/. The two are held
against each other by the contract's key: one row per cell that says something else, per row that
came and per row that went. Personal columns are in neither file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from warehouse.celltext import cell_text
from warehouse.raw import Line, Raw, data_fault, escaped, unreadable
from warehouse.sources import Source, SourceColumn

# The codes of codes.correction_kind that are told apart here.
CELL, ADDED, REMOVED, UNKNOWN = "cell", "added", "removed", "unknown"

FILL = """
insert into meta.correction
with
before as ({before}),
after as ({after}),
met as (
    select
        concat_ws('/', {key}) as object_id,
        {name} as object_name,
        coalesce(a._row, b._row) as row_no,
        unnest(
            case
                when b._row is null then [{added}]
                when a._row is null then [{removed}]
                else [{cells}]
            end
        ) as cell
    from before as b
    full outer join after as a on {met}
    where a._row is null or b._row is null or {moved}
)
select
    $load_no as load_no,
    row_number() over (order by row_no, object_id, cell.position) as correction_no,
    cell.kind as correction_kind,
    row_no,
    object_id,
    object_name,
    cell.column_name,
    cell.previous as previous_text,
    cell.current as current_text
from met
where cell.kind <> '{cell}' or cell.previous is distinct from cell.current
"""
CANNOT_COMPARE = (
    "insert into meta.correction (load_no, correction_no, correction_kind) values (?, 1, ?)"
)


def fill_corrections(connection: duckdb.DuckDBPyConnection, raw: Raw) -> list[str]:
    """Fill meta.correction, which is there and empty; gives what should be said.

    A replaced file that is gone or damaged stops no build, for no figure hangs on it: its
    correction is listed as one that cannot be compared, and what is said names the file.
    """
    lines = {line["load_no"]: line for line in raw.lines}
    said = []
    for line in raw.lines:
        earlier = lines.get(line["supersedes"])
        if not line["data"] or earlier is None or not earlier["data"]:
            continue
        if fault := _fault(raw.root, (earlier, line)):
            connection.execute(CANNOT_COMPARE, [line["load_no"], UNKNOWN])
            said.append(
                f"{line['file']} 更正了 {earlier['file']}，但列不出改了哪些格：{fault}；"
                "各表和指标不受影响"
            )
            continue
        source = raw.sources[line["source"]]
        files = [raw.root / one["data"] for one in (earlier, line)]
        try:
            connection.execute(_sql(connection, source, *files), {"load_no": line["load_no"]})
        except duckdb.Error as error:
            raise unreadable(f"比较更正前后的 {source.title} 时，原始表", error) from error
    return said


def _fault(root: Path, lines: Iterable[Line]) -> str | None:
    faults = ((root / line["data"], data_fault(line, root / line["data"])) for line in lines)
    return next((f"{path}：数据文件{fault}" for path, fault in faults if fault), None)


def _sql(connection: duckdb.DuckDBPyConnection, source: Source, before: Path, after: Path) -> str:
    """The comparison of two files of one source; a column that only one has was not corrected."""
    both = _columns(connection, before) & _columns(connection, after)
    known = [c for c in source.columns if c.name in both]
    key = [c.name for c in known if c.name in source.key]
    compared = [(n, c) for n, c in enumerate(known) if c.name not in key]
    name = _name_column(source.key, [c.name for _, c in compared])
    cells = ", ".join(
        _cell(CELL, n, f"'{c.name}'", f"b.{_quoted(c.name)}", f"a.{_quoted(c.name)}")
        for n, c in compared
    )
    moved = " or ".join(_differ("is distinct from", c.name) for _, c in compared)
    return FILL.format(
        before=_texts(before, key, known),
        after=_texts(after, key, known),
        key=", ".join(f"coalesce(a.{_quoted(k)}, b.{_quoted(k)})" for k in key) or "null",
        name=f"coalesce(a.{_quoted(name)}, b.{_quoted(name)})" if name else "null",
        added=_cell(ADDED, 0, "null", "null", "null"),
        removed=_cell(REMOVED, 0, "null", "null", "null"),
        cells=cells or _cell(CELL, 0, "null", "null", "null"),
        met=" and ".join(_differ("is not distinct from", k) for k in [*key, "_nth"]),
        moved=moved or "false",
        cell=CELL,
    )


def _columns(connection: duckdb.DuckDBPyConnection, file: Path) -> set[str]:
    return {row[0] for row in connection.execute(f"describe from {_scan(file)}").fetchall()}


def _scan(file: Path) -> str:
    return f"read_parquet({escaped(file)}, hive_partitioning = false)"


def _texts(file: Path, key: Sequence[str], columns: Iterable[SourceColumn]) -> str:
    """The file's cells as a reader sees them; rows of one key are told apart by their order."""
    listed = [f"{cell_text(f't.{_quoted(c.name)}', c)} as {_quoted(c.name)}" for c in columns]
    same = f"partition by {', '.join(f't.{_quoted(k)}' for k in key)} " if key else ""
    listed += ["t._row", f"row_number() over ({same}order by t._row) as _nth"]
    return f"select {', '.join(listed)} from {_scan(file)} as t"


def _cell(kind: str, position: int, column: str, previous: str, current: str) -> str:
    return (
        f"{{'kind': '{kind}', 'position': {position}, 'column_name': {column}::varchar, "
        f"'previous': {previous}::varchar, 'current': {current}::varchar}}"
    )


def _differ(how: str, column: str) -> str:
    return f"b.{_quoted(column)} {how} a.{_quoted(column)}"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _name_column(key: Iterable[str], columns: Sequence[str]) -> str | None:
    """What a thing is called: task_name beside the key task_code, else the first name there is."""
    stems = [part.rsplit("_", 1)[0] for part in key]
    named = [f"{stem}_name" for stem in stems if f"{stem}_name" in columns]
    return next(iter([*named, *(c for c in columns if c.endswith("_name"))]), None)
