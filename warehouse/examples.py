"""One value of each column, so that the dictionary shows what stands in it."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

SHOWN_CHARACTERS = 60  # an example, not the content: statements and JSON are cut
COUNTED = ("BIGINT", "INTEGER", "UINTEGER", "DOUBLE")


def examples(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[tuple[str, str]]
) -> dict[str, str]:
    """column -> one value of it as text; columns (given with their types) without any are absent.

    The least value, of numbers the least above zero: rows stand in no order of their own, and two
    builds of the same data must be equal. Nothing personal can show: it is not in the warehouse.
    """
    firsts = ", ".join(f"cast({_least(name, kind)} as varchar)" for name, kind in columns)
    [found] = connection.execute(f"select {firsts} from {table}").fetchall()
    return {
        name: value if len(value) <= SHOWN_CHARACTERS else f"{value[:SHOWN_CHARACTERS]}…"
        for (name, _), value in zip(columns, found, strict=True)
        if value is not None
    }


def _least(name: str, kind: str) -> str:
    least = f'min("{name}")'
    if kind not in COUNTED:
        return least
    return f'coalesce(min("{name}") filter (where "{name}" > 0), {least})'
