"""The models as a whole: titled, keyed, one name one meaning; metrics say what they mean."""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache

import duckdb
import pytest

from dashboard.proof.wording import Declared, compile_wording
from tests.sql.harness import project, rows, shown, sources
from tests.sql.returns import LAOSHAN, build
from tests.sql.test_checks import sound
from warehouse.audit import audit
from warehouse.catalog import create_late_meta
from warehouse.checks import run_checks
from warehouse.model import Model
from warehouse.parse import parse_select
from warehouse.paths import SQL_DIR

SAVED = sorted((SQL_DIR / "saved").glob("*.sql"))
METRICS = project().metrics
COUNTS = [
    (row["code"], wording)
    for row in csv.DictReader((SQL_DIR / "codes" / "bulletin_count.csv").open(encoding="utf-8"))
    for wording in row["wordings"].split("；")
]
W11 = "2021-03-21"


@cache
def city() -> duckdb.DuckDBPyConnection:
    """Every model, over two weeks of sound returns."""
    warehouse = build(**sound())
    create_late_meta(warehouse, project(), sources(), shown())
    return warehouse


def test_sound_returns_pass_the_whole_audit() -> None:
    """Keys unique, columns titled, no awkward type, parts add up, checks silent."""
    outcomes = run_checks(city(), project())
    assert [str(warning) for warning in audit(city(), project(), outcomes)] == []


def test_one_name_has_one_type_and_one_unit() -> None:
    assert (
        rows(
            city(),
            "select column_name from meta.column where schema_name in ('staging', 'marts') "
            "group by column_name having count(distinct type) > 1 "
            "or count(distinct coalesce(unit, '')) > 1",
        )
        == []
    )


def test_counts_are_whole_numbers_and_nothing_is_a_decimal() -> None:
    kinds = rows(
        city(),
        "select distinct type from meta.column "
        "where schema_name in ('staging', 'marts', 'metrics')",
    )
    assert {kind for (kind,) in kinds} <= {
        *("VARCHAR", "BIGINT", "INTEGER", "DOUBLE", "DATE", "BOOLEAN", "TIMESTAMP"),
        "VARCHAR[]",
    }


def test_no_metric_is_ever_infinite_or_not_a_number() -> None:
    assert rows(city(), "select count(*) from metrics.value where not isfinite(value)") == [(0,)]
    assert rows(city(), "select count(*) > 0 from metrics.value where denominator = 0") == [(True,)]


def test_every_metric_has_figures_for_the_district_that_reported() -> None:
    found = rows(
        city(),
        f"select metric from metrics.value where area_code = '{LAOSHAN}' and as_of = '{W11}'",
    )
    silent = {m.name for m in METRICS} - {name for (name,) in found}
    # Rates of what the district has none of; nothing was said of printed rates or renovations.
    assert silent == {
        *("forest_fire_rectification_rate", "reservoir_completion_rate", "seawall_completion_rate"),
        *("house_renovations_started", "house_renovations_completed"),
    }


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_a_metric_says_what_it_means(metric: Model) -> None:
    facts = metric.header.metric
    assert facts is not None
    columns = [row[0] for row in rows(city(), f"describe {metric.table}")]
    has_denominator = "denominator" in columns
    assert has_denominator == (facts.unit == "%" or "/" in facts.unit)
    assert facts.definition.rstrip().endswith("。")
    slots = set(re.findall(r"{(\w+)}", facts.phrase or ""))
    assert slots == ({"numerator", "denominator"} if has_denominator else {"numerator"})
    if has_denominator:
        assert "÷" in facts.definition
        assert not facts.zero_when_reported  # nothing of nothing is no data, not nought
    if facts.thresholds and facts.thresholds.basis == "value":
        assert facts.target is not None


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_every_wording_can_be_read_and_names_what_there_is(metric: Model) -> None:
    facts = metric.header.metric
    assert facts is not None
    names = {m.name for m in METRICS} | {count for count, _ in COUNTS}
    of_rate = facts.unit == "%" or "/" in facts.unit
    own = {"numerator", "denominator", "value"} if of_rate else {"numerator"}
    for wording in (*facts.wordings, *([facts.phrase] if facts.phrase else [])):
        assert compile_wording(Declared(metric.name, of_rate, ()), wording, {})
        slots = set(re.findall(r"{(\w+)}", wording))
        assert slots & own, wording
        assert slots <= own | names, wording


@pytest.mark.parametrize(("count", "wording"), COUNTS)
def test_every_wording_of_a_count_can_be_read(count: str, wording: str) -> None:
    names = {m.name for m in METRICS} | {name for name, _ in COUNTS}
    if wording:
        assert compile_wording(Declared(count, False, ()), wording, {})
        assert set(re.findall(r"{(\w+)}", wording)) <= names | {"numerator"}


def test_marts_and_metrics_are_portable_and_everything_is_qualified() -> None:
    """load_project lints; this says that it did so for every file there is."""
    files = {str(p.relative_to(SQL_DIR)) for s in ("staging", "marts", "metrics", "checks")
             for p in (SQL_DIR / s).glob("*.sql")}  # fmt: skip
    read = {m.file.removeprefix("sql/") for m in (*project().models.values(), *project().checks)}
    assert read == files


@pytest.mark.parametrize("path", SAVED, ids=lambda p: p.stem)
def test_a_saved_query_runs_on_what_is_published(path) -> None:
    text = path.read_text(encoding="utf-8")
    parsed = parse_select(text)
    schemas = {table.schema for table in parsed.reads}
    assert schemas <= {"staging", "marts", "metrics", "codes", "meta"}
    bound = {"area": "370200", "asof": date.fromisoformat(W11)}
    [statement] = city().extract_statements(text)
    assert statement.named_parameters <= bound.keys()
    wanted = {name: bound[name] for name in statement.named_parameters}
    found = city().execute(statement, wanted or None)
    columns = [name for name, *_ in found.description]
    assert len(columns) == len(set(columns)), "every column has a name of its own"
    found.fetchall()


def test_the_city_is_the_sum_of_its_districts() -> None:
    assert (
        rows(
            city(),
            "select v.metric from metrics.value as v inner join metrics.definition as d "
            "on v.metric = d.metric inner join staging.area as a on v.area_code = a.area_code "
            "where d.additive and a.area_level in ('city', 'district') "
            "group by v.metric, v.as_of "
            "having sum(v.numerator) filter (where a.area_level = 'city') "
            "<> sum(v.numerator) filter (where a.area_level = 'district')",
        )
        == []
    )


def test_every_column_that_a_check_gives_has_a_title() -> None:
    known = {name for (name,) in rows(city(), "select distinct column_name from meta.column")}
    untitled = {
        (outcome.check.name, head)
        for outcome in run_checks(city(), project())
        for head in outcome.heads
        if head not in known and head not in {c.name for c in outcome.check.header.columns}
    }
    assert untitled == set()
