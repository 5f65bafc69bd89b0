"""The demonstration at the size of a real city: every page full, its long lists at full length.

Each object's rows are repeated under further numbers, so that weeks, statuses, carried returns and
corrections stay what they were.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl

from etl.contract import load_contracts
from tests.demonstration import DONE
from warehouse.build import build
from warehouse.paths import data_paths

CITY = {
    "hazard_site": 20_000,
    "census_record": 1_500_000,
    "shelter": 6_000,
    "broadcast_terminal": 6_000,
}
"""Source -> objects in the newest week, at least."""

_ROWS_APART = 100_000  # added to the row numbers of each further copy: a cell stays one cell


def publish_enlarged(demonstration: Path, home: Path) -> Path:
    """Publishes under `home` what `demonstration` loaded, with as many objects as CITY says."""
    shutil.copytree(demonstration / "raw", home / "raw")
    ledger = home / "raw" / "ledger.jsonl"
    loads = [json.loads(line) for line in ledger.read_text("utf-8").splitlines()]
    for source, wanted in CITY.items():
        returns = [load for load in loads if load["source"] == source and load["data"]]
        newest = _newest(home, returns)
        times = -(-wanted // max(newest, 1))
        for load in returns:
            _repeat(home, source, load, times)
    ledger.write_text(
        "".join(f"{json.dumps(load, ensure_ascii=False)}\n" for load in loads), "utf-8"
    )
    build(data_paths(home))
    (home / DONE).touch()
    return home


def _newest(home: Path, returns: list[dict[str, Any]]) -> int:
    """Objects in each unit's newest return, of all units."""
    newest: dict[str, dict[str, Any]] = {}
    for load in sorted(returns, key=lambda load: (load["as_of"], load["load_no"])):
        newest[load["unit_code"]] = load
    return sum(int(load["accepted"]) for load in newest.values())


def _repeat(home: Path, source: str, load: dict[str, Any], times: int) -> None:
    """Writes one return's rows `times` times, and what the ledger knows of them."""
    key = load_contracts()[source].key[-1]
    path = home / load["data"]
    rows = pl.read_parquet(path)
    copies = [
        rows.with_columns(
            pl.col(key) + (f"-{n}" if n else ""),
            (pl.col("_row") + n * _ROWS_APART).cast(rows.schema["_row"]),
        )
        for n in range(times)
    ]
    pl.concat(copies).write_parquet(path)
    for count in ("read", "accepted", "rejected", "skipped", "unclaimed"):
        load[count] *= times
    with path.open("rb") as file:
        load["data_sha256"] = hashlib.file_digest(file, "sha256").hexdigest()
