"""An export that is killed at the n-th touch of the data; run in a process of its own."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from dashboard.export import job, staging
from tests.dashboard.export import made
from warehouse.paths import data_paths

TOUCHES = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "shutil.rmtree"}
"""Audit events that make, move or remove a file; `open` counts when it may write."""


def export_until(root: Path, version: str, out: Path | None, last: int, can_exchange: bool) -> None:
    """The export of `version`, unless killed at touch `last` of what lies beside `root`."""
    warehouse, paths, count = made.publish(root, version), data_paths(root), 0

    def touch() -> None:
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event not in TOUCHES or not str(arguments[0]).startswith(str(root.parent)):
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & 0o3):
            return
        touch()

    def exchanged(one: Path, other: Path) -> bool:
        touch()  # not a call of Python's own: no event tells of it
        done = can_exchange and exchange(one, other)
        touch()
        return done

    exchange, staging.exchanged = staging.exchanged, exchanged
    sys.addaudithook(watch)
    order = made.order(paths, version, out)
    job.run(order, warehouse, paths, (made.two_files,), made.silent)
