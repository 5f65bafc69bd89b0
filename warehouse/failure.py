"""A rule that does not hold: its rows are printed, and nothing is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.errors import AuditError
from warehouse.texttable import text_table

SHOWN_ROWS = 20


@dataclass(frozen=True)
class Failure:
    """One rule that does not hold: the rows that break it and what to do."""

    title: str
    message: str
    remedy: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_error: bool = True
    file: str | None = None

    def __str__(self) -> str:
        where = f"（{self.file}）" if self.file else ""
        more = f"共 {len(self.rows)} 行，" if len(self.rows) > SHOWN_ROWS else ""
        shown = f"{more}只列前 {SHOWN_ROWS} 行：" if more else ""
        table = text_table(self.heads, self.rows[:SHOWN_ROWS])
        return f"■ {self.title}{where}：{self.message}。{self.remedy}\n{shown}\n{table}".replace(
            "\n\n", "\n"
        )


def refuse(failures: Sequence[Failure]) -> None:
    """AuditError when one of the failures is an error."""
    if errors := [f for f in failures if f.is_error]:
        text = "\n\n".join(str(f) for f in errors)
        raise AuditError(f"审计没有通过，什么也没有发布，上一版本仍在使用。\n\n{text}")
