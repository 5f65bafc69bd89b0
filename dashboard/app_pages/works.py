"""防治工程: quantities against plan, money approved against paid, each kind by itself."""

from __future__ import annotations

from dashboard.components import kpi, leading, source
from dashboard.components import metric as m
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator
from dashboard.components.works import houses, kinds, places, projects, sentence

CARDS = (
    Indicator("river_regulation_completion_rate"),
    Indicator("reservoir_completion_rate"),
    Indicator("seawall_completion_rate"),
    Indicator("house_renovations_completed"),
    Indicator("works_investment_approved_yuan"),
    Indicator("works_investment_paid_yuan"),
    Indicator("works_payment_rate"),
    Indicator("forest_fire_investment_yuan"),
)


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    frame.board(frame.tile("headline", leading.sentence, CARDS, sentence.sentence), layout="lead")
    frame.board(*(frame.tile(f"card-{one.metric}", kpi.card, one) for one in CARDS), layout="cards")
    frame.board(
        frame.tile("quantities", kinds.quantities),
        frame.tile("money", kinds.money),
        layout="halves",
    )
    frame.board(
        frame.tile("places", places.chart),
        frame.tile("houses", houses.chart),
        layout="wide-narrow",
    )
    frame.board(frame.tile("projects", projects.listing))
    named = m.with_plans(frame.view, CARDS)
    frame.board(frame.tile("source", source.note, named), layout="bare")
