"""The ledger of loads and the events around them: JSON lines, appended only, under one lock.

`raw/ledger.jsonl` has one line per load of one source from one file, or per file or sheet that was
refused (`source` null). The current loads are those that no later line supersedes.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.loading.durable import explained
from warehouse.common.files import append_durably, make_folder
from warehouse.paths import DataPaths

LOCK_NAME = ".lock"
EVENTS_NAME = "events.jsonl"
REFUSED = "_refused"

Key = tuple[str, str, str]
"""(source, unit_code, as_of as YYYY-MM-DD): what a load is a load of."""


class LedgerError(RuntimeError):
    """The ledger cannot be used; the text names the file, the line and the remedy."""


class LoadBusy(RuntimeError):
    """Another load holds the data folder."""


@dataclass(frozen=True)
class Load:
    """One line of the ledger. Paths are relative to the data folder; counts are rows but `confirm`,
    which counts findings that want a note."""

    load_no: int
    loaded_at: str
    file: str
    received: str
    sha256: str
    format: str | None
    encoding: str | None
    sheet: str | None
    source: str | None
    unit_code: str | None
    as_of: str | None
    contract_hash: str | None
    layout_hash: str | None
    read: int
    accepted: int
    rejected: int
    skipped: int
    unclaimed: int
    confirm: int
    data: str | None
    manifest: str
    contract: str | None
    supersedes: int | None
    is_demo: bool
    skip_reasons: str = ""
    """Why rows were skipped, in words with counts."""
    data_sha256: str | None = None
    """SHA-256 of the Parquet file at `data`."""

    @property
    def key(self) -> Key | None:
        """(source, unit, as_of), None for what was refused."""
        if self.source is None or self.unit_code is None or self.as_of is None:
            return None
        return self.source, self.unit_code, self.as_of


_FIELDS = tuple(f.name for f in fields(Load))
_NEEDED = tuple(f.name for f in fields(Load) if f.default is MISSING)
"""What a line must have; a field that came later has a default for older lines."""


@dataclass(frozen=True)
class Ledger:
    """All lines in order, and whether the file ended in a torn one (which is left out)."""

    loads: tuple[Load, ...]
    is_torn: bool = False

    @property
    def next_no(self) -> int:
        """The number of the next line."""
        return self.loads[-1].load_no + 1 if self.loads else 1

    def current(self) -> dict[Key, Load]:
        """The load in force for every key: the one no later line supersedes."""
        return {load.key: load for load in self.loads if load.key is not None}


def utc_now() -> str:
    """Now, as the ledger writes it: 2026-01-01T00:00:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _whole_lines(path: Path) -> tuple[list[bytes], bool]:
    """The complete lines of a JSON-lines file, and whether a torn one follows them."""
    with explained("读取台账", path):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return [], False
    *lines, rest = content.split(b"\n")
    return lines, bool(rest)


def _json_lines(path: Path) -> tuple[list[dict[str, Any]], bool]:
    lines, is_torn = _whole_lines(path)
    bodies = []
    for number, line in enumerate(lines, start=1):
        try:
            body = json.loads(line)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise LedgerError(
                f"{path} 第 {number} 行不是合格的 JSON，台账已损坏。"
                "请用备份中的同名文件替换后重新执行；不要手工改写台账。"
            )
        bodies.append(body)
    return bodies, is_torn


def read_ledger(paths: DataPaths) -> Ledger:
    """The ledger as it is; empty when there is none. LedgerError names a line that is broken."""
    bodies, is_torn = _json_lines(paths.ledger)
    loads = []
    for number, body in enumerate(bodies, start=1):
        if missing := [name for name in _NEEDED if name not in body]:
            raise LedgerError(
                f"{paths.ledger} 第 {number} 行缺少 {'、'.join(missing)}。"
                "请用备份中的同名文件替换后重新执行；不要手工改写台账。"
            )
        loads.append(Load(**{name: body[name] for name in _FIELDS if name in body}))
    return Ledger(tuple(loads), is_torn)


def append_loads(paths: DataPaths, loads: Iterable[Load]) -> None:
    """Appends lines with one durable write: under the lock, after their data are durable."""
    _append(paths.ledger, [asdict(load) for load in loads])


def events_path(paths: DataPaths) -> Path:
    """Where events are kept: return workbook written, county's answer received."""
    return paths.raw / EVENTS_NAME


def read_events(paths: DataPaths) -> list[dict[str, Any]]:
    """All events in order (a torn last line is left out)."""
    return _json_lines(events_path(paths))[0]


def append_events(paths: DataPaths, events: Iterable[Mapping[str, Any]]) -> None:
    """Appends events with one durable write. Only under the lock."""
    _append(events_path(paths), events)


def _append(path: Path, bodies: Iterable[Mapping[str, Any]]) -> None:
    content = "".join(json.dumps(body, ensure_ascii=False) + "\n" for body in bodies)
    if content:
        with explained("登记台账", path):
            append_durably(path, content.encode())


@contextlib.contextmanager
def sole_load(paths: DataPaths) -> Iterator[None]:
    """Holds the data folder for one load; LoadBusy when another process has it.

    A POSIX record lock belongs to the process, not to its children: when a load is killed the lock
    is free at once, even while one of its workers still winds down.
    """
    lock = paths.raw / LOCK_NAME
    with explained("准备数据目录", paths.raw):
        make_folder(paths.raw)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(handle, 100, 0).decode("ascii", "replace").strip()
            who = f"（{holder}）" if holder else ""
            raise LoadBusy(
                f"另一个装载正在使用 {paths.root}{who}。请等它结束后重新执行；本次没有改动数据。"
            ) from error
        with explained("准备数据目录", lock):
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"pid {os.getpid()}, {utc_now()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
