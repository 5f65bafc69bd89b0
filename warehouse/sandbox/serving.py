"""The one query of a worker: checked for courtesy, run, sent row by row up to its bounds."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from warehouse.sandbox import wire
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.names import help_with
from warehouse.sandbox.origins import Origin, origins

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from duckdb.sqltypes import DuckDBPyType

QUERIES = ("SELECT", "EXPLAIN", "MULTI")  # MULTI is what `pivot` is taken apart into
EXPLAIN = "explain (format json) "
BATCH_ROWS = 2048
ERROR_CHARACTERS = 4000
_TOLD = ("exception_message", "position")
_NESTING = ("list", "array", "struct", "map", "union")
_AS_TEXT = ("interval", "union", "bit", "time with time zone", "time_ns", "bignum", "variant")
"""Types that neither Parquet nor a browser, a chart or a workbook holds as they are."""


class _TooMuchOutput(Exception):
    """The result's frame alone (its columns, its dictionaries) is larger than a result may be."""


class _Sink:
    """What the Arrow writer writes to: frames on the socket, counted."""

    def __init__(self, handle: int, most: int) -> None:
        self.handle, self.left, self.closed = handle, most, False

    def write(self, content: Any) -> int:
        """Sends bytes on."""
        part = memoryview(content).cast("B")
        self.left -= len(part)
        if self.left < 0:
            raise _TooMuchOutput
        for start in range(0, len(part), wire.ARROW_BYTES):
            piece = bytes(part[start : start + wire.ARROW_BYTES])
            wire.write_frame(self.handle, wire.ARROW, piece)
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The socket stays open."""
        self.closed = True


def serve(
    handle: int, connection: duckdb.DuckDBPyConnection, asked: Mapping[str, Any], limits: Limits
) -> None:
    """Answers with the result or an error, and only then returns."""
    import duckdb
    import pyarrow as pa

    try:
        begun = _start(handle, connection, asked)
        if begun is not None:
            _send_result(handle, *begun, asked, limits)
    except duckdb.Error as error:
        error = _with_place(connection, asked, error)
        told = {"type": type(error).__name__, "text": shortened(str(error))}
        tell(handle, told | help_with(connection, asked["sql"], str(error)))
    except MemoryError:
        tell(handle, {"type": "MemoryError", "text": ""})
    except pa.ArrowInvalid:
        tell(handle, {"type": "Values", "text": ""})
    except _TooMuchOutput:
        tell(handle, {"type": "TooMuchOutput", "text": ""})


def _with_place(
    connection: duckdb.DuckDBPyConnection, asked: Mapping[str, Any], error: duckdb.Error
) -> duckdb.Error:
    """The same error with its place: a relation (`sql`) loses it, a statement (`execute`) does not.

    What fails when it is bound is not run by this either.
    """
    import duckdb

    if not isinstance(error, duckdb.BinderException | duckdb.CatalogException):
        return error
    try:
        [statement] = connection.extract_statements(asked["sql"])
        values = {n: wire.unpack_value(asked["params"][n]) for n in statement.named_parameters}
        connection.execute(statement, values or None)
    except duckdb.Error as placed:
        return placed if isinstance(placed, type(error)) else error
    return error


def _start(
    handle: int, connection: duckdb.DuckDBPyConnection, asked: Mapping[str, Any]
) -> tuple[pa.RecordBatchReader, list[Sequence[Origin]]] | None:
    """The reader of the result, and which columns are a table's own; what is no single query is
    told, and there is none."""
    statements = connection.extract_statements(asked["sql"])
    if len(statements) != 1:
        tell(handle, {"type": "Statements", "count": len(statements)})
        return None
    [statement] = statements
    kind = _kind(statement)
    if kind not in QUERIES:
        tell(handle, {"type": "Statement", "kind": kind})
        return None
    wanted = sorted(statement.named_parameters)
    if unknown := [name for name in wanted if name not in asked["params"]]:
        tell(handle, {"type": "Parameters", "names": unknown, "known": sorted(asked["params"])})
        return None
    params = {name: wire.unpack_value(asked["params"][name]) for name in wanted}
    if asked["is_explained"] and kind != "EXPLAIN":
        # The text alone was looked at above: a place in an error is a place in what was written.
        [statement] = connection.extract_statements(EXPLAIN + statement.query)
    found = connection.sql(statement, params=params or None)
    own = origins(connection, asked["sql"], found.columns) if kind == "SELECT" else []
    return _held_as_text(found).to_arrow_reader(BATCH_ROWS), own


def _held_as_text(found: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The same rows, names and order; what only DuckDB holds as it is comes as DuckDB writes it."""
    odd = [_is_odd(one) for one in found.types]
    if not any(odd):
        return found
    names = ['"' + name.replace('"', '""') + '"' for name in found.columns]
    columns = (
        f"#{place}::varchar as {name}" if is_odd else f"#{place}"
        for place, (name, is_odd) in enumerate(zip(names, odd, strict=True), start=1)
    )
    return found.project(", ".join(columns))


