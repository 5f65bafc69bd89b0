"""Run models on an open connection, in order: the core that the build and the SQL tests share."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import duckdb

from warehouse.catalog import fill
from warehouse.errors import BuildError, ModelError, Problem
from warehouse.header import CodeFigure, Figure
from warehouse.model import (
    DEFINITION,
    MODEL_SCHEMAS,
    VALUE,
    Model,
    Project,
    build_order,
    dependencies,
    upstream,
)
from warehouse.raw import unreadable
from warehouse.rollup import make_value, metric_sources, read_metrics
from warehouse.sources import Source
from warehouse.tables import create_built

PARQUET = ".parquet"
ERROR_LINE = re.compile(r"\bLINE (\d+):")
# Errors of the machine, not of the SQL text: the disk, the memory.
MACHINE_ERRORS = (duckdb.IOException, duckdb.OutOfMemoryException)


@dataclass(frozen=True)
class Step:
    """One table made: its rows and how long it took."""

    table: str
    rows: int
    seconds: float


def existing_tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Every table and view of the connection's own database, as schema.name."""
    rows = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where database_name = current_database() union all "
        "select schema_name || '.' || view_name from duckdb_views() "
        "where database_name = current_database() and not internal"
    ).fetchall()
    return {row[0] for row in rows}


def run_models(
    connection: duckdb.DuckDBPyConnection,
    project: Project,
    sources: Mapping[str, Source],
    only: Collection[str] | None = None,
    say: Callable[[Step], None] | None = None,
) -> tuple[Step, ...]:
    """Make every table of the project, or those in `only` and what they read.

    Tables that exist already are kept. ModelError names file, line and remedy; AuditError prints
    metric parts that do not fit.
    """
    given = existing_tables(connection)
    missing = Project({t: m for t, m in project.models.items() if t not in given}, ())
    order = build_order(missing, given | set(dependencies(project)))
    order = tuple(t for t in order if t not in given)
    if only is not None:
        wanted = set(only).union(*(upstream(project, t) for t in only))
        order = tuple(t for t in order if t in wanted)
    for schema in MODEL_SCHEMAS:
        connection.execute(f"create schema if not exists {schema}")
    steps = []
    for table in order:
        started = time.perf_counter()
        rows = _make(connection, project, sources, table)
        step = Step(table, rows, time.perf_counter() - started)
        steps.append(step)
        if say:
            say(step)
    return tuple(steps)


def _make(
    connection: duckdb.DuckDBPyConnection,
    project: Project,
    sources: Mapping[str, Source],
    table: str,
) -> int:
    if table == VALUE:
        make_value(connection, project, sources)
    elif table == DEFINITION:
        create_built(connection, DEFINITION)
        fill_definitions(connection, project, sources)
    else:
        return create_model(connection, project.models[table])
    count: int = connection.execute(f"select count(*) from {table}").fetchall()[0][0]
    return count


def create_model(connection: duckdb.DuckDBPyConnection, model: Model) -> int:
    """Create one model's table; gives its number of rows. ModelError names file and line."""
    try:
        # The text goes in whole, comment and all, so that DuckDB's line numbers are the file's.
        made = connection.execute(f"create table {model.table} as {model.text}").fetchall()
    except duckdb.Error as error:
        if PARQUET in str(error):
            raise unreadable(f"建表 {model.table} 时，原始表", error) from error
        if isinstance(error, MACHINE_ERRORS):
            raise machine_error(f"建表 {model.table} 时", error) from error
        raise ModelError([sql_problem(model, error)]) from error
    return int(made[0][0])


def sql_problem(model: Model, error: duckdb.Error) -> Problem:
    """DuckDB's complaint about one file, with its line."""
    text = str(error)
    place = ERROR_LINE.search(text)
    line = int(place.group(1)) if place else None
    message = text.split("\n\nLINE ")[0].replace("\n", " ")
    return Problem(model.file, line, f"语句不能执行（{message}）", "核对列名、类型和数据")


def machine_error(doing: str, error: BaseException) -> BuildError:
    """A failure of disk or memory, in words."""
    text = str(error).split("\n")[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        remedy = "请用 --memory 调大内存上限，或腾出临时目录所在磁盘的空间"
    else:
        remedy = "请检查数据目录所在磁盘的剩余空间、配额和权限"
    return BuildError(f"{doing}磁盘或内存不够：{text}。{remedy}；上一版本不受影响，仍在使用")


def fill_definitions(
    connection: duckdb.DuckDBPyConnection, project: Project, sources: Mapping[str, Source]
) -> None:
    """Fill metrics.definition from the metrics' headers."""
    rows = []
    metrics = read_metrics(connection, project, sources)
    known = {metric.model.name for metric in metrics}
    for metric in metrics:
        facts, model = metric.facts, metric.model
        if facts.planned_by is not None and facts.planned_by not in known:
            problem = f"planned_by 所指的指标 {facts.planned_by} 不存在"
            raise ModelError([Problem(model.file, None, problem, "改成 sql/metrics 里的指标名")])
        changes = [{"on": c.on.isoformat(), "text": c.text} for c in facts.changes]
        lights = None
        if limits := facts.thresholds:
            green, yellow = (_figure(connection, model, x) for x in (limits.green, limits.yellow))
            lights = {"basis": limits.basis, "green": green, "yellow": yellow}
        rows.append(
            (
                model.name,
                model.header.title,
                facts.unit,
                facts.direction,
                facts.additive,
                None if facts.target is None else _figure(connection, model, facts.target),
                facts.level,
                facts.definition,
                facts.owner,
                facts.phrase,
                list(facts.wordings),
                facts.planned_by,
                json.dumps(changes, ensure_ascii=False),
                json.dumps(lights) if lights else None,
                model.sql,
                metric.has_denominator,
                list(metric_sources(project, sources, model.table)),
                facts.rows.to_json() if facts.rows else None,
            )
        )
    fill(connection, DEFINITION, rows)


def _figure(connection: duckdb.DuckDBPyConnection, model: Model, given: Figure) -> float:
    """The figure itself, or what its code list says; ModelError when that says none."""
    if not isinstance(given, CodeFigure):
        return given
    asked = f'select cast("{given.column}" as double) from codes.{given.table} where code = ?'
    try:
        found = connection.execute(asked, [given.code]).fetchall()
    except duckdb.Error:
        found = []
    if not found or found[0][0] is None:
        name = f"codes.{given.table}.{given.code}.{given.column}"
        problem = Problem(model.file, None, f"{name} 不是数", "核对代码表、代码和列名")
        raise ModelError([problem])
    return float(found[0][0])
