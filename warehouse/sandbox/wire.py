"""Frames between runner and worker: one byte of kind, four of length, the body. No pickle.

The worker's side uses bare reads and writes: nothing else is left to it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import struct
from collections.abc import Mapping
from typing import Any

HELLO, QUERY, TAKEN, ARROW, ROWS, END, ERROR = b"H", b"Q", b"T", b"A", b"R", b"E", b"X"
HEAD = struct.Struct(">cI")
JSON_BYTES = 64 * 1024
ARROW_BYTES = 1 << 20
"""The most that one frame of Arrow holds: what is longer goes in several."""

Value = str | int | float | bool | dt.date | None


def write_frame(handle: int, kind: bytes, body: bytes) -> None:
    """Writes a whole frame."""
    rest = memoryview(HEAD.pack(kind, len(body)) + body)
    while rest:
        rest = rest[os.write(handle, rest) :]


def read_frame(handle: int, most: int) -> tuple[bytes, bytes]:
    """Reads a whole frame; EOFError when the other side is gone or says too much."""
    kind, length = HEAD.unpack(_exactly(handle, HEAD.size))
    if length > most:
        raise EOFError
    return kind, _exactly(handle, length)


def _exactly(handle: int, count: int) -> bytes:
    parts = []
    while count:
        part = os.read(handle, min(count, ARROW_BYTES))
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def pack(body: Mapping[str, Any]) -> bytes:
    """A JSON body."""
    return json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")


def unpack(body: bytes) -> dict[str, Any]:
    """A JSON object; ValueError for anything else."""
    found = json.loads(body.decode("utf-8", "replace"))
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def pack_value(value: Value) -> Any:
    """A parameter for JSON: a date becomes a list of one text."""
    return [value.isoformat()] if isinstance(value, dt.date) else value


def unpack_value(value: Any) -> Value:
    """The parameter again."""
    return dt.date.fromisoformat(value[0]) if isinstance(value, list) else value
