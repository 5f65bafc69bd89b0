"""Chinese text in columns: a character takes two places, on a terminal and in a workbook."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LINE_POINTS, HIGHEST_ROW = 15.75, 409.0
"""Height of a line of text in a workbook, and of the highest row that Excel takes, in points."""


def width(text: str) -> int:
    """Places that a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def wrapped(text: str, places: int) -> list[str]:
    """The text in lines of at most `places`: broken at its line breaks, else at a blank or beside a
    Chinese character; a word that is longer than a line is broken anywhere."""
    return [piece for line in text.split("\n") for piece in _pieces(line, places)]


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Points that a workbook's row needs for its cells: (text, width of its column in characters).

    To be written down: Excel finds it out by itself, other office programs show one line.
    """
    lines = (len(wrapped(_as_printed(text), max(int(places) - 1, 2))) for text, places in cells)
    return min(LINE_POINTS * max(lines, default=1), HIGHEST_ROW)


def _as_printed(text: str) -> str:
    """The text as wide as Chinese fonts print it: “quotes” take two places there, on a terminal
    one."""
    return "".join("宽" if unicodedata.east_asian_width(c) == "A" else c for c in text)


def _pieces(line: str, places: int) -> list[str]:
    pieces: list[str] = []
    while width(line) > places:
        end = fits = _fitting(line, places)
        while end and not _may_break(line, end):
            end -= 1
        end = end or fits
        pieces.append(line[:end].rstrip())
        line = line[end:].lstrip()
    return [*pieces, line]


def _fitting(line: str, places: int) -> int:
    """How many characters fit, at least one."""
    used = 0
    for number, character in enumerate(line):
        used += width(character)
        if used > places:
            return max(number, 1)
    return len(line)


_NEVER_FIRST = "，。；：、！？）》”’】…,.;:!?)"
_NEVER_LAST = "（《“‘【("


def _may_break(line: str, at: int) -> bool:
    """Whether a line may end before character `at`."""
    before, after = line[at - 1], line[at]
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return " " in (before, after) or width(before) == 2 or width(after) == 2
