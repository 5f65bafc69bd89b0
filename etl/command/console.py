"""Text for a terminal: columns of Chinese text in line."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.common.columns import width


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` columns; what is cut away is its beginning (folders)."""
    if width(text) <= limit:
        return text
    while width(text) > limit - 1:
        text = text[1:]
    return f"…{text}"


def table(head: Sequence[str], rows: Sequence[Sequence[object]], limit: int = 60) -> str:
    """A table in line; numbers stand right, texts left, long texts lose their beginning."""
    cells = [[shorten(str("" if v is None else v), limit) for v in row] for row in rows]
    right = [all(isinstance(row[i], int) for row in rows) and bool(rows) for i in range(len(head))]
    widths = [max(map(width, column)) for column in zip(head, *cells, strict=True)]
    lines = []
    for row in [list(head), *cells]:
        padded = (
            " " * (w - width(text)) + text if is_number else text + " " * (w - width(text))
            for text, w, is_number in zip(row, widths, right, strict=True)
        )
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)
