"""A plan as an analyst reads it: steps in Chinese, no inner names, what is dear is warned of."""

from __future__ import annotations

import json
import re
from typing import Any

import pyarrow as pa

from dashboard.desk import plan


def node(name: str, *children: dict[str, Any], **info: Any) -> dict[str, Any]:
    """A node as DuckDB tells it."""
    named = {key.replace("_", " "): value for key, value in info.items()}
    return {"name": name, "children": list(children), "extra_info": named}


def scan(table: str, rows: int) -> dict[str, Any]:
    return node("SEQ_SCAN", Table=table, Estimated_Cardinality=str(rows))


def told(root: dict[str, Any]) -> list[plan.Step]:
    """The steps of a plan of one root."""
    text = json.dumps([root])
    table = pa.table({"explain_key": ["physical_plan"], "explain_value": [text]})
    found = plan.steps(table)
    assert found is not None
    return found


def test_a_step_has_its_depth_its_rows_and_what_it_does() -> None:
    root = node(
        "HASH_JOIN",
        scan("a.b", 10),
        scan("a.c", 20),
        Join_Type="INNER",
        Conditions="x = y",
        Estimated_Cardinality="15",
    )
    join, *sides = told(root)
    assert (join.depth, join.title, join.rows) == (0, "关联", 15)
    assert join.facts == [("关联条件", "x = y"), ("关联方式", "两边都有")]
    assert [(one.depth, one.title, one.rows) for one in sides] == [
        (1, "读表", 10),
        (1, "读表", 20),
    ]


def test_the_file_of_the_version_is_not_named() -> None:
    [step] = told(scan('"warehouse-20210321-abc".metrics."value"', 5))
    assert step.facts == [("表", "metrics.value")]


def test_what_only_recodes_is_left_out_and_so_are_places_of_another_step() -> None:
    inner = node(
        "HASH_GROUP_BY",
        node("PROJECTION", scan("t", 5), Projections=["#0"]),
        Groups=["#0", "__internal_compress_string_utinyint(area_code)"],
        Aggregates="sum(#1)",
    )
    group, table = told(node("PROJECTION", inner))
    assert group.facts == [("分组", "area_code")]
    assert table.depth == 1


def test_a_large_cross_product_is_warned_of_and_a_small_one_is_not() -> None:
    large, *_ = told(node("CROSS_PRODUCT", scan("a", 5000), node("PROJECTION", scan("b", 900))))
    small, *_ = told(node("CROSS_PRODUCT", scan("a", 50), scan("b", 9)))
    assert large.warning is not None
    assert "关联条件" in large.warning
    assert small.warning is None


def test_a_step_nobody_has_named_keeps_duckdb_s_name() -> None:
    [step] = told(node("NEW_THING"))
    assert (step.title, step.rows) == ("NEW_THING", None)


def test_every_title_is_chinese() -> None:
    assert all(re.search(r"[\u4e00-\u9fff]", title) for title in plan.TITLES.values())


def test_what_is_no_plan_is_none() -> None:
    assert plan.steps(pa.table({"a": [1]})) is None
    assert plan.steps(pa.table({"explain_value": ["└──"]})) is None
    assert plan.steps(pa.table({"explain_value": ["[" * 100_000]})) is None


def test_a_very_deep_plan_is_cut_short_and_not_gone_down_without_end() -> None:
    root = scan("t", 1)
    for _ in range(300):
        root = node("FILTER", root)
    assert len(told(root)) <= 300
