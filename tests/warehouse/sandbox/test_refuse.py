"""Errors in Chinese: the place, what was perhaps meant, which limit; nothing of the machine."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.warehouse.asking import Analyst
from warehouse.errors import MisusedQuery
from warehouse.sandbox.refuse import LIMITS, death_error, limit_error


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from aera", "没有这张表：aera；是不是要写 area？"),
        ("select area_cod from area", "没有这一列或这张表：area_cod；是不是要写 area_code"),
        ("select a.area_nam from area as a", "没有这一列：area_nam；是不是要写 area_name"),
        ("select coun(1)", "没有这个函数：coun；是不是要写 count"),
        ("select qqqqqq from area", "没有这一列或这张表：qqqqqq（"),
        ("select 1\nfrm area where", "语法错误：“area”附近"),
        ("select", "语法错误"),
        ("select '单引号没有收尾", "语法错误"),
        ("", "没有语句"),
        ("-- 只有注释", "没有语句"),
        ("select 1; select 2", "有 2 条语句；一次只能执行一条查询"),
        ("drop table area", "只能查询"),
        ("create temp table t as select 1", "只能查询"),
        ("set memory_limit = '99GB'", "只能查询"),
        ("with x as (delete from area returning *) from x", "只能查询"),
        ("copy area to '/tmp/x.csv'", "不允许读写文件"),
        ("from '/etc/passwd'", "不允许读写文件"),
        ("select * from read_csv('/etc/passwd')", "不允许读写文件"),
        ("attach '/tmp/x.db'", "不允许读写文件"),
        ("install httpfs", "不允许读写文件"),
        ("select * from st_read('/tmp/a')", "不允许读写文件"),
        ("select cast('/tmp/a' as integer)", "数据类型转换不了"),
        ("select sum(area_name) from area", "列名、类型或分组不对"),
        ("select 170141183460469231731687303715884105727", "结果里有取不出来的值（超过 38 位"),
        ("select time '24:00'", "结果里有取不出来的值"),
        ("select '\ud800'", "语句里有不成字的编码"),
    ],
)
def test_a_refusal_says_in_chinese_what_is_wrong(analyst: Analyst, sql: str, said: str) -> None:
    seen = analyst.ask(sql)
    first = seen.text.splitlines()[0]
    assert first.startswith(said)
    assert "/" not in first
    assert "duckdb" not in seen.text.lower()
    assert str(analyst.place.paths.root) not in seen.text


@pytest.mark.parametrize("length", [3_000, 60_000])
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select '{}'::int", "数据类型转换不了（Could not convert string '长长"),
        (
            "select repeat('长', {0})::int, '{0}'",
            "数据类型转换不了（Could not convert string '长长",
        ),
        ('select "{}" from area', "没有这一列或这张表：长长"),
        ("select * from area where '{}' = 5", "数据类型转换不了（Could not convert string '长长"),
    ],
)
def test_an_error_about_a_very_long_text_is_cut_and_stays_chinese(
    analyst: Analyst, sql: str, said: str, length: int
) -> None:
    filled = sql.format(length) if "repeat" in sql else sql.format("长" * (length // 3))
    first = analyst.ask(filled).text.splitlines()[0]
    assert first.startswith(said)
    assert "exception" not in first
    assert len(first) < 400


@pytest.mark.parametrize(
    ("sql", "line", "column", "marked"),
    [
        ("select 1\nfrom\n  aera", 3, 3, "aera"),
        ("select '中文', area_cod from area", 1, 14, "area_cod"),
        ("select '" + "长" * 200 + "', area_cod from area", 1, 212, "area_cod"),
        ("select 'x'::int", 1, 11, "::int"),
    ],
)
def test_the_place_is_marked_in_characters(
    analyst: Analyst, sql: str, line: int, column: int, marked: str
) -> None:
    error = analyst.ask(sql).error
    assert isinstance(error, MisusedQuery)
    assert (error.line, error.column) == (line, column)
    shown, caret = str(error).splitlines()[-2:]
    assert caret.strip() == "^"
    before = shown.encode("gb18030")[: len(caret) - 1].decode("gb18030")
    if "…" not in before:  # takes two bytes, one place
        assert shown[len(before) :].startswith(marked)
    assert f"第 {line} 行第 {column} 列" in str(error)


def test_the_line_is_there_in_parts_for_a_screen_that_marks_its_place(analyst: Analyst) -> None:
    error = analyst.ask("select 1，\n  area_cod，2 from area").error
    assert isinstance(error, MisusedQuery)
    assert error.marked is not None
    assert error.marked.lead.endswith("第 2 行第 3 列：")
    assert (error.marked.before, error.marked.after) == ("  ", "area_cod，2 from area")
    assert error.marked.rest.endswith("select 1,\n  area_cod,2 from area")
    shown = f"{error.marked.lead}\n    area_cod，2 from area\n    ^\n{error.marked.rest}"
    assert str(error) == shown


def test_a_repair_of_full_width_punctuation_is_offered_and_works(analyst: Analyst) -> None:
    error = analyst.ask("select count（*）， ‘崂山’ from area；").error
    assert isinstance(error, MisusedQuery)
    assert error.repaired == "select count(*), '崂山' from area;"
    assert error.repaired in str(error)
    assert analyst.ask(error.repaired).rows
    assert "全角" not in analyst.ask("select '（' frm area").text


def test_names_are_offered_from_this_file_whatever_the_schema(analyst: Analyst) -> None:
    error = analyst.ask("select * from definitoin").error
    assert isinstance(error, MisusedQuery)
    assert error.meant[0] in ("definition", "metrics.definition")


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "cpu"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "memory"),
        ("import os; os.abort()", "memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crash"),
        ("raise SystemExit(1)", "crash"),
    ],
)
def test_the_way_a_worker_died_tells_the_limit(code: str, limit: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    status = os.waitpid(process.pid, 0)[1]
    process.returncode = 0
    assert death_error(status).limit == limit


@pytest.mark.parametrize("limit", LIMITS)
def test_every_limit_says_what_to_try(limit: str) -> None:
    text = str(limit_error(limit, 2_000_000))
    assert "{" not in text
    assert "请" in text or "可以" in text
