"""Reading a published warehouse: a version is pinned, verified once, and queried cursor by cursor.

The SHA-256 of a version's file is compared at its first open in this process; after that a change
of the file's size, time or inode makes it be compared again. What was once opened keeps answering
from its own file, also when a newer version is published or this one is pruned.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.common.audience import FULL
from warehouse.common.files import file_sha256
from warehouse.common.oserrors import cause
from warehouse.errors import (
    BrokenPointer,
    NoEdition,
    NotInEdition,
    NoWarehouse,
    QueryError,
    StrayWal,
    TamperedWarehouse,
)
from warehouse.parse import Parsed, parse_select
from warehouse.paths import DataPaths
from warehouse.publish import read_pointer, release_of
from warehouse.refusal import query_error, unknown_name
from warehouse.release import Edition, Release
from warehouse.withheld import WITHHELD, withheld_parameters

# Fixed before the file is opened; lock_configuration comes last and cannot be undone.
READER_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}
VERSION_VARIABLE = "PUCHA_VERSION"  # the one version a process reads, whatever is published later
TRIES = 3  # a pointer may move, and its old file be pruned, between reading it and opening the file
RESTORE = "运行 python -m warehouse rollback 指回一个完好的版本，或重新 build"

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class Warehouse:
    """One pinned version, in the edition of `role`.

    Safe to share between threads: every query has its own cursor. What the edition does not hold
    raises NotInEdition, which says so.
    """

    release: Release
    path: Path
    connection: duckdb.DuckDBPyConnection
    role: str = FULL

    @property
    def version(self) -> str:
        """The version's name."""
        return self.release.version

    @property
    def data_as_of(self) -> dt.date:
        """The newest as_of of the data in it."""
        return dt.date.fromisoformat(self.release.data_as_of)

    @property
    def is_demo(self) -> bool:
        """Whether it holds demonstration data."""
        return self.release.is_demo

    def query(self, sql: str, params: Sequence[Any] = ()) -> pl.DataFrame:
        """The result as a frame; QueryError says in Chinese what kind of refusal it is."""
        cursor = self.connection.cursor()
        try:
            frame: pl.DataFrame = cursor.sql(sql, params=list(params)).pl()
        except duckdb.Error as error:
            raise self._refusal(error, sql) from error
        return frame

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The result as tuples: the short way for a row or two."""
        cursor = self.connection.cursor()
        try:
            return cursor.execute(sql, list(params)).fetchall()
        except duckdb.Error as error:
            raise self._refusal(error, sql) from error

    def _refusal(self, error: duckdb.Error, sql: str) -> QueryError:
        """The error in words: what the edition was made without is no mistake of the asker."""
        name = None if self.role == FULL else unknown_name(error)
        if name is None:
            return query_error(error)
        parsed = parse_select(sql)
        reads = [one.name for one in parsed.reads] if isinstance(parsed, Parsed) else []
        return self.lacks(name, reads) or query_error(error)

    def lacks(self, name: str, reads: Sequence[str] = ()) -> NotInEdition | None:
        """What to say of a table (with or without schema), or of a column of the tables that are
        read, that this edition was made without; None when it has it, or when there is no such
        thing at all."""
        if self.role == FULL:
            return None
        found = self.rows(WITHHELD, withheld_parameters(name, reads))
        return NotInEdition(*found[0]) if found else None


_lock = threading.Lock()
_open: dict[tuple[int, Path], Warehouse] = {}
_verified: dict[Path, tuple[Stamp, str]] = {}
OPEN_VERSIONS = 3  # files kept open; others close when their last user lets go


def open_current(paths: DataPaths, role: str = FULL) -> Warehouse:
    """The published warehouse, pinned, in the edition of `role`.

    NoWarehouse, NoEdition, BrokenPointer, TamperedWarehouse and StrayWal say what, where and what
    to do.
    """
    tries = TRIES
    while True:
        release = read_pointer(paths)
        try:
            return open_release(paths, release, role)
        except NoWarehouse:
            tries -= 1
            if tries == 0 or read_pointer(paths) == release:
                raise


def open_version(paths: DataPaths, version: str, role: str = FULL) -> Warehouse:
    """The published version of that name, in force or not, in the edition of `role`.

    UnknownVersion when it is not (or no longer) there; else as open_current.
    """
    return open_release(paths, release_of(paths, version), role)


def open_release(paths: DataPaths, release: Release, role: str = FULL) -> Warehouse:
    """One published version as `role` may see it, verified; the same object for the same edition
    while it is kept."""
    edition = release.of(role)
    if edition is None:
        raise NoEdition(
            f"{paths.published}：版本 {release.version} 没有给 {role} 的版别。"
            "请重新运行 python -m warehouse build"
        )
    path = paths.published / edition.file
    with _lock:
        _verify(path, edition)
        key = (os.getpid(), path)  # a forked child must not use its parent's connection
        warehouse = _open.pop(key, None)
        if warehouse is None or warehouse.release != release:
            warehouse = Warehouse(release, path, _connect(path), role)
        _open[key] = warehouse
        for stale in list(_open)[:-OPEN_VERSIONS]:
            del _open[stale]
    return warehouse


def _verify(path: Path, edition: Edition) -> None:
    wal = path.with_name(path.name + ".wal")
    if wal.exists():
        raise StrayWal(
            f"{wal}：已发布的文件旁多了一个日志文件，打开会把它并进数据。"
            "请查明来源并移走它，再重试；数据文件本身没有动过"
        )
    stamp = _stamp(path)
    if stamp is None:
        raise NoWarehouse(f"{path}：指针指向的文件不见了。请从备份恢复它，或{RESTORE}")
    if _verified.get(path) == (stamp, edition.sha256):
        return
    try:
        found = file_sha256(path)
    except OSError as error:
        raise BrokenPointer(f"{path}：读不出（{cause(error)}）。请管理员检查文件权限") from error
    if found != edition.sha256:
        _verified.pop(path, None)
        raise TamperedWarehouse(
            f"{path}：内容与发布时的校验码不符，可能被改动或损坏，不能使用。{RESTORE}"
        )
    _verified[path] = (stamp, edition.sha256)


def _stamp(path: Path) -> Stamp | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=True, config=READER_CONFIG)
    except duckdb.Error as error:
        raise BrokenPointer(
            f"{path}：数据库打不开（可能由不同版本的 DuckDB 写成）。"
            "请重新运行 python -m warehouse build"
        ) from error
