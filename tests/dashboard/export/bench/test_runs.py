"""The export as a process that a page watches: its steps, its end, and being ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.export import staging
from dashboard.export.bench import runs
from dashboard.export.bench.runs import Press, Run, Taken, Wish
from dashboard.export.progress import PAGES, Step
from tests.dashboard.export.processes import Watched, descendants, environment_of

WISH = Wish(date(2021, 3, 21), "full", None)
LONG = 120.0  # s; what waits for news waits for no longer than there is some
SECRET = "hush-hush"
Act = Callable[[str], None]
STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('{"stage": "pages", "text": "1/2", "done": 0, "of": 2}', flush=True)
signal.pause()
"""


def until(press: Press, is_it: Callable[[Run], bool]) -> Run:
    """The run as soon as that holds of it."""
    seen = -1
    while True:
        run = press.wait(seen, LONG)
        assert run is not None
        if is_it(run):
            return run
        assert run.is_under_way, run
        assert run.news != seen, run
        seen = run.news


def ended(press: Press) -> Run:
    return until(press, lambda run: not run.is_under_way)


def test_the_steps_of_the_command_are_followed_and_foreign_lines_are_not(
    press: Press, acting: Act
) -> None:
    step = {"stage": PAGES, "text": "2/6 总览", "done": 1, "of": 6}
    acting(f"print('a library says'); print('{json.dumps(step)}'); print('[1]')")
    press.start(WISH, "li")
    run = ended(press)
    assert (run.state, run.who, run.step) == ("made", "li", Step(**step))
    assert run.seconds == run.spent


def test_why_it_failed_is_in_the_commands_own_words_without_the_data_folder(
    press: Press, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(home))
    press.start(WISH, "li")
    run = ended(press)
    assert run.state == "failed"
    assert "apt-get install chromium fonts-noto-cjk" in run.said
    assert "已做成的部分在 export/failed/2021-W11" in run.said
    assert str(home) not in run.said
    assert not (home / "export/2021-W11").exists()


def test_a_week_without_data_is_refused_by_the_command(press: Press) -> None:
    press.start(Wish(date(2021, 10, 10), "full", None), "li")
    assert "2021-W40 还没有数据" in ended(press).said


def test_what_crashes_is_told_without_its_traceback(press: Press, acting: Act) -> None:
    acting("raise ValueError('of the code')")
    press.start(WISH, "li")
    said = ended(press).said
    assert "请告知管理员" in said
    assert "of the code" not in said


def test_there_is_one_at_a_time_and_the_next_one_when_it_is_over(press: Press, acting: Act) -> None:
    acting("import signal; signal.pause()")
    first = press.start(WISH, "li")
    with pytest.raises(Taken) as taken:
        press.start(WISH, "wang")
    assert taken.value.run.id == first.id
    press.stop(first.id)
    run = press.now()
    assert run is not None
    assert (run.state, run.said) == ("stopped", "")
    acting("")
    press.start(WISH, "wang")
    assert (ended(press).state, ended(press).who) == ("made", "wang")


def test_one_that_was_started_elsewhere_is_waited_for(press: Press, home: Path) -> None:
    with staging.sole_exporter(home / "export"):
        press.start(WISH, "li")
        run = ended(press)
    assert run.state == "failed"
    assert "另一次导出正在进行，请等它结束后再试" in run.said


def test_one_that_does_not_heed_is_ended_nevertheless(
    press: Press, acting: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "TIDYING", 0.05)
    acting(STUBBORN)
    begun = press.start(WISH, "li")
    until(press, lambda run: run.step.stage == PAGES)
    press.stop(begun.id)
    assert ended(press).state == "stopped"


def test_stopping_what_is_over_or_another_changes_nothing(press: Press, acting: Act) -> None:
    acting("")
    begun = press.start(WISH, "li")
    made = ended(press)
    press.stop(begun.id)
    press.stop("another")
    assert press.now() == made


def test_stopped_at_work_it_takes_all_its_processes_along_and_leaves_nothing(
    press: Press, home: Path, chromium: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", SECRET)
    kept = home / "export/2021-W11/kept"
    kept.parent.mkdir(parents=True)
    kept.write_text("of last week", "utf-8")
    begun = press.start(Wish(WISH.as_of, WISH.role, 7), "li")
    until(press, lambda run: run.step.stage == PAGES)
    assert press._process is not None
    pids = [press._process.pid, *descendants(press._process.pid)]
    assert len(pids) > 4  # the dashboard, the driver, the browser's own
    assert [pid for pid in pids if SECRET in environment_of(pid)] == []
    watched = Watched(pids)
    press.stop(begun.id)
    assert ended(press).state == "stopped"
    assert watched.still_there(within=30.0) == []
    assert kept.read_text("utf-8") == "of last week"
    left = {path.name for path in (home / "export").iterdir()}
    assert left <= {"2021-W11", staging.LOCK, staging.HELD}
    assert not (home / "bulletin/期号登记.csv").exists()
    with staging.sole_exporter(home / "export"):
        assert list((home / "export" / staging.HELD).iterdir()) == []
