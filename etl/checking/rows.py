"""Which rows below a header are data, and which are blank, totals, notes or printed headers.

A look at the number column sorts out the bulk; only rows that could be something else are looked
at cell by cell. Nothing is dropped: every row that is not data is counted and, where a person
could mean something by it, told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from etl.checking.normal import plain, plain_expr
from etl.checking.skips import BLANK, EXAMPLE, HEADER, NOTE, TOTAL, UNUSED, added_skips
from etl.contract import Contract
from etl.forms.example import is_example_row

_TOTAL = r"^(?:合计|总计|小计|共计|累计|总数|合计数|总合计|本页合计|本页小计)(?:$|[:(0-9])"
_LABEL = 12
"""Characters of the longest label of a total row."""
_TOTAL_END = r"^.{0,12}(?:合计|总计|小计|共计)(?:\(.*\))?:?$"
_NOTE = (
    r"^[(【\[*※]*(?:注|备注|说明|填表说明|填报说明|填表要求|填报要求|填表人|填报人|审核人|制表人|制表"
    r"|单位负责人|统计负责人|负责人|分管领导|报出日期|填表日期|填报日期|制表日期|联系电话|联系人"
    r"|资料来源|数据来源|来源|附注|附)(?:[:1-9一(】\])]|$)"
)
_HAN = r"\p{Han}"
_STEMS = tuple("甲乙丙丁戊己庚辛壬癸")
_NUMBERED = 3
"""Columns that must be numbered for a row to be a row of column numbers."""


@dataclass(frozen=True)
class RowPlan:
    """Rows below the header: `skipped` has position, row number and kind of those that are no data.

    `height` counts the rows down to the last one that holds something.
    """

    height: int
    skipped: pl.DataFrame

    def of(self, kind: str) -> pl.DataFrame:
        """The skipped rows of one kind, in order."""
        return self.skipped.filter(pl.col("kind") == kind)

    def numbers(self, kind: str) -> list[int]:
        """Row numbers of one kind of skipped rows, in order."""
        return self.of(kind)["_row"].to_list()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are skipped for each reason that there is."""
        return added_skips([dict(self.skipped.group_by("kind").len().rows())])

    @property
    def is_data(self) -> pl.Series | None:
        """Mask of the data rows; None when all are."""
        if self.skipped.is_empty():
            return None
        mask = pl.Series("is_data", [True]).new_from_index(0, self.height)
        return mask.scatter(self.skipped["ix"], [False])


def used_height(frame: pl.DataFrame, block: int = 4096) -> int:
    """Number of rows down to the last one with a cell that is not empty."""
    end = frame.height
    while end:
        start = max(0, end - block)
        filled = frame.slice(start, end - start).select(
            pl.any_horizontal(pl.exclude("_row").is_not_null()).alias("filled")
        )["filled"]
        if filled.any():
            return start + int(filled.arg_true()[-1]) + 1
        end = start
    return 0


def plan_rows(
    frame: pl.DataFrame,
    contract: Contract,
    columns: Mapping[str, str],
    captions: Sequence[Mapping[str, str]],
) -> RowPlan:
    """Sorts the rows below the header.

    `frame`: the rows below the header; `columns`: contract column -> frame column that holds it;
    `captions`: the header rows' own texts by frame column.
    """
    height = used_height(frame)
    data = frame.head(height)
    names = [name for name in data.columns if name != "_row"]
    if not names or not height:
        return RowPlan(0, _no_rows())
    columns = columns or {name: name for name in names}
    numbering = _numbering(data, names)
    key = _key_column(contract, columns)
    doubtful = data.select(_is_doubtful(contract, columns, names, key, captions)).to_series()
    places = doubtful.arg_true()
    if places.is_empty():
        return RowPlan(height, numbering)
    rows = data.select(pl.all().gather(places)).with_columns(places.cast(pl.UInt32).alias("ix"))
    kinds = _kinds(rows, contract, columns, names, key, captions)
    skipped = kinds.filter(pl.col("kind").is_not_null())
    if key is not None and skipped["lone_key"].any():
        is_key = pl.col("lone_key") & pl.col("shape").is_in(_shapes(data, columns, key).implode())
        skipped = skipped.filter(~is_key)
    skipped = skipped.select(numbering.columns)
    return RowPlan(height, pl.concat([numbering, skipped.filter(pl.col("ix") >= numbering.height)]))


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(schema={"ix": pl.UInt32, "_row": pl.UInt32, "kind": pl.String})


def _key_column(contract: Contract, columns: Mapping[str, str]) -> str | None:
    """The frame column of the first key column that a data row must fill."""
    keys = [k for k in contract.key if not contract.column(k).default_from and k in columns]
    return columns[keys[0]] if keys else None


def _is_doubtful(
    contract: Contract,
    columns: Mapping[str, str],
    names: list[str],
    key: str | None,
    captions: Sequence[Mapping[str, str]],
) -> pl.Expr:
    """Rows worth a closer look, told by the key column and the leftmost one."""
    if key is None:  # nothing tells data rows at a glance: look at every row
        return pl.repeat(value=True, n=pl.len()).alias("doubtful")
    cell = pl.col(key)
    words = [row[key] for row in captions if key in row]
    example = next((contract.column(n).example for n, c in columns.items() if c == key), None)
    doubtful = cell.is_null() | cell.str.contains(r"[^!-~]|^$")
    for word in (*words, example):
        if word is not None:
            doubtful |= cell == word
    if names[0] != key:
        doubtful |= pl.col(names[0]).str.contains("计").fill_null(value=False)
    return doubtful.alias("doubtful")


