"""Where the data lies: everything under $PUCHA_DATA, outside the code. Knows no database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

DATA_VARIABLE = "PUCHA_DATA"
DEFAULT_DATA = Path(".data")
SQL_DIR = Path(__file__).parent.parent / "sql"


@dataclass(frozen=True)
class DataPaths:
    """The folders of one deployment; none is created by asking for its name."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where workbooks are dropped."""
        return self.root / "inbox"

    @property
    def received(self) -> Path:
        """What was received, untouched, mode 0700: may hold personal data."""
        return self.root / "received"

    @property
    def raw(self) -> Path:
        """Accepted rows as Parquet, with manifests, contracts and the ledger."""
        return self.root / "raw"

    @property
    def ledger(self) -> Path:
        """One JSON line per load, appended only."""
        return self.raw / "ledger.jsonl"

    @property
    def published(self) -> Path:
        """Published warehouses and the pointer."""
        return self.root / "published"

    @property
    def pointer(self) -> Path:
        """Names the current published warehouse."""
        return self.published / "current.json"

    @property
    def export(self) -> Path:
        """Weekly exports by ISO week."""
        return self.root / "export"

    @property
    def bulletin(self) -> Path:
        """What the office keeps for its bulletin: the register of issues, its own template."""
        return self.root / "bulletin"

    @property
    def log(self) -> Path:
        """What analysts asked, mode 0700."""
        return self.root / "log"

    @property
    def queries(self) -> Path:
        """Queries that people keep for themselves, mode 0700."""
        return self.root / "queries"

    @property
    def returns(self) -> Path:
        """Return workbooks (退回修正单) to be mailed back."""
        return self.root / "returns"


def data_paths(root: Path | None = None) -> DataPaths:
    """The folders under `root`, else $PUCHA_DATA, else ./.data (always absolute)."""
    chosen = root or Path(os.environ.get(DATA_VARIABLE) or DEFAULT_DATA)
    return DataPaths(chosen.expanduser().resolve())
