"""What the dictionary asks the warehouse of itself: tables, columns, metrics, codes, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from dashboard import read
from warehouse import chinese

Kind = Literal["metric", "column", "table", "code", "source"]
Row = dict[str, Any]
CODES = "codes"


@dataclass(frozen=True)
class Table:
    """One table of the warehouse, as meta.table has it."""

    schema: str
    short: str
    title: str
    grain: str
    key: tuple[str, ...]
    description: str
    rows: int
    sql: str | None
    audience: str  # what the circle of readers is called that may see its rows
    finest: str | None  # below which level of area narrower editions have no rows

    @property
    def name(self) -> str:
        """`marts.delay`."""
        return f"{self.schema}.{self.short}"

    @property
    def seen_by(self) -> str:
        """Who may see the table's rows, and down to what in the narrower editions."""
        return f"{self.audience}，较窄的版别只到{self.finest}" if self.finest else self.audience


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    table: str
    name: str
    title: str
    unit: str | None
    type: str
    note: str | None
    source: str
    example: str | None
    audience: str  # what the circle of readers is called that may see it


@dataclass(frozen=True)
class SourceColumn:
    """One column of a source as it is filled in."""

    source: str
    name: str
    title: str
    unit: str | None  # of the form
    type: str
    codes: str | None
    is_key: bool
    is_required: bool
    minimum: float | None
    maximum: float | None
    format: str | None
    aliases: tuple[str, ...]
    example: str | None
    note: str | None


@dataclass(frozen=True)
class Rule:
    """What each row of a source is held to."""

    source: str
    rule: str
    title: str
    level: str
    columns: tuple[str, ...]
    message: str
    remedy: str
    sql: str


@dataclass(frozen=True)
class Entry:
    """One line of the index; `find` is what a search looks in, in lower case."""

    kind: Kind
    name: str
    title: str
    about: str
    find: str


@read.per_version
def tables(warehouse: read.Warehouse) -> dict[str, Table]:
    """Every table by its name; schema by schema, titles in the order of pinyin."""
    rows = warehouse.query(
        'select t.schema_name as "schema", t.table_name as short, t.title, t.grain, t.key,'
        " t.description, t.rows, t.sql, a.title as audience, l.title as finest"
        " from meta.table as t inner join codes.audience as a on t.audience = a.code"
        " left join codes.area_level as l on t.finest = l.code"
        " order by t.schema_name, t.title collate zh"
    )
    found = (Table(**_tuples(row)) for row in rows.iter_rows(named=True))
    return {one.name: one for one in found}


@read.per_version
def columns(warehouse: read.Warehouse) -> tuple[Column, ...]:
    """Every column, table by table in its order."""
    rows = warehouse.rows(
        "select c.schema_name || '.' || c.table_name, c.column_name, c.title, c.unit, c.type,"
        " c.note, c.source, c.example, a.title"
        " from meta.column as c inner join codes.audience as a on c.audience = a.code"
        " order by c.schema_name, c.table_name, c.column_no"
    )
    return tuple(Column(*row) for row in rows)


@read.per_version
def chinese_views(warehouse: read.Warehouse) -> dict[str, str]:
    """table -> its view with Chinese names, `cn.隐患治理进度`; none before there were any."""
    rows = warehouse.rows(
        "select view_name, comment from duckdb_views() where schema_name = ?", [chinese.SCHEMA]
    )
    return {chinese.table_of(comment): f"{chinese.SCHEMA}.{name}" for name, comment in rows}


@read.per_version
def metric_titles(warehouse: read.Warehouse) -> dict[str, str]:
    """Every metric's title, in the order of pinyin."""
    return dict(
        warehouse.rows("select metric, title from metrics.definition order by title collate zh")
    )


@read.per_version
def sources(warehouse: read.Warehouse) -> dict[str, Row]:
    """The rows of meta.source by name, the most frequent first."""
    rows = warehouse.query(
        "select s.*, c.title as cadence_title from meta.source as s"
        " inner join codes.cadence as c on c.code = s.cadence order by c.sort, s.title"
    )
    return {row["source"]: row for row in rows.iter_rows(named=True)}


