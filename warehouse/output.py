"""Results for the terminal and for scripts: --format table, csv, json; csv for spreadsheets too.

To standard output, csv is plain: what reads it there is a program. A csv file is opened with a
spreadsheet: it begins with a byte order mark, and a text that would be taken for a formula gets an
apostrophe before it. Numbers stay numbers, negative ones too."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import io
import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

from warehouse.texttable import text_table

FORMATS = ("table", "csv", "json")
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render(heads: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> str:
    """The rows as `form`; json is a list of objects, csv has a header and empty cells for null."""
    if form == "json":
        body = [dict(zip(heads, map(_finite, row), strict=True)) for row in rows]
        return json.dumps(body, ensure_ascii=False, default=_plain, allow_nan=False, indent=1)
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([_csv(v) for v in row] for row in rows)
        return out.getvalue().rstrip("\n")
    return text_table(heads, rows)


def csv_for_spreadsheets(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The rows as a csv file that is safe to open with a spreadsheet."""
    safe = ([_no_formula(_csv(value)) for value in row] for row in rows)
    return BYTE_ORDER_MARK + render([_no_formula(head) for head in heads], safe, "csv") + "\n"


def _no_formula(value: Any) -> Any:
    if not isinstance(value, str) or not value.lstrip(" ").startswith(_FORMULA):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value


def _finite(value: Any) -> Any:
    """JSON knows neither inf nor nan: what cannot be said is null."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.datetime, dt.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    return str(value)


def _csv(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return value
