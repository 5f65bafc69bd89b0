"""Claims of a table: the head of a column names the metric, the first cell of a row the area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dashboard.proof import words
from dashboard.proof.claims import UNMATCHED, Claim
from dashboard.proof.extract import Paragraph
from dashboard.proof.figures import Figure, find, fold
from dashboard.proof.places import Gazetteer
from dashboard.proof.signs import FIGURE_FIRST, OPAQUE, bare
from dashboard.proof.wording import Pattern, Slot, unchecked

_UNIT = re.compile(rf"[(\[]单?位?:?((?:[千百]?[万亿])?)({words.UNIT}|%)[)\]]$")
_SIGN = FIGURE_FIRST
_UNITS = ("%", *words.UNITS)
NO_AREA = "表中这一行没有写明是哪个地区"


def read(
    rows: Sequence[Paragraph],
    patterns: tuple[Pattern, ...],
    gazetteer: Gazetteer,
    above: str | None,
    stated: date | None,
) -> Iterator[tuple[Paragraph, Claim]]:
    """A claim for every figure of the rows of one table.

    `above`: why none is compared; `stated`: the day that the line above the table names.
    """
    heads: list[list[str]] = []
    for row in rows:
        texts = [row.text[a:b] for a, b in row.cells or ()]
        figures = find(row.text)
        if not any(_is_value(row, n, figures) for n in range(1, len(texts))):
            heads.append(texts)
            for figure in figures:
                yield row, Claim(figure)
            continue
        area = _area(texts[0] if texts else "", gazetteer)
        for figure in figures:
            claim = _claim(row, figure, heads, area, patterns, above)
            yield row, replace(claim, stated=stated)


def _is_value(row: Paragraph, n: int, figures: Sequence[Figure]) -> bool:
    """Whether the n-th cell is a figure and nothing else."""
    start, end = (row.cells or ())[n]
    return any(f.start == start and f.end == end for f in figures)


def _claim(
    row: Paragraph,
    figure: Figure,
    heads: Sequence[Sequence[str]],
    area: str | None,
    patterns: tuple[Pattern, ...],
    above: str | None,
) -> Claim:
    number = next(
        (n for n, (a, b) in enumerate(row.cells or ()) if (a, b) == (figure.start, figure.end)), 0
    )
    slots = _metric([h[number] for h in heads if number < len(h)], figure, patterns)
    if number == 0 or not slots:
        return Claim(figure, reason=UNMATCHED)
    written = _written(figure, heads, number)
    if written is None:
        return Claim(figure, reason="表头的单位与数的写法对不上")
    reason = above or (NO_AREA if area is None else None)
    return Claim(written, slots, area, None, reason)


def _metric(
    column: Sequence[str], figure: Figure, patterns: tuple[Pattern, ...]
) -> tuple[Slot, ...]:
    """What the head of the column says when it is read as a sentence with the figure behind it."""
    named = [_name(text) for text in dict.fromkeys(column) if text.strip()]
    if not named:
        return ()
    unit = _unit(column) or (figure.unit if figure.unit in _UNITS else None)
    orders = {"".join(named), "".join(reversed(named)), named[-1]}
    units = [unit] if unit else list(_UNITS)
    found = {
        slot
        for name in orders
        for one in units
        for pattern in patterns
        if not pattern.needs and len(pattern.slots) == 1
        if pattern.regex.fullmatch(f"{bare(name)}{_SIGN}{one}")
        for slot in pattern.slots
        if not unchecked(slot)
    }
    return tuple(found) if len({slot.metric for slot in found}) == 1 else ()


def _name(text: str) -> str:
    """The head without its unit; what names a time or a number stays unknown."""
    folded = re.sub(r"\s", "", fold(text))
    name = _UNIT.sub("", folded)
    return name if not words.SCOPE.search(name) and not find(name) else f"{OPAQUE}{name}"


def _unit(column: Sequence[str]) -> str | None:
    for text in reversed(column):
        if (m := _UNIT.search(re.sub(r"\s", "", fold(text)))) is not None:
            return m[2]
    return None


def _written(figure: Figure, heads: Sequence[Sequence[str]], number: int) -> Figure | None:
    """The figure with the unit of its head; None when cell and head both scale or disagree."""
    column = [h[number] for h in heads if number < len(h)]
    for text in reversed(column):
        m = _UNIT.search(re.sub(r"\s", "", fold(text)))
        if m is None:
            continue
        if figure.unit is not None and figure.unit != m[2]:
            return None
        if m[1] and (figure.number is None or figure.number.is_scaled):
            return None
        if not m[1]:
            return Figure(*_places(figure), figure.number, m[2], figure.nearness)
        scaled = find(f"{fold(figure.text).rstrip()}{m[1]}{m[2]}")
        if len(scaled) != 1:
            return None
        return Figure(*_places(figure), scaled[0].number, m[2], figure.nearness)
    return figure


def _places(figure: Figure) -> tuple[str, int, int]:
    return figure.text, figure.start, figure.end


def _area(text: str, gazetteer: Gazetteer) -> str | None:
    """The area that the cell is the name of, whole; None for anything else (合计, 序号)."""
    name = re.sub(r"\s", "", fold(text))
    found = gazetteer.at(name, 0)
    if found is None or found.end != len(name) or len(found.areas) != 1:
        return None
    return found.areas[0].code
