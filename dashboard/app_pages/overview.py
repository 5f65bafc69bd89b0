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
    ranking,
    returns,
    source,
    tilemap,
)
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator
from dashboard.view import View

CARDS = (
    Indicator("census_task_completion_rate", planned_by="census_tasks_completed"),
    Indicator("geohazard_treatment_rate", planned_by="geohazard_sites_treated"),
    Indicator("forest_fire_rectification_rate", planned_by="forest_fire_hazards_rectified"),
    Indicator("hazard_sites_overdue"),
    Indicator("hazard_persons_threatened"),
    Indicator("communities_with_shelters"),
    Indicator("supplies_coverage_rate", planned_by="communities_with_supplies"),
    Indicator(
        "broadcast_installed_flash_flood_rate",
        planned_by="broadcast_installed_flash_flood_communities",
    ),
)


def options(_view: View) -> dict[str, tuple[str, ...]]:
    """What the choices in the address may be."""
    return {"metric": choice.names(CARDS)}


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    view = frame.view
    chosen = choice.indicator(view, "metric", CARDS)
    plans = tuple(one.plan for one in CARDS)
    cards = [frame.tile(f"card-{one.metric}", kpi.card, one) for one in CARDS]
    frame.board(frame.tile("headline", headline.sentence), layout="lead")
    frame.board(*cards, layout="cards")
    frame.board(frame.tile("decisions", decisions.listing))
    frame.board(choice.indicators(view, "metric", "比较指标", CARDS, chosen), layout="bare")
    frame.board(
        frame.tile("ranking", ranking.chart, chosen),
        frame.tile("map", tilemap.chart, chosen),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("burn-up", burnup.chart, chosen),
        frame.tile("changes", changes.listing),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("late", late.listing),
        frame.tile("returns", returns.listing),
        layout="wide-narrow lists",
    )
    named = tuple(one.metric for one in CARDS) + plans
    frame.board(frame.tile("source", source.note, named), layout="bare")
