"""隐患治理: what was found, what was treated, checked and removed, what is overdue."""

from __future__ import annotations

from dashboard.components import choice, kpi, ranking, source, tilemap
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator

CARDS = (
    Indicator("hazard_remediation_rate"),
    Indicator("geohazard_treatment_rate", planned_by="geohazard_sites_treated"),
    Indicator("forest_fire_rectification_rate", planned_by="forest_fire_hazards_rectified"),
    Indicator("hazard_sites_overdue"),
)


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    view = frame.view
    chosen = choice.indicator(view, "metric", CARDS)
    frame.board(*(frame.tile(f"card-{one.metric}", kpi.card, one) for one in CARDS), layout="cards")
    frame.board(choice.indicators(view, "metric", "比较指标", CARDS, chosen), layout="bare")
    frame.board(
        frame.tile("ranking", ranking.chart, chosen),
        frame.tile("map", tilemap.chart, chosen),
        layout="wide-narrow",
    )
    named = tuple(name for one in CARDS for name in (one.metric, one.plan))
    frame.board(frame.tile("source", source.note, named), layout="bare")
