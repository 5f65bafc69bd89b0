"""Plain-text tables for the terminal: Chinese characters take two places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from warehouse.common.columns import width

EMPTY = "—"


def cell_text(value: Any) -> str:
    """One value as a cell: null as a dash, line breaks made visible."""
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(cell_text(v) for v in value)
    return str(value).replace("\n", "⏎").replace("\t", " ")


def text_table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table with a rule under the heads; numbers stand right."""
    body = [list(row) for row in rows]
    texts = [[cell_text(v) for v in row] for row in body]
    widths = [max(width(h), *(width(t[i]) for t in texts), 0) for i, h in enumerate(heads)]
    right = [
        bool(body)
        and all(isinstance(r[i], (int, float)) or r[i] is None for r in body)
        and not all(r[i] is None or isinstance(r[i], bool) for r in body)
        for i in range(len(heads))
    ]

    def line(cells: Sequence[str]) -> str:
        parts = [
            " " * (w - width(c)) + c if r else c + " " * (w - width(c))
            for c, w, r in zip(cells, widths, right, strict=True)
        ]
        return "  ".join(parts).rstrip()

    rule = "  ".join("─" * w for w in widths)
    return "\n".join([line(heads), rule, *(line(t) for t in texts)])
