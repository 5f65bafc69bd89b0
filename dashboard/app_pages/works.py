"""防治工程: quantities against plan, money approved against paid, each kind by itself."""

from __future__ import annotations

from dashboard.components import choice, kpi, ranking, source, tilemap
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator

CARDS = (
    Indicator("river_regulation_completion_rate", planned_by="river_length_improved_m"),
    Indicator("reservoir_completion_rate", planned_by="reservoirs_reinforced"),
    Indicator("seawall_completion_rate", planned_by="seawall_length_m"),
    Indicator("works_payment_rate"),
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
