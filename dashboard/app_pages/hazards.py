"""隐患治理: what was found, what was treated, checked and removed, what is overdue."""

from __future__ import annotations

from dashboard.components import kpi, leading, source
from dashboard.components import metric as m
from dashboard.components.frame import Frame
from dashboard.components.hazard import (
    ages,
    common,
    exposure,
    flow,
    moved,
    oldest,
    overdue,
    sentence,
    sitemap,
    stages,
    status,
)
from dashboard.components.metric import Indicator
from dashboard.view import View

CARDS = (
    Indicator("hazard_remediation_rate"),
    Indicator("geohazard_treatment_rate"),
    Indicator("forest_fire_rectification_rate"),
    Indicator("hazard_open_sites"),
    Indicator("hazard_sites_overdue"),
    Indicator("geohazard_sites_removed"),
    Indicator("hazard_persons_threatened"),
    Indicator("hazard_assets_threatened_yuan"),
)


def options(view: View) -> dict[str, tuple[str, ...]]:
    """What the choices in the address may be."""
    return {common.FAMILY: common.family_options(view), flow.KIND: flow.options(view)}


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    view = frame.view
    frame.board(frame.tile("headline", leading.sentence, CARDS, sentence.sentence), layout="lead")
    frame.board(*(frame.tile(f"card-{one.metric}", kpi.card, one) for one in CARDS), layout="cards")
    frame.board(common.families(view), layout="bare")
    frame.board(
        frame.tile("flow", flow.chart),
        frame.tile("stages", stages.chart),
        layout="wide-narrow",
    )
    frame.board(frame.tile("moved", moved.listing))
    frame.board(
        frame.tile("status", status.chart),
        frame.tile("ages", ages.chart),
        layout="wide-narrow",
    )
    frame.board(frame.tile("overdue", overdue.listing))
    frame.board(frame.tile("oldest", oldest.listing))
    frame.board(
        frame.tile("exposure", exposure.chart),
        frame.tile("sites", sitemap.chart),
        layout="wide-narrow lists",
    )
    named = m.with_plans(view, CARDS)
    frame.board(frame.tile("source", source.note, named), layout="bare")
