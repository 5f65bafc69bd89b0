"""Queries to be cancelled, and hostile neighbours of an honest analyst: data only."""

from __future__ import annotations

from tests.warehouse.attacks.exhaustion import (
    DISK,
    MEMORY_FAMILY,
    OUTPUT,
    PARSER,
    TIME_FAMILY,
)

STUBBORN = {
    "笛卡尔积": "select sum(a.i * b.j) from range(10000000) as a(i), range(10000000) as b(j)",
    "睡觉": "select sleep_ms(100000)",
    "编辑距离": "select levenshtein(repeat('ab', 200000), repeat('ba', 200000))",
    "排序": "select max(i) from (select i from range(1000000000) as t(i) order by hash(i))",
    "没有尽头的散列": "select max(hash(i)) from range(1000000000000) as t(i)",
    "没有尽头的递归": "with recursive r as (select 1 as n union all select n + 1 from r) from r",
    "explain analyze": "explain analyze select sum(i * j) from range(10000000) as a(i), "
    "range(10000000) as b(j)",
}
"""Queries that do not end by themselves, some of which DuckDB cannot interrupt."""

HOSTILE = tuple(
    attack.sql
    for attack in (*MEMORY_FAMILY, *TIME_FAMILY, *DISK, *OUTPUT, *PARSER)
    if "{" not in attack.sql and len(attack.sql) < 1000
)[::4]
"""What the neighbour asks meanwhile: every fourth of those that strain the machine."""
