"""How often the returns behind a metric come."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.read import Definition, Warehouse, per_version

WEEK_DAYS = 7


@dataclass(frozen=True)
class Cadence:
    """How often a source is returned: `每月`, and after how many days the next is due."""

    title: str
    days: int

    @property
    def is_slow(self) -> bool:
        """Whether weeks pass between two returns."""
        return self.days > WEEK_DAYS


@per_version
def _all(warehouse: Warehouse) -> dict[str, Cadence]:
    rows = warehouse.query(
        "select s.source, c.title, s.cadence_days from meta.source as s"
        " inner join codes.cadence as c on c.code = s.cadence where s.cadence_days is not null"
    )
    return {source: Cadence(title, days) for source, title, days in rows.iter_rows()}


def of(version: str, definition: Definition) -> Cadence | None:
    """That of the metric's slowest source; None where no return is waited for."""
    known = _all(version)
    found = [known[source] for source in definition.sources if source in known]
    return max(found, key=lambda one: one.days, default=None)
