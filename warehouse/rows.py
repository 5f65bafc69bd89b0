"""The rows of returns behind a metric, as SQL; the build holds their sum against the figure.

A metric's header says which rows of a row-level table (`rows_of` in its header) make the figure,
and what each adds. That repeats a rule of the marts in other words: so that the two can never part,
the audit adds the rows up for every area and week and refuses a build where they differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import duckdb

from warehouse.errors import ModelError, Problem
from warehouse.failure import Failure
from warehouse.model import Model, Project, upstream
from warehouse.rowspec import RowsBehind
from warehouse.run import sql_problem

TOLERANCE = 1e-9  # relative, as for parts: exact to six decimals
PART = "cast({expression} as decimal(38, 6))"  # floats would add up differently with the order


@dataclass(frozen=True)
class RowTable:
    """A table with one row per row of a source's returns, and its columns."""

    table: str
    source: str
    columns: tuple[str, ...]


def in_force(rows: RowTable) -> str:
    """The table's rows with the week `as_of` that they are in force in.

    A table that is kept by week says so itself; rows that hold until they are replaced (checks,
    which add up) have `replaced_as_of`; of all others the return in use of their unit counts.
    """
    if "as_of" in rows.columns:
        return f"select * from {rows.table}"
    if "replaced_as_of" in rows.columns:
        return (
            f"select t.*, w.as_of from {rows.table} as t inner join staging.week as w "
            "on t.used_as_of <= w.as_of "
            "and (t.replaced_as_of is null or t.replaced_as_of > w.as_of)"
        )
    return (
        f"select t.*, u.as_of from {rows.table} as t inner join staging.unit_return as u "
        f"on u.source = '{rows.source}' and t.unit_code = u.unit_code "
        "and t.used_as_of = u.used_as_of"
    )


def counted(rows: RowTable, spec: RowsBehind) -> str:
    """The rows that count, with what each adds: part_numerator, part_denominator."""
    joined = ""
    if spec.joined:
        met = " and ".join(f'r."{c}" = m."{c}"' for c in spec.on)
        joined = f" left join {spec.joined} as m on {met}"
    parts = ", ".join(
        f"{PART.format(expression=expression)} as part_{p}"
        for p, expression in _parts(spec).items()
    )
    return f"select r.*, {parts} from ({in_force(rows)}) as r{joined} where {spec.where}"


def _parts(spec: RowsBehind) -> Mapping[str, str]:
    parts = {"numerator": spec.numerator, "denominator": spec.denominator}
    return {name: expression for name, expression in parts.items() if expression}


def summed(counted_rows: str, spec: RowsBehind, by: Collection[str]) -> str:
    """Numerator, denominator (where there is one) and rows of `counted_rows` for every `by`."""
    keys = ", ".join(by)
    group = f" group by {keys}" if by else ""
    # A cell left empty adds nothing.
    parts = [f"cast(coalesce(sum(part_{p}), 0) as double) as {p}" for p in _parts(spec)]
    select = ", ".join([*parts, "cast(coalesce(sum(rows), 0) as bigint) as rows"])
    head = f"{keys}, " if by else ""
    if not spec.each:
        rows = f"select *, 1 as rows from ({counted_rows})"
    else:  # several rows make one thing, which adds once
        things = ", ".join(dict.fromkeys([*by, "area_code", *spec.each]))
        parts = [f"max(part_{p}) as part_{p}" for p in _parts(spec)]
        rows = f"select {things}, {', '.join(parts)}, count(*) as rows from ({counted_rows})"
        rows += f" group by {things}"
    return f"select {head}{select} from ({rows}){group}"


def row_tables(connection: duckdb.DuckDBPyConnection, project: Project) -> Mapping[str, RowTable]:
    """Every row-level table of the project, by name."""
    found = {}
    for table, model in project.models.items():
        if model.header.rows_of:
            columns = connection.execute(f"describe {table}").fetchall()
            found[table] = RowTable(table, model.header.rows_of, tuple(c[0] for c in columns))
    return found


