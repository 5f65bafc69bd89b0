"""The record of every analyst's query: who, when, on which version, what, and how it ended.

log/queries.jsonl       one JSON line per query, appended only, mode 0600 (its folder 0700)
log/queries-<utc>.jsonl earlier ones, by the time of their last line; the oldest beyond `KEPT` go

Several processes may write: a lock is held for the one write of a whole line.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from warehouse.common.files import make_folder
from warehouse.errors import CancelledQuery, MisusedQuery, QueryLimit, RefusedQuery, WarehouseError
from warehouse.paths import DataPaths
from warehouse.sandbox.limits import MEBIBYTE
from warehouse.sandbox.query import Outcome

FILE, LOCK = "queries.jsonl", ".lock"
FILE_BYTES = 16 * MEBIBYTE
KEPT = 60
PARAM_CHARACTERS = 100  # of a parameter: no record may push out the others
TEXT_CHARACTERS = 8000
"""How much of a query's text is written down; its hash is of the whole text."""
FINE, BAD, LIMIT, REFUSED, CANCELLED, FAILED = (
    *("fine", "bad", "limit", "refused", "cancelled", "failed"),
)
_FILE_MODE, _FOLDER_MODE = 0o600, 0o700
_ENDS: tuple[tuple[type[WarehouseError], str], ...] = (
    (MisusedQuery, BAD),
    (QueryLimit, LIMIT),
    (RefusedQuery, REFUSED),
    (CancelledQuery, CANCELLED),
)


class QueryLog:
    """Writes outcomes to a deployment's record: what `Runner(log=…)` takes."""

    def __init__(self, paths: DataPaths, most_bytes: int = FILE_BYTES) -> None:
        self.folder = paths.log
        self.most_bytes = most_bytes

    def __call__(self, outcome: Outcome) -> None:
        """Appends one line; OSError when it cannot be kept."""
        line = json.dumps(entry(outcome, dt.datetime.now(dt.UTC)), ensure_ascii=False)
        content = line.encode("utf-8", "backslashreplace") + b"\n"
        make_folder(self.folder, _FOLDER_MODE)
        with self._alone():
            self._turn_over(len(content))
            handle = self._open()
            try:
                self._append(handle, content)
            finally:
                os.close(handle)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every entry that is kept, the newest first; a line torn by a power cut is left out."""
        for file in self.files():
            yield from self.lines_of(file)

    def files(self) -> list[Path]:
        """What is kept, the newest first."""
        every = [self.folder / FILE, *sorted(self._earlier(), reverse=True)]
        return [file for file in every if file.exists()]

    def lines_of(
        self, file: Path, wanted: Callable[[bytes], bool] = bool
    ) -> Iterator[dict[str, Any]]:
        """The entries of one of the files whose text is `wanted`, the newest first."""
        for line in reversed(file.read_bytes().split(b"\n")):  # U+2028 ends no line here
            if wanted(line):
                with contextlib.suppress(ValueError):
                    yield _shown(json.loads(line))

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        return os.open(self.folder / FILE, flags, _FILE_MODE)

    def _append(self, handle: int, content: bytes) -> None:
        """Whole or not at all: a part that fitted on a full disk is taken back."""
        end = os.fstat(handle).st_size
        if end and os.pread(handle, 1, end - 1) != b"\n":
            content = b"\n" + content  # a power cut tore the last line
        written = os.write(handle, content)
        if written < len(content):
            os.ftruncate(handle, end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _turn_over(self, more: int) -> None:
        file = self.folder / FILE
        if not file.exists() or file.stat().st_size + more <= self.most_bytes:
            return
        file.rename(self.folder / f"queries-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%fZ}.jsonl")
        for old in sorted(self._earlier())[:-KEPT]:
            old.unlink()

    def _earlier(self) -> list[Path]:
        return list(self.folder.glob("queries-*.jsonl"))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _FILE_MODE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # the system lets go of it when the process ends
            yield
        finally:
            os.close(handle)


def entry(outcome: Outcome, at: dt.datetime) -> dict[str, Any]:
    """What is written of a query; `limit` names the limit it hit, `rows` what was handed out."""
    query, answer, error = outcome.query, outcome.answer, outcome.error
    text = query.sql.encode("utf-8", "surrogatepass")
    return {
        "at": at.astimezone(dt.UTC).isoformat(timespec="milliseconds"),
        "who": query.who,
        "version": query.version,
        "edition": query.role,
        "outcome": end_of(error),
        "limit": error.limit if isinstance(error, QueryLimit) else None,
        "seconds": round(outcome.seconds, 4),
        "rows": answer.table.num_rows if answer else None,
        "sha256": hashlib.sha256(text).hexdigest(),
        "is_explained": query.is_explained,
        "params": {n: str(value)[:PARAM_CHARACTERS] for n, value in query.params.items()},
        "sql": query.sql[:TEXT_CHARACTERS],
    }


def _shown(line: Any) -> Any:
    """The same without halves of characters, which no page can be made of: who sends one may not
    keep the record from those who read it."""
    if isinstance(line, str):
        return line.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(line, dict):
        return {_shown(name): _shown(value) for name, value in line.items()}
    return line


def end_of(error: WarehouseError | None) -> str:
    """How it ended, in a word."""
    if error is None:
        return FINE
    return next((end for kind, end in _ENDS if isinstance(error, kind)), FAILED)
