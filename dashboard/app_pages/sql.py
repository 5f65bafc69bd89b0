"""SQL 工作台: what holds for every query, and the bench to write and run them."""

from __future__ import annotations

from dashboard.components import source
from dashboard.components.desk import bench, rules
from dashboard.components.frame import Frame
from dashboard.components.guide import asking as asking_guide
from dashboard.desk import asking


def render(frame: Frame) -> None:
    """Draws the page into `frame`; the bench lives in the browser and asks over HTTP."""
    frame.board(frame.tile("rules", rules.told, asking.here()))
    frame.board(frame.tile("guide", asking_guide.pointer), layout="bare")
    frame.late(bench.KEY, bench.SCRIPT, bench.OPENS, bench.data(frame.view))
    frame.board(frame.tile("source", source.note, ()), layout="bare")
