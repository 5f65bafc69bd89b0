"""Cells that read as empty though a person sees something there: covered by a merged cell, or a
formula whose result was not saved. They are told for what they are, not as blanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from etl.checking.parse import PROBLEM
from etl.reading import Sheet, cell_address
from etl.reading.model import Merge

_IN_WORDS = {"required": "merged_required", "no_area": "merged_area"}
"""What a blank is told as -> what it is told as where a merged cell covers it; others: merged."""


@dataclass(frozen=True)
class Absent:
    """Of one sheet: merged areas that hold something, and, by column, the rows of cells with a
    formula and no result."""

    merged: tuple[Merge, ...] = ()
    uncached: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def told(
        self, texts: pl.Series, problems: pl.DataFrame, number: int | None, rows: pl.Series
    ) -> pl.DataFrame:
        """The problems of sheet column `number` (cells: `texts`, in rows `rows`), those of its
        empty cells in the right words."""
        if number is None or not (self.merged or self.uncached) or not texts.null_count():
            return problems
        ix = texts.is_null().arg_true().cast(pl.UInt32)
        empty = pl.DataFrame({"ix": ix, "row": rows.gather(ix)})
        blank = problems.filter(pl.col("reason").is_in(list(_IN_WORDS)))
        found = pl.concat([self._covered(empty, number, blank), self._uncalculated(empty, number)])
        found = found.unique("ix", keep="last", maintain_order=True)
        if found.is_empty():
            return problems
        explained = pl.col("ix").is_in(found["ix"].implode()) & pl.col("ix").is_in(
            blank["ix"].implode()
        )
        return pl.concat([problems.filter(~explained), found])

    def _covered(self, empty: pl.DataFrame, number: int, blank: pl.DataFrame) -> pl.DataFrame:
        areas = [area for area in self.merged if area[1] <= number <= area[3]]
        held = pl.DataFrame(
            {
                "top": [top for top, _, _, _ in areas],
                "bottom": [bottom for _, _, bottom, _ in areas],
                "hint": [
                    f"{cell_address(top, left)}:{cell_address(bottom, right)}"
                    for top, left, bottom, right in areas
                ],
            },
            schema={"top": pl.UInt32, "bottom": pl.UInt32, "hint": pl.String},
        ).sort("top")
        found = empty.join_asof(held, left_on="row", right_on="top").filter(
            pl.col("row") <= pl.col("bottom")
        )
        told = found.join(blank.select("ix", "reason"), on="ix", how="left", maintain_order="left")
        words = pl.col("reason").replace_strict(_IN_WORDS, default="merged")
        return _problems(told.with_columns(words.alias("reason")))

    def _uncalculated(self, empty: pl.DataFrame, number: int) -> pl.DataFrame:
        found = empty.filter(pl.col("row").is_in(self.uncached.get(number, ())))
        return _problems(
            found.with_columns(
                pl.lit("uncalculated").alias("reason"), pl.lit(None, pl.String).alias("hint")
            )
        )


def _problems(found: pl.DataFrame) -> pl.DataFrame:
    value = pl.lit(None, pl.String).alias("value")
    return found.select("ix", value, "reason", "hint").cast(PROBLEM)


def absent_cells(sheet: Sheet, below: int) -> Absent:
    """What is covered or not calculated in the rows below row `below`."""
    uncached: dict[int, list[int]] = {}
    for row, column in sheet.uncached:
        if row > below:
            uncached.setdefault(column, []).append(row)
    return Absent(tuple(_filled(sheet, (a for a in sheet.merged if a[2] > below))), uncached)


def _filled(sheet: Sheet, areas: Iterable[Merge]) -> Iterable[Merge]:
    """The areas whose first cell holds something: to merge blanks does no harm."""
    for top, left, bottom, right in areas:
        column = f"c{left}"
        is_there = column in sheet.frame.columns and top <= sheet.frame.height
        if is_there and sheet.frame[column][top - 1] is not None:
            yield top, left, bottom, right
