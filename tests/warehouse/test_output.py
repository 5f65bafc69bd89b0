"""Tables for people, CSV and JSON for scripts."""

from __future__ import annotations

import datetime as dt
import decimal
import json

from warehouse.output import BYTE_ORDER_MARK, csv_for_spreadsheets, render
from warehouse.texttable import text_table

ROW = (dt.date(2021, 3, 21), None, True, decimal.Decimal("1.5"), ["甲", "乙"], "a,b")
HEADS = ("as_of", "gap", "is_demo", "n", "kinds", "text")


def test_json_is_a_list_of_objects_with_plain_values() -> None:
    assert json.loads(render(HEADS, [ROW], "json")) == [
        {
            "as_of": "2021-03-21",
            "gap": None,
            "is_demo": True,
            "n": 1.5,
            "kinds": ["甲", "乙"],
            "text": "a,b",
        }
    ]
    assert json.loads(render(HEADS, [], "json")) == []


def test_json_never_holds_inf_or_nan() -> None:
    text = render(("a", "b"), [(float("inf"), float("nan"))], "json")
    assert json.loads(text, parse_constant=lambda _: 1 / 0) == [{"a": None, "b": None}]


def test_csv_quotes_and_leaves_null_empty() -> None:
    assert render(HEADS, [ROW], "csv").splitlines() == [
        "as_of,gap,is_demo,n,kinds,text",
        '2021-03-21,,true,1.5,"[""甲"", ""乙""]","a,b"',
    ]


def test_columns_stand_under_each_other_also_in_chinese() -> None:
    lines = text_table(["区", "数"], [("崂山区", 5), ("a", 12)]).splitlines()
    assert lines == ["区      数", "──────  ──", "崂山区   5", "a       12"]


def test_null_is_a_dash_and_line_breaks_stay_in_the_cell() -> None:
    assert text_table(["a"], [(None,), ("x\ny",)]).splitlines()[2:] == ["—", "x⏎y"]


def test_a_csv_file_holds_no_formula_and_its_numbers_stay_numbers() -> None:
    rows = [
        ("=1+1", -5),
        ("+86", -1.5),
        ("@x", None),
        (" -2+3", 0),
        ("\t=1", 1),
        ("＝1", 2),
        ("-5", 3),
    ]
    text = csv_for_spreadsheets(("=头", "n"), rows)
    assert text.startswith(BYTE_ORDER_MARK)
    assert text.removeprefix(BYTE_ORDER_MARK).splitlines() == [
        *("'=头,n", "'=1+1,-5", "+86,-1.5", "'@x,", "' -2+3,0", "'\t=1,1", "'＝1,2", "-5,3"),
    ]
