"""What the bulletin's template may ask for by name: metrics, and counts of the registers."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.read import per_version
from dashboard.reading.proof import COUNTS
from warehouse.read import Warehouse

DELAYS = "marts.delay"


@dataclass(frozen=True)
class Counted:
    """A count of marts.bulletin_count: what it is called, and counted in."""

    title: str
    unit: str


@per_version
def metrics(warehouse: Warehouse) -> frozenset[str]:
    """Every metric that the edition holds."""
    return frozenset(m for (m,) in warehouse.rows("select metric from metrics.definition"))


@per_version
def withheld(warehouse: Warehouse, metric: str) -> bool:
    """Whether there is such a metric, but not in this edition."""
    return warehouse.lacks(f"metrics.{metric}") is not None


@per_version
def counts(warehouse: Warehouse) -> dict[str, Counted]:
    """The counts of the registers by name; their code list is in every edition."""
    rows = warehouse.rows("select code, title, unit from codes.bulletin_count order by sort, code")
    return {code: Counted(title, unit) for code, title, unit in rows}


@per_version
def has_counts(warehouse: Warehouse) -> bool:
    """Whether the edition holds the counts themselves."""
    return warehouse.lacks(COUNTS) is None


@per_version
def has_delays(warehouse: Warehouse) -> bool:
    """Whether the edition tells what is behind its plan."""
    return warehouse.lacks(DELAYS) is None
