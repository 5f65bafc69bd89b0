"""核数: what a draft is checked against, and the bench to check it."""

from __future__ import annotations

from dashboard.components import source
from dashboard.components.frame import Frame
from dashboard.components.proofing import bench, rules


def render(frame: Frame) -> None:
    """Draws the page into `frame`; the bench lives in the browser and asks over HTTP."""
    frame.board(frame.tile("rules", rules.told))
    frame.late(bench.KEY, bench.SCRIPT, bench.OPENS, bench.data(frame.view))
    frame.board(frame.tile("source", source.note, ()), layout="bare")
