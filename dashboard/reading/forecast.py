"""When a rate will be full at the recent pace: marts.forecast, area by area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard import read


@dataclass(frozen=True)
class Forecast:
    """One row of marts.forecast; `finish`, `earliest` and `latest` only where it is possible."""

    metric: str
    area: str
    remaining: float
    steps: int
    weekly_pace: float | None
    state: str
    state_title: str
    why: str  # the state's own words, as the code list has them
    is_even: bool  # every week added as much, so that nothing tells how far it may be off
    finish: date | None
    earliest: date | None
    latest: date | None


@read.per_version
def _all(warehouse: read.Warehouse, metric: str, as_of: date) -> dict[str, Forecast]:
    rows = warehouse.query(
        "select f.metric, f.area_code, f.remaining, f.steps, f.weekly_pace, f.forecast_state,"
        " s.title, coalesce(s.description, ''), coalesce(f.slowest_pace = f.fastest_pace, false),"
        " f.finish_on, f.earliest_on, f.latest_on"
        " from marts.forecast as f"
        " inner join codes.forecast_state as s on s.code = f.forecast_state"
        " where f.metric = ? and f.as_of = ?",
        [metric, as_of],
    )
    return {row[1]: Forecast(*row) for row in rows.iter_rows()}


def of(version: str, metric: str, area: str, as_of: date) -> Forecast | None:
    """The forecast of one area and week; None for a metric or a level that has none."""
    return _all(version, metric, as_of).get(area)