def _kinds(
    rows: pl.DataFrame,
    contract: Contract,
    columns: Mapping[str, str],
    names: list[str],
    key: str | None,
    captions: Sequence[Mapping[str, str]],
) -> pl.DataFrame:
    used = sorted(set(columns.values()), key=names.index)
    stripped = rows.with_columns(pl.col(names).str.strip_chars().replace("", None))
    looked = stripped.with_columns(
        pl.sum_horizontal(pl.col(names).is_not_null()).alias("filled"),
        pl.sum_horizontal(pl.col(used).is_not_null()).alias("filled_used"),
        plain_expr(pl.coalesce(names)).alias("first"),
        (pl.col(key).is_null() if key else pl.lit(value=True)).alias("no_key"),
        is_example_row(contract, columns).alias("example"),
        _is_header(names, captions).alias("header"),
        _is_complete(contract, columns).alias("complete"),
    ).with_columns(
        (pl.col("no_key") | (pl.col("first") == plain_expr(pl.col(key or names[0])))).alias(
            "is_free"
        )
    )
    first, filled, lacking = pl.col("first"), pl.col("filled"), ~pl.col("complete")
    is_sparse = (filled == 1) | (2 * pl.col("filled_used") <= len(used))
    alone = (filled == 1) & _is_leftmost_or_unused(used, names) & first.str.contains(_HAN)
    lone_key = (filled == 1) & ~pl.col("no_key") & ~first.str.contains(_NOTE)
    return looked.select(
        "ix",
        "_row",
        lone_key.alias("lone_key"),
        _shape(first).alias("shape"),
        pl.when(filled == 0)
        .then(pl.lit(BLANK))
        .when("header")
        .then(pl.lit(HEADER))
        .when("example")
        .then(pl.lit(EXAMPLE))
        .when(_is_total(used).fill_null(value=False))
        .then(pl.lit(TOTAL))
        .when(lacking & is_sparse & pl.col("is_free") & (first.str.contains(_NOTE) | alone))
        .then(pl.lit(NOTE))
        .when((pl.col("filled_used") == 0) & first.str.contains(r"^[0-9]+$") & (filled == 1))
        .then(pl.lit(BLANK))
        .when(pl.col("filled_used") == 0)
        .then(pl.lit(UNUSED))
        .alias("kind"),
    )


def _shape(text: pl.Expr) -> pl.Expr:
    """What a key looks like: 隐患点012 -> 点9, 中韩社区 -> 区, 一、地质灾害 -> 一、害."""
    short = text.str.replace_all(r"[0-9]+", "9").str.replace_all(r"[a-z]+", "a")
    return short.str.replace_all(rf"{_HAN}*({_HAN})", "$1")


def _shapes(data: pl.DataFrame, columns: Mapping[str, str], key: str) -> pl.Series:
    """What the keys of rows look like that have more than a key: a row with nothing but a key of
    that look is one that was not filled in, no title of a section."""
    others = [name for name in set(columns.values()) if name != key]
    if not others:
        return pl.Series([], dtype=pl.String)
    fuller = data.filter(
        pl.col(key).is_not_null() & pl.any_horizontal(pl.col(others).is_not_null())
    )
    return fuller.select(_shape(plain_expr(pl.col(key))).unique()).to_series()


def _is_total(used: Sequence[str]) -> pl.Expr:
    """Whether the first cell says 合计 and the like, or another one does where there is no key."""
    first, is_free = pl.col("first"), pl.col("is_free")
    is_word = first.str.contains(_TOTAL) & (first.str.len_chars() <= _LABEL)
    words = [plain_expr(pl.col(name)).str.contains(_TOTAL_END) for name in used]
    return (
        (is_word & (is_free | first.str.contains(_TOTAL + "$")))
        | (~pl.col("complete") & is_free & first.str.contains(_TOTAL_END))
        | (pl.col("no_key") & pl.any_horizontal(words).fill_null(value=False))
    )


def _is_complete(contract: Contract, columns: Mapping[str, str]) -> pl.Expr:
    """Whether every required cell is filled: then the row is data, whatever its number says."""
    needed = [columns[c.name] for c in contract.columns if c.required and c.name in columns]
    return pl.all_horizontal(pl.col(needed).is_not_null()) if needed else pl.lit(value=False)


def _is_leftmost_or_unused(used: list[str], names: list[str]) -> pl.Expr:
    """Whether the row's only cell is where titles of sections and notes stand."""
    places = [name for name in names if name not in used or name == used[0]]
    return pl.any_horizontal(pl.col(places).is_not_null()) if places else pl.lit(value=False)


def _is_header(names: list[str], captions: Sequence[Mapping[str, str]]) -> pl.Expr:
    """Whether every filled cell repeats the header above it (a page break printed it again)."""
    hits = []
    for row in captions:
        same = [
            (pl.col(name) == row[name].strip()) if name in row else pl.lit(None, pl.Boolean)
            for name in names
        ]
        agree = pl.sum_horizontal(flag.fill_null(value=False) for flag in same)
        hits.append((agree >= 2) & (agree == pl.sum_horizontal(pl.col(names).is_not_null())))
    return pl.any_horizontal(hits) if hits else pl.lit(value=False)


def _numbering(data: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The first row, if it only numbers the columns: 甲、乙、1、2、3."""
    cells = [plain(c).strip("()") for c in data.select(names).row(0) if c is not None]
    numbers = [int(c) for c in cells if c.isdecimal()]
    others = [c for c in cells if not c.isdecimal()]
    start = numbers[0] if numbers else 0
    is_numbering = (
        len(numbers) >= _NUMBERED
        and start <= 1
        and numbers == list(range(start, start + len(numbers)))
        and all(c in _STEMS for c in others)
    )
    first = data.head(1 if is_numbering else 0)
    return first.select(pl.lit(0, pl.UInt32).alias("ix"), "_row", pl.lit(HEADER).alias("kind"))
