"""A stored cell as a reader sees it, in SQL: a code by its title, a list in one text, 是 and 否."""

from __future__ import annotations

from warehouse.sources import SourceColumn

YES, NO = "是", "否"


def titled(value: str, kind: str, codes: str | None) -> str:
    """`value` (SQL) with codes as titles and a list in one text; anything else as it is."""
    is_list = kind.endswith("[]")
    if codes is None:
        return f"array_to_string({value}, '、')" if is_list else value
    if is_list:
        return (
            f"(select string_agg(k.title, '、' order by k.sort) from codes.{codes} as k "
            f"where list_contains({value}, k.code))"
        )
    return f"coalesce((select k.title from codes.{codes} as k where k.code = {value}), {value})"


def cell_text(value: str, column: SourceColumn) -> str:
    """`value` (SQL), a cell of `column`, as text; null when the cell is empty."""
    if column.type == "boolean":
        return f"case {value} when true then '{YES}' when false then '{NO}' end"
    return f"cast({titled(f'{value}::{column.type}', column.type, column.codes)} as varchar)"
