"""Files of an answer: types are kept, nothing becomes a formula, what it is stands beside it."""

from __future__ import annotations

import datetime as dt
import decimal
import io
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow as pa
import pytest

from dashboard.desk import download
from warehouse.sandbox.query import Answer, Query

TABLE = pa.table(
    {
        "name": ["=1+1", "http://a.b", None],
        "n": [-5, 12345678901234567, None],
        "d": [dt.date(2021, 3, 21), dt.date(1850, 1, 1), None],
        "r": [decimal.Decimal("0.50"), None, None],
        "ok": [True, False, None],
        "l": [["a"], [], None],
    }
)
HEADS = ["名称", "个数（个）", "日期", "率", "是否", "清单"]
ANSWER = Answer(TABLE, 3, None, 0.1, 0.0, "v1", {})
QUERY = Query("select 1\n-- =x", Path("x"), "v1", "analyst", who="甲", params={"area": "370212"})


def sheets(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_a_workbook_keeps_types_and_has_a_frozen_header() -> None:
    sheet = sheets(download.xlsx(ANSWER, HEADS, QUERY))["数据"]
    assert sheet.freeze_panes == "A2"
    head, first, second, third = (
        [cell.value for cell in row] for row in sheet.iter_rows(max_row=4)
    )
    assert head == HEADS
    assert first == ["=1+1", -5, dt.datetime(2021, 3, 21), 0.5, True, '["a"]']
    assert second == ["http://a.b", "12345678901234567", "1850-01-01", None, False, "[]"]
    assert set(third) == {None}
    assert sheet["A2"].data_type == "s", "no formula"
    assert sheet["A3"].hyperlink is None


def test_no_digit_of_a_long_decimal_is_lost() -> None:
    long, short = "3702120010011234568", "12345678901234.50"
    table = pa.table({"n": [decimal.Decimal(long), None], "m": [None, decimal.Decimal(short)]})
    answer = Answer(table, 2, None, 0.1, 0.0, "v1", {})
    sheet = sheets(download.xlsx(answer, ["n", "m"], QUERY))["数据"]
    assert (sheet["A2"].value, sheet["B3"].value) == (long, 12345678901234.5)


def test_a_workbook_says_what_it_is() -> None:
    sheet = sheets(download.xlsx(ANSWER, HEADS, QUERY))["口径"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert told["查询语句"] == QUERY.sql
    assert told["数据版本"] == "v1（analyst）"
    assert told["参数 $area"] == "370212"
    assert told["列 n"] == "个数（个）"
    assert told["行数"] == "共 3 行"


def test_a_workbook_that_cannot_hold_the_rows_is_not_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(download, "SHEET_ROWS", 2)
    with pytest.raises(download.TooLong, match="最多 2 行"):
        download.xlsx(ANSWER, HEADS, QUERY)


@pytest.mark.parametrize("text", ["长" * 32_767, "𠀀" * 16_383, "x" * 20_000])
def test_a_text_that_a_cell_holds_is_there_whole(text: str) -> None:
    answer = Answer(pa.table({"t": [text]}), 1, None, 0.1, 0.0, "v1", {})
    assert sheets(download.xlsx(answer, ["t"], QUERY))["数据"]["A2"].value == text


@pytest.mark.parametrize(
    ("value", "head", "said"),
    [
        ("长" * 32_768, "说明", "第 2 行“说明”有 32,768 个字符，工作簿一格最多 32,767 个"),
        ("𠀀" * 16_384, "说明", "第 2 行“说明”有 32,768 个字符"),
        (["长" * 40_000], "说明", "第 2 行“说明”有 40,004 个字符"),
        ("短", "列" * 40_000, "第 1 列的列名有 40,000 个字符"),
    ],
    ids=["letters", "beyond the first plane", "nested", "heading"],
)
def test_a_text_that_no_cell_holds_is_told_and_not_cut(value: object, head: str, said: str) -> None:
    answer = Answer(pa.table({"t": [None, value]}), 2, None, 0.1, 0.0, "v1", {})
    with pytest.raises(download.TooLong, match=said):
        download.xlsx(answer, [head], QUERY)


def test_a_long_query_is_there_whole() -> None:
    long = Query("select 1 -- " + "长" * 50_000, Path("x"), "v1", "analyst", who="甲")
    sheet = sheets(download.xlsx(ANSWER, HEADS, long))["口径"]
    told = [row[1].value for row in sheet.iter_rows() if row[0].value == "查询语句"]
    assert len(told) > 1
    assert "".join(told) == long.sql


def test_a_csv_is_safe_for_spreadsheets() -> None:
    lines = download.csv(ANSWER, HEADS, QUERY).decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(HEADS)
    assert lines[1].startswith("'=1+1,-5,2021-03-21,0.50,true,")


def test_parquet_has_names_of_its_own_for_equal_columns() -> None:
    table = pa.table([[1], [2]], names=["a", "a"])
    answer = Answer(table, 1, None, 0.1, 0.0, "v1", {})
    found = pl.read_parquet(io.BytesIO(download.parquet(answer, ["a", "a"], QUERY)))
    assert found.to_dict(as_series=False) == {"a": [1], "a_2": [2]}
