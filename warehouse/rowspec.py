"""The part of a metric's header that names the rows of returns behind it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

ROWS = {
    "from": str,
    "with": str,
    "on": list,
    "where": str,
    "each": list,
    "numerator": str,
    "denominator": str,
    "cells": list,
}
ROWS_NEEDS = ("from", "cells")


@dataclass(frozen=True)
class RowsBehind:
    """Which rows of a return make a metric, and what each adds (SQL: rows.py).

    `table` has one row per row of a return (r); `joined` (m) is met on the columns `on`, of which
    its key is part. Where several rows make one thing, `each` names the thing: it adds once.
    `cells` are the columns of the return that the figure hangs on.
    """

    table: str
    cells: tuple[str, ...]
    where: str = "true"
    numerator: str = "1"
    denominator: str | None = None
    joined: str | None = None
    on: tuple[str, ...] = ()
    each: tuple[str, ...] = ()

    def to_json(self) -> str:
        """As metrics.definition keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False)


def rows_from_json(text: str) -> RowsBehind:
    """What `to_json` wrote."""
    given: dict[str, Any] = json.loads(text)
    lists: dict[str, Any] = {key: tuple(given.pop(key)) for key in ("cells", "on", "each")}
    return RowsBehind(**lists, **given)
