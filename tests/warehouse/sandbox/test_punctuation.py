"""Full-width punctuation is put right outside of texts, names and comments only."""

from __future__ import annotations

import time

import pytest

from warehouse.sandbox.punctuation import repaired


@pytest.mark.parametrize(
    ("sql", "meant"),
    [
        ("select count（*） from area；", "select count(*) from area;"),
        ("select a，b from t", "select a,b from t"),
        ("where name = ‘崂山’", "where name = '崂山'"),
        ("where name = ’崂山’", "where name = '崂山'"),
        ("select “完成率（%）” from t", 'select "完成率（%）" from t'),
        ("where a ＞＝ 1 and b ＝ ‘x，y’", "where a >= 1 and b = 'x，y'"),
        ("select '已用，（引号）'，1", "select '已用，（引号）',1"),
        ('select "率（%）"，1', 'select "率（%）",1'),
        ("select 1，2 -- 注释（，）", "select 1,2 -- 注释（，）"),
        ("select 1，2 /* （，） */", "select 1,2 /* （，） */"),
        ("select $$（，）$$，1", "select $$（，）$$,1"),
    ],
)
def test_what_was_meant(sql: str, meant: str) -> None:
    assert repaired(sql) == meant


@pytest.mark.parametrize("part", ["/*", "'", '"', "$a$ $b$ ", "‘", "“‘", "--", "（", "$"])
def test_a_hostile_text_is_gone_through_once(part: str) -> None:
    started = time.process_time()
    repaired(part * (20_000 // len(part)))
    assert time.process_time() - started < 1


@pytest.mark.parametrize("sql", ["select '（，）'", "select 1 -- ；", "select 1", "", '"（"'])
def test_nothing_to_repair(sql: str) -> None:
    assert repaired(sql) is None
