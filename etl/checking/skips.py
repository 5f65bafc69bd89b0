"""Why rows are no data: the reasons, and how their counts are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

BLANK, TOTAL, NOTE, HEADER, EXAMPLE, UNUSED = (
    "blank",
    "total",
    "note",
    "header",
    "example",
    "unused",
)
NOT_TAKEN = "not_taken"

SKIP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        BLANK: "空行",
        TOTAL: "合计行",
        HEADER: "重复的表头",
        EXAMPLE: "示例行",
        NOTE: "说明行",
        UNUSED: "只有未采用列的行",
        NOT_TAKEN: "未采用的工作表",
    }
)
"""Reason -> what it is called, in the order in which they are told."""


def added_skips(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The counts of several sheets or parts together, in the order of SKIP_WORDS."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return {kind: total[kind] for kind in SKIP_WORDS if total[kind]}


def skip_text(counts: Mapping[str, int]) -> str:
    """空行 3、合计行 1; empty when no row was skipped."""
    return "、".join(f"{SKIP_WORDS[kind]} {count}" for kind, count in counts.items())