def _is_odd(type_: DuckDBPyType) -> bool:
    """Whether it is such a type, or one is nested in it; no recursion: types may be deep."""
    waiting = [type_]
    while waiting:
        one = waiting.pop()
        if one.id in _AS_TEXT:
            return True
        if one.id in _NESTING:
            waiting += [child for _, child in one.children if not isinstance(child, int | list)]
    return False


def _ends(text: str) -> str:
    """Both ends of what is too long: what went wrong is told at either."""
    half = ERROR_CHARACTERS // 2
    return text if len(text) <= 2 * half else f"{text[:half]}…{text[-half:]}"


def shortened(text: str) -> str:
    """An error as DuckDB tells it, its parts cut: as JSON it stays whole."""
    try:
        error = json.loads(text[text.index("{") :])
        parts = {str(name): _ends(str(part)) for name, part in error.items()}
    except (ValueError, AttributeError, RecursionError):
        return text[:ERROR_CHARACTERS]
    told = {name: parts[name] for name in _TOLD if name in parts}
    return json.dumps(told, ensure_ascii=False)


def _kind(statement: duckdb.Statement) -> str:
    """DuckDB's name for what the statement is; some have none that Python knows."""
    try:
        return statement.type.name
    except ValueError:
        return "OTHER"


def _send_result(
    handle: int,
    reader: pa.RecordBatchReader,
    own: list[Sequence[Origin]],
    asked: Mapping[str, Any],
    limits: Limits,
) -> None:
    import pyarrow as pa

    if len(reader.schema) > limits.columns:
        tell(handle, {"type": "Columns", "count": len(reader.schema)})
        return
    sent, left, cut, beyond = 0, int(asked["bytes"]), None, 0
    most_rows = min(int(asked["rows"]), limits.cells // max(1, len(reader.schema)))
    sink = _Sink(handle, 2 * left)
    with pa.ipc.new_stream(pa.PythonFile(sink, mode="w"), reader.schema) as writer:
        for batch in reader:
            fitting = batch.slice(0, most_rows - sent)
            if fitting.num_rows < batch.num_rows:
                cut = "rows"
            size = pa.ipc.get_record_batch_size(fitting)
            while size > left and fitting.num_rows:
                cut, rows = "bytes", fitting.num_rows
                fitting = fitting.slice(0, min(rows - 1, rows * left // size))
                size = pa.ipc.get_record_batch_size(fitting)
            if fitting.num_rows:
                fitting.validate(full=True)
                writer.write_batch(fitting)
                sent, left = sent + fitting.num_rows, left - size
            if cut:
                beyond = batch.num_rows - fitting.num_rows
                break
    told = {"rows": sent, "cut": cut, "origins": own}
    wire.write_frame(handle, wire.ROWS, wire.pack(told))
    until = time.monotonic() + limits.counting_seconds
    is_whole = True
    if cut:
        for batch in reader:
            beyond += batch.num_rows
            if time.monotonic() > until:
                is_whole = False
                break
    wire.write_frame(handle, wire.END, wire.pack({"total": sent + beyond if is_whole else None}))


def tell(handle: int, error: Mapping[str, Any]) -> None:
    """Sends an error; when nobody listens any more, there is nobody to tell."""
    with contextlib.suppress(OSError):
        wire.write_frame(handle, wire.ERROR, wire.pack(error))
