"""Isolation: one bad item costs that item only."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from etl.isolate import Crew, run_isolated
from etl.isolated import Failure
from etl.reading import UnreadableFile
from tests.etl import isolated_jobs as jobs
from tests.etl.reading.makers import inline, write_xlsb, write_xlsx, write_zip, xlsb_cell, xlsb_row


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def failures(hows: list[str], **options: float) -> dict[str, Failure | None]:
    return {
        item: outcome.failure
        for item, outcome in run_isolated(jobs.misbehave, hows, workers=2, **options)  # type: ignore[arg-type]
    }


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_every_item_comes_out_once_with_its_own_result(workers: int) -> None:
    found = list(run_isolated(jobs.echo, range(50), workers=workers))
    assert sorted(item for item, _ in found) == list(range(50))
    assert all(outcome.ok and outcome.result == item for item, outcome in found)


@pytest.mark.parametrize(
    ("how", "kind", "words"),
    [
        ("kill", "died", "SIGKILL"),
        ("segfault", "died", "SIGSEGV"),
        ("exit", "died", "退出码 3"),
        ("sleep", "timeout", "时限"),
        ("allocate", "memory", "内存"),
        ("abort for memory", "memory", "内存"),
        ("no room for a thread", "memory", "内存"),
        ("panic", "panic", "panic"),
        ("raise", "error", "单元格不对"),
        ("raise unpicklable", "error", "甲乙"),
        ("unpicklable result", "error", "结果无法传回"),
    ],
)
def test_a_bad_item_fails_alone(how: str, kind: str, words: str) -> None:
    found = failures(["a", how, "b", "c", "d"], seconds=2)
    assert {item for item, failure in found.items() if failure} == {how}
    failure = found[how]
    assert failure is not None
    assert failure.kind == kind
    assert words in failure.text


def test_several_bad_items_in_a_row_are_all_told() -> None:
    found = failures(["kill", "exit", "a", "segfault", "panic", "b"])
    assert {item for item, failure in found.items() if failure is None} == {"a", "b"}


@pytest.mark.parametrize("how", ["panic", "allocate", "kill", "sleep"])
def test_a_worker_is_replaced_after_what_may_have_broken_it(how: str) -> None:
    items = iter(["who", how, "who"])
    results = run_isolated(jobs.misbehave, items, workers=1, seconds=1)
    first, bad, second = [outcome for _, outcome in results]
    assert not bad.ok
    assert first.result != second.result
    assert not alive(int(first.result or 0))


def test_a_worker_is_kept_after_an_ordinary_error() -> None:
    items = iter(["who", "raise", "who"])
    first, _, second = [o for _, o in run_isolated(jobs.misbehave, items, workers=1)]
    assert first.result == second.result


def test_an_error_keeps_what_it_carries(tmp_path: Path) -> None:
    ((_, outcome),) = run_isolated(jobs.read_shape, [tmp_path / "没有.xlsx"], workers=1)
    assert outcome.failure is not None
    error = outcome.failure.error
    assert isinstance(error, UnreadableFile)
    assert error.notice.rule == "F1"
    assert error.path == tmp_path / "没有.xlsx"


def test_a_panic_of_the_real_reader_fails_alone_and_prints_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    good = write_xlsx(tmp_path / "好.xlsx", f'<row r="1">{inline("A1", "名称")}</row>')
    bad = write_xlsb(tmp_path / "坏.xlsb", [xlsb_row(0, [xlsb_cell(0, "x")])])
    with zipfile.ZipFile(bad) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    links = "xl/_rels/workbook.bin.rels"
    write_zip(bad, parts | {links: parts[links].replace(b'Id="r1"', b'Id="r9"')})
    found = dict(run_isolated(jobs.read_shape, [bad, good], workers=1))
    assert found[good].result == (1, 2)
    failure = found[bad].failure
    assert failure is not None
    assert isinstance(failure.error, UnreadableFile)
    assert failure.error.notice.rule == "F7"
    assert capfd.readouterr() == ("", "")


def test_what_a_worker_prints_does_not_reach_the_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert failures(["noise"]) == {"noise": None}
    assert capfd.readouterr() == ("", "")


def test_results_come_as_they_are_ready() -> None:
    items = iter([0.6, 0.0])
    found = [item for item, _ in run_isolated(jobs.slow_process_id, items, workers=2)]
    assert found == [0.0, 0.6]


def test_workers_are_kept_and_cost_less_than_a_millisecond_an_item() -> None:
    started = run_isolated(jobs.process_id, range(301), workers=2)
    processes = {next(started)[1].result}
    begin = time.perf_counter()
    processes |= {outcome.result for _, outcome in started}
    assert (time.perf_counter() - begin) / 300 < 0.001
    assert len(processes) <= 2
    assert os.getpid() not in processes


def test_no_more_workers_than_items() -> None:
    found = list(run_isolated(jobs.process_id, [1], workers=4))
    assert len(found) == 1


def test_the_next_item_is_fetched_while_the_only_worker_is_busy(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    handle = os.open(pipe, os.O_RDWR)

    def items() -> Iterator[Path]:
        yield pipe  # this one waits for what is written when the next one is asked for
        os.write(handle, b"ab")
        yield pipe

    found = [o.result for _, o in run_isolated(jobs.read_byte, items(), workers=1, seconds=5)]
    os.close(handle)
    assert found == [b"a", b"b"]


def test_a_crew_serves_one_run_after_another_with_the_same_processes() -> None:
    with Crew() as crew:
        ((_, first),) = run_isolated(jobs.process_id, [1], workers=1, crew=crew)
        ((_, other),) = run_isolated(jobs.echo, ["other work"], workers=1, crew=crew)
        ((_, last),) = run_isolated(jobs.process_id, [1], workers=1, crew=crew)
        assert other.result == "other work"
        assert first.result == last.result
        assert alive(last.result or 0)
    assert not alive(last.result or 0)


def test_a_crew_replaces_a_worker_that_died_between_two_runs() -> None:
    with Crew() as crew:
        ((_, first),) = run_isolated(jobs.process_id, [1], workers=1, crew=crew)
        crew.workers[0].process.kill()
        crew.workers[0].process.wait()
        ((_, other),) = run_isolated(jobs.echo, ["other work"], workers=1, crew=crew)
        ((_, last),) = run_isolated(jobs.process_id, [1], workers=1, crew=crew)
    assert other.result == "other work"
    assert first.result != last.result


def test_a_crew_is_ended_when_a_run_is_broken_off() -> None:
    with Crew() as crew:
        results = run_isolated(jobs.slow_process_id, iter([0.0, 600.0]), workers=1, crew=crew)
        _, outcome = next(results)
        with pytest.raises(KeyboardInterrupt):
            results.throw(KeyboardInterrupt)  # type: ignore[attr-defined]
        assert not alive(outcome.result or 0)
        assert crew.workers == []


@pytest.mark.parametrize("stop", [KeyboardInterrupt, GeneratorExit])
def test_workers_are_killed_when_the_caller_stops(stop: type[BaseException]) -> None:
    results = run_isolated(jobs.slow_process_id, iter([0.0, 600.0, 600.0]), workers=2)
    _, outcome = next(results)
    process = outcome.result
    assert process is not None
    assert alive(process)
    with pytest.raises(stop):
        results.throw(stop)  # type: ignore[attr-defined]
    assert not alive(process)


def test_workers_get_no_secrets_and_a_share_of_the_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    monkeypatch.setenv("PUCHA_DATA", "/somewhere")
    ((_, outcome),) = run_isolated(jobs.environment, [1], workers=1)
    assert outcome.result is not None
    assert "SOME_TOKEN" not in outcome.result
    assert outcome.result["PUCHA_DATA"] == "/somewhere"
    assert int(outcome.result["POLARS_MAX_THREADS"]) >= 1


def test_a_function_that_no_worker_can_import_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="可导入的模块"):
        list(run_isolated(lambda item: item, [1], workers=1))
    monkeypatch.setattr(jobs.echo, "__module__", "__main__")
    with pytest.raises(ValueError, match="可导入的模块"):
        list(run_isolated(jobs.echo, [1], workers=1))


def test_a_worker_that_cannot_start_is_an_error_not_a_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "gone_soon.py").write_text("def job(item): return item\n")
    import gone_soon  # type: ignore[import-not-found]

    (tmp_path / "gone_soon.py").unlink()
    job: Callable[[int], int] = gone_soon.job
    with pytest.raises(RuntimeError, match="隔离进程启动失败"):
        list(run_isolated(job, [1], workers=1))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_in_process_an_interrupt_passes_through(stop: type[BaseException]) -> None:
    def interrupt(_: int) -> None:
        raise stop

    with pytest.raises(stop):
        list(run_isolated(interrupt, [1], workers=0))


def test_in_process_a_panic_is_an_outcome() -> None:
    ((_, outcome),) = run_isolated(jobs.misbehave, ["panic"], workers=0)
    assert outcome.failure is not None
    assert outcome.failure.kind == "panic"
