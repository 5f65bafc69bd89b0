"""Holds returns against the unit's earlier ones and notes T1 and T2 in their manifests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from etl.contract import Contract, load_contracts
from etl.findings import count_levels
from etl.loading.durable import StorageError, explained
from etl.loading.intake import Part
from etl.loading.ledger import Key, Load
from etl.loading.trend import (
    SNAPSHOTS,
    TREND_RULES,
    Snapshot,
    needed_columns,
    trend_findings,
    watched_columns,
)
from warehouse.common.files import write_atomic


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """StorageError for an earlier return whose rows were damaged since."""
    try:
        yield
    except (PolarsError, OSError) as error:
        raise StorageError(
            f"以前装载的数据文件读不出：{path}。先执行 python -m warehouse build，"
            "它会指出要由哪一份原件重做；本次没有登记。"
        ) from error


def repeated_keys(root: Path, part: Part, before: Load) -> tuple[int, int]:
    """How many keys the return in force has, and how many of them this one has too."""
    if part.data is None or before.data is None:
        return 0, 0
    key = list(load_contracts()[part.source or ""].key)
    old, new = (
        pl.scan_parquet(root / name).select(key).unique() for name in (before.data, part.data)
    )
    both = old.join(new, on=key, how="semi", nulls_equal=True)
    with _readable(root / before.data):
        counts = pl.collect_all([old.select(pl.len()), both.select(pl.len())])
    return int(counts[0].item()), int(counts[1].item())


@dataclass(frozen=True)
class Comparison:
    """Compares returns with the unit's earlier ones; every Parquet file is read once."""

    root: Path
    data: Mapping[Key, str | None]

    def of(self, parts: Sequence[Part]) -> dict[Part, Part]:
        changed: dict[Part, Part] = {}
        frames: dict[str, pl.DataFrame] = {}
        for part in parts:
            contract = load_contracts()[part.source or ""]
            if part.data is None or not watched_columns(contract):
                continue
            dates = sorted(
                as_of
                for source, unit, as_of in self.data
                if (source, unit) == (part.source, part.unit_code) and as_of < (part.as_of or "")
            )
            earlier = []
            for as_of in dates[-SNAPSHOTS:]:
                name = self.data[part.source or "", part.unit_code or "", as_of]
                if name is not None:
                    earlier.append(Snapshot(as_of, self._frame(frames, contract, name)))
            now = Snapshot(part.as_of or "", self._frame(frames, contract, part.data))
            changed[part] = self._with_findings(part, contract, now, earlier)
        return changed

    def _frame(
        self, frames: dict[str, pl.DataFrame], contract: Contract, name: str
    ) -> pl.DataFrame:
        if name not in frames:
            columns = list(needed_columns(contract))
            with _readable(self.root / name):
                frames[name] = pl.read_parquet(self.root / name, columns=columns)
        return frames[name]

    def _with_findings(
        self, part: Part, contract: Contract, now: Snapshot, earlier: Sequence[Snapshot]
    ) -> Part:
        path = self.root / part.manifest
        body: dict[str, Any] = json.loads(path.read_bytes())
        places = {sheet["sheet"]: sheet["columns"] for sheet in body["sheets"]}
        found = trend_findings(contract, body["load"]["file"], now, earlier, places)
        kept = [f for f in body["findings"] if f["rule"] not in TREND_RULES]
        told = [{k: v for k, v in f.to_dict().items() if k != "file"} for f in found]
        confirm = sum(f["level"] == "confirm" for f in kept) + count_levels(found)["confirm"]
        if kept + told != body["findings"]:
            body["findings"] = kept + told
            body["load"]["confirm"] = confirm
            with explained("写入核对记录", path):
                write_atomic(path, json.dumps(body, ensure_ascii=False).encode())
        return replace(part, confirm=confirm)