def audit_rows(connection: duckdb.DuckDBPyConnection, project: Project) -> Iterator[Failure]:
    """Where the rows a metric names do not add up to it; ModelError when it names them wrongly."""
    tables = row_tables(connection, project)
    columns = _source_columns(connection)
    for table in tables.values():
        if table.source not in columns:
            model = project.models[table.table]
            problem = f"rows_of 说的来源 {table.source} 不存在"
            raise ModelError([Problem(model.file, None, problem, "改成合同的名字")])
    for model in project.metrics:
        facts = model.header.metric
        if facts and facts.rows:
            _look_at(project, model, facts.rows, tables, columns)
            yield from _differences(connection, model, tables[facts.rows.table], facts.rows)


def _source_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source, column in connection.execute(
        "select source, column_name from meta.source_column"
    ).fetchall():
        found.setdefault(source, set()).add(column)
    return found


def _look_at(
    project: Project,
    model: Model,
    spec: RowsBehind,
    tables: Mapping[str, RowTable],
    columns: Mapping[str, set[str]],
) -> None:
    problems = []
    if spec.table not in tables or spec.table not in upstream(project, model.table):
        problems.append((f"[rows] 的 {spec.table} 不是本指标所用的逐行的表", "写带 rows_of 的表"))
    else:
        unknown = [c for c in spec.cells if c not in columns[tables[spec.table].source]]
        if unknown:
            problems.append((f"[rows] 的 cells 写了来源没有的列 {'、'.join(unknown)}", "改正列名"))
    if spec.joined:
        joined = project.models.get(spec.joined)
        if joined is None or not set(joined.header.key) <= set(spec.on):
            problem = f"[rows] 的 with {spec.joined} 不是模型，或 on 没有写全它的键"
            problems.append((problem, "on 里写全它的键：一行只能对上一行"))
    if problems:
        raise ModelError(Problem(model.file, None, *texts) for texts in problems)


DIFFERENT = """
select
    coalesce(r.as_of, m.as_of) as as_of,
    coalesce(r.area_code, m.area_code) as area_code,
    m.numerator,
    r.numerator,
    {denominator},
    {denominator_of_rows}
from ({found}) as r
full outer join {table} as m on r.area_code = m.area_code and r.as_of = m.as_of
where abs(coalesce(r.numerator, 0) - coalesce(m.numerator, 0))
    > {tolerance} * greatest(1, abs(coalesce(m.numerator, 0)))
    or abs(coalesce({denominator_of_rows}, 0) - coalesce({denominator}, 0))
    > {tolerance} * greatest(1, abs(coalesce({denominator}, 0)))
order by all
limit 1000
"""


def _differences(
    connection: duckdb.DuckDBPyConnection, model: Model, rows: RowTable, spec: RowsBehind
) -> Iterator[Failure]:
    names = {row[0] for row in connection.execute(f"describe {model.table}").fetchall()}
    has_denominator = "denominator" in names
    if has_denominator != (spec.denominator is not None):
        problem = "[rows] 的 denominator 与指标有没有分母不一致"
        raise ModelError([Problem(model.file, None, problem, "有分母的写上，没有的删去")])
    sql = DIFFERENT.format(
        found=summed(counted(rows, spec), spec, ("area_code", "as_of")),
        table=model.table,
        tolerance=TOLERANCE,
        denominator="m.denominator" if has_denominator else "cast(null as double)",
        denominator_of_rows="r.denominator" if has_denominator else "cast(null as double)",
    )
    try:
        different = connection.execute(sql).fetchall()
    except duckdb.Error as error:
        raise ModelError([sql_problem(model, error)]) from error
    if different:
        yield Failure(
            title=f"指标 {model.header.title}",
            message="[rows] 所指的行合起来不等于指标",
            remedy="改正 [rows] 的条件或计入数，或改正指标；区划、周同指标",
            heads=("周", "区划代码", "指标分子", "各行分子", "指标分母", "各行分母"),
            rows=tuple(different),
            file=model.file,
        )
