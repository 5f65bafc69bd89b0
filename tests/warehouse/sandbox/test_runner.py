"""One query, one process: results, bounds, queue, cancelling, replacement, the end."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.waiting import PATIENCE, until
from tests.warehouse.asking import ENDLESS, Analyst
from tests.warehouse.conftest import Place
from tests.warehouse.sandbox.conftest import SMALL
from warehouse.common.audience import FULL
from warehouse.errors import CancelledQuery, MisusedQuery, QueryLimit, SandboxError
from warehouse.sandbox import confine
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.query import Outcome, Query
from warehouse.sandbox.runner import Runner


def is_gone(pid: int) -> bool:
    """Whether a process is gone, not even a zombie."""
    return not Path(f"/proc/{pid}").exists()


def children(pid: int) -> list[int]:
    """The processes a process has started."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [int(c) for t in threads for c in (t / "children").read_text().split()]


def test_a_result_has_its_rows_its_total_and_its_version(analyst: Analyst) -> None:
    seen = analyst.ask("select area_code, area_name from area order by area_code limit 2")
    assert [row[0] for row in seen.rows] == ["370200", "370202"]
    assert seen.answer is not None
    assert (seen.answer.total, seen.answer.cut) == (2, None)
    assert seen.answer.version == analyst.place.open().version
    assert seen.text == "共 2 行"


def test_a_plan_is_told_without_running_the_query(analyst: Analyst) -> None:
    seen = analyst.ask(ENDLESS, is_explained=True)
    [(kind, plan)] = seen.rows
    assert kind == "physical_plan"
    assert "CROSS_PRODUCT" in plan


def test_the_plan_of_what_may_not_be_asked_is_refused_alike(analyst: Analyst) -> None:
    assert analyst.ask("drop table staging.area", is_explained=True).end == "refused"
    assert analyst.ask("select 1; select 2", is_explained=True).end == "bad"


def test_an_error_of_a_plan_has_its_place_in_what_was_written(analyst: Analyst) -> None:
    error = analyst.ask("select\n  aera_code from staging.area", is_explained=True).error
    assert isinstance(error, MisusedQuery)
    assert (error.line, error.column) == (2, 3)


@pytest.mark.parametrize(
    "sql",
    [
        "explain select 1",
        "describe area",
        "show all tables",
        "values (1)",
        "summarize area",
        "from area",
        "pivot area on area_level using count(*)",
        "select 1; -- 一条",
        "select 1::hugeint, uuid(), interval 1 day, {'a': 1}, [1], map {1: 2}, '1'::bit, 'a'::blob",
        "select 1 as a, 2 as a",
    ],
)
def test_whatever_only_reads_is_a_query(analyst: Analyst, sql: str) -> None:
    assert analyst.ask(sql).rows


def test_what_only_the_database_holds_comes_as_it_writes_it(analyst: Analyst) -> None:
    seen = analyst.ask("""
        select
            range as n, interval 3 day as n, '101'::bit as b, [interval 1 day] as l,
            timetz '10:00:00+08' as t, union_value(a := 1) as u,
            {'a': 1, 'b': '1'::bit} as s, map {'k': 'v'} as m
        from range(3)
        order by 1 desc
    """)
    rest = ("3 days", "101", "[1 day]", "10:00:00+08", "1", "{'a': 1, 'b': 1}", [("k", "v")])
    assert seen.rows == [(n, *rest) for n in (2, 1, 0)]
    assert seen.answer is not None
    assert seen.answer.table.column_names == ["n", "n", "b", "l", "t", "u", "s", "m"]


def test_rows_beyond_the_bound_are_left_out_and_counted(analyst: Analyst) -> None:
    seen = analyst.ask("from range(5000)", rows=10)
    assert seen.rows == [(n,) for n in range(10)]
    assert seen.text == "显示 10 / 共 5,000 行"


def test_rows_that_take_too_long_to_count_are_not_counted(analyst: Analyst) -> None:
    started = time.monotonic()
    seen = analyst.ask("from range(100000000000)", rows=10)
    assert seen.text == "显示 10 行，还有更多（没有数完）"
    assert time.monotonic() - started < SMALL.counting_seconds + 5


