"""The ledger: appended whole, read whole, held by one load at a time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.loading.durable import StorageError
from etl.loading.ledger import (
    LedgerError,
    Load,
    LoadBusy,
    append_events,
    append_loads,
    read_events,
    read_ledger,
    sole_load,
)
from warehouse.paths import DataPaths, data_paths

LOAD = Load(
    load_no=1, loaded_at="2021-03-22T01:00:00Z", file="台账.xlsx", received="received/x",
    sha256="a" * 64, format="xlsx", encoding=None, sheet="台账", source="hazard_site",
    unit_code="370212", as_of="2021-03-21", contract_hash="c", layout_hash=None, read=3, accepted=2,
    rejected=1, skipped=0, unclaimed=0, confirm=0, data="raw/x.parquet", manifest="raw/x.json",
    contract="raw/c.json", supersedes=None, is_demo=False,
)  # fmt: skip


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def test_lines_come_back_as_they_were_written(paths: DataPaths) -> None:
    append_loads(paths, [LOAD, replace(LOAD, load_no=2, supersedes=1)])
    assert read_ledger(paths).loads == (LOAD, replace(LOAD, load_no=2, supersedes=1))
    assert list(json.loads(paths.ledger.read_bytes().splitlines()[0])) == list(asdict(LOAD))


def test_the_load_in_force_is_the_last_of_its_key(paths: DataPaths) -> None:
    other = replace(LOAD, load_no=2, as_of="2021-03-28")
    newer = replace(LOAD, load_no=3, supersedes=1)
    refused = replace(LOAD, load_no=4, source=None, unit_code=None, as_of=None)
    append_loads(paths, [LOAD, other, newer, refused])
    assert set(read_ledger(paths).current().values()) == {other, newer}
    assert read_ledger(paths).next_no == 5


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(cut=st.integers(min_value=1, max_value=600))
def test_a_torn_last_line_is_left_out_and_overwritten_by_the_next(tmp_path: Path, cut: int) -> None:
    paths = data_paths(Path(tempfile.mkdtemp(dir=tmp_path)))  # an example may be run twice
    append_loads(paths, [LOAD, replace(LOAD, load_no=2)])
    whole = paths.ledger.read_bytes()
    second = len(whole) // 2
    paths.ledger.write_bytes(whole[: second + min(cut, second - 1)])
    torn = read_ledger(paths)
    assert (torn.loads, torn.is_torn) == ((LOAD,), True)
    append_loads(paths, [replace(LOAD, load_no=2, file="再报.xlsx")])
    healed = read_ledger(paths)
    assert [load.file for load in healed.loads] == ["台账.xlsx", "再报.xlsx"]
    assert not healed.is_torn


def test_a_broken_line_in_the_middle_is_named_and_nothing_is_guessed(paths: DataPaths) -> None:
    append_loads(paths, [LOAD])
    paths.ledger.write_bytes(b"{half\n" + paths.ledger.read_bytes())
    with pytest.raises(LedgerError, match="第 1 行"):
        read_ledger(paths)


def test_a_line_without_a_key_is_named(paths: DataPaths) -> None:
    body = asdict(LOAD)
    del body["sha256"]
    paths.raw.mkdir(parents=True)
    paths.ledger.write_text(json.dumps(body) + "\n")
    with pytest.raises(LedgerError, match="sha256"):
        read_ledger(paths)


def test_events_are_appended_in_order(paths: DataPaths) -> None:
    append_events(paths, [{"event": "returned", "load_no": 1}])
    append_events(paths, [])
    append_events(paths, [{"event": "answered", "load_no": 2, "note": "属实"}])
    assert [e["event"] for e in read_events(paths)] == ["returned", "answered"]


def test_a_ledger_that_cannot_be_written_is_named_in_chinese(paths: DataPaths) -> None:
    paths.ledger.mkdir(parents=True)
    with pytest.raises(StorageError, match=r"ledger\.jsonl.*却是文件夹"):
        append_loads(paths, [LOAD])


def _holder(paths: DataPaths) -> subprocess.Popen[str]:
    code = (
        "import sys\nfrom pathlib import Path\nfrom warehouse.paths import data_paths\n"
        "from etl.loading.ledger import sole_load\n"
        "with sole_load(data_paths(Path(sys.argv[1]))):\n    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(paths.root)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_load_is_refused_while_the_first_runs(paths: DataPaths) -> None:
    process = _holder(paths)
    try:
        with pytest.raises(LoadBusy, match=f"pid {process.pid}"), sole_load(paths):
            pass
    finally:
        process.communicate("")
    with sole_load(paths):
        pass


def test_a_killed_load_leaves_no_lock_behind(paths: DataPaths) -> None:
    process = _holder(paths)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()
    with sole_load(paths):
        pass
