"""Refusals of the dashboard's own reads are Chinese sentences that name no file.

What analysts are told is tested in sandbox/test_refuse.py.
"""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Place
from warehouse.errors import MisusedQuery, QueryError, QueryLimit, RefusedQuery
from warehouse.refusal import refused


@pytest.mark.parametrize(
    ("sql", "kind", "said"),
    [
        ("select * from staging.aera", MisusedQuery, "没有这张表：aera；是不是要写 "),
        (
            "select area_cod from staging.area",
            MisusedQuery,
            "没有这一列或这张表：area_cod；是不是要写 ",
        ),
        ("select nop(1)", MisusedQuery, "没有这个函数：nop；是不是要写 "),
        ("select 1\nfrm area where", MisusedQuery, "语法错误：第 2 行“area”附近"),
        ("drop table staging.area", RefusedQuery, "只能查询"),
        ("set memory_limit = '99GB'", RefusedQuery, "只能查询"),
        ("copy staging.area to '/tmp/x.csv'", RefusedQuery, "不允许读写文件"),
        ("from '/etc/passwd'", RefusedQuery, "不允许读写文件"),
        ("select cast('/tmp/a' as integer)", MisusedQuery, "数据类型转换不了"),
    ],
)
def test_a_refusal_says_in_chinese_what_is_wrong(
    shared: Place, sql: str, kind: type[QueryError], said: str
) -> None:
    with pytest.raises(kind) as caught:
        shared.open().rows(sql)
    message = str(caught.value)
    assert message.startswith(said)
    assert "/" not in message
    assert str(shared.paths.root) not in message


@pytest.mark.parametrize("kind", ["OutOfMemoryException", "MemoryError"])
def test_running_out_of_memory_is_a_limit(kind: str) -> None:
    error = refused(kind, "failed to allocate 3.0 GiB")
    assert isinstance(error, QueryLimit)
    assert error.limit == "memory"


def test_a_path_in_the_database_s_own_words_is_left_out() -> None:
    error = refused("IOException", 'Cannot open file "/srv/x.duckdb": gone')
    assert str(error) == "查询失败"
