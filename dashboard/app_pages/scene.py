"""三维场景: hazards by severity, shelters by capacity and terminals over the district's plane."""

from __future__ import annotations

from dashboard.components import leading, source
from dashboard.components.frame import Frame
from dashboard.components.hazard import common as hazard
from dashboard.components.metric import Indicator
from dashboard.components.scene import common, lead, stage
from dashboard.view import View

FIGURES = tuple(Indicator(kind.metric) for kind in common.KINDS.values())


def options(view: View) -> dict[str, tuple[str, ...]]:
    """What the choices in the address may be."""
    return common.options(view)


def render(frame: Frame) -> None:
    """Draws the page into `frame`."""
    view = frame.view
    shown = common.shown(view)
    frame.board(frame.tile("lead", leading.sentence, FIGURES, lead.sentence), layout="lead")
    frame.board(common.kinds(view), layout="bare")
    if common.HAZARDS in shown:
        frame.board(hazard.families(view), layout="bare")
    frame.board(frame.tile("scene", stage.chart))
    named = tuple(common.KINDS[kind].metric for kind in shown)
    frame.board(frame.tile("source", source.note, named), layout="bare")
