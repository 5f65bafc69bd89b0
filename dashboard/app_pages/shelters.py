"""避难与物资: shelters, whom they serve and whom not, and emergency supplies."""

from __future__ import annotations

from dashboard.components import choice, kpi, ranking, source, tilemap
from dashboard.components import metric as m
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator
from dashboard.components.shelter import lacking, lead, reach, register, where
from dashboard.view import View

COVERAGE, SUPPLIES = Indicator("shelter_coverage_rate"), Indicator("supplies_coverage_rate")
PER_HEAD = Indicator("shelter_effective_area_per_head_m2")
CARDS = (COVERAGE, Indicator("shelters"), PER_HEAD, SUPPLIES)
# Shares only: one district has ten times the communities of another, so it leads any bare count.
COMPARED = (
    *(COVERAGE, PER_HEAD, SUPPLIES),
    *(Indicator("shelter_capacity_rate"), Indicator("residents_within_1000m_rate")),
)
TOLD = ("residents_within_500m_rate", "shelter_capacity_persons")  # in titles and tables only


def options(_view: View) -> dict[str, tuple[str, ...]]:
    """What the choices in the address may be."""
    return {"metric": choice.names(COMPARED)}


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    view = frame.view
    chosen = choice.indicator(view, "metric", COMPARED)
    frame.board(frame.tile("lead", lead.sentence), layout="lead")
    frame.board(*(frame.tile(f"card-{one.metric}", kpi.card, one) for one in CARDS), layout="cards")
    frame.board(
        frame.tile("without-shelter", lacking.without_shelter),
        frame.tile("where", where.chart),
        layout="wide-narrow",
    )
    frame.board(choice.indicators(view, "metric", "比较指标", COMPARED, chosen), layout="bare")
    frame.board(
        frame.tile("ranking", ranking.chart, chosen),
        frame.tile("map", tilemap.chart, chosen),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("reach", reach.chart),
        frame.tile("community-register", register.by_area, "community"),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("without-supplies", lacking.without_supplies),
        frame.tile("urban-register", register.by_area, "urban"),
        layout="wide-narrow",
    )
    named = m.with_plans(view, (*CARDS, *COMPARED)) + TOLD
    frame.board(frame.tile("source", source.note, named), layout="bare")
