"""The demonstration data, loaded, built and published once for a whole test run."""

from __future__ import annotations

import fcntl
from pathlib import Path

from etl.loading.load import load_files
from etl.sample import write_sample
from warehouse.build import build
from warehouse.paths import data_paths

DONE = ".complete"


def publish_once(home: Path) -> Path:
    """Publishes the demonstration under `home` and returns it; parallel workers wait for the first.

    Whoever finds a published warehouse uses it: nobody may write to `home`.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released by the system when the worker ends
        if not (home / DONE).exists():
            paths = data_paths(home)
            write_sample(paths.inbox)
            load_files(paths)
            build(paths)
            (home / DONE).touch()
    return home
