"""One case per function: prepares untimed, then prints the seconds of the timed part as JSON.

Run as `python -m tests.bench.cases CASE ARGUMENTS`, each in a process of its own (see measure.py).
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

Case = Callable[..., float]
CASES: dict[str, Case] = {}
MEMORY_OF_CITY = "2500MiB"


def case(function: Case) -> Case:
    """Registers a case under its name."""
    CASES[function.__name__] = function
    return function


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@case
def bare_read_excel(file: str) -> float:
    """polars.read_excel, nothing more."""
    return _timed(lambda: pl.read_excel(file))


@case
def pandas_openpyxl(file: str) -> float:
    """pandas.read_excel with openpyxl, nothing more."""
    import pandas as pd

    return _timed(lambda: pd.read_excel(file, engine="openpyxl"))


@case
def bare_read_csv(file: str) -> float:
    """polars.read_csv of the UTF-8 copy."""
    return _timed(lambda: pl.read_csv(file))


@case
def load(file: str, data: str, fresh: str) -> float:
    """etl.loading.load of one file into a data folder: read, validate, keep, write, ledger."""
    from etl.loading.intake import Options
    from etl.loading.load import load_files
    from warehouse.paths import data_paths

    if fresh == "yes":
        shutil.rmtree(data, ignore_errors=True)
    paths = data_paths(Path(data))
    options = Options(source="hazard_site", unit="370212", as_of=dt.date(2021, 3, 21))
    return _timed(lambda: load_files(paths, [file], options))


@case
def build(data: str) -> float:
    """warehouse.build with audit and publishing."""
    from warehouse.build import build
    from warehouse.paths import data_paths

    return _timed(lambda: build(data_paths(Path(data))))


@case
def bare_models(data: str, scratch: str) -> float:
    """The same SQL files, one after another, on a bare connection to a new file.

    Given untimed: raw views, code lists, meta tables and a copy of the published metrics.value.
    """
    from warehouse.build import _facts, check_project
    from warehouse.catalog import create_early_meta
    from warehouse.codes import code_tables, create_codes
    from warehouse.findings import fill_findings
    from warehouse.model import DEFINITION, EARLY_META, VALUE, build_order
    from warehouse.paths import SQL_DIR, data_paths
    from warehouse.publish import read_pointer
    from warehouse.raw import create_raw_views, raw_tables, read_raw

    paths = data_paths(Path(data))
    raw = read_raw(paths)
    project = check_project(SQL_DIR, raw)
    given = set(raw_tables(raw)) | set(code_tables(SQL_DIR)) | set(EARLY_META)
    order = [t for t in build_order(project, given) if t in project.models]
    published = paths.published / read_pointer(paths).file
    file = Path(scratch)
    file.unlink(missing_ok=True)
    connection = duckdb.connect(str(file))
    create_codes(connection, SQL_DIR)
    create_early_meta(connection, project, raw, _facts(project, raw, SQL_DIR))
    fill_findings(connection, paths, raw)
    create_raw_views(connection, raw)
    for schema in ("staging", "marts", "metrics"):
        connection.execute(f"create schema if not exists {schema}")
    connection.execute(f"attach '{published}' as published (read_only)")
    for table in (VALUE, DEFINITION):
        connection.execute(f"create table {table} as from published.{table}")
    connection.execute("detach published")

    def run() -> None:
        for table in order:
            connection.execute(f"create table {table} as {project.models[table].sql}")

    return _timed(run)


@case
def bare_city(data: str, scratch: str) -> float:
    """`create table as select *` of each source's Parquet, then one group-by per metric."""
    from warehouse.model import load_project
    from warehouse.paths import SQL_DIR

    metrics = [t for t in load_project(SQL_DIR).models if t.startswith("metrics.")]
    Path(scratch).unlink(missing_ok=True)
    connection = duckdb.connect(scratch, config={"memory_limit": MEMORY_OF_CITY})
    sources = ("area", "hazard_site", "census_record")

    def run() -> None:
        for source in sources:
            connection.execute(
                f"create table {source} as "
                f"select * from read_parquet('{data}/raw/{source}/*/*/*.parquet')"
            )
        for _ in metrics:
            connection.execute(
                "select area_code, as_of, count(*) from hazard_site group by area_code, as_of"
            ).fetchall()

    return _timed(run)


METRIC_NAMES = "select metric from metrics.definition order by metric limit 40"


@case
def read_page(data: str) -> float:
    """One page's figures through the read API, uncached: values and series of every metric."""
    from warehouse.metric import series, value
    from warehouse.paths import data_paths
    from warehouse.read import open_current

    warehouse = open_current(data_paths(Path(data)))
    names = [row[0] for row in warehouse.rows(METRIC_NAMES)]
    week = dt.date(2021, 3, 21)
    value(warehouse, names[0], "370200", week)  # the version is verified once, at opening
    series(warehouse, names[0], "370200")  # and the first frame imports its library

    def run() -> None:
        for name in names:
            value(warehouse, name, "370200", week)
            series(warehouse, name, "370200")

    return _timed(run)


@case
def bare_page(data: str) -> float:
    """The same questions on one open connection."""
    from warehouse.paths import data_paths
    from warehouse.publish import read_pointer

    paths = data_paths(Path(data))
    connection = duckdb.connect(str(paths.published / read_pointer(paths).file), read_only=True)
    names = [row[0] for row in connection.execute(METRIC_NAMES).fetchall()]
    week = dt.date(2021, 3, 21)
    one = "select * from metrics.value where metric = ? and area_code = ? and as_of = ?"
    many = "select * from metrics.value where metric = ? and area_code = ? order by as_of"
    connection.execute(one, [names[0], "370200", week]).fetchall()
    connection.execute(many, [names[0], "370200"]).fetchall()

    def run() -> None:
        for name in names:
            connection.execute(one, [name, "370200", week]).fetchall()
            connection.execute(many, [name, "370200"]).fetchall()

    return _timed(run)


def main(name: str, arguments: str) -> None:
    """Runs one case and prints {"seconds": …} as the last line."""
    print(json.dumps({"seconds": CASES[name](**json.loads(arguments))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
