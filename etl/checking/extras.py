"""What stands beside the columns that are taken (H5): columns by name, side tables by range."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from etl.checking.caption import caption_key
from etl.checking.head import Voice
from etl.checking.header import Header
from etl.findings import Finding, looks_personal, shown
from etl.reading import cell_address, column_letters

RULE = "H5"
_PERSONAL = ("姓名", "身份证", "电话", "手机", "联系", "户主", "责任人", "管理人", "负责人")
_SERIAL = ("序号", "行号", "no", "no.")
_LISTED = 30
_LEAST_WIDTH = 2
"""Columns behind a gap that make a table; a single one is a column that was pushed aside."""


def extra_columns(
    header: Header, frame: pl.DataFrame, header_row: int, voice: Voice
) -> list[Finding]:
    """One finding for the columns that are not taken, and one for each table beside the table.

    Captions are named unless they look personal; of a side table only the place is told.
    """
    taken = {m.number for m in header.matches} | set(header.marks.values())
    captions = dict(header.extras)
    numbers = [int(name[1:]) for name in frame.columns if name != "_row"]
    filled = [n for n in numbers if frame[f"c{n}"].null_count() < frame.height]
    others = sorted({*captions, *filled} - taken)
    asides = _side_tables(others, taken)
    beside = [n for n in others if not any(n in aside for aside in asides)]
    found = _columns(beside, captions, header_row, voice)
    for aside in asides:
        top = header_row - (header.bottom - header.top)
        last = _last_row(frame, aside) or header_row
        first = cell_address(top, aside[0])
        text = f"旁边另有一块表（{first}:{cell_address(last, aside[-1])}），未采用"
        remedy = "不必处理；需要报送的请另放一张工作表"
        found.append(voice.say(RULE, "info", text, remedy, first))
    return found


def _side_tables(others: Sequence[int], taken: set[int]) -> list[list[int]]:
    """Runs of columns outside the table with an empty column between."""
    runs: list[list[int]] = []
    for number in others:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        run
        for run in runs
        if len(run) >= _LEAST_WIDTH
        and (run[-1] + 1 < min(taken, default=0) or run[0] - 1 > max(taken, default=0))
        and not {run[0] - 1, run[-1] + 1} & {*taken, *others}
    ]


def _last_row(frame: pl.DataFrame, columns: Sequence[int]) -> int | None:
    """Number of the last row that one of the columns fills."""
    names = [f"c{n}" for n in columns if f"c{n}" in frame.columns]
    rows = frame.filter(pl.any_horizontal(pl.col(names).is_not_null()))["_row"]
    return int(rows[-1]) if len(rows) else None


def _columns(
    numbers: Sequence[int], captions: dict[int, str], header_row: int, voice: Voice
) -> list[Finding]:
    """The columns that are not taken, in one finding."""
    titled = [n for n in numbers if n in captions]
    personal = [n for n in titled if _is_personal(captions[n])]
    named = [
        captions[n].strip()
        for n in titled
        if n not in personal and caption_key(captions[n]) not in _SERIAL
    ]
    untitled = [column_letters(n) for n in numbers if n not in captions]
    parts = []
    if named:
        more = f" 等 {len(named)} 列" if len(named) > _LISTED else ""
        parts.append("、".join(f"“{shown(text)}”" for text in named[:_LISTED]) + more)
    if untitled:
        parts.append(f"没有标题的 {'、'.join(untitled[:_LISTED])} 列")
    if personal:
        parts.append(f"疑似个人信息的 {len(personal)} 列")
    if not parts:
        return []
    text = f"未采用的列：{'；'.join(parts)}"
    cell = cell_address(header_row, min(numbers))
    return [voice.say(RULE, "info", text, "不必处理；应采用的列请按模板改标题", cell)]


def _is_personal(caption: str) -> bool:
    return looks_personal(caption) or any(word in caption_key(caption) for word in _PERSONAL)
