"""Which text feeds which contract column: a cell, a constant, a part of a cell, or flag columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from etl.checking.caption import Caption, caption_key
from etl.checking.header import Header
from etl.checking.parse import PROBLEM
from etl.checking.parse_words import parse_boolean
from etl.contract import Column
from etl.layout import Join, Layout, Split


@dataclass(frozen=True)
class Binding:
    """Where a contract column's text comes from; `number` is the sheet column to point at.

    Nothing (`is_absent`) when the sheet does not have it: the column is null then.
    """

    column: Column
    number: int | None = None
    caption: Caption | None = None
    constant: str | None = None
    split: Split | None = None
    join: Join | None = None
    flags: tuple[tuple[int, str, str], ...] = ()
    """For a join: (sheet column, caption, word) of every flag column that is there."""
    words: tuple[tuple[str, str], ...] = ()
    """The layout's value map: word in the file, word of the contract (empty: no counterpart)."""
    is_key: bool = False

    @property
    def is_absent(self) -> bool:
        """Whether nothing feeds the column."""
        return self.number is None and self.constant is None


@dataclass(frozen=True)
class RawText:
    """The text of a column, and its flag cells that could not be read.

    `flags`: (sheet column, caption, problems) for each of them.
    """

    texts: pl.Series
    flags: tuple[tuple[int, str, pl.DataFrame], ...] = ()


def bind(header: Header, layout: Layout | None) -> tuple[Binding, ...]:
    """A binding for every column of the contract, in its order. Call only without clashes."""
    found = {m.target: m for m in header.matches}
    made = _parts(header, layout) if layout else {}
    constants = dict(layout.constants) if layout else {}
    bindings = []
    for column in header.contract.columns:
        match = found.get(column.name)
        if column.name in made:
            bindings.append(made[column.name](column))
        elif match is not None and not match.is_part:
            bindings.append(Binding(column, match.number, match.caption))
        else:
            bindings.append(Binding(column, constant=constants.get(column.name)))
    return tuple(
        replace(
            binding,
            words=layout.values_of(binding.column.name) if layout else (),
            is_key=binding.column.name in header.contract.key,
        )
        for binding in bindings
    )


@dataclass(frozen=True)
class _Part:
    number: int
    split: Split | None = None
    join: Join | None = None
    flags: tuple[tuple[int, str, str], ...] = ()

    def __call__(self, column: Column) -> Binding:
        return Binding(column, self.number, split=self.split, join=self.join, flags=self.flags)


def _parts(header: Header, layout: Layout) -> dict[str, _Part]:
    found = {m.target: m.number for m in header.matches if m.is_part}
    made: dict[str, _Part] = {}
    for split in layout.splits:
        number = found.get(caption_key(split.column))
        if number is not None:
            made |= dict.fromkeys(split.into, _Part(number, split=split))
    for join in layout.joins:
        flags = tuple(
            (found[key], caption, word)
            for caption, word in join.flags
            if (key := caption_key(caption)) in found
        )
        if flags:
            made[join.into] = _Part(min(n for n, _, _ in flags), join=join, flags=flags)
    return made


def read_columns(bindings: tuple[Binding, ...]) -> Mapping[str, str]:
    """Contract column -> frame column, for everything that a cell of the sheet feeds."""
    return {b.column.name: f"c{b.number}" for b in bindings if b.number is not None}


def raw_text(frame: pl.DataFrame, binding: Binding, mask: pl.Series | None) -> RawText:
    """The texts of a column's data rows; a column read directly is taken out of `frame`.

    `mask`: the data rows, None for all. Words are mapped by the layout, but for a column of several
    words a cell: there etl.checking.parse does it, word by word.
    """
    height = frame.height if mask is None else int(mask.sum())
    if binding.join is not None:
        text = _joined(frame, binding, mask)
    elif binding.split is not None:
        text = RawText(_split(_cells(frame, f"c{binding.number}", mask), binding))
    elif binding.number is not None:
        text = RawText(_cells(frame, f"c{binding.number}", mask))
        frame.drop_in_place(f"c{binding.number}")
    else:
        text = RawText(pl.Series([binding.constant], dtype=pl.String).new_from_index(0, height))
    if binding.words and binding.column.type != "multi":
        given, meant = zip(*binding.words, strict=True)
        text = RawText(text.texts.str.strip_chars().replace(given, meant), text.flags)
    return RawText(text.texts.rename(binding.column.name), text.flags)


def _cells(frame: pl.DataFrame, name: str, mask: pl.Series | None) -> pl.Series:
    return frame[name] if mask is None else frame[name].filter(mask)


def _split(texts: pl.Series, binding: Binding) -> pl.Series:
    split = binding.split
    assert split is not None
    part = split.into.index(binding.column.name)
    cell = pl.col(texts.name)
    if split.pattern is not None:
        taken = cell.str.extract(split.pattern, part + 1)
    else:
        pieces = cell.str.splitn(split.separator or "", len(split.into))
        taken = pieces.struct.field(f"field_{part}")
    return texts.to_frame().select(taken.str.strip_chars()).to_series()


def _joined(frame: pl.DataFrame, binding: Binding, mask: pl.Series | None) -> RawText:
    """The words of the flags that are set; a flag that is neither yes nor no is a problem."""
    join = binding.join
    assert join is not None
    words: list[pl.Series] = []
    problems: list[tuple[int, str, pl.DataFrame]] = []
    for number, caption, word in binding.flags:
        parsed = parse_boolean(_cells(frame, f"c{number}", mask))
        words.append(pl.Series(f"c{number}", [word]).new_from_index(0, len(parsed.values)))
        is_set = parsed.values.fill_null(value=False)
        words[-1] = words[-1].set(~is_set, None)
        if parsed.problems.height:
            problems.append((number, caption, parsed.problems.cast(PROBLEM)))
    joined = pl.DataFrame(words).select(
        pl.concat_str(pl.all(), separator=join.separator, ignore_nulls=True).replace("", None)
    )
    return RawText(joined.to_series(), tuple(problems))
