"""The warehouse documents itself: meta.* from the ledger, the contracts and the SQL headers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.audience import Shown
from warehouse.common.audience import FULL
from warehouse.errors import BuildError, ModelError, Problem
from warehouse.examples import examples
from warehouse.model import EARLY_META, LAST_META, LATE_META, Model, Project, lineage
from warehouse.raw import Raw, read_manifest
from warehouse.sources import Source
from warehouse.tables import built_tables, code_columns, code_lists, create_built, metric_columns

DOCUMENTED = ("staging", "marts", "metrics", "codes", "meta")
BUILDER = "建库程序"
VERSION = "meta.version"


@dataclass(frozen=True)
class Facts:
    """What meta.version says of a build."""

    version: str
    built_at: dt.datetime
    data_as_of: dt.date
    is_demo: bool
    model_hash: str
    load_no: int
    shrink_reason: str | None = None

    @property
    def dates(self) -> dict[str, object]:
        """What the pointer says of the build beside its version, file and hash."""
        return {
            "built_at": f"{self.built_at:%Y-%m-%dT%H:%M:%SZ}",
            "data_as_of": self.data_as_of.isoformat(),
            "is_demo": self.is_demo,
        }


@dataclass(frozen=True)
class Title:
    """What a column is called, and where that was said."""

    title: str
    unit: str | None
    note: str | None
    source: str


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    """Put `rows` into the declared table, which is there and empty, in one go.

    They travel as one JSON text: row by row is slow, and a frame would pull in pyarrow for this.
    """
    columns = built_tables()[table].columns
    names = [c.name for c in columns]
    body = [dict(zip(names, row, strict=True)) for row in rows]
    kinds = [{c.name: c.type.upper() for c in columns}]
    connection.execute(
        f"insert into {table} select unnest(from_json($1, $2), max_depth := 2)",
        [json.dumps(body, default=str), json.dumps(_shape(kinds))],
    )


def _shape(kinds: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The structure as from_json wants it: VARCHAR[] is written ["VARCHAR"]."""
    return [
        {name: [kind[:-2]] if kind.endswith("[]") else kind for name, kind in row.items()}
        for row in kinds
    ]


def create_early_meta(
    connection: duckdb.DuckDBPyConnection, project: Project, raw: Raw, facts: Facts
) -> None:
    """The tables of EARLY_META, filled; meta.finding stays empty until warehouse.findings."""
    connection.execute("create schema meta")
    for table in EARLY_META:
        create_built(connection, table)
    version = (
        facts.version,
        facts.built_at,
        facts.data_as_of,
        facts.is_demo,
        facts.model_hash,
        facts.load_no,
        f"DuckDB {duckdb.__version__}",
        facts.shrink_reason,
        FULL,
    )
    fill(connection, "meta.version", [version])
    fill(connection, "meta.load", _loads(raw))
    fill(connection, "meta.source", (source_row(s) for s in raw.sources.values()))
    columns = (row for s in raw.sources.values() for row in source_column_rows(s))
    fill(connection, "meta.source_column", columns)
    rules = (row for s in raw.sources.values() for row in source_rule_rows(s))
    fill(connection, "meta.source_rule", rules)
    fill(connection, "meta.load_column", _load_columns(raw))
    fill(connection, "meta.lineage", lineage(project))


def source_row(source: Source) -> tuple[Any, ...]:
    """One row of meta.source."""
    days = source.cadence_days
    return (
        *(source.name, source.title, source.cadence, days),
        *(source.scope, source.owner, source.description),
    )


def source_column_rows(source: Source) -> Iterator[tuple[Any, ...]]:
    """The rows of meta.source_column for one source, in the contract's order."""
    for number, c in enumerate(source.columns, start=1):
        form = c.form
        yield (
            *(source.name, number, c.name, c.title, c.unit, c.type, c.codes),
            *(c.name in source.key, form.is_required, form.minimum, form.maximum, form.unit),
            *(form.format, list(form.aliases), form.example, form.note),
        )


def source_rule_rows(source: Source) -> Iterator[tuple[Any, ...]]:
    """The rows of meta.source_rule for one source, in the contract's order."""
    for number, r in enumerate(source.rules, start=1):
        words = (r.message, r.remedy, r.check)
        yield (source.name, number, r.id, r.level, list(r.columns), *words)


def _load_columns(raw: Raw) -> Iterator[tuple[Any, ...]]:
    """Where the columns of the current loads stand, as their manifests say."""
    for line in raw.current:
        known = {c.name for c in raw.sources[line["source"]].columns}
        for sheet in read_manifest(raw.root, line).get("sheets", ()):
            for name, position in sheet["columns"].items():
                if name in known:
                    yield (line["load_no"], sheet["sheet"] or "", name, position)


