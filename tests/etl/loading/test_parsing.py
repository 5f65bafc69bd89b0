"""What an interrupted load left is cleared, whatever its workers still do."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from etl.loading.parsing import OUTPUT, clear_output
from warehouse.paths import DataPaths, data_paths

ROUNDS = 60


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    made = data_paths(tmp_path)
    made.raw.mkdir(parents=True)
    return made


def orphan(out: Path, ended: Event) -> None:
    """What a worker does whose load was killed: it writes on, as long as its folder is there."""
    number = 0
    while not ended.is_set():
        number += 1
        try:
            (out / str(number % 50)).write_bytes(b"rows")
        except FileNotFoundError:
            continue  # its folder was taken away, and may come back for the next round


def test_a_worker_that_still_writes_does_not_stop_the_clearing(paths: DataPaths) -> None:
    out, ended = paths.raw / OUTPUT / "load" / "1", Event()
    worker = Thread(target=orphan, args=(out, ended))
    worker.start()
    try:
        for _ in range(ROUNDS):
            out.mkdir(parents=True)
            for number in range(50):
                (out / f"old {number}").touch()
            clear_output(paths)
            assert list(paths.raw.iterdir()) == []
    finally:
        ended.set()
        worker.join()


def test_what_was_taken_aside_and_not_removed_goes_with_the_next_clearing(
    paths: DataPaths,
) -> None:
    (paths.raw / OUTPUT).mkdir()
    (paths.raw / f"{OUTPUT}.old").mkdir()
    (paths.raw / f"{OUTPUT}.old" / "rows").touch()
    clear_output(paths)
    assert list(paths.raw.iterdir()) == []
