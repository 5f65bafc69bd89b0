"""Where a value stands in a spreadsheet: column letters and row number."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


def addressed(found: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Mapping[str, str], ...]]:
    """The positions of the used columns as addresses, with the row's number.

    `cells`, a list of name and position per row, becomes one text (H128、M128); the second part of
    the answer has the addresses by column.
    """
    cell_of = tuple(
        {one["name"]: f"{letters(one['position'])}{row}" for one in placed or ()}
        for placed, row in found.select("cells", "_row").rows()
    )
    texts = ["、".join(cells.values()) or None for cells in cell_of]
    return found.with_columns(pl.Series("cells", texts, dtype=pl.String)), cell_of


def letters(position: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
