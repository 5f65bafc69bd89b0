"""Refusals of queries are Chinese sentences that name no file."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Place
from warehouse.errors import MisusedQuery


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from aera", "没有这张表：aera；是否指 "),
        ("select area_cod from area", "没有这一列或这张表：area_cod；是否指 "),
        ("select a.area_nam from area as a", "没有这一列：area_nam；是否指 "),
        ("select nop(1)", "没有这个函数：nop；是否指 "),
        ("select 1\nfrm area where", "语法错误：第 2 行“area”附近"),
        ("select", "语法错误"),
        ("drop table area", "只能查询"),
        ("create temp table t as select 1", "只能查询"),
        ("set memory_limit = '99GB'", "只能查询"),
        ("copy area to '/tmp/x.csv'", "不允许读写文件"),
        ("from '/etc/passwd'", "不允许读写文件"),
        ("select * from read_csv('/etc/passwd')", "不允许读写文件"),
        ("attach '/tmp/x.db'", "不允许读写文件"),
        ("install httpfs", "不允许读写文件"),
        ("select * from st_read('/tmp/a')", "不允许读写文件"),
        ("select cast('/tmp/a' as integer)", "数据类型转换不了"),
    ],
)
def test_a_refusal_says_in_chinese_what_is_wrong(shared: Place, sql: str, said: str) -> None:
    with pytest.raises(MisusedQuery) as caught:
        shared.open().limited(sql, 10)
    message = str(caught.value)
    assert message.startswith(said)
    assert "/" not in message
    assert str(shared.paths.root) not in message


@pytest.mark.parametrize("sql", ["explain select 1", "describe area", "show tables", "values (1)"])
def test_whatever_only_reads_is_a_query(shared: Place, sql: str) -> None:
    assert shared.open().limited(sql, 10)[1]
