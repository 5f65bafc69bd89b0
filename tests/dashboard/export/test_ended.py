"""Commands that end with whoever asked for them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.export import ended
from tests.dashboard.export.processes import Watched, descendants

SLEEPS = ["sh", "-c", "sleep 300 & echo $!; wait"]
ASKS = "import sys; from pathlib import Path; from dashboard.export import ended;" + (
    "ended.run(sys.argv[2:], Path(sys.argv[1]), 300, {'PATH': '/usr/bin:/bin'})"
)


def test_the_exit_code_and_the_output_are_those_of_the_command(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo said; exit 3"]
    assert ended.run(command, tmp_path / "log", 30, os.environ) == 3
    assert (tmp_path / "log").read_text("utf-8") == "said\n"


def test_it_sees_only_the_environment_it_was_given(tmp_path: Path) -> None:
    ended.run(["env"], tmp_path / "log", 30, {"PATH": os.environ["PATH"], "ONLY": "this"})
    names = {line.partition("=")[0] for line in (tmp_path / "log").read_text("utf-8").split()}
    assert names <= {"PATH", "ONLY", "LC_CTYPE", "PWD", "_", "SHLVL"}


def test_what_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    with pytest.raises(ended.Late):
        ended.run(SLEEPS, tmp_path / "log", 2, os.environ)
    pid = int((tmp_path / "log").read_text("utf-8"))
    with contextlib.suppress(ProcessLookupError):  # it has ended, and is buried already
        assert Watched([pid]).still_there(within=30.0) == []


def test_it_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    asking = subprocess.Popen([sys.executable, "-c", ASKS, str(log), *SLEEPS], cwd=ended.ROOT)
    until = time.monotonic() + 30
    while not (log.exists() and log.read_text("utf-8").endswith("\n")):
        assert time.monotonic() < until
        os.sched_yield()
    watched = Watched(descendants(asking.pid))
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    assert watched.still_there(within=30.0) == []
