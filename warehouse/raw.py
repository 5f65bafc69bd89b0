"""What `etl load` left behind: the ledger, the contracts, and the Parquet of the current loads."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.common.files import file_sha256
from warehouse.common.oserrors import cause
from warehouse.errors import RawError
from warehouse.paths import DataPaths
from warehouse.sources import Source, source_from_contract

Line = Mapping[str, Any]
NOTHING_LOADED = "没有任何数据，先运行 python -m etl load"
RESTORE = "请用备份中的同名文件恢复，或重新运行 python -m etl load"
GLOB_SIGNS = str.maketrans({"[": "[[]", "*": "[*]", "?": "[?]"})


@dataclass(frozen=True)
class Raw:
    """The state of raw/ at one moment; `is_torn` when the ledger ended in a half-written line."""

    root: Path
    lines: tuple[Line, ...]
    sources: Mapping[str, Source]
    is_torn: bool = False

    @property
    def current(self) -> tuple[Line, ...]:
        """The loads in force: per source, unit and as_of the last one, in order of load_no."""
        newest: dict[tuple[str, str, str], Line] = {}
        for line in self.lines:
            if line["source"] is not None and line["data"] is not None:
                newest[line["source"], line["unit_code"], line["as_of"]] = line
        return tuple(sorted(newest.values(), key=lambda line: int(line["load_no"])))

    def once(self, source: str) -> bool:
        """Whether the source is delivered once (register, plan, border), not returned weekly."""
        return source in self.sources and self.sources[source].is_dimension

    @property
    def hash(self) -> str:
        """First 12 hex digits of SHA-256 over the ledger's lines and the sources."""
        digest = hashlib.sha256()
        for line in self.lines:
            digest.update(json.dumps(line, sort_keys=True).encode())
        digest.update(repr(sorted(self.sources.items())).encode())
        return digest.hexdigest()[:12]


def read_raw(paths: DataPaths) -> Raw:
    """The state of raw/; RawError when nothing was loaded yet, or when a file of it is broken."""
    if not paths.ledger.exists():
        raise RawError(f"{paths.raw}：{NOTHING_LOADED}")
    lines, is_torn = _json_lines(paths.ledger)
    if not any(line.get("data") for line in lines):
        raise RawError(f"{paths.raw}：{NOTHING_LOADED}")
    return Raw(paths.root, tuple(lines), _sources(paths, lines), is_torn)


def read_manifest(root: Path, line: Line) -> Line:
    """The manifest of one load: its findings; RawError names the file."""
    path = root / line["manifest"]
    return _json(path)


def _json_lines(path: Path) -> tuple[list[Line], bool]:
    """The whole lines of a JSON-lines file; whether a torn one (a write cut short) follows them."""
    *texts, rest = _bytes(path).split(b"\n")
    lines = []
    for number, text in enumerate(texts, start=1):
        try:
            lines.append(json.loads(text))
        except ValueError as error:
            raise RawError(f"{path}:{number}：不是合格的 JSON。{RESTORE}") from error
    return lines, bool(rest)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RawError(f"{path}：读不出（{cause(error)}）。{RESTORE}") from error


def _json(path: Path) -> Mapping[str, Any]:
    try:
        body: Mapping[str, Any] = json.loads(_bytes(path))
    except ValueError as error:
        raise RawError(f"{path}：不是合格的 JSON。{RESTORE}") from error
    return body


def _sources(paths: DataPaths, lines: Sequence[Line]) -> Mapping[str, Source]:
    """Every source by name: as raw/contracts.json says, else by the newest load of each."""
    index = paths.raw / "contracts.json"
    files: dict[str, str] = {}
    for line in lines:
        if line["source"] is not None and line["contract"] is not None:
            files[line["source"]] = line["contract"]
    if index.exists():
        files |= {str(name): str(file) for name, file in _json(index).items()}
    sources = {}
    for name, file in sorted(files.items()):
        path = paths.root / file
        sources[name] = source_from_contract(_json(path), str(path))
    return sources


