"""Forbidden constructs are found by DuckDB's own parser, with the line they stand in."""

from __future__ import annotations

import pytest

from tests.warehouse.small import model
from warehouse.errors import ModelError
from warehouse.model import parse_model

NOT_PORTABLE = {
    "group by all": "select a, count(*) as n\nfrom s.t\ngroup by all",
    "order by all": "select a\nfrom s.t\norder by all",
    "exclude": "select\n    * exclude (a)\nfrom s.t",
    "replace / rename": "select\n    * replace (1 as a)\nfrom s.t",
    "by name": "select a from s.t\nunion all by name\nselect a from s.u",
    "columns()": "select\n    columns('a.*')\nfrom s.t",
    "asof": "select t.a\nfrom s.t as t\nasof join s.u as u on t.a >= u.a",
    "positional": "select t.a\nfrom s.t as t\npositional join s.u as u",
    "pivot": "select a\nfrom s.t pivot (sum(b) for c in (1, 2))",
    "from 写在 select 之前": "from s.t\nselect a",
    "除法": "select\n    a / b as c\nfrom s.t",
}


def refused(schema: str, sql: str) -> str:
    with pytest.raises(ModelError) as caught:
        parse_model("sql/x.sql", schema, "x", model("x", ["a"], sql))
    return str(caught.value)


@pytest.mark.parametrize("construct", NOT_PORTABLE)
def test_what_runs_on_duckdb_alone_is_refused_in_marts_and_metrics(construct: str) -> None:
    assert f"marts 里不得使用 {construct}" in refused("marts", NOT_PORTABLE[construct])


@pytest.mark.parametrize("construct", NOT_PORTABLE)
def test_and_is_allowed_in_staging(construct: str) -> None:
    parse_model("sql/x.sql", "staging", "x", model("x", ["a"], NOT_PORTABLE[construct]))


@pytest.mark.parametrize(
    "sql",
    [
        "select a // b as c from s.t",
        "select divide(a, b) as c from s.t",
        "select sum(a) over (order by b) / 2 as c from s.t",
        "with q as (select 1 / 2 as a) select a from q",
        "select a from s.t where a in (select a / 2 from s.u)",
    ],
)
def test_division_is_found_wherever_it_hides(sql: str) -> None:
    assert "不得使用 除法" in refused("marts", sql)


def test_from_first_is_found_without_a_select_list_too() -> None:
    assert "from 写在 select 之前" in refused("marts", "from s.t")


def test_the_line_is_that_of_the_file_also_after_chinese_text() -> None:
    sql = "select\n    '中文' as a,\n    b / 2 as c  -- 除法\nfrom s.t"
    text = model("x", ["a"], sql)
    line = text[: text.index("b / 2")].count("\n") + 1
    assert refused("marts", sql).startswith(f"sql/x.sql:{line}：")


@pytest.mark.parametrize(
    "sql",
    [
        "select a, '1/2' as b -- 3/4\nfrom s.t",
        "select distinct a from s.t order by a",
        "select count(*) as n from s.t",
        "select a from s.t group by a having count(*) > 1",
        "select t.* from s.t as t",
    ],
)
def test_ordinary_sql_passes(sql: str) -> None:
    parse_model("sql/x.sql", "marts", "x", model("x", ["a"], sql))


@pytest.mark.parametrize(
    "sql",
    [
        "select current_date as a from s.t",
        "select now() as a from s.t",
        "select a from s.t where a < today()",
        "select random() as a from s.t",
        "select uuid() as a from s.t",
    ],
)
def test_the_clock_and_chance_are_refused_everywhere(sql: str) -> None:
    assert "不得使用时钟或随机数" in refused("staging", sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select a from read_parquet('x.parquet')",
        "select a from read_csv('x.csv') as q",
        "select content from read_text('/etc/passwd')",
        "select * from query('select 1')",
        "select table_name from duckdb_tables()",
    ],
)
def test_reading_past_the_lineage_is_refused_everywhere(sql: str) -> None:
    assert "不得使用读取文件" in refused("staging", sql)


def test_a_file_named_like_a_table_is_refused() -> None:
    assert "没有写模式名" in refused("staging", "select a from 'x.parquet'")
