"""Sheets of one file with the same source, unit and date make one return: a sheet per street."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from etl.checking.checked import CheckedSheet
from etl.checking.skips import added_skips
from etl.contract import Contract
from etl.findings import DETAILED, Finding, finding
from etl.reading import cell_address

DOUBLE = "U1"
_REMEDY = "删去重复行，或改正编号；同一期数据分在几张表上时，一个对象只写在一张表上"


@dataclass(frozen=True)
class Table:
    """The rows, counts and findings of one return; read = accepted + rejected + skipped."""

    rows: pl.DataFrame
    read: int
    accepted: int
    rejected: int
    skipped: int
    skips: Mapping[str, int]
    unclaimed: int
    findings: tuple[Finding, ...]


def merge_sheets(sheets: Sequence[CheckedSheet]) -> Table:
    """One table of all sheets; a key that an earlier sheet has already is rejected (U1)."""
    frames = [s.rows for s in sheets if s.rows is not None]
    rows = pl.concat(frames, how="diagonal_relaxed")
    findings = [f for s in sheets for f in s.findings]
    rejected = sum(s.rejected for s in sheets)
    if len(sheets) > 1 and sheets[0].contract is not None:
        kept, doubles = _part_doubles(sheets[0].contract, rows)
        findings += _tell(sheets, sheets[0].contract, doubles)
        rejected += doubles.height
        rows = kept
    return Table(
        rows=rows,
        read=sum(s.read for s in sheets),
        accepted=rows.height,
        rejected=rejected,
        skipped=sum(s.skipped for s in sheets),
        skips=added_skips(s.skips for s in sheets),
        unclaimed=rows.height - rows["_unclaimed"].null_count(),
        findings=tuple(findings),
    )


def _part_doubles(contract: Contract, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(rows kept, rows whose whole key stands in an earlier sheet, with that place)."""
    key = list(contract.key)
    numbered = rows.with_row_index("_order")
    first = pl.col("_order").min().over(key)
    whole = pl.all_horizontal(pl.col(key).is_not_null())
    is_double = whole & (pl.col("_order") != first)
    places = numbered.select(
        *key, pl.col("_sheet").alias("first_sheet"), pl.col("_row").alias("first_row")
    ).unique(key, keep="first", maintain_order=True)
    doubles = numbered.filter(is_double).join(places, on=key, how="left", maintain_order="left")
    return numbered.filter(~is_double).drop("_order"), doubles


def _tell(
    sheets: Sequence[CheckedSheet], contract: Contract, doubles: pl.DataFrame
) -> list[Finding]:
    """A finding per double row; the rest of a long list is counted."""
    places = {s.sheet: s for s in sheets}
    name = contract.key[-1]
    title = contract.column(name).title
    found = []
    for row in doubles.head(DETAILED).iter_rows(named=True):
        sheet = places[row["_sheet"]]
        column = sheet.columns.get(name)
        found.append(
            finding(
                row["_file"], DOUBLE, "error",
                f"“{title}”与“{row['first_sheet']}”第 {row['first_row']} 行重复，以那一行为准",
                _REMEDY,
                sheet=sheet.sheet,
                cell=cell_address(row["_row"], column) if column else None,
                value=str(row[name]), row=row["_row"], column=name,
            )
        )  # fmt: skip
    if (rest := doubles.height - DETAILED) > 0:
        text = f"另有 {rest} 行与前面的工作表重复，已退回"
        found.append(finding(doubles["_file"][0], DOUBLE, "error", text, _REMEDY))
    return found
