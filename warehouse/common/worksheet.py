"""What a worksheet of a spreadsheet program holds: the one home of its limits."""

from __future__ import annotations

ROWS, COLUMNS = 1_048_576, 16_384  # the header is one of the rows
CELL_CHARACTERS = 32_767
_SHORT = CELL_CHARACTERS // 2  # fits whatever it holds


def characters(text: str) -> int:
    """Its length as a spreadsheet counts: a character beyond the first plane of Unicode is two.

    Exact where it could be too long; below that, quick.
    """
    return len(text) + sum(ord(one) > 0xFFFF for one in text) if len(text) > _SHORT else len(text)


def beginning(text: str) -> str:
    """The text, or as much of it as a cell holds, and then an ellipsis."""
    if characters(text) <= CELL_CHARACTERS:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (CELL_CHARACTERS - 1)]
    return units.decode("utf-16-le", "ignore") + "…"  # half a character at the cut is left out


def pieces(text: str) -> list[str]:
    """The text in pieces that each fit a cell; at least one."""
    return [text[start : start + _SHORT] for start in range(0, len(text), _SHORT)] or [""]
