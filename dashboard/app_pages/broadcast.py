"""预警广播: where warnings are heard, by the two rules, and where not."""

from __future__ import annotations

from dashboard.components import choice, kpi, ranking, source, tilemap
from dashboard.components import metric as m
from dashboard.components.frame import Frame
from dashboard.components.metric import Indicator
from dashboard.components.warning import lead, months, rules, states, troubled, uncovered
from dashboard.view import View

CARDS = (
    Indicator("broadcast_installed_flash_flood_rate"),
    Indicator("broadcast_compliant_flash_flood_rate"),
    Indicator("broadcast_installed_communities"),
    Indicator("broadcast_compliant_communities"),
)
# Districts differ in size: only rates compare them.
COMPARED = tuple(one for one in CARDS if one.metric.endswith("_rate"))


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
        frame.tile("uncovered", uncovered.listing),
        frame.tile("where", uncovered.where),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("rules", rules.chart),
        frame.tile("states", states.chart),
        layout="wide-narrow",
    )
    frame.board(choice.indicators(view, "metric", "比较指标", COMPARED, chosen), layout="bare")
    frame.board(
        frame.tile("ranking", ranking.chart, chosen),
        frame.tile("map", tilemap.chart, chosen),
        layout="wide-narrow",
    )
    frame.board(
        frame.tile("months", months.chart),
        frame.tile("troubled", troubled.listing),
        layout="wide-narrow",
    )
    named = m.with_plans(view, CARDS)
    frame.board(frame.tile("source", source.note, named), layout="bare")
