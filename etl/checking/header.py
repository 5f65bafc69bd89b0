"""The header of a table: which row or two rows, and which column is what.

The header may stand below title and instruction rows and may be one row or two (a group caption
over captions, or captions over units). Captions are compared in the normal form of
etl.checking.caption.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from etl.checking.caption import Caption, caption_key, read_caption
from etl.contract import Column, Contract
from etl.layout import Layout
from etl.reading import Sheet
from etl.returning.returned import ANSWER_TITLE, REASON_TITLE, ROW_TITLE

SCAN_ROWS = 40
"""How far down a header is looked for."""

_MARKS = {caption_key(word): word for word in (REASON_TITLE, ANSWER_TITLE, ROW_TITLE)}

_read = lru_cache(maxsize=1 << 14)(read_caption)


@dataclass(frozen=True)
class Match:
    """A column of the sheet that was recognised: a contract column, or what a layout names.

    `target`: contract column, or the caption key of a split or flag column (`is_part`).
    """

    target: str
    number: int
    caption: Caption
    is_exact: bool
    is_part: bool = False


@dataclass(frozen=True)
class Header:
    """The header of a table: `top` and `bottom` are positions of its rows in the frame."""

    contract: Contract
    top: int
    bottom: int
    matches: tuple[Match, ...]
    extras: tuple[tuple[int, str], ...]
    marks: Mapping[str, int]

    @cached_property
    def score(self) -> int:
        """How many different columns were recognised."""
        return len({m.target for m in self.matches})

    @property
    def clashes(self) -> tuple[tuple[Match, ...], ...]:
        """Columns that claim the same contract column."""
        counts = Counter(m.target for m in self.matches)
        doubled = [target for target, n in counts.items() if n > 1]
        return tuple(tuple(m for m in self.matches if m.target == t) for t in doubled)

    def missing(self, layout: Layout | None) -> tuple[Column, ...]:
        """Columns that must be there and are not."""
        found = {m.target for m in self.matches if not m.is_part}
        return tuple(c for c in needed_columns(self.contract, layout) if c.name not in found)


def needed_columns(contract: Contract, layout: Layout | None) -> tuple[Column, ...]:
    """Columns a sheet must have: required or key, unless something stands in for them."""
    filled = layout.filled if layout else frozenset()
    return tuple(
        c
        for c in contract.columns
        if (c.required or c.name in contract.key) and not c.default_from and c.name not in filled
    )


Line = dict[int, Caption]


@dataclass(frozen=True)
class Lines:
    """A sheet's first rows: captions by column number, and the same with merged cells spread."""

    rows: tuple[Line, ...]
    spread: tuple[Line, ...]


def read_lines(sheet: Sheet) -> Lines:
    """The captions that the sheet's first rows would be."""
    head = sheet.frame.head(SCAN_ROWS)
    numbers = [int(name[1:]) for name in head.columns if name != "_row"]
    rows = tuple(
        {n: _read(t) for n, t in zip(numbers, cells, strict=True) if t and t.strip()}
        for cells in head.drop("_row").iter_rows()
    )
    at = {number: position for position, number in enumerate(head["_row"])}
    spread = [dict(row) for row in rows]
    merged_rows = set()
    for first_row, first, last_row, last in sheet.merged:
        position = at.get(first_row)
        if position is None or first == last or first not in rows[position]:
            continue
        if last_row == first_row:
            merged_rows.add(position)
            spread[position] |= dict.fromkeys(range(first, last + 1), rows[position][first])
    for position in range(len(rows) - 1):
        if position not in merged_rows:
            spread[position] = _filled_right(rows[position], rows[position + 1], numbers)
    return Lines(rows, tuple(spread))


def _filled_right(upper: Line, lower: Line, numbers: Sequence[int]) -> Line:
    """`upper` with each caption carried right over the columns that have only a lower one."""
    filled = dict(upper)
    for left, right in pairwise(numbers):
        if right not in filled and right in lower and left in filled:
            filled[right] = filled[left]
    return filled


def reach(lines: Lines, contract: Contract, layout: Layout | None) -> list[int]:
    """For each row, how many columns it and the next one could name at most."""
    index = _index(contract, layout)
    hits = [
        sum(caption.key in index or caption.base in index for caption in row.values())
        for row in lines.rows
    ]
    return [a + b for a, b in pairwise([*hits, 0])]


