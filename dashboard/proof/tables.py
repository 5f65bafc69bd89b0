"""Claims of a table: the head of a column names the metric, the first cell of a row the area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.proof import words
from dashboard.proof.extract import Paragraph
from dashboard.proof.figures import Figure, find, fold, no_figures
from dashboard.proof.passage import UNMATCHED, Claim
from dashboard.proof.places import Gazetteer
from dashboard.proof.signs import FIGURE_FIRST, bare, is_private
from dashboard.proof.wording import Pattern, Slot, unchecked

_UNIT = re.compile(rf"[(\[]((?:[千百]?[万亿])?)({words.UNIT}|%)[)\]]$")
_OF_ALL = re.compile(rf"单位:((?:[千百]?[万亿])?(?:{words.UNIT}|%))[)\]]?$")
_SIGN = FIGURE_FIRST
_UNITS = ("%", *words.UNITS)
NO_AREA = "表中这一行没有写明是哪个地区"
SAID_MORE = "表中这一行另有说明，数可能不是本期的现状"
NEW_PART = "表中另起了一段，数可能不是本期的现状"
MISMATCH = "表头的单位与数的写法对不上"


@dataclass(frozen=True)
class Caption:
    """What the line above a table says of it: the day that it states, the unit of all columns,
    or why none is compared."""

    stated: date | None = None
    unit: str | None = None
    doubt: str | None = None


def unit_of_all(text: str) -> str | None:
    """`万元` of a line that ends with 单位：万元."""
    found = _OF_ALL.search(_tight(text))
    return found[1] if found else None


@dataclass
class _State:
    """What the rows read so far say of those below."""

    unit: str | None
    doubt: str | None
    heads: list[list[str]] = field(default_factory=list)
    has_data: bool = False

    def enter(self, texts: list[str]) -> None:
        """A row without values: a title, a part, or a row of heads."""
        said = {text for text in texts if text}
        if len(said) > 1:
            self.heads = [*([] if self.has_data else self.heads), texts]
            self.has_data = False
            return
        for text in said:
            self.unit = unit_of_all(text) or self.unit
            if _hedges(text):
                self.doubt = f"表中写有“{text[:20]}”，数可能不是本期的现状"
            elif self.has_data:
                self.doubt = NEW_PART

    def column(self, number: int) -> list[str]:
        """The heads of a column from above, without blanks and repetitions."""
        heads = (row[number] for row in self.heads if number < len(row))
        named = list(dict.fromkeys(text for text in heads if text))
        if named and self.unit and not any(_UNIT.search(_tight(text)) for text in named):
            named[-1] += f"({self.unit})"
        return named


def read(
    rows: Sequence[Paragraph],
    patterns: tuple[Pattern, ...],
    gazetteer: Gazetteer,
    above: str | None,
    caption: Caption,
) -> Iterator[tuple[Paragraph, Claim]]:
    """A claim for every figure of the rows of one table; `above`: why none is compared."""
    state = _State(caption.unit, above or caption.doubt)
    for row in rows:
        texts = [row.text[a:b] for a, b in row.cells or ()]
        figures = find(row.text)
        values = {n: f for n in range(len(texts)) if (f := _value(row, n, figures)) is not None}
        if not set(values) - {0}:
            state.enter(texts)
            yield from ((row, Claim(figure)) for figure in figures)
            continue
        state.has_data = True
        area, doubt = _row(texts, values, gazetteer)
        for figure in figures:
            number = next((n for n, f in values.items() if f is figure), 0)
            claim = _claim(figure, state.column(number) if number else [], area, patterns)
            reason = claim.reason or state.doubt or doubt
            yield row, replace(claim, stated=caption.stated, reason=reason)


def _value(row: Paragraph, number: int, figures: Sequence[Figure]) -> Figure | None:
    """The figure that a cell is, with nothing else."""
    span = (row.cells or ())[number]
    return next((f for f in figures if (f.start, f.end) == span), None)


def _row(
    texts: Sequence[str], values: dict[int, Figure], gazetteer: Gazetteer
) -> tuple[str | None, str | None]:
    """The area of a row, and why it is in doubt: cells of text beside the area's name qualify."""
    words_of = {n: text for n, text in enumerate(texts) if text and n not in values}
    if not words_of:
        return None, NO_AREA
    first = min(words_of)
    area = _area(texts[first], gazetteer)
    last_value = max(values)
    others = {n: text for n, text in words_of.items() if n != first}
    if any(n < last_value or _hedges(text) for n, text in others.items()):
        return area, SAID_MORE
    return area, None if area is not None else NO_AREA


def _claim(
    figure: Figure, column: Sequence[str], area: str | None, patterns: tuple[Pattern, ...]
) -> Claim:
    slots = _metric(column, figure, patterns)
    if not slots:
        return Claim(figure, reason=UNMATCHED)
    written = _written(figure, column)
    if written is None:
        return Claim(figure, reason=MISMATCH)
    return Claim(written, slots, area, None, None)


def _metric(
    column: Sequence[str], figure: Figure, patterns: tuple[Pattern, ...]
) -> tuple[Slot, ...]:
    """What the heads of a column say when they are read as a sentence with the figure behind."""
    if not column or any(_hedges(text) for text in column):
        return ()
    named = [_UNIT.sub("", _tight(text)) for text in column]
    unit = _unit(column) or (figure.unit if figure.unit in _UNITS else None)
    found = {
        slot
        for name in {"".join(named), "".join(reversed(named))}
        for one in ([unit] if unit else _UNITS)
        for pattern in patterns
        if not pattern.needs and len(pattern.slots) == 1
        if pattern.regex.fullmatch(f"{bare(name)}{_SIGN}{one}")
        for slot in pattern.slots
        if not unchecked(slot)
    }
    return tuple(found) if len({slot.metric for slot in found}) == 1 else ()


def _hedges(text: str) -> bool:
    """Whether it names a time, a number or a plan."""
    folded = fold(text)
    return bool(
        words.SCOPE.search(folded)
        or words.AHEAD.search(folded)
        or no_figures(folded)
        or any(map(is_private, folded))
        or find(_UNIT.sub("", _tight(text)))
    )


def _tight(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def _unit(column: Sequence[str]) -> str | None:
    found = (_UNIT.search(_tight(text)) for text in reversed(column))
    return next((m[2] for m in found if m is not None), None)


def _written(figure: Figure, column: Sequence[str]) -> Figure | None:
    """The figure with the unit of its head; None when both scale it, or they disagree."""
    found = (_UNIT.search(_tight(text)) for text in reversed(column))
    unit = next((m for m in found if m is not None), None)
    if unit is None:
        return figure
    if figure.unit not in (None, unit[2]):
        return None
    if not unit[1]:
        return replace(figure, unit=unit[2])
    if figure.number is None or figure.number.is_scaled:
        return None
    scaled = find(f"{fold(figure.text).strip()}{unit[1]}{unit[2]}")
    return replace(figure, number=scaled[0].number, unit=unit[2]) if len(scaled) == 1 else None


def _area(text: str, gazetteer: Gazetteer) -> str | None:
    """The area that the cell is the name of, whole; None for anything else (合计, 序号)."""
    name = _tight(text)
    found = gazetteer.at(name, 0)
    if found is None or found.end != len(name) or len(found.areas) != 1:
        return None
    return found.areas[0].code
