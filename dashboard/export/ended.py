"""Runs a command that ends with whoever asked for it: `python -m dashboard.export.ended COMMAND…`.

It leads a group of processes of its own; when its standard input ends, so do all of them. So none
outlives an export, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Late(Exception):
    """The command did not end in its time, and was ended."""


def run(command: Sequence[str], log: Path, seconds: float, environment: Mapping[str, str]) -> int:
    """Exit code of `command`, whose output goes to `log`. Late when it needs longer."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, *command],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise Late from error
        finally:
            with contextlib.suppress(ProcessLookupError):  # all of them have ended by themselves
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Runs the command of the arguments, with its exit code."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os._exit(subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL))


if __name__ == "__main__":
    main()
