"""What the wall around analysts' SQL costs, and what a hostile neighbour costs the others.

The same queries through the runner, on one open connection without any wall, and in a fresh Python
process; in turn, so that a noisy minute hits all alike.
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.waiting import until
from warehouse.common.audience import FULL
from warehouse.errors import CancelledQuery
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.query import Query
from warehouse.sandbox.runner import Runner

SMALL = "select area_code, as_of, value from metrics.value order by all limit 20"
USUAL = """
select a.area_name, v.metric, max(v.as_of) as newest, avg(v.value) as mean
from metrics.value as v inner join staging.area as a using (area_code)
where a.area_level = 'district' group by all order by all
"""
ENDLESS = "select sum(a.i * b.j) from range(10000000) as a(i), range(10000000) as b(j)"
HOARDING = "select count(*) from (select i from range(60000000) as t(i) group by i)"
"""Takes hundreds of MiB before long: a process that is slow to be gone."""
ROWS_A_SECOND = "select max(hash(hash(i))) from range({rows}) as t(i)"
FRESH = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    connection.execute(sys.argv[2]).fetchall()
"""
EVERY_SECONDS, TURNS = 3.0, 3
"""Each analyst asks so often, and so many times."""
HOSTILE_SECONDS = (60.0, 60.0, 0.9, 0.9)
"""How long the neighbour's queries go on, several at once: as long as they may, or each just not
long enough to be told from an honest one."""
HELD_SECONDS = 0.5
"""How long a query runs before it is cancelled."""
PATIENCE = 60.0


@dataclass(frozen=True)
class Times:
    """Seconds of one query through the wall, without it, and in a fresh process; medians."""

    walled: float
    bare: float
    fresh: float


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _until(what: Callable[[], bool]) -> None:
    if not until(what, PATIENCE, look=0.002):
        raise TimeoutError("a worker was not ready in time")


def _query(file: Path, sql: str, who: str = "甲", seconds: float = PATIENCE) -> Query:
    return Query(sql, file, file.stem, FULL, who=who, seconds=seconds)


def _bare(file: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """An open connection with a worker's threads and memory, and no wall."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": str(limits.threads),
        "memory_limit": f"{limits.duckdb_bytes}B",
    }
    return duckdb.connect(str(file), read_only=True, config=settings)


def small_query(file: Path, repeats: int) -> Times:
    """A query that takes no time by itself: all that is seen is the way to it."""
    command = [sys.executable, "-c", FRESH, str(file), SMALL]
    runs: list[tuple[float, float, float]] = []
    with Runner() as runner, _bare(file, runner.limits) as bare:
        for _ in range(repeats):
            runner.warm(file)
            _until(lambda: runner.pool.ready(file) == runner.limits.warm)
            runs.append(
                (
                    _seconds(lambda: runner.run(_query(file, SMALL))),
                    _seconds(lambda: bare.execute(SMALL).fetchall()),
                    _seconds(lambda: subprocess.run(command, check=True)),
                )
            )
    return Times(*(statistics.median(column) for column in zip(*runs, strict=True)))


def query_of_a_second(file: Path, repeats: int) -> Times:
    """A query that takes about a second here; `fresh` is not measured."""
    runs: list[tuple[float, float]] = []
    with Runner() as runner, _bare(file, runner.limits) as bare:
        sql = _of_a_second(bare)
        for number in range(repeats):
            asked = _query(file, sql, f"分析{number}")  # one who asks again and again gives way
            runner.warm(file)
            _until(lambda: runner.pool.ready(file) == runner.limits.warm)
            runs.append(
                (
                    _seconds(lambda: runner.run(asked)),  # noqa: B023
                    _seconds(lambda: bare.execute(sql).fetchall()),
                )
            )
    walled, alone = (statistics.median(column) for column in zip(*runs, strict=True))
    return Times(walled, alone, 0.0)


def _of_a_second(connection: duckdb.DuckDBPyConnection) -> str:
    for rows in (10_000_000 * 2**n for n in itertools.count()):
        sql = ROWS_A_SECOND.format(rows=rows)
        took = _seconds(lambda sql=sql: connection.execute(sql).fetchall())  # type: ignore[misc]
        if took > 0.25:
            return ROWS_A_SECOND.format(rows=int(rows / took))
    raise AssertionError


def beside_a_neighbour(file: Path, analysts: int, repeats: int) -> tuple[float, float]:
    """Median seconds of the analysts' usual query: among themselves, and beside somebody who runs
    cross joins all the time; in turn."""
    alone, beside = list[float](), list[float]()
    with Runner() as runner:
        runner.warm(file)
        for _ in range(repeats):
            alone += _crowd(runner, file, analysts)
            over = threading.Event()
            with ThreadPoolExecutor(len(HOSTILE_SECONDS)) as hostile:
                asked = [
                    hostile.submit(_hostile, runner, file, seconds, over)
                    for seconds in HOSTILE_SECONDS
                ]
                try:
                    beside += _crowd(runner, file, analysts)
                finally:
                    over.set()
                for one in asked:
                    one.result()
    return statistics.median(alone), statistics.median(beside)


def _crowd(runner: Runner, file: Path, analysts: int) -> list[float]:
    def one(number: int) -> list[float]:
        query, took = _query(file, USUAL, f"分析{number}"), list[float]()
        time.sleep(number / analysts * EVERY_SECONDS)
        for _ in range(TURNS):
            took.append(_seconds(lambda: runner.run(query)))
            time.sleep(max(0.0, EVERY_SECONDS - took[-1]))  # the analyst reads
        return took

    with ThreadPoolExecutor(analysts) as pool:
        return [seconds for took in pool.map(one, range(analysts)) for seconds in took]


def _hostile(runner: Runner, file: Path, seconds: float, over: threading.Event) -> None:
    """Asks for one endless query after the other until it is over."""
    while not over.is_set():
        ticket = runner.submit(_query(file, ENDLESS, "恶邻", seconds))
        while not ticket.wait(0.05):
            if over.is_set():
                ticket.cancel()
                break


def cancelling(file: Path, repeats: int) -> Sequence[float]:
    """Seconds from a cancel until the next in the queue has the place; the process is gone then."""
    took = []
    with Runner(Limits(at_once=1)) as runner:
        for sql in [ENDLESS, HOARDING] * repeats:
            ticket = runner.submit(_query(file, sql))
            _until(lambda: ticket.place() == 0)  # noqa: B023
            after = runner.submit(_query(file, SMALL, "乙"))
            ticket.wait(HELD_SECONDS)
            started = time.perf_counter()
            ticket.cancel()
            _until(lambda: after.place() == 0)  # noqa: B023
            took.append(time.perf_counter() - started)
            after.result(PATIENCE)
            try:
                ticket.result(PATIENCE)
            except CancelledQuery:
                continue
            raise RuntimeError("a query ended before it was cancelled")
    return took
