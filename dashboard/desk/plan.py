"""DuckDB's plan of a query as an analyst reads it: steps in Chinese, estimated rows, warnings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

TITLES: Mapping[str, str] = {
    "BLOCKWISE_NL_JOIN": "逐行比对的关联",
    "COLUMN_DATA_SCAN": "读语句里的值",
    "CROSS_PRODUCT": "两两组合（笛卡尔积）",
    "CTE": "先算一次，后面多次用（with）",
    "CTE_SCAN": "读 with 的结果",
    "DELIM_SCAN": "读去重的关联值",
    "DUMMY_SCAN": "一行，不读表",
    "EMPTY_RESULT": "没有行",
    "EXPRESSION_SCAN": "读语句里的值",
    "FILTER": "筛选",
    "HASH_GROUP_BY": "分组汇总",
    "HASH_JOIN": "关联",
    "IE_JOIN": "按范围关联",
    "INDEX_SCAN": "按索引读表",
    "LEFT_DELIM_JOIN": "子查询的关联",
    "LIMIT": "取前几行",
    "LIMIT_PERCENT": "取前百分之几",
    "NESTED_LOOP_JOIN": "逐行比对的关联",
    "ORDER_BY": "排序",
    "PARTITIONED_AGGREGATE": "分组汇总",
    "PERFECT_HASH_GROUP_BY": "分组汇总",
    "PIECEWISE_MERGE_JOIN": "按范围关联",
    "POSITIONAL_JOIN": "按行号并排",
    "PROJECTION": "算各列",
    "RECURSIVE_CTE": "递归的 with",
    "RESULT_COLLECTOR": "结果",
    "RIGHT_DELIM_JOIN": "子查询的关联",
    "SAMPLE": "抽样",
    "SEQ_SCAN": "读表",
    "SIMPLE_AGGREGATE": "汇总",
    "STREAMING_LIMIT": "取前几行",
    "STREAMING_WINDOW": "窗口函数",
    "TABLE_SCAN": "读表",
    "TOP_N": "排序并取前几行",
    "UNGROUPED_AGGREGATE": "汇总",
    "UNION": "上下合并",
    "UNNEST": "展开清单",
    "WINDOW": "窗口函数",
}
_FACTS: Mapping[str, str] = {
    "Table": "表",
    "Function": "函数",
    "Filters": "条件",
    "Expression": "条件",
    "Conditions": "关联条件",
    "Join Type": "关联方式",
    "Groups": "分组",
    "Aggregates": "汇总",
    "Order By": "次序",
    "Top": "行数",
    "CTE Name": "名称",
}
_JOINS: Mapping[str, str] = {
    "INNER": "两边都有",
    "LEFT": "左边全留",
    "RIGHT": "右边全留",
    "OUTER": "两边全留",
    "SEMI": "只留对得上的",
    "ANTI": "只留对不上的",
    "RIGHT_SEMI": "只留对得上的",
    "RIGHT_ANTI": "只留对不上的",
    "MARK": "标出对得上的",
    "SINGLE": "至多对上一行",
}
_WARNED: Mapping[str, str] = {
    "CROSS_PRODUCT": "左右每一行都两两组合：查一查是不是漏了关联条件",
    "BLOCKWISE_NL_JOIN": "左右每一行都要比一遍：关联条件里最好有等式",
    "NESTED_LOOP_JOIN": "左右每一行都要比一遍：关联条件里最好有等式",
}
_COMBINED = 100_000
"""Combinations beyond which going through all of them is worth a word."""
_CATALOG = re.compile(r'^(?:"[^"]*"|\w+)\.(?=(?:"[^"]*"|\w+)\.)')
_PLACE = re.compile(r"#\d")  # a place in the step below, which is no name
_OWN = re.compile(r"__internal_(?:de)?compress_\w+\(([^()]*)\)")
_CHARACTERS = 300
_DEEPEST = 200


@dataclass(frozen=True)
class Step:
    """One step; `depth` 0 is the last one done, the deeper ones feed it.

    `rows` is DuckDB's estimate, None where it makes none; `facts` are pairs of a word and a text.
    """

    depth: int
    name: str
    title: str
    facts: Sequence[tuple[str, str]]
    rows: int | None
    warning: str | None


def steps(table: pa.Table) -> list[Step] | None:
    """The plan, the last step first; None when what was answered is no plan that can be drawn: the
    query itself was an `explain`, or it is nested beyond all measure."""
    try:
        [text] = table.column("explain_value").to_pylist()
        return [step for root in json.loads(text) for step in _walk(root, 0)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _walk(node: Mapping[str, Any], depth: int) -> Iterator[Step]:
    """The node and what feeds it; steps that only recode values between others are left out."""
    children = node["children"]
    if _is_shown(node):
        yield _step(node, depth)
        depth += 1
    if depth < _DEEPEST:
        for child in children:
            yield from _walk(child, depth)


def _is_shown(node: Mapping[str, Any]) -> bool:
    """Projections say nothing: they rename, reorder and recode."""
    return str(node["name"]).strip() != "PROJECTION" or not node["children"]


def _step(node: Mapping[str, Any], depth: int) -> Step:
    name, info = str(node["name"]).strip(), node.get("extra_info") or {}
    facts = [(word, _text(key, info[key])) for key, word in _FACTS.items() if info.get(key)]
    estimated = str(info.get("Estimated Cardinality", ""))
    return Step(
        depth=depth,
        name=name,
        title=TITLES.get(name, name),
        facts=[(word, text) for word, text in facts if text],
        rows=int(estimated) if estimated.isdigit() else None,
        warning=_WARNED.get(name) if _combined(node) > _COMBINED else None,
    )


def _combined(node: Mapping[str, Any]) -> int:
    """How many pairs of rows its sides make, as far as DuckDB estimates."""
    pairs = 1
    for child in node["children"]:
        pairs *= max(1, _estimated(child))
    return pairs


def _estimated(node: Mapping[str, Any]) -> int:
    told = str((node.get("extra_info") or {}).get("Estimated Cardinality", ""))
    return int(told) if told.isdigit() else _combined(node)


def _text(key: str, value: Any) -> str:
    parts = [str(one) for one in value] if isinstance(value, list) else [str(value)]
    if key == "Join Type":
        return _JOINS.get(parts[0], parts[0])
    if key == "Table":
        return _CATALOG.sub("", parts[0]).replace('"', "")
    text = "、".join(_OWN.sub(r"\1", part) for part in parts if not _PLACE.search(part))
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…"