def best_header(lines: Lines, contract: Contract, layout: Layout | None) -> Header | None:
    """The row or pair of rows in which most of the contract's columns are recognised."""
    index = _index(contract, layout)
    within = reach(lines, contract, layout)
    best: Header | None = None
    for position, row in enumerate(lines.rows):
        if 2 * within[position] < max(within) or not within[position]:
            continue  # cannot be the best: most rows are data
        single = _header(contract, index, position, position, {n: [c] for n, c in row.items()})
        choices = [single]
        if position + 1 < len(lines.rows):
            pair = _pair(contract, index, lines, position)
            if pair is not None and pair.score >= single.score:
                choices.append(pair)
        for header in choices:
            if header.score > (best.score if best else 0) or _is_longer_with_units(header, best):
                best = header
    return best


def _is_longer_with_units(header: Header, best: Header | None) -> bool:
    """Whether `header` is `best` with a row of units or hints below it."""
    return (
        best is not None
        and header.top == best.top == best.bottom < header.bottom
        and (header.score == best.score)
    )


def _pair(
    contract: Contract, index: Mapping[str, str], lines: Lines, position: int
) -> Header | None:
    """Two rows as one header, None when one of them says as much alone."""
    upper, lower = lines.spread[position], lines.rows[position + 1]
    if not lower:
        return None
    known = [n for n, c in lower.items() if c.is_unit or _target(index, [c]) is not None]
    top = _header(contract, index, position, position, {n: [c] for n, c in upper.items()})
    is_units_only = all(c.is_unit for c in lower.values())
    both = {n: _ways(upper.get(n), lower.get(n)) for n in sorted({*lines.rows[position], *lower})}
    header = _header(contract, index, position, position + 1, both)
    bottom = _header(
        contract, index, position + 1, position + 1, {n: [c] for n, c in lower.items()}
    )
    gained = header.score > max(top.score, bottom.score)
    named_by_both = [m for m in header.matches if m.number in lower]
    if not (is_units_only or (gained and 2 * max(len(known), len(named_by_both)) >= len(lower))):
        return None
    return header


def _ways(upper: Caption | None, lower: Caption | None) -> list[Caption]:
    """The captions a column may be known by, the likeliest first."""
    if lower is None:
        return [upper] if upper else []
    if upper is None:
        return [lower]
    if lower.is_unit:
        return [_read(f"{upper.text}({lower.key.strip('()')})")]
    return [lower, _read(f"{upper.base}{lower.text}")]


@lru_cache(maxsize=256)
def _index(contract: Contract, layout: Layout | None) -> Mapping[str, str]:
    """Caption key -> target; official titles go before aliases, parts of a layout before both."""
    index: dict[str, str] = {}
    ignored = {caption_key(word) for word in layout.ignore} if layout else set()
    for key in _part_keys(layout):
        index[key] = key
    for column in contract.columns:
        index.setdefault(_read(column.title).key, column.name)
    for column in contract.columns:
        for alias in column.aliases:
            index.setdefault(_read(alias).key, column.name)
    return {key: target for key, target in index.items() if key not in ignored}


@lru_cache(maxsize=256)
def _names(contract: Contract) -> frozenset[str]:
    return frozenset(column.name for column in contract.columns)


def _part_keys(layout: Layout | None) -> list[str]:
    if layout is None:
        return []
    flags = [caption for join in layout.joins for caption, _ in join.flags]
    return [caption_key(word) for word in (*flags, *(split.column for split in layout.splits))]


def _target(index: Mapping[str, str], ways: Sequence[Caption]) -> tuple[str, Caption, bool] | None:
    for caption in ways:
        if caption.key in index:
            return index[caption.key], caption, True
    for caption in ways:
        if caption.base in index:
            return index[caption.base], caption, False
    return None


def _header(
    contract: Contract,
    index: Mapping[str, str],
    top: int,
    bottom: int,
    columns: Mapping[int, list[Caption]],
) -> Header:
    names = _names(contract)
    matches: list[Match] = []
    rest: dict[int, str] = {}
    found_marks: dict[str, int] = {}
    for number, ways in columns.items():
        hit = _target(index, ways)
        if hit is not None:
            target, caption, is_exact = hit
            matches.append(Match(target, number, caption, is_exact, target not in names))
        elif ways and ways[0].key in _MARKS:
            found_marks[_MARKS[ways[0].key]] = number
        elif ways:
            rest[number] = ways[-1].text if len(ways) == 1 else ways[0].text
    if REASON_TITLE not in found_marks:  # only a return workbook has them
        rest |= {number: word for word, number in found_marks.items()}
        found_marks = {}
    kept = _without_loose_doubles(matches)
    rest |= {m.number: m.caption.text for m in matches if m not in kept}
    return Header(contract, top, bottom, tuple(kept), tuple(sorted(rest.items())), found_marks)


def _without_loose_doubles(matches: list[Match]) -> list[Match]:
    """Of two columns for one target the one that fits in full wins over one that nearly fits."""
    exact = {m.target for m in matches if m.is_exact}
    return [m for m in matches if m.is_exact or m.target not in exact]
