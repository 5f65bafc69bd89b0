"""Which Parquet files make up the area register at this moment."""

from __future__ import annotations

import shlex
from pathlib import Path

from etl.loading.durable import StorageError, explained
from etl.loading.ledger import Ledger, Load
from warehouse.common.files import file_sha256
from warehouse.paths import DataPaths

AREA = "area"
"""The source that the others' area codes are resolved against."""


def register_files(paths: DataPaths, ledger: Ledger, *, mends: bool = False) -> tuple[Path, ...]:
    """The newest `area` return of every unit that sends one; empty when none was loaded.

    StorageError when one of them is damaged; `mends`: it is left out, since it is being made again.
    """
    newest: dict[str, Load] = {}
    for (source, unit, as_of), load in ledger.current().items():
        held = newest.get(unit)
        if source == AREA and (held is None or as_of > (held.as_of or "")):
            newest[unit] = load
    sound = [load for _, load in sorted(newest.items()) if not _is_damaged(paths, load, mends)]
    return tuple(paths.root / (load.data or "") for load in sound)


def _is_damaged(paths: DataPaths, load: Load, mends: bool) -> bool:
    path = paths.root / (load.data or "")
    with explained("读取区划登记表", path):
        is_sound = load.data_sha256 in (None, file_sha256(path)) if path.exists() else not mends
    if not is_sound and not mends:
        raise _damaged(paths, load)
    return not is_sound


def _damaged(paths: DataPaths, load: Load) -> StorageError:
    """The Chinese error for a data file that is no longer what was loaded."""
    received = shlex.quote(str(paths.root / load.received))
    return StorageError(
        f"第 {load.load_no} 次装载（原件 {load.file}）的数据文件不见了或已损坏："
        f"{paths.root / (load.data or '')}。"
        f"请由存下的原件重做：python -m etl load --retry {received}"
    )
