"""metrics.value: the parts of every metric rolled up along the areas, divided once.

Sums are exact decimals with six places (the precision of what is loaded), so they do not depend
on the order in which threads add; a row that stands alone keeps its own number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb

from warehouse.errors import ModelError, Problem
from warehouse.failure import Failure, refuse
from warehouse.header import AREA_LEVELS, MetricFacts
from warehouse.model import ROLLUP_READS, VALUE, Model, Project, upstream
from warehouse.rollup_sql import (
    AREA_COVER,
    BAD_PARTS,
    CITY_COVERAGE,
    DISTRICT_COVERAGE,
    REGISTER_COVERAGE,
    ROLL_UP,
)
from warehouse.sources import Source
from warehouse.tables import create_built

EXACT = "decimal(38, 6)"
PART_TYPES = ("BIGINT", "DOUBLE")
NO_SOURCES = ""


@dataclass(frozen=True)
class Metric:
    """A metric model with what its table and its lineage say."""

    model: Model
    types: Mapping[str, str]
    sources: tuple[str, ...]

    @property
    def has_denominator(self) -> bool:
        """Whether the metric is a rate."""
        return "denominator" in self.types

    @property
    def facts(self) -> MetricFacts:
        """The metric part of the header."""
        facts = self.model.header.metric
        if facts is None:  # read_header gives every file of sql/metrics one
            raise ModelError([Problem(self.model.file, None, "不是指标", "放在 sql/metrics 里")])
        return facts

    @property
    def source_set(self) -> str:
        """The sources that must have been reported for this metric, as one word."""
        return "+".join(self.sources)


def metric_sources(project: Project, sources: Mapping[str, Source], table: str) -> tuple[str, ...]:
    """The sources feeding `table` down to raw; dimensions only where nothing else feeds it."""
    feeding = sorted(t.removeprefix("raw.") for t in upstream(project, table) if t[:4] == "raw.")
    reported = [s for s in feeding if s in sources and not sources[s].is_dimension]
    return tuple(reported or feeding)


def _waited_for(feeding: Collection[str], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Of a metric's sources those whose returns are counted: the districts', else the city's."""
    reported = [s for s in feeding if s in sources and not sources[s].is_dimension]
    districts = [s for s in reported if sources[s].scope == "district"]
    return tuple(districts or reported)


def read_metrics(
    connection: duckdb.DuckDBPyConnection, project: Project, sources: Mapping[str, Source]
) -> tuple[Metric, ...]:
    """Every metric of the project; ModelError when a table has not the columns of a metric."""
    metrics = []
    for model in project.metrics:
        columns = {
            name: kind
            for name, kind, *_ in connection.execute(f"describe {model.table}").fetchall()
        }
        _look_at_columns(model, columns)
        waited = _waited_for(metric_sources(project, sources, model.table), sources)
        metrics.append(Metric(model, columns, waited))
    return tuple(metrics)


def _look_at_columns(model: Model, columns: Mapping[str, str]) -> None:
    wanted = ["area_code", "as_of", "numerator"]
    if set(columns) not in ({*wanted}, {*wanted, "denominator"}):
        problem = f"指标给出的列是 {'、'.join(columns)}"
        remedy = "只能给出 area_code, as_of, numerator[, denominator]"
        raise ModelError([Problem(model.file, None, problem, remedy)])
    wrong = []
    for name, kind in columns.items():
        allowed = {"area_code": ("VARCHAR",), "as_of": ("DATE",)}.get(name, PART_TYPES)
        if kind not in allowed:
            wrong.append(f"{name} 是 {kind}，应为 {' 或 '.join(allowed)}")
    if wrong:
        remedy = "在 select 里用 cast(… as bigint) 或 cast(… as double) 转好"
        raise ModelError([Problem(model.file, None, "；".join(wrong), remedy)])


def make_value(
    connection: duckdb.DuckDBPyConnection, project: Project, sources: Mapping[str, Source]
) -> None:
    """Create metrics.value, ordered by metric, area, week; AuditError prints parts that misfit."""
    create_built(connection, VALUE)
    metrics = read_metrics(connection, project, sources)
    if not metrics:
        return
    try:
        _prepare(connection, metrics, sources)
        _refuse_bad_parts(connection)
        connection.execute(f"insert into {VALUE} {ROLL_UP}")
    finally:
        for table in ("metric_part", "metric_facts", "area_cover", "coverage"):
            connection.execute(f"drop table if exists temp.{table}")


def _prepare(
    connection: duckdb.DuckDBPyConnection,
    metrics: tuple[Metric, ...],
    sources: Mapping[str, Source],
) -> None:
    """The temporary tables that the roll-up reads."""
    connection.execute(
        "create temp table metric_facts (metric varchar, level_no integer, additive boolean, "
        "zero_when_reported boolean, has_denominator boolean, source_set varchar)"
    )
    connection.executemany(
        "insert into temp.metric_facts values (?, ?, ?, ?, ?, ?)",
        [
            (
                m.model.name,
                AREA_LEVELS.index(m.facts.level),
                m.facts.additive,
                m.facts.zero_when_reported,
                m.has_denominator,
                m.source_set,
            )
            for m in metrics
        ],
    )
    parts = "\nunion all\n".join(_part(m) for m in metrics)
    connection.execute(f"create temp table metric_part as {parts}")
    levels = ", ".join(f"('{level}', {no})" for no, level in enumerate(AREA_LEVELS))
    connection.execute(AREA_COVER.replace("{levels}", levels))
    _coverage(connection, metrics, sources)


def _part(metric: Metric) -> str:
    columns = ["area_code", "as_of"]
    for name in ("numerator", "denominator"):
        kind = metric.types.get(name)
        given = name if kind else "null"
        # A double goes to decimal by its shortest digits: times 10^6 in binary is not exact.
        exact = f"cast({name} as varchar)" if kind == "DOUBLE" else given
        columns.append(f"cast({given} as double) as {name}")
        columns.append(f"try_cast({exact} as {EXACT}) as exact_{name}")
    return f"select '{metric.model.name}' as metric, {', '.join(columns)} from {metric.model.table}"


def _coverage(
    connection: duckdb.DuckDBPyConnection,
    metrics: tuple[Metric, ...],
    sources: Mapping[str, Source],
) -> None:
    """temp.coverage: who reported, by set of sources, area (district or above) and week."""
    connection.execute(
        "create temp table coverage (source_set varchar, cover_code varchar, as_of date, "
        "units_reported bigint, units_known bigint, units_expected bigint)"
    )
    for source_set in sorted({m.source_set for m in metrics}):
        names = source_set.split("+") if source_set != NO_SOURCES else []
        if names and all(sources[n].scope == "district" for n in names):
            connection.execute(DISTRICT_COVERAGE, [source_set, names, len(names)])
        elif names:
            connection.execute(CITY_COVERAGE, [source_set, names, len(names)])
        else:
            connection.execute(REGISTER_COVERAGE, [source_set])


def _refuse_bad_parts(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(BAD_PARTS).fetchall()
    if rows:
        failure = Failure(
            title="指标取数",
            message="有的行不能逐级汇总",
            remedy=f"改正 sql/metrics 里的取数，或核对 {'、'.join(ROLLUP_READS)}",
            heads=("指标", "区划代码", "周", "问题"),
            rows=tuple(rows),
        )
        refuse([failure])