def raw_tables(raw: Raw) -> tuple[str, ...]:
    """The names raw.<source> that create_raw_views will make."""
    return tuple(f"raw.{name}" for name in raw.sources)


def create_raw_views(connection: duckdb.DuckDBPyConnection, raw: Raw) -> None:
    """One view per source over the Parquet of its current loads, typed by its newest contract.

    A column that an older contract did not have is null; a source without a load is an empty view.
    """
    connection.execute("create schema raw")
    groups: dict[str, dict[str, list[Path]]] = {name: {} for name in raw.sources}
    for line in raw.current:
        path = raw.root / line["data"]
        _check_data(raw, line, path)
        groups[line["source"]].setdefault(line["contract_hash"], []).append(path)
    for name, source in raw.sources.items():
        try:
            connection.execute(_view(connection, source, tuple(groups[name].values())))
        except duckdb.Error as error:
            raise unreadable(f"来源 {source.title}（raw.{name}）", error) from error


def _check_data(raw: Raw, line: Line, path: Path) -> None:
    """RawError when the data file of a load in force is not what the ledger says."""
    if fault := data_fault(line, path):
        raise RawError(_lost(raw, line, path, fault))


def data_fault(line: Line, path: Path) -> str | None:
    """What is wrong with the Parquet of a load, None when it is what the ledger has the hash of.

    A page may be damaged so that it still reads, as other figures.
    """
    try:
        found = file_sha256(path)
    except FileNotFoundError:
        return "不见了"
    except OSError as error:
        return f"读不出（{cause(error)}）"
    is_whole = line.get("data_sha256") in (None, found)
    return None if is_whole else "已损坏，与台账所记的散列不符"


def _lost(raw: Raw, line: Line, path: Path, what: str) -> str:
    """Which data file, of which load, and how it is made again from what was received."""
    source = raw.sources[line["source"]].title
    facts = f"{source}，报送单位 {line['unit_code']}，统计截至日期 {line['as_of']}"
    layout = line["layout_hash"]
    flag = f" --layout {raw.root / 'raw' / '_layouts' / layout}.toml" if layout else ""
    received = shlex.quote(str(raw.root / line["received"]))
    return (
        f"{path}：第 {line['load_no']} 次装载（{facts}，原件 {line['file']}）的数据文件{what}。"
        f"请由存下的原件重做：python -m etl load --retry {received}{flag}"
    )


def unreadable(what: str, error: duckdb.Error) -> RawError:
    """Data files that DuckDB cannot read; its text names the file."""
    return RawError(f"{what}的数据文件读不出：{error}。{RESTORE}")


def escaped(path: Path) -> str:
    """A path as an SQL literal that DuckDB does not take for a pattern."""
    return "'" + str(path).translate(GLOB_SIGNS).replace("'", "''") + "'"


def _view(
    connection: duckdb.DuckDBPyConnection, source: Source, groups: Sequence[Sequence[Path]]
) -> str:
    """The loads of one contract have the same columns: per group only one file is looked into.

    (With union_by_name every use of the view would open every file once more.)
    """
    selects = []
    for files in groups:
        listed = ", ".join(escaped(f) for f in files)
        scan = f"read_parquet([{listed}], hive_partitioning = false)"
        present = {row[0] for row in connection.execute(f"describe from {scan}").fetchall()}
        columns = ", ".join(
            f'"{c.name}"::{c.type} as "{c.name}"'
            if c.name in present
            else f'null::{c.type} as "{c.name}"'
            for c in source.all_columns
        )
        selects.append(f"select {columns} from {scan}")
    if not selects:
        columns = ", ".join(f'null::{c.type} as "{c.name}"' for c in source.all_columns)
        selects.append(f"select {columns} where false")
    return f"create view raw.{source.name} as {' union all '.join(selects)}"
