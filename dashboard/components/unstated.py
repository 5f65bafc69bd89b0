"""What a sum leaves out: rows that do not say, told beside the metrics that add up what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dashboard import format
from dashboard.reading import hazards
from dashboard.reading.hazards import Exposed
from dashboard.view import View

# Metric -> what its rows may leave blank, and the count of those that do.
BLANKS: Mapping[str, tuple[str, Callable[[Exposed], int]]] = {
    "hazard_persons_threatened": ("威胁人数", lambda one: one.without_persons),
    "hazard_assets_threatened_yuan": ("威胁财产", lambda one: one.without_yuan),
}


def told(view: View, metric: str) -> str | None:
    """`（不含未填威胁人数的49处）`; None where nothing is left out or nothing can be."""
    if metric not in BLANKS:
        return None
    one = hazards.exposed(view.version, view.as_of, hazards.ALL).get(view.area.code)
    left = left_out(one, (metric,))
    return f"（{left}）" if left else None


def left_out(one: Exposed | None, metrics: Iterable[str] = BLANKS) -> str:
    """`不含未填威胁人数的49处、未填威胁财产的52处`; empty where every site says."""
    counts = [
        (what, count(one) if one else 0) for what, count in (BLANKS[name] for name in metrics)
    ]
    missing = [f"未填{what}的{format.counted(sites, '处')}" for what, sites in counts if sites]
    return f"不含{'、'.join(missing)}" if missing else ""
