"""The one export that this server has going: a process of its own, which runs the very command.

Whoever may look follows its steps; ending it is the command's own orderly end, so that what it had
begun is gone and what stood before stands.
"""

from __future__ import annotations

import atexit
import logging
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO, Literal

from dashboard.export.budget import TIDYING
from dashboard.export.progress import BEGIN, STAGES, Step, from_line
from dashboard.format import week_name
from warehouse.common.audience import ROLE_VARIABLE
from warehouse.common.commandline import FINE
from warehouse.common.environment import needed
from warehouse.paths import DATA_VARIABLE, data_paths

ROOT = Path(__file__).parents[3]
State = Literal["running", "stopping", "made", "failed", "stopped"]
UNDER_WAY: tuple[State, ...] = ("running", "stopping")
START = Step(BEGIN, STAGES[BEGIN])
CRASHED = "Traceback (most recent call last)"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wish:
    """What is to be made; without an issue, what the register says."""

    as_of: date
    role: str
    issue: int | None

    @property
    def arguments(self) -> list[str]:
        """Of `python -m dashboard`."""
        numbered = [] if self.issue is None else ["--issue", str(self.issue)]
        return ["export", "--week", week_name(self.as_of), "--role", self.role, *numbered]


@dataclass(frozen=True)
class Run:
    """An export as it stands: `who` asked, at `began` of the monotonic clock; `said` is why it
    came to nothing; `news` grows with every change."""

    id: str
    wish: Wish
    who: str
    began: float
    state: State = "running"
    step: Step = START
    said: str = ""
    seconds: float | None = None
    news: int = 0

    @property
    def is_under_way(self) -> bool:
        """Whether its process is still there."""
        return self.state in UNDER_WAY

    @property
    def spent(self) -> float:
        """Seconds it has taken so far, or took."""
        return time.monotonic() - self.began if self.seconds is None else self.seconds


class Taken(Exception):
    """Another one is under way."""

    def __init__(self, run: Run) -> None:
        self.run = run
        super().__init__(run.id)


class Press:
    """Makes one export at a time; safe between threads."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self._process: subprocess.Popen[str] | None = None
        self._changed = threading.Condition()

    def start(self, wish: Wish, who: str) -> Run:
        """Starts the command; Taken while another one is under way here.

        One that was started elsewhere is the command's own business: it says so and ends.
        """
        with self._changed:
            if self._run is not None and self._run.is_under_way:
                raise Taken(self._run)
            news = 0 if self._run is None else self._run.news + 1
            # closed by the thread that follows
            errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
            self._process = _started(wish, errors)
            self._run = Run(secrets.token_urlsafe(12), wish, who, time.monotonic(), news=news)
            begun = self._run
            args = (self._process, errors)
            threading.Thread(target=self._follow, args=args, daemon=True).start()
        return begun

    def now(self) -> Run | None:
        """The one under way, else the last one."""
        return self._run

    def wait(self, seen: int, seconds: float) -> Run | None:
        """As `now`, once there is other news than number `seen`, or the seconds have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._run is None or self._run.news != seen, seconds)
            return self._run

    def stop(self, id_: str) -> None:
        """Ends that one with all its processes, and returns when it has ended; one that is over
        stays as it is."""
        with self._changed:
            run, process = self._run, self._process
            if run is None or process is None or run.id != id_ or not run.is_under_way:
                return
            self._turn(state="stopping")
        process.terminate()
        try:
            process.wait(TIDYING)
        except subprocess.TimeoutExpired:
            process.kill()  # dashboard and browser end with it; the next export tidies up
        with self._changed:
            self._changed.wait_for(lambda: self._run is None or not self._run.is_under_way)

    def close(self) -> None:
        """Ends what is under way; the server is about to."""
        if (run := self._run) is not None:
            self.stop(run.id)

    def _turn(self, **changed: object) -> None:
        assert self._run is not None
        self._run = replace(self._run, news=self._run.news + 1, **changed)  # type: ignore[arg-type]
        self._changed.notify_all()

    def _follow(self, process: subprocess.Popen[str], errors: IO[str]) -> None:
        assert process.stdout is not None
        with process.stdout, errors:
            for line in process.stdout:
                if (step := from_line(line)) is not None:
                    with self._changed:
                        self._turn(step=step)
            code = process.wait()
            errors.seek(0)
            said = errors.read().strip()
        with self._changed:
            assert self._run is not None
            is_stopped = self._run.state == "stopping" and code != FINE
            state = "made" if code == FINE else "stopped" if is_stopped else "failed"
            why = _why(code, said) if state == "failed" else ""
            self._turn(state=state, said=why, seconds=self._run.spent)


def _started(wish: Wish, errors: IO[str]) -> subprocess.Popen[str]:
    known = {
        DATA_VARIABLE: str(data_paths().root),
        ROLE_VARIABLE: wish.role,
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "dashboard", *wish.arguments, "--progress"],
        cwd=ROOT,
        env=needed(**known),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl+C at the server's terminal is not its own: `close` ends it
    )


def _why(code: int, said: str) -> str:
    """The command's own words, without where the data folder is."""
    if not said or CRASHED in said:
        log.error("简报没有生成，退出码 %s：%s", code, said)
        return (
            f"导出程序出错（退出码 {code}），原有的导出没有动过。详情已记入服务日志，请告知管理员"
        )
    return without_place(said)


def without_place(said: str) -> str:
    """What a command said, paths as they are below the data folder."""
    return said.replace(f"{data_paths().root}/", "")


_opening = threading.Lock()
_presses: list[Press] = []


def press() -> Press:
    """The one of this server, there from when it is first asked for; it ends with the server."""
    with _opening:
        if not _presses:
            made = Press()
            atexit.register(made.close)
            _presses.append(made)
        return _presses[0]
