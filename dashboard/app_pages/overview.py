"""总览: the week in one screen, the most important first."""

from __future__ import annotations

from dashboard.components import (
    burnup,
    changes,
    choice,
    decisions,
    headline,
    kpi,
    late,
    leading,
    ranking,
    returns,
    source,
    tilemap,
)
from dashboard.components import metric as m
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator
from dashboard.view import View

CARDS = (
    Indicator("census_task_completion_rate"),
    Indicator("geohazard_treatment_rate"),
    Indicator("forest_fire_rectification_rate"),
    Indicator("hazard_sites_overdue"),
    Indicator("hazard_persons_threatened"),
    Indicator("shelter_coverage_rate"),
    Indicator("supplies_coverage_rate"),
    Indicator("broadcast_installed_flash_flood_rate"),
)


def options(_view: View) -> dict[str, tuple[str, ...]]:
    """What the choices in the address may be."""
    return {"metric": choice.names(CARDS)}


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    view = frame.view
    chosen = choice.indicator(view, "metric", CARDS)
    cards = [frame.tile(f"card-{one.metric}", kpi.card, one) for one in CARDS]
    frame.board(frame.tile("headline", leading.sentence, CARDS, headline.sentence), layout="lead")
    frame.board(*cards, layout="cards")
    frame.board(frame.tile("decisions", decisions.listing))
    frame.board(
        frame.tile("late", late.listing),
        frame.tile("changes", changes.listing),
        layout="wide-narrow lists",
    )
    frame.board(choice.indicators(view, "metric", "比较指标", CARDS, chosen), layout="bare")
    frame.board(
        frame.tile("ranking", ranking.chart, chosen),
        frame.tile("map", tilemap.chart, chosen),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("burn-up", burnup.chart, chosen),
        frame.tile("returns", returns.listing),
        layout="wide-narrow lists",
    )
    named = m.with_plans(view, CARDS)
    frame.board(frame.tile("source", source.note, named), layout="bare")
