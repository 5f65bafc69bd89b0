"""What a worker tells of an error, as a named error in Chinese with its place in the text."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from warehouse.common.columns import width
from warehouse.errors import Marked, MisusedQuery, NotInEdition, QueryError, QueryLimit
from warehouse.refusal import MEMORY, MEMORY_TEXT, refused, statement_error
from warehouse.sandbox.limits import MEBIBYTE, Limits
from warehouse.sandbox.punctuation import repaired

TIME, BYTES, COLUMNS, TEXT, CPU, CRASH, QUEUE, OWN_QUEUE = (
    *("time", "bytes", "columns", "text", "cpu", "crash", "queue", "own_queue"),
)
LIMITS: Mapping[str, str] = {
    TIME: "超过时间上限（{:g} 秒），已停止。"
    "可以：缩小范围（加 where），先汇总再关联，查一查关联条件是不是漏了",
    MEMORY: MEMORY_TEXT,
    BYTES: "结果超过大小上限（{:,.0f} MiB）。可以：少取几列，先汇总，不取很长的文字",
    COLUMNS: "结果超过 {:,} 列。请写明要哪几列",
    TEXT: "语句太长（上限 {:,.0f} KiB）。长清单请改用关联或范围条件",
    CPU: "用的处理器时间超过上限，已停止。可以：缩小范围（加 where），先汇总再关联",
    CRASH: "查询进程异常结束，没有结果；数据没有受影响。多半是语句嵌套太深或内存不够，请拆成几步写",
    QUEUE: "正在运行和排队的查询已满（{:,} 个在等），请稍后再试",
    OWN_QUEUE: "您排队的查询已满（一个人最多 {:,} 个在等），请等其中一个完成，或取消不要的",
}
"""Which limit there is, and what to try."""
_SHOWN_CHARACTERS = 60  # of the line around the place
_NAMES_SHOWN = 5
_VALUES = (
    "结果里有取不出来的值（超过 38 位的整数，或 24:00 这样的时间）。"
    "请转成文字再取，如 列名::varchar"
)
_MAY_BE_PUNCTUATION = ("ParserException", "BinderException", "CatalogException")


@dataclass(frozen=True)
class Told:
    """An error as the worker told it: the exception's class and text, and what belongs to it."""

    type: str
    text: str
    meant: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def limit_error(limit: str, value: float | None = None) -> QueryLimit:
    """The error of a limit; `value` is the limit itself (seconds, bytes, columns)."""
    if limit in (BYTES, TEXT) and value is not None:
        value /= MEBIBYTE if limit == BYTES else 1024
    text = LIMITS[limit]
    return QueryLimit(limit, text if value is None else text.format(value))


def death_error(status: int) -> QueryLimit:
    """The error of a worker that ended without an answer; `status` as waitpid tells it."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGXCPU:
        return limit_error(CPU)
    if number in (signal.SIGKILL, signal.SIGABRT):  # the kernel's choice, a failed allocation
        return limit_error(MEMORY)
    return limit_error(CRASH)


def refusal(told: Told, sql: str, limits: Limits) -> QueryError:
    """The named error."""
    if told.type == "Statements":
        count = told.facts.get("count")
        if not count:
            return MisusedQuery("没有语句；请写一条查询")
        return MisusedQuery(f"有 {count} 条语句；一次只能执行一条查询")
    if told.type == "Statement":
        return statement_error(str(told.facts.get("kind")))
    if told.type == "Parameters":
        return _unbound(told.facts)
    if told.type == "Columns":
        return limit_error(COLUMNS, limits.columns)
    if told.type == "Values":
        return MisusedQuery(_VALUES)
    if told.type == "TooMuchOutput":
        return limit_error(BYTES, limits.bytes)
    if names := told.facts.get("withheld"):
        return _not_in_edition(names)
    message, position = _taken_apart(told.text)
    elsewhere = [str(name) for name in told.facts.get("elsewhere") or ()]
    error = refused(told.type, message, told.meant, elsewhere)
    if not isinstance(error, MisusedQuery):
        return error
    offer = repaired(sql) if told.type in _MAY_BE_PUNCTUATION else None
    return _placed(error, sql, position, offer)


def _not_in_edition(names: Any) -> NotInEdition:
    edition, name, title = (str(one) for one in names)  # ValueError: not what a worker tells
    return NotInEdition(edition, name, title)


def _unbound(facts: Mapping[str, Any]) -> MisusedQuery:
    names = [str(name) for name in facts.get("names") or ()][:_NAMES_SHOWN]
    if names == ["1"] or all(name.isdigit() for name in names):
        return MisusedQuery("不能用 ? 占位；请写出值，或用 $area、$asof")
    known = "、".join(f"${name}" for name in facts.get("known") or ())
    told = f"可用的有 {known}" if known else "这里没有可用的参数"
    return MisusedQuery(f"没有参数 {'、'.join(f'${name}' for name in names)}；{told}")


def _taken_apart(text: str) -> tuple[str, int | None]:
    """DuckDB's error as JSON: its message, and the place as an offset in bytes."""
    try:
        error = json.loads(text[text.index("{") :])
        message = str(error["exception_message"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return text.partition("{")[0], None  # what is broken is no message for a reader
    place = str(error.get("position", ""))
    return message, int(place) if place.isdigit() else None


def _placed(error: MisusedQuery, sql: str, position: int | None, offer: str | None) -> MisusedQuery:
    lead, rest = [str(error)], []
    line = column = marked = None
    if offer is not None:
        rest = ["语句里有全角标点，可能是输入法打的；改成半角就是：", offer]
    parts = [*lead, *rest]
    if position is not None:
        head = sql.encode("utf-8", "surrogatepass")[:position].decode("utf-8", "replace")
        line, column = head.count("\n") + 1, len(head) - (head.rfind("\n") + 1) + 1
        lead.append(f"第 {line} 行第 {column} 列：")
        before, after = _around(sql, line, column)
        marked = Marked("\n".join(lead), before, after, "\n".join(rest))
        parts = [*lead, f"  {before}{after}", f"  {' ' * width(before)}^", *rest]
    return MisusedQuery(
        "\n".join(parts),
        line=line,
        column=column,
        meant=error.meant,
        repaired=offer,
        marked=marked,
    )


def _around(sql: str, line: int, column: int) -> tuple[str, str]:
    """The line before the place, and from there on; of a long line, what is around it."""
    lines = sql.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    start = max(0, column - 1 - _SHOWN_CHARACTERS // 2)
    shown = text[start : start + _SHOWN_CHARACTERS].replace("\t", " ")
    place = column - 1 - start
    return f"{'…' if start else ''}{shown[:place]}", shown[place:]