@read.per_version
def source_columns(warehouse: read.Warehouse) -> tuple[SourceColumn, ...]:
    """Every column of every source that is stored, in the order of the form."""
    rows = warehouse.query(
        "select source, column_name as name, title, form_unit as unit, type, codes, is_key,"
        " is_required, minimum, maximum, format, aliases, example, note from meta.source_column"
        " order by source, column_no"
    )
    return tuple(SourceColumn(**_tuples(row)) for row in rows.iter_rows(named=True))


@read.per_version
def rules(warehouse: read.Warehouse) -> tuple[Rule, ...]:
    """Every rule of every source, in the order of the contract."""
    rows = warehouse.query(
        "select s.source, s.rule, coalesce(r.title, s.rule) as title, s.level, s.columns,"
        " s.message, s.remedy, s.sql from meta.source_rule as s"
        " left join codes.quality_rule as r on r.code = s.rule order by s.source, s.rule_no"
    )
    return tuple(Rule(**_tuples(row)) for row in rows.iter_rows(named=True))


def _tuples(row: Row) -> Row:
    """The row with its lists made unchangeable: what is read is shared between sessions."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in row.items()}


@read.per_version
def code_rows(warehouse: read.Warehouse, table: str) -> tuple[tuple[str, ...], list[Row]]:
    """Column names and rows of a code list, which must be one of `tables`, in their order."""
    if not table.startswith(f"{CODES}.") or table not in tables(warehouse.version):
        raise read.UnknownName(f"没有代码表 {table}")
    frame = warehouse.query(f"select * from {table} order by sort, code")
    return tuple(frame.columns), list(frame.iter_rows(named=True))


@read.per_version
def reads(warehouse: read.Warehouse) -> dict[str, tuple[str, ...]]:
    """table -> the tables it is made from."""
    return _grouped(warehouse, "to_table", "from_table")


@read.per_version
def read_by(warehouse: read.Warehouse) -> dict[str, tuple[str, ...]]:
    """table -> the tables made from it."""
    return _grouped(warehouse, "from_table", "to_table")


def _grouped(warehouse: read.Warehouse, by: str, of: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, value in warehouse.rows(
        f"select {by}, {of} from meta.lineage where not starts_with(from_table, 'meta.')"
        " order by all"
    ):
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


@read.per_version
def index(warehouse: read.Warehouse) -> tuple[Entry, ...]:
    """Everything that can be looked up: metrics, columns, tables, code lists, sources."""
    version = warehouse.version
    return (
        *_metric_entries(version),
        *_column_entries(version),
        *_table_entries(version),
        *(
            _entry("source", name, row["title"], row["owner"], row["description"])
            for name, row in sources(version).items()
        ),
    )


def _entry(kind: Kind, name: str, title: str, about: str, *also: str) -> Entry:
    find = " ".join((name, title, about, *also)).lower()
    return Entry(kind, name, title, about, find)


def _metric_entries(version: str) -> Iterator[Entry]:
    for name, title in metric_titles(version).items():
        meant = read.definition(version, name)
        yield _entry("metric", name, title, meant.owner, meant.definition)


def _column_entries(version: str) -> Iterator[Entry]:
    """A column once, however many tables have it: by every title and every name on the forms."""
    captions: dict[str, list[str]] = {}
    for form in source_columns(version):
        captions.setdefault(form.name, []).extend((form.title, *form.aliases))
    found: dict[str, list[Column]] = {}
    for column in columns(version):
        found.setdefault(column.name, []).append(column)
    for name, own in sorted(found.items()):
        titles = list(dict.fromkeys(column.title for column in own))
        also = dict.fromkeys(captions.get(name, ()))
        yield _entry("column", name, "、".join(titles), f"{len(own)}张表", *also)


def _table_entries(version: str) -> Iterator[Entry]:
    metrics = metric_titles(version)
    for one in tables(version).values():
        if one.schema == CODES:
            values = (str(row["title"]) for row in code_rows(version, one.name)[1])
            yield _entry("code", one.short, one.title, f"{one.rows}项", *values)
        elif one.schema != "metrics" or one.short not in metrics:
            yield _entry("table", one.name, one.title, one.grain)
