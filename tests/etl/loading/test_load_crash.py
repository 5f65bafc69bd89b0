"""A load that is killed, starved of disk or run twice at once loses nothing."""

from __future__ import annotations

import ctypes
import json
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from etl.loading.ledger import read_events, read_ledger
from etl.loading.load import load_files
from etl.loading.states import finding_states
from tests.etl.books import AS_OF, WEEK, Form, area, site, task, write_book, write_csv
from warehouse.paths import DataPaths, data_paths

POINTS = 8
DELAYS = 2
ROOT = Path(__file__).parent.parent.parent.parent
KILLED = (sys.executable, "-m", "tests.etl.killed_load")
ETL_LOAD = (sys.executable, "-m", "etl", "load")


def fill_inbox(paths: DataPaths) -> None:
    """An area register, two weeks of two forms with bad rows, and a file that cannot be read."""
    areas = [area("370212001", "中韩街道", "街道", "370212")]
    write_csv(paths.inbox / "区划.csv", Form("area", areas, unit="市普查办"))
    for week in range(2):
        as_of = AS_OF + week * WEEK
        write_book(
            paths.inbox / f"{as_of}.xlsx",
            Form("hazard_site", [site(1), site(2, remediation_status="销号了")], as_of=as_of),
            Form("census_return", [task(1, 100 - week)], as_of=as_of),
        )
    (paths.inbox / "坏.xlsx").write_bytes(b"PK\x03\x04 not really")


def outcome(paths: DataPaths) -> dict[str, Any]:
    """All that a load leaves behind, but for clocks and for what only saves time."""
    loads = [asdict(load) | {"loaded_at": ""} for load in read_ledger(paths).loads]
    events = [e | {"at": ""} for e in read_events(paths)]
    states = finding_states(paths).drop("changed_at")
    kept = {
        str(p.relative_to(paths.root)): p.read_bytes()
        for folder in (paths.received, paths.raw)
        for p in folder.rglob("*")
        if p.is_file()
        and p.suffix in {".parquet", ".xlsx", ".csv"}
        and p.name != "findings.parquet"
    }
    returns = sorted(p.name for p in paths.returns.rglob("*.xlsx"))
    return {
        "loads": loads, "events": sorted(map(json.dumps, events)), "kept": kept,
        "states": states.rows(), "returns": returns,
    }  # fmt: skip


def leftovers(paths: DataPaths) -> list[str]:
    names = [p.name for p in paths.root.rglob("*")]
    return [n for n in names if n.endswith((".part", "~")) or n == ".incoming"]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], int]:
    """An inbox, what a load of it leaves behind, and how often that touches the disk."""
    root = tmp_path_factory.mktemp("whole")
    paths = data_paths(root)
    fill_inbox(paths)
    inbox = root.parent / "inbox-to-copy"
    shutil.copytree(paths.inbox, inbox)
    touches = int(subprocess.run(
        [*KILLED, str(root), "0"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout)  # fmt: skip
    return inbox, outcome(paths), touches


@pytest.fixture
def fresh(reference: tuple[Path, dict[str, Any], int], tmp_path: Path) -> DataPaths:
    """The same inbox in an empty data folder."""
    paths = data_paths(tmp_path / "data")
    shutil.copytree(reference[0], paths.inbox)
    return paths


@pytest.mark.slow
def test_killed_at_any_touch_of_the_disk_and_run_again_it_is_as_if_never_killed(
    reference: tuple[Path, dict[str, Any], int], tmp_path: Path
) -> None:
    inbox, whole, touches = reference
    assert touches > 3 * POINTS
    bounds = [1 + touches * n // POINTS for n in range(POINTS + 1)]
    points = [random.randrange(a, b) for a, b in pairwise(bounds)]
    for point in points:
        paths = data_paths(tmp_path / str(point))
        shutil.copytree(inbox, paths.inbox)
        done = subprocess.run([*KILLED, str(paths.root), str(point)], cwd=ROOT, capture_output=True)
        assert done.returncode == -signal.SIGKILL, f"point {point} of {touches}"
        for load in read_ledger(paths).loads:  # what the ledger names is there and whole
            for name in (load.received, load.manifest, load.data):
                assert name is None or (paths.root / name).stat().st_size, f"point {point}"
        load_files(paths, workers=0)
        assert outcome(paths) == whole, f"killed at touch {point} of {touches}"
        assert not leftovers(paths)


@pytest.mark.slow
def test_killed_with_its_workers_at_any_moment_it_is_taken_up_again(
    reference: tuple[Path, dict[str, Any], int], tmp_path: Path
) -> None:
    inbox, whole, _ = reference
    started = time.monotonic()
    for number in range(DELAYS + 1):
        paths = data_paths(tmp_path / str(number))
        shutil.copytree(inbox, paths.inbox)
        process = subprocess.Popen(
            [*ETL_LOAD, "--data", str(paths.root)], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if number == 0:
            process.wait()
            length = time.monotonic() - started
            continue
        try:
            process.wait(random.uniform(0, length))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        load_files(paths, workers=0)
        assert outcome(paths) == whole


def _limited(room: int) -> Callable[[], None]:
    """Stands in for a full disk: no file may grow beyond `room` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


@pytest.mark.parametrize("room", [200, 3_000, 9_000], ids=["copy", "parquet", "return workbook"])
def test_a_full_disk_is_told_in_chinese_and_the_next_load_completes(
    fresh: DataPaths, reference: tuple[Path, dict[str, Any], int], room: int
) -> None:
    done = subprocess.run(
        [*ETL_LOAD, "--workers", "1", "--data", str(fresh.root)], cwd=ROOT,
        preexec_fn=_limited(room), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "文件超过系统允许的大小" in done.stderr
    assert "Traceback" not in done.stderr
    for load in read_ledger(fresh).loads:
        assert load.data is None or (fresh.root / load.data).exists()
    load_files(fresh, workers=0)
    assert outcome(fresh) == reference[1]


PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
LIBC = ctypes.CDLL(None, use_errno=True)


def bound_by_permissions() -> None:
    """Takes from root the right to pass over permissions; others never had it."""
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


@pytest.mark.parametrize("closed", ["", "inbox", "raw", "received", "returns"])
def test_a_folder_without_permission_is_named(fresh: DataPaths, closed: str) -> None:
    """`closed`: the folder under the data folder that may not be used; all the others are open."""
    for folder in (fresh.raw, fresh.received, fresh.returns):
        folder.mkdir(parents=True)
    folder = fresh.root / closed
    folder.chmod(0)
    listing = subprocess.run(["ls", folder], preexec_fn=bound_by_permissions, capture_output=True)
    if listing.returncode == 0:
        folder.chmod(0o700)
        pytest.skip("本环境不许 root 放弃越权：换普通用户执行本测试")
    done = subprocess.run(
        [*ETL_LOAD, "--data", str(fresh.root)], cwd=ROOT,
        preexec_fn=bound_by_permissions, capture_output=True, text=True,
    )  # fmt: skip
    folder.chmod(0o700)
    assert done.returncode == 2, done.stderr
    assert "没有权限" in done.stderr
    assert str(folder) in done.stderr
    assert "Traceback" not in done.stderr
    load_files(fresh, workers=0)
    assert read_ledger(fresh).loads
