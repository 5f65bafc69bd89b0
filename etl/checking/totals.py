"""Printed totals held against the rows above them (X4): parts add to the total.

A total row is never data; what it says of the table is checked all the same, since a total that
its rows do not give tells of a row that was lost, counted twice or changed afterwards. Only
columns whose values add are summed: counts and amounts, never rates or coordinates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from etl.checking.bind import Binding
from etl.checking.cells import Setting, caption_factor, caption_unit
from etl.checking.head import Voice
from etl.checking.measure import adds_up
from etl.checking.parse_number import parse_number
from etl.checking.rows import RowPlan
from etl.checking.skips import TOTAL
from etl.findings import DETAILED, Finding
from etl.reading import cell_address

RULE = "X4"
_PART = r"小计|本页"
"""Words of a total of the rows since the last one; any other is of all the rows above."""
_DECIMALS = r"\.([0-9]+)"
_DUST = 1e-9
_REMEDY = "核对合计和上面各行；各行无误的改正合计，缺行的补报，确有原因的在说明栏写明"


def contradicted_totals(
    frame: pl.DataFrame,
    plan: RowPlan,
    bindings: Sequence[Binding],
    setting: Setting,
    voice: Voice,
) -> list[Finding]:
    """A finding for every cell of a total row that the rows above do not add to.

    `frame`: the rows below the header, as `plan` sorted them. A column with a cell that is no
    definite number cannot be added and is left out, from that cell on.
    """
    totals = plan.of(TOTAL)
    if totals.is_empty():
        return []
    names = [name for name in frame.columns if name != "_row"]
    label = pl.concat_str(names, ignore_nulls=True).str.replace_all(r"\s", "")
    rows = frame.select(pl.all().gather(totals["ix"])).select("_row", label.alias("label"))
    marks = rows.with_columns(
        totals["ix"], pl.col("label").str.contains(_PART).alias("is_part")
    ).drop("label")
    is_data = plan.is_data
    found: list[Finding] = []
    for binding in bindings:
        if is_data is None or not _is_summed(binding):
            continue
        wrong = _compared(frame[f"c{binding.number}"], is_data, marks, binding, setting)
        found += _told(wrong, binding, setting, voice)
    return found


def _is_summed(binding: Binding) -> bool:
    column = binding.column
    is_number = column.type in ("integer", "number") and not column.personal
    is_cell = binding.number is not None and binding.split is None and binding.join is None
    return is_number and is_cell and adds_up(column.unit)


def _compared(
    texts: pl.Series, is_data: pl.Series, marks: pl.DataFrame, binding: Binding, setting: Setting
) -> pl.DataFrame:
    """The totals that nothing above adds to: `_row`, `printed`, `sum`, `parts`, `decimals`.

    Numbers are in the unit of the caption. A grand total may also be that of the last group.
    """
    factor = caption_factor(binding, setting) or 1
    parsed = parse_number(texts, binding.column, factor)
    unsure = parsed.problems.filter(~pl.col("reason").is_in(["minimum", "maximum"]))["ix"]
    nothing = pl.Series([False]).new_from_index(0, len(texts))
    cells = pl.DataFrame(
        {
            "value": parsed.values.cast(pl.Float64) / factor,
            "is_data": is_data,
            "is_unsure": nothing.scatter(unsure, True),
            "decimals": texts.str.extract(_DECIMALS).str.len_chars().fill_null(0).cast(pl.Int64),
        }
    )
    of_data = pl.col("is_data")
    running = cells.select(
        "is_unsure",
        pl.col("value").alias("printed"),
        pl.col("decimals").alias("own"),
        pl.when(of_data).then("value").otherwise(0).fill_null(0).cum_sum().alias("sum"),
        of_data.cum_sum().cast(pl.Int64).alias("parts"),
        (of_data & pl.col("is_unsure")).cum_sum().cast(pl.Int64).alias("unread"),
        pl.when(of_data).then("decimals").otherwise(0).cum_max().alias("decimals"),
    )
    at = running.select(pl.all().gather(marks["ix"])).hstack(marks)
    counts = ("sum", "parts", "unread")
    grand = [pl.when(~pl.col("is_part")).then(n).shift().forward_fill() for n in counts]
    at = at.with_columns(
        *(pl.col(n).shift().fill_null(0).alias(f"{n}_before") for n in counts),
        *(e.fill_null(0).alias(f"{n}_group") for n, e in zip(counts, grand, strict=True)),
    )
    return _wrong(at, is_whole=binding.column.type == "integer")


def _wrong(at: pl.DataFrame, is_whole: bool) -> pl.DataFrame:
    """The rows whose printed number is further from every sum it may be than rounding explains."""
    since = {name: pl.col(name) - pl.col(f"{name}_before") for name in ("sum", "parts", "unread")}
    group = pl.col("sum") - pl.col("sum_group")
    is_part = pl.col("is_part") & (since["parts"] > 0)
    parts = pl.when(is_part).then(since["parts"]).otherwise("parts")
    unread = pl.when(is_part).then(since["unread"]).otherwise("unread")
    unit = pl.lit(10.0).pow(-pl.col("decimals"))
    coarse = pl.when(pl.col("own") < pl.col("decimals")).then(
        pl.lit(0.5) * pl.lit(10.0).pow(-pl.col("own"))
    )
    rounding = pl.lit(0.0) if is_whole else unit * parts + coarse.fill_null(0.0)
    allowed = rounding + _DUST * pl.col("sum").abs() + _DUST

    def is_near(total: pl.Expr) -> pl.Expr:
        return (pl.col("printed") - total).abs() <= allowed

    fits = is_near(since["sum"]) | (~is_part & (is_near(pl.col("sum")) | is_near(group)))
    is_known = pl.col("printed").is_not_null() & ~pl.col("is_unsure") & (unread == 0)
    return at.filter(is_known & (parts > 0) & ~fits).select(
        "_row",
        "printed",
        pl.when(is_part).then(since["sum"]).otherwise("sum").alias("sum"),
        parts.alias("parts"),
        pl.max_horizontal("own", "decimals").alias("decimals"),
    )


def _told(
    wrong: pl.DataFrame, binding: Binding, setting: Setting, voice: Voice
) -> Iterator[Finding]:
    """One finding a cell; the rest of a long list is counted."""
    title, number = binding.column.title, binding.number or 0
    unit = caption_unit(binding, setting) or binding.column.unit or ""
    for row in wrong.head(DETAILED).iter_rows(named=True):
        printed, added, gap = _words(row)
        text = f"“{title}”合计填的是 {printed}{unit}，上面 {row['parts']:,} 行相加是 {added}{unit}"
        cell = cell_address(row["_row"], number)
        told = voice.say(
            RULE, "confirm", f"{text}，相差 {gap}{unit}", _REMEDY, cell, printed,
            binding.column.name,
        )  # fmt: skip
        yield replace(told, row=row["_row"])
    if (rest := wrong.height - DETAILED) > 0:
        text = f"“{title}”列另有 {rest:,} 处合计与上面各行相加不等"
        yield voice.say(RULE, "confirm", text, _REMEDY, column=binding.column.name)


def _words(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Printed total, sum and gap with the decimals that the sheet shows."""
    numbers = (row["printed"], row["sum"], abs(row["printed"] - row["sum"]))
    printed, added, gap = (f"{number:.{row['decimals']}f}" for number in numbers)
    return printed, added, gap