def test_counting_that_blocks_does_not_cost_the_rows(analyst: Analyst) -> None:
    """The third batch never comes; the first two are more than DuckDB holds back."""
    seen = analyst.ask(
        "select n, repeat('x', 8000) from range(1000000) as t(n) "
        "where n < 4096 or sleep_ms(1000) is not null",
        rows=10,
    )
    assert len(seen.rows) == 10
    assert seen.answer is not None
    assert seen.answer.total is None


def test_bytes_beyond_the_bound_are_left_out_and_told(analyst: Analyst) -> None:
    seen = analyst.ask("select repeat('灾', 10000) as t from range(1000)", rows=1000)
    assert 0 < len(seen.rows) < 1000
    assert "其余超过结果的大小上限" in seen.text
    assert seen.answer is not None
    assert seen.answer.table.nbytes <= SMALL.bytes


def test_one_row_larger_than_a_result_gives_none(analyst: Analyst) -> None:
    seen = analyst.ask("select repeat('x', 6000000) as t")
    assert seen.rows == []
    assert seen.text == "显示 0 / 共 1 行，其余超过结果的大小上限"


@pytest.mark.parametrize(
    ("sql", "limit"),
    [
        (ENDLESS, "time"),
        ("select sleep_ms(60000)", "time"),
        ("select len(range(3000000000))", "memory"),
        ("select list(i) from range(1000000000) as t(i)", "memory"),
        ("select columns(*) from (pivot (from range(200)) on range using first(range))", "columns"),
        ("select '" + "x" * 70000 + "'", "text"),
    ],
)
def test_a_query_beyond_a_limit_is_told_which(analyst: Analyst, sql: str, limit: str) -> None:
    seen = analyst.ask(sql, seconds=1 if limit == "time" else 60)
    assert (seen.end, seen.limit) == ("limit", limit)
    assert analyst.ask("select 1").rows == [(1,)]


@pytest.mark.parametrize("bounds", [{"seconds": 0}, {"seconds": 1e9}, {"rows": 0}, {"rows": 10**9}])
def test_nobody_gets_more_than_the_most(analyst: Analyst, bounds: dict[str, float]) -> None:
    assert analyst.ask("select 1", **bounds).end == "bad"


def test_parameters_are_bound_never_pasted(runner: Runner, shared: Place) -> None:
    hostile = "'; select * from area; --"
    one = Analyst(runner, shared, params={"area": hostile, "asof": dt.date(2021, 3, 21)})
    assert one.ask("select $area, $asof, $asof > date '2021-01-01'").rows == [
        (hostile, dt.date(2021, 3, 21), True)
    ]
    assert "可用的有 $area、$asof" in one.ask("select $nix").text
    assert "不能用 ? 占位" in one.ask("select ?").text


def test_each_query_has_a_process_of_its_own_that_is_gone_afterwards(analyst: Analyst) -> None:
    seen: list[int] = []
    for _ in range(3):
        ticket = analyst.submit("select sleep_ms(300)")
        assert until(lambda: ticket._worker is not None)  # noqa: B023
        worker = ticket._worker
        assert worker is not None
        seen.append(worker.pid)
        ticket.result(PATIENCE)
    assert len(set(seen)) == 3
    assert all(until(lambda: is_gone(pid)) for pid in seen)  # noqa: B023


def test_used_workers_are_replaced(analyst: Analyst) -> None:
    file = analyst.place.open().path
    for _ in range(3):
        analyst.ask("select 1")
    assert until(lambda: analyst.runner.pool.ready(file) == SMALL.warm)


def test_a_worker_that_was_killed_while_idle_is_not_used(analyst: Analyst) -> None:
    pool, file = analyst.runner.pool, analyst.place.open().path
    analyst.ask("select 1")
    assert until(lambda: pool.ready(file) == SMALL.warm)
    for worker in pool._idle[file]:
        os.kill(worker.pid, signal.SIGKILL)
    assert analyst.ask("select 1").rows == [(1,)]


def test_a_zygote_that_was_killed_is_started_again(shared: Place) -> None:
    with Runner(SMALL) as runner:
        one = Analyst(runner, shared)
        one.ask("select 1")
        process = runner.pool.nursery._process
        assert process is not None
        process.kill()
        process.wait()
        assert one.ask("select 1").rows == [(1,)]


