"""Which Parquet files make up the area register at this moment."""

from __future__ import annotations

from pathlib import Path

from etl.loading.ledger import Ledger, Load
from warehouse.paths import DataPaths

AREA = "area"
"""The source that the others' area codes are resolved against."""


def register_files(paths: DataPaths, ledger: Ledger) -> tuple[Path, ...]:
    """The newest `area` return of every unit that sends one; empty when none was loaded."""
    newest: dict[str, Load] = {}
    for (source, unit, as_of), load in ledger.current().items():
        held = newest.get(unit)
        if source == AREA and (held is None or as_of > (held.as_of or "")):
            newest[unit] = load
    return tuple(paths.root / (newest[unit].data or "") for unit in sorted(newest))
