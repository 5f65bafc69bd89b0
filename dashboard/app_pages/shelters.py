"""避难与物资: shelters, whom they serve and whom not, and emergency supplies."""

from __future__ import annotations

from dashboard.components import choice, kpi, ranking, source, tilemap
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator

CARDS = (
    Indicator("shelters"),
    Indicator("communities_with_shelters"),
    Indicator("shelter_effective_area_per_head_m2"),
    Indicator("supplies_coverage_rate", planned_by="communities_with_supplies"),
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
