"""数据字典: a search box, one entry, and the index of everything there is."""

from __future__ import annotations

from dashboard.components import source
from dashboard.components.dictionary import entry, index, search
from dashboard.components.frame import Frame
from dashboard.components.guide import asking


def render(frame: Frame) -> None:
    """Draws the page into `frame`: with an entry in the address, that entry alone."""
    frame.board(frame.tile("search", search.box))
    frame.board(frame.tile("guide", asking.pointer), layout="bare")
    if (asked := entry.chosen(frame.view)) is not None:
        frame.board(frame.tile("entry", entry.show, *asked))
    else:
        frame.board(frame.tile("metrics", index.metrics))
        frame.board(frame.tile("sources", index.sources))
        frame.board(frame.tile("tables", index.tables))
        frame.board(frame.tile("codes", index.codes))
    frame.board(frame.tile("source", source.note, ()), layout="bare")
