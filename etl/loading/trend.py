"""A return held against the unit's earlier ones: T1 (a cumulative count falls or leaps) and T2 (a
denominator moves). Both only ask for a note: the rows are taken as they are.

The rules are those of 灾害统计: totals that fall or jump need a written explanation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from etl.contract import Column, Contract
from etl.findings import DETAILED, Finding, finding
from etl.reading import column_letters

FALLS, MOVES = "T1", "T2"
TREND_RULES = (FALLS, MOVES)
LEAP = 3
"""A rise of more than this many times the median step is a leap."""
STEPS_NEEDED = 3
"""Rises a row must have behind it before its median step says anything."""
SNAPSHOTS = 13
"""Earlier returns to be given: a quarter of weeks."""

KEYS_SHOWN = 5

_KEEP_NOTE = "核对本期与上期的数；确属实情的，在说明栏写明原因（文号、日期）"


@dataclass(frozen=True)
class Snapshot:
    """The rows of one return: the contract's stored columns with `_sheet` and `_row`."""

    as_of: str
    rows: pl.DataFrame


Places = Mapping[str, Mapping[str, int]]
"""Sheet -> contract column -> number of the sheet's column from 1."""


def watched_columns(contract: Contract) -> tuple[str, ...]:
    """The columns that are held against the previous return; empty for most sources."""
    return tuple(c.name for c in contract.columns if c.cumulative or c.denominator)


def needed_columns(contract: Contract) -> tuple[str, ...]:
    """What must be read of a Parquet file to compare it."""
    return (*dict.fromkeys((*contract.key, *watched_columns(contract))), "_sheet", "_row")


def trend_findings(
    contract: Contract, file: str, now: Snapshot, earlier: Sequence[Snapshot], places: Places
) -> list[Finding]:
    """T1 and T2 of one return; `earlier` in the order of their dates, the last one is the previous.

    No earlier return: nothing to compare. At most DETAILED findings per rule and column.
    """
    if not earlier:
        return []
    found: list[Finding] = []
    if any(c.denominator for c in contract.columns):
        found += _membership(contract, file, now, earlier[-1])
    for column in contract.columns:
        if not (column.cumulative or column.denominator):
            continue
        pairs = _pairs(contract, column, now, earlier[-1])
        tell = _Teller(file, column, earlier[-1].as_of, places)
        if column.cumulative:
            fallen = pairs.filter(pl.col("now") < pl.col("before"))
            found += tell.each(
                fallen, FALLS, "比上期（{date}）减少：{before} → {now}，累计数不应减少"
            )
            found += tell.each(
                _leaps(contract, column, pairs, earlier),
                FALLS,
                "比上期（{date}）增加过多：{before} → {now}，"
                f"超过以往各期增量中位数（{{step}}）的 {LEAP} 倍",
            )
        if column.denominator:
            moved = pairs.filter(pl.col("now") != pl.col("before"))
            found += tell.each(
                moved, MOVES, "与上期（{date}）不同：{before} → {now}，分母变动要有依据"
            )
    return found


def _membership(contract: Contract, file: str, now: Snapshot, before: Snapshot) -> list[Finding]:
    """T2 for rows that came or went: the denominator moved with them. One finding for each way."""
    key = list(contract.key)
    came = now.rows.join(before.rows, on=key, how="anti", maintain_order="left")
    went = before.rows.join(now.rows, on=key, how="anti", maintain_order="left")
    found = []
    for rows, word in ((came, "多出"), (went, "减少")):
        if rows.height:
            names = rows.head(KEYS_SHOWN).select(
                pl.concat_str(key, separator="／", ignore_nulls=True)
            )
            shown = "、".join(names.to_series().to_list())
            more = " 等" if rows.height > KEYS_SHOWN else ""
            count = f"{word} {rows.height} 行（{shown}{more}）"
            text = f"比上期（{before.as_of}）{count}，分母变动要有依据"
            sheets = rows["_sheet"].unique().to_list()
            sheet = sheets[0] if rows is came and len(sheets) == 1 else None
            found.append(finding(file, MOVES, "confirm", text, _KEEP_NOTE, sheet=sheet))
    return found


def _pairs(contract: Contract, column: Column, now: Snapshot, before: Snapshot) -> pl.DataFrame:
    """The rows that both returns have: key, `now`, `before`, `_sheet`, `_row`."""
    key = list(contract.key)
    mine = now.rows.select(*key, "_sheet", "_row", pl.col(column.name).alias("now"))
    theirs = before.rows.select(*key, pl.col(column.name).alias("before")).unique(key, keep="last")
    return mine.join(theirs, on=key, how="inner", maintain_order="left")


def _leaps(
    contract: Contract, column: Column, pairs: pl.DataFrame, earlier: Sequence[Snapshot]
) -> pl.DataFrame:
    """The rows whose rise is more than LEAP times the median of its earlier rises (`step`)."""
    key = list(contract.key)
    risen = pairs.filter(pl.col("now") > pl.col("before"))
    if risen.is_empty() or len(earlier) <= STEPS_NEEDED:
        return risen.clear()
    history = pl.concat(
        s.rows.select(*key, pl.lit(s.as_of).alias("as_of"), pl.col(column.name).alias("value"))
        for s in earlier
    )
    steps = (
        history.sort("as_of")
        .with_columns(pl.col("value").diff().over(key).alias("step"))
        .filter(pl.col("step") > 0)
        .group_by(key)
        .agg(pl.col("step").median(), pl.len().alias("steps"))
        .filter(pl.col("steps") >= STEPS_NEEDED)
    )
    rise = pl.col("now") - pl.col("before")
    return risen.join(steps, on=key, how="inner", maintain_order="left").filter(
        rise > LEAP * pl.col("step")
    )


@dataclass(frozen=True)
class _Teller:
    """Puts the rows of a comparison into words."""

    file: str
    column: Column
    date: str
    places: Places

    def each(self, rows: pl.DataFrame, rule: str, text: str) -> list[Finding]:
        """One finding per row; the rest of a long list is counted in one finding without a cell."""
        found = [self._one(row, rule, text) for row in rows.head(DETAILED).iter_rows(named=True)]
        if (rest := rows.height - DETAILED) > 0:
            head = f"“{self.column.title}”另有 {rest} 行与上期（{self.date}）相比有同样的变动"
            found.append(
                finding(self.file, rule, "confirm", head, _KEEP_NOTE, column=self.column.name)
            )
        return found

    def _one(self, row: Mapping[str, object], rule: str, text: str) -> Finding:
        sheet, number = str(row["_sheet"]), int(str(row["_row"]))
        place = self.places.get(sheet, {}).get(self.column.name)
        words = {name: self._shown(row.get(name)) for name in ("now", "before", "step")}
        return finding(
            self.file,
            rule,
            "confirm",
            f"“{self.column.title}”{text.format(date=self.date, **words)}",
            _KEEP_NOTE,
            sheet=sheet,
            cell=f"{column_letters(place)}{number}" if place else None,
            value=words["now"],
            row=number,
            column=self.column.name,
        )

    def _shown(self, value: object) -> str:
        """A stored number as the form shows it, in the form's unit."""
        if not isinstance(value, int | float):
            return ""
        return f"{value / self.column.multiplier:.6f}".rstrip("0").rstrip(".")
