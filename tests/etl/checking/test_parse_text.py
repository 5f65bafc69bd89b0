"""Free text and codes, case by case."""

from __future__ import annotations

import pytest

from etl.checking.parse_text import parse_code, parse_text
from tests.etl.checking.columns import column_of, read_one


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("  示例 路\u30001号 ", "示例 路 1号", None),
        ("示例\u00a0路", "示例 路", None),
        ("第一行\n第二行", "第一行 第二行", None),
        ("示\u200b例\x07", "示例", None),
        ("无棣路", "无棣路", None),
        ("同安路", "同安路", None),
        ("同上", None, "ditto"),
        (" 同 上 ", None, "ditto"),
        ("〃", None, "ditto"),
        ("″", None, "ditto"),
        ('"', None, "ditto"),
        ("无", None, None),
        ("－", None, None),
        ("#REF!", None, "error_cell"),
        ("#1 楼", "#1 楼", None),
        ("联系13800138000", None, "personal"),
        ("138-0013-8000", None, "personal"),
        ("电话１３８００１３８０００", None, "personal"),
        ("编号1380013800012", "编号1380013800012", None),
        ("身份证11010519491231002X。", None, "personal"),
        ("编号110105194912310021", "编号110105194912310021", None),
        ("身份证号：110105194912310021", None, "personal"),
        ("身份证110105491231002", None, "personal"),
        ("批次110105194912310021、11010519491231002X", None, "personal"),
        ("110105 19491231 002X", None, "personal"),
        ("138.1234.5678", None, "personal"),
        ("老李 138-1234-5678", None, "personal"),
        ("1381 234 5678", None, "personal"),
        ("联系电话：0532-88888888", None, "personal"),
        ("电话(0532)88888888", None, "personal"),
        ("0532-88888888(值班电话)", None, "personal"),
        ("北投區0973-0000號", "北投區0973-0000號", None),
        ("联系点0973-0000號", "联系点0973-0000號", None),
        ("东经138.12345678", "东经138.12345678", None),
        ("并入3702120001", "并入3702120001", None),
        ("联系370212001001", "联系370212001001", None),
        ("电话亭旁2021-03-21", "电话亭旁2021-03-21", None),
    ],
)
def test_free_text(cell, value, reason):
    assert read_one(parse_text(column_of(cell))) == (value, reason)


@pytest.mark.parametrize(
    ("cell", "value", "reason"),
    [
        ("0012", "0012", None),
        ("１２３ａ", "123a", None),
        (" 37 02 ", "3702", None),
        ("123.0", "123", None),
        ('="0012"', "0012", None),
        ("'0012", "0012", None),
        ("3.70212001001E+11", "370212001001", None),
        ("3.70212E+11", None, "long_code"),
        ("崂-001", "崂-001", None),
        ("—", None, None),
        ("#N/A", None, "error_cell"),
        ("13812345678", None, "personal"),
        ("138 1234 5678", None, "personal"),
        ("11010519491231002X", None, "personal"),
        ("110105194912310021", "110105194912310021", None),
        ("GB13812345678", "GB13812345678", None),
        ("3702120001", "3702120001", None),
        ("370212001001", "370212001001", None),
    ],
)
def test_codes_keep_their_digits(cell, value, reason):
    assert read_one(parse_code(column_of(cell))) == (value, reason)