def test_cancelling_ends_a_running_query_at_once(analyst: Analyst) -> None:
    ticket = analyst.submit(ENDLESS)
    assert until(lambda: ticket._worker is not None)
    started = time.monotonic()
    ticket.cancel()
    with pytest.raises(CancelledQuery):
        ticket.result(PATIENCE)
    assert time.monotonic() - started < 2
    assert ticket._worker is None or until(lambda: ticket._worker is None)


def test_those_beyond_four_wait_and_are_told_their_place(runner: Runner, shared: Place) -> None:
    people = [Analyst(runner, shared, who=f"人{n}") for n in range(6)]
    running = [person.submit(ENDLESS) for person in people[:4]]
    assert until(lambda: all(ticket.place() == 0 for ticket in running))
    waiting = [person.submit("select 1") for person in people[4:]]
    assert [ticket.place() for ticket in waiting] == [1, 2]
    waiting[0].cancel()
    assert waiting[1].place() == 1
    with pytest.raises(CancelledQuery):
        waiting[0].result(PATIENCE)
    running[0].cancel()
    assert waiting[1].result(PATIENCE).total == 1
    for ticket in running:
        ticket.cancel()


def test_nobody_takes_all_places(runner: Runner, shared: Place) -> None:
    greedy, other = Analyst(runner, shared, who="贪"), Analyst(runner, shared, who="他")
    tickets = [greedy.submit(ENDLESS) for _ in range(5)]
    assert until(lambda: sum(ticket.place() == 0 for ticket in tickets) == SMALL.per_person)
    assert other.ask("select 1").rows == [(1,)]
    assert sum(ticket.place() == 0 for ticket in tickets) == SMALL.per_person
    for ticket in tickets:
        ticket.cancel()


def test_a_full_queue_refuses(runner: Runner, shared: Place) -> None:
    greedy = Analyst(runner, shared, who="贪")
    tickets = [greedy.submit(ENDLESS) for _ in range(SMALL.per_person)]
    assert until(lambda: all(ticket.place() == 0 for ticket in tickets))
    tickets += [greedy.submit(ENDLESS) for _ in range(SMALL.waiting_per_person)]
    with pytest.raises(QueryLimit) as caught:
        greedy.submit(ENDLESS)
    assert caught.value.limit == "own_queue"
    assert f"一个人最多 {SMALL.waiting_per_person} 个" in str(caught.value)
    for ticket in tickets:
        ticket.cancel()


def test_threads_never_get_each_others_rows(runner: Runner, shared: Place) -> None:
    def ask(n: int) -> bool:
        one = Analyst(runner, shared, who=f"人{n % 8}")
        return one.ask(f"select {n} as n, count(*) from staging.week").rows == [(n, 2)]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(40)))


def test_the_log_hears_of_every_end_before_the_asker(shared: Place) -> None:
    heard: list[Outcome] = []
    with Runner(SMALL, log=heard.append) as runner:
        one = Analyst(runner, shared)
        assert one.ask("select 1").rows
        assert heard[-1].answer is not None
        one.ask("select")
        one.ask("select '" + "x" * 70000 + "'")
        assert [outcome.error is None for outcome in heard] == [True, False, False]


@pytest.mark.parametrize("failed", [OSError(28, "没有空间"), ValueError("没有空间")])
def test_what_cannot_be_put_on_record_is_not_answered(shared: Place, failed: Exception) -> None:
    def full(_: Outcome) -> None:
        raise failed

    with Runner(SMALL, log=full) as runner:
        seen = Analyst(runner, shared).ask("select 1")
        assert isinstance(seen.error, SandboxError)
        assert "写不进去" in seen.text


