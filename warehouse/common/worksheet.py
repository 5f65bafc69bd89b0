"""What a worksheet of a spreadsheet program holds: the one home of its limits."""

from __future__ import annotations

ROWS = 1_048_576  # with the header
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
    cut = text[: CELL_CHARACTERS - 1]
    while characters(cut) > CELL_CHARACTERS - 1:
        cut = cut[: len(cut) - max(1, (characters(cut) - CELL_CHARACTERS) // 2)]
    return f"{cut}…"


def pieces(text: str) -> list[str]:
    """The text in pieces that each fit a cell; at least one."""
    return [text[start : start + _SHORT] for start in range(0, len(text), _SHORT)] or [""]