def timestamp(text: str) -> dt.datetime:
    """2026-01-01T00:00:00Z as a naive UTC time, as the warehouse stores it."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC).replace(tzinfo=None)


def _loads(raw: Raw) -> Iterator[tuple[Any, ...]]:
    current = {line["load_no"] for line in raw.current}
    for line in raw.lines:
        state = "当前" if line["load_no"] in current else "已被取代"
        if line["data"] is None:
            state = "未能装载"
        own = {
            "loaded_at": timestamp(line["loaded_at"]),
            "as_of": dt.date.fromisoformat(line["as_of"]) if line["as_of"] else None,
            "load_state": state,
        }
        yield tuple(own.get(c.name, line.get(c.name)) for c in built_tables()["meta.load"].columns)


def create_late_meta(
    connection: duckdb.DuckDBPyConnection,
    project: Project,
    sources: Mapping[str, Source],
    seen: Mapping[str, Shown],
) -> None:
    """meta.column and meta.table: every published table, themselves included, and who may see it.

    meta.check is made too, and stays empty until the audit is through (warehouse.checks), and
    meta.withheld, where only editions have rows (warehouse.editions).
    """
    for table in (*LATE_META, *LAST_META):
        create_built(connection, table)
    described = _describe(connection)
    titles = _titles(project, sources, described)
    # Not of the version: when it was built is new each time, what is said of columns is not.
    shown = {
        table: {} if table == VERSION else examples(connection, table, columns)
        for table, columns in described.items()
    }
    fill(connection, "meta.column", _columns(described, titles, shown, seen))
    fill(connection, "meta.table", _tables(connection, project, described, seen))


Described = Mapping[str, Sequence[tuple[str, str]]]


def _describe(connection: duckdb.DuckDBPyConnection) -> Described:
    """table -> its columns with their types, in order."""
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where database_name = current_database() and not internal "
        "and list_contains(?, schema_name) order by schema_name, table_name, column_index",
        [list(DOCUMENTED)],
    ).fetchall()
    described: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in rows:
        described.setdefault(table, []).append((column, kind))
    return described


def _titles(
    project: Project, sources: Mapping[str, Source], described: Described
) -> Mapping[str, Mapping[str, Title]]:
    """table -> column -> title: the header's own, else inherited by name from what it reads."""
    known: dict[str, dict[str, Title]] = {}
    for name, source in sources.items():
        known[f"raw.{name}"] = {
            c.name: Title(c.title, c.unit, c.note, f"合同 {name}") for c in source.all_columns
        }
    for name, table in built_tables().items():
        known[name] = {c.name: Title(c.title, c.unit, c.note, BUILDER) for c in table.columns}
    codes = {n: Title(c.title, c.unit, c.note, BUILDER) for n, c in code_columns().items()}
    for name in described:
        if name.startswith("codes."):
            known[name] = codes

    def of(table: str) -> Mapping[str, Title]:
        if table not in known and table in project.models:
            model = project.models[table]
            known[table] = _model_titles(model, dict(described.get(table, ())), of)
        return known.get(table, {})

    return {table: of(table) for table in described}


def _model_titles(model: Model, columns: Mapping[str, str], of: Any) -> dict[str, Title]:
    own = {c.name: c for c in model.header.columns}
    if unknown := [name for name in own if name not in columns]:
        problem = f"说明里写了列 {'、'.join(unknown)}，但 select 没有给出"
        raise ModelError([Problem(model.file, None, problem, "改正列名，或从 [columns] 删去")])
    standard = metric_columns() if model.schema == "metrics" else ()
    titles = {c.name: Title(c.title, c.unit, c.note, BUILDER) for c in standard}
    for name in columns:
        inherited = next((of(t)[name] for t in model.reads if name in of(t)), None)
        if name in own:
            note = own[name]
            # A header that only renames keeps the unit of the column it is made of.
            unit = note.unit if note.unit or not inherited else inherited.unit
            titles[name] = Title(note.title, unit, note.note, model.table)
        elif name not in titles and inherited:
            titles[name] = inherited
    return titles


def _columns(
    described: Described,
    titles: Mapping[str, Mapping[str, Title]],
    shown: Mapping[str, Mapping[str, str]],
    seen: Mapping[str, Shown],
) -> Iterator[tuple[Any, ...]]:
    nothing = Title("", None, None, "")
    for table, columns in described.items():
        schema, _, name = table.partition(".")
        for number, (column, kind) in enumerate(columns, start=1):
            t = titles[table].get(column, nothing)
            facts = (number, t.title or None, t.unit, kind, t.note, t.source)
            to = _audience(seen, table, column)
            yield (schema, name, column, *facts, shown[table].get(column), to)


def _audience(seen: Mapping[str, Shown], table: str, column: str) -> str:
    """Who may see the column; BuildError rather than a guess where that was not found out."""
    try:
        return seen[table].of(column)
    except KeyError as error:
        raise BuildError(
            f"{table}.{column}：没有查明给谁看，不能发布。请把这条信息告知系统管理员"
        ) from error


def _tables(
    connection: duckdb.DuckDBPyConnection,
    project: Project,
    described: Described,
    seen: Mapping[str, Shown],
) -> Iterator[tuple[Any, ...]]:
    counts = "\nunion all\n".join(
        f"select '{t}', count(*) from {t}" for t in described if t != "meta.table"
    )
    rows = {**dict(connection.execute(counts).fetchall()), "meta.table": len(described)}
    facts: tuple[Any, ...]
    for table in described:
        schema, _, name = table.partition(".")
        if table in project.models:
            model = project.models[table]
            h = model.header
            facts = (
                h.title,
                h.grain,
                list(h.key),
                h.description,
                rows[table],
                model.sql,
                h.rows_of,
            )
        elif table in built_tables():
            b = built_tables()[table]
            facts = (b.title, b.grain, list(b.key), b.description, rows[table], None, None)
        else:
            grain, text = "一行一个代码", f"代码表，取自 sql/codes/{name}.csv。"
            title = code_lists().get(name, f"代码表 {name}")
            facts = (title, grain, ["code"], text, rows[table], None, None)
        yield (schema, name, *facts, seen[table].rows, seen[table].finest)
