"""House rules for SQL: it must run elsewhere, and twice the same. Reported with file and line."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.errors import Problem
from warehouse.parse import Parsed

# Not in marts and metrics, so that the same files can run on a distributed engine.
PORTABLE_SCHEMAS = frozenset({"marts", "metrics"})
NOT_PORTABLE = {
    "group by all": "把分组的列逐一写出",
    "order by all": "把排序的列逐一写出",
    "exclude": "把要的列逐一写出",
    "replace / rename": "把要的列逐一写出",
    "by name": "用 union all，两边列的次序写成一样",
    "columns()": "把要的列逐一写出",
    "asof": "用窗口函数 row_number() 取不晚于该周的最新一行",
    "positional": "按键关联",
    "pivot": "用 sum(case when … then … end) 逐列写出",
    "from 写在 select 之前": "先写 select，再写 from",
    "除法": "分子、分母分两列给出，只在 metrics.value 里除一次；线性内插等放在 staging",
}
# Nowhere: a build must give the same tables from the same raw/, and lineage must be complete.
NOWHERE = {
    "时钟或随机数": "日期取自数据的 as_of，不取自时钟；不用随机数",
    "读取文件": "只读 raw、codes、staging、marts、metrics、meta 里的表",
}


def lint(file: str, schema: str, parsed: Parsed) -> Iterator[Problem]:
    """Every forbidden construct of one file."""
    for use in parsed.uses:
        if use.construct in NOWHERE:
            yield Problem(file, use.line, f"不得使用{use.construct}", NOWHERE[use.construct])
        elif schema in PORTABLE_SCHEMAS and use.construct in NOT_PORTABLE:
            problem = f"{schema} 里不得使用 {use.construct}"
            yield Problem(file, use.line, problem, NOT_PORTABLE[use.construct])
    for ref in parsed.reads:
        if not ref.schema:
            yield Problem(
                file, ref.line, f"表 {ref.table} 没有写模式名", "写成 模式.表名，如 staging.area"
            )
