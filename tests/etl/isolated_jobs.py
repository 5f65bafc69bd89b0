"""What the tests of isolation let workers do: functions at the top level of a module."""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import signal
import sys
import threading
import time
from pathlib import Path


class Unpicklable(Exception):
    """An error that cannot be built again from its args."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one}{two}")


def echo(item: object) -> object:
    return item


def process_id(_: object) -> int:
    return os.getpid()


def slow_process_id(seconds: float) -> int:
    if seconds:
        time.sleep(seconds)
    return os.getpid()


def read_byte(path: Path) -> bytes:
    with path.open("rb", buffering=0) as file:
        return file.read(1)


def environment(_: object) -> dict[str, str]:
    return dict(os.environ)


def misbehave(how: str) -> str:
    """Does what `how` says; anything unknown is given back."""
    if how == "raise":
        raise ValueError("单元格不对")
    if how == "raise unpicklable":
        raise Unpicklable("甲", "乙")
    if how == "unpicklable result":
        return lambda: None  # type: ignore[return-value]
    if how == "panic":
        raise type("PanicException", (BaseException,), {})("index out of range")
    if how == "noise":
        os.write(1, b"to stdout\n")
        os.write(2, b"to stderr\n")
    if how == "who":
        return str(os.getpid())
    _end(how)
    return how


def _end(how: str) -> None:
    if how == "sleep":
        time.sleep(600)
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "segfault":
        ctypes.string_at(0)
    if how == "exit":
        sys.exit(3)
    if how == "allocate":
        bytearray(8 << 30)  # never touched, so it costs nothing where there is no limit
    if how == "no room for a thread":
        _fill_address_space()
        threading.Thread().start()
    if how == "abort for memory":
        os.write(2, b"memory allocation of 9663676416 bytes failed\n")
        os.abort()


def _fill_address_space() -> None:
    """Maps, and never touches, all but what is too small for the stack of a thread."""
    for size in (1 << 30, 1 << 26, 1 << 22):
        with contextlib.suppress(OSError, MemoryError):
            while True:
                _HELD.append(mmap.mmap(-1, size))


_HELD: list[mmap.mmap] = []


def read_shape(path: Path) -> tuple[int, int]:
    from etl.reading import read_book

    return read_book(path).sheets[0].frame.shape
