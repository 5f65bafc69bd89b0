"""What a sum leaves out: rows that do not say, told beside the metrics that add up what they do."""

from __future__ import annotations

from dashboard import format
from dashboard.reading import hazards
from dashboard.view import View

# Metric -> what its rows may leave blank, and the count of those that do.
BLANKS = {
    "hazard_persons_threatened": ("威胁人数", "without_persons"),
    "hazard_assets_threatened_yuan": ("威胁财产", "without_yuan"),
}


def told(view: View, metric: str) -> str | None:
    """`（不含未填威胁人数的49处）`; None where nothing is left out or nothing can be."""
    if metric not in BLANKS:
        return None
    what, count = BLANKS[metric]
    one = hazards.exposed(view.version, view.as_of, hazards.ALL).get(view.area.code)
    sites = getattr(one, count) if one is not None else 0
    return f"（不含未填{what}的{format.counted(sites, '处')}）" if sites else None
