"""数据来源: one figure, and the walk from it to metric, SQL, rows, file, sheet and cell."""

from __future__ import annotations

from dashboard.components import source
from dashboard.components.frame import Frame
from dashboard.components.origin import below, common, figure, files, index, rows, way


def render(frame: Frame) -> None:
    """Draws the page into `frame`: the metric that the address names, or the list of all."""
    view = frame.view
    asked = common.asked(view)
    if common.is_known(view, asked):
        frame.board(frame.tile("figure", figure.card))
        frame.board(frame.tile("way", way.chain))
        frame.board(
            frame.tile("files", files.listing),
            frame.tile("below", below.listing),
            layout="wide-narrow lists",
        )
        frame.board(frame.tile("rows", rows.listing))
    else:
        if asked:
            frame.board(frame.tile("unknown", index.unknown))
        frame.board(frame.tile("metrics", index.listing))
    frame.board(frame.tile("source", source.note, ()), layout="bare")