def test_a_stray_log_beside_the_file_is_not_opened(runner: Runner, tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.build()
    query = Analyst(runner, place).query("select 1")
    query.file.with_name(f"{query.file.name}.wal").write_bytes(b"")
    with pytest.raises(SandboxError, match="日志文件"):
        runner.run(query)


def test_a_file_that_is_no_database_is_told(runner: Runner, tmp_path: Path) -> None:
    file = tmp_path / "x.duckdb"
    file.write_bytes(b"not a database")
    with pytest.raises(SandboxError, match="打不开数据文件") as caught:
        runner.run(Query("select 1", file, "v", FULL, who="甲"))
    assert str(tmp_path) not in str(caught.value)


def test_idle_workers_of_old_versions_are_dismissed(place: Place) -> None:
    with Runner(Limits(warm=1, files=2)) as runner:
        files = []
        for _ in range(3):
            place.build()
            files.append(place.open().path)
            assert Analyst(runner, place).ask("select 1").rows
        assert until(lambda: [runner.pool.ready(f) for f in files] == [0, 1, 1])


def test_closing_ends_every_process_and_every_query(shared: Place) -> None:
    runner = Runner(SMALL)
    ticket = Analyst(runner, shared).submit(ENDLESS)
    assert until(lambda: ticket._worker is not None)
    process = runner.pool.nursery._process
    assert process is not None
    workers = children(process.pid)
    assert workers
    runner.close()
    with pytest.raises((CancelledQuery, SandboxError)):
        ticket.result(PATIENCE)
    assert all(until(lambda: is_gone(pid)) for pid in [process.pid, *workers])  # noqa: B023


def test_nothing_is_left_when_the_parent_is_killed(shared: Place) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from warehouse.sandbox.query import Query\n"
        "from warehouse.sandbox.runner import Runner\n"
        "runner = Runner()\n"
        "runner.run(Query('select 1', Path(sys.argv[1]), 'v', 'full', who='x'))\n"
        "runner.submit(Query(sys.argv[2], Path(sys.argv[1]), 'v', 'full', who='x'))\n"
        "print(runner.pool.nursery._process.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(shared.open().path), ENDLESS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        zygote = int(parent.stdout.readline())
        assert until(lambda: len(children(zygote)) >= 2)
        pids = [zygote, *children(zygote)]
        parent.kill()
    assert all(until(lambda: is_gone(pid)) for pid in pids)  # noqa: B023


def test_a_fault_of_ours_is_told_and_takes_no_place(
    shared: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Runner(Limits(at_once=1, warm=0)) as runner:
        one = Analyst(runner, shared)
        with monkeypatch.context() as broken:
            broken.setattr(Runner, "_work", lambda *_: 1 / 0)
            seen = one.ask("select 1")
            assert isinstance(seen.error, SandboxError)
            assert "ZeroDivisionError" in seen.text
        assert one.ask("select 1").rows == [(1,)]


def test_every_measure_of_the_wall_is_reported(analyst: Analyst) -> None:
    told = analyst.runner.measures(analyst.place.open().path)
    assert list(told) == list(confine.TITLES.values())
    assert told[confine.TITLES[confine.CALLS]] == confine.ON
    for name in (confine.FILES, confine.SOCKETS, confine.PROCESSES):
        assert told[confine.TITLES[name]] == confine.ON


def test_today_is_the_bureau_s(analyst: Analyst) -> None:
    seen = analyst.ask("select timestamptz '2021-03-21 00:00:00+00' :: varchar")
    assert seen.rows == [("2021-03-21 08:00:00+08",)]


def test_a_worker_inherits_nothing(analyst: Analyst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUCHA_SECRET", "s3cret")
    with Runner(SMALL) as runner:
        ticket = Analyst(runner, analyst.place).submit(ENDLESS)
        assert until(lambda: ticket._worker is not None)
        worker, process = ticket._worker, runner.pool.nursery._process
        assert worker is not None
        assert process is not None
        for pid in (process.pid, worker.pid):
            assert b"s3cret" not in Path(f"/proc/{pid}/environ").read_bytes()
        held = [str(f.readlink()) for f in Path(f"/proc/{worker.pid}/fd").iterdir()]
        files = {f for f in held if f.startswith("/") and f != "/dev/null"}
        assert files == {str(analyst.place.open().path)}
        if worker.measures[confine.ROOT] == confine.ON:
            root = Path(f"/proc/{worker.pid}/root")
            assert str(root.readlink()).endswith(" (deleted)")
            assert list(root.iterdir()) == []
        ticket.cancel()
