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
    AREA_LINE,
    CITY_COVERAGE,
    COUNT_BAD_PARTS,
    DISTRICT_COVERAGE,
    QUOTIENT,
    REGISTER_COVERAGE,
    ROLL_UP,
    SHOW_BAD_PARTS,
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
    reported = [s for s in feeding if s in sources and sources[s].cadence_days is not None]
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
        for metric in metrics:
            _refuse_bad_parts(connection, metric)
            connection.execute(ROLL_UP.format(**_terms(metric)))
    finally:
        for table in ("area_cover", "area_line", "coverage"):
            connection.execute(f"drop table if exists temp.{table}")


def _prepare(
    connection: duckdb.DuckDBPyConnection,
    metrics: tuple[Metric, ...],
    sources: Mapping[str, Source],
) -> None:
    """The temporary tables that every metric's roll-up reads."""
    levels = ", ".join(f"('{level}', {no})" for no, level in enumerate(AREA_LEVELS))
    connection.execute(AREA_COVER.format(levels=levels))
    connection.execute(AREA_LINE)
    _coverage(connection, metrics, sources)


def _terms(metric: Metric) -> dict[str, str]:
    """What the SQL of one metric's roll-up is filled in with; names and words are our own."""
    facts = metric.facts
    has = metric.has_denominator
    return {
        "metric": metric.model.name,
        "table": metric.model.table,
        "level_no": str(AREA_LEVELS.index(facts.level)),
        "additive": str(facts.additive).lower(),
        "zeros": str(facts.additive and facts.zero_when_reported).lower(),
        "source_set": metric.source_set,
        "denominator": "denominator" if has else "cast(null as double)",
        "nothing": "cast(0 as double)" if has else "cast(null as double)",
        "sum_numerator": _exact_sum("numerator", metric.types["numerator"]),
        "sum_denominator": _exact_sum("denominator", metric.types["denominator"])
        if has
        else "cast(null as double)",
        "value": QUOTIENT if has else "r.numerator",
    }


def _exact_sum(name: str, kind: str) -> str:
    """A sum that does not depend on the order of adding, as a double."""
    if kind == "BIGINT":
        return f"cast(sum({name}) as double)"
    # By the shortest digits: times 10^6 in binary is not exact.
    exact = f"cast(cast({name} as varchar) as {EXACT})"
    return f"case when count(*) = 1 then max({name}) else cast(sum({exact}) as double) end"


def _refuse_bad_parts(connection: duckdb.DuckDBPyConnection, metric: Metric) -> None:
    """AuditError when a row of the metric cannot be rolled up: one pass, details only if needed."""
    terms = _terms(metric)
    faults = connection.execute(COUNT_BAD_PARTS.format(**terms)).fetchall()[0][0]
    if not faults:
        return
    rows = connection.execute(SHOW_BAD_PARTS.format(**terms)).fetchall()
    failure = Failure(
        title=f"指标 {metric.model.header.title}",
        message="有的行不能逐级汇总",
        remedy=f"改正取数，或核对 {'、'.join(ROLLUP_READS)}",
        heads=("区划代码", "周", "分子", "分母", "问题"),
        rows=tuple(rows),
        file=metric.model.file,
    )
    refuse([failure])


def _coverage(
    connection: duckdb.DuckDBPyConnection,
    metrics: tuple[Metric, ...],
    sources: Mapping[str, Source],
) -> None:
    """temp.coverage: who reported up to when, by sources, area (district or above) and week."""
    connection.execute(
        "create temp table coverage (source_set varchar, cover_code varchar, as_of date, "
        "units_reported bigint, units_known bigint, units_expected bigint, data_on date)"
    )
    for source_set in sorted({m.source_set for m in metrics}):
        names = source_set.split("+") if source_set != NO_SOURCES else []
        if names and all(sources[n].scope == "district" for n in names):
            connection.execute(DISTRICT_COVERAGE, [source_set, names, len(names)])
        elif names:
            connection.execute(CITY_COVERAGE, [source_set, names, len(names)])
        else:
            connection.execute(REGISTER_COVERAGE, [source_set])
