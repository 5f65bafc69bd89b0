"""Code lists: one table per CSV of sql/codes, all text but `sort`, which is an integer."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path

import duckdb

from warehouse.errors import ModelError, Problem
from warehouse.header import NAME

SORT = "sort"
MUST = ("code", "title")


def code_tables(sql_dir: Path) -> tuple[str, ...]:
    """The tables `codes.<list>` that sql/codes gives."""
    return tuple(f"codes.{path.stem}" for path in _files(sql_dir))


def code_list_columns(sql_dir: Path) -> dict[str, tuple[str, ...]]:
    """`codes.<list>` -> its columns; ModelError names a list that cannot be read."""
    lists = {path: f"{sql_dir.name}/codes/{path.name}" for path in _files(sql_dir)}
    return {f"codes.{path.stem}": tuple(_read(path, file)[0]) for path, file in lists.items()}


def codes_hash(sql_dir: Path) -> str:
    """First 12 hex digits of SHA-256 over all lists."""
    digest = hashlib.sha256()
    for path in _files(sql_dir):
        digest.update(f"{path.stem}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def create_codes(connection: duckdb.DuckDBPyConnection, sql_dir: Path) -> None:
    """Create schema codes with one table per list; ModelError names file, line and remedy."""
    connection.execute("create schema if not exists codes")
    for path in _files(sql_dir):
        file = f"{sql_dir.name}/codes/{path.name}"
        names, rows = _read(path, file)
        columns = ", ".join(f'"{n}" {"integer" if n == SORT else "varchar"}' for n in names)
        connection.execute(f"create table codes.{path.stem} ({columns})")
        if rows:
            marks = ", ".join("(" + ", ".join("?" * len(names)) + ")" for _ in rows)
            flat = [value for row in rows for value in row]
            connection.execute(f"insert into codes.{path.stem} values {marks}", flat)


def _files(sql_dir: Path) -> list[Path]:
    return sorted((sql_dir / "codes").glob("*.csv"))


def _read(path: Path, file: str) -> tuple[list[str], list[list[str | int | None]]]:
    if not NAME.fullmatch(path.stem):
        remedy = "文件名只用小写字母、数字和下划线，以字母开头"
        raise ModelError([Problem(file, None, f"文件名 {path.stem} 不能作表名", remedy)])
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ModelError(
            [Problem(file, None, f"读不出（{error}）", "另存为 UTF-8 的 CSV")]
        ) from error
    names = lines[0] if lines else []
    if missing := [m for m in MUST if m not in names]:
        problem = f"表头缺少 {'、'.join(missing)}"
        raise ModelError([Problem(file, 1, problem, "第一行写列名：code,title,…")])
    if bad := [n for n in names if not NAME.fullmatch(n)]:
        problem = f"列名 {'、'.join(bad)} 不合规"
        raise ModelError([Problem(file, 1, problem, "列名只用小写字母、数字和下划线")])
    return names, list(_values(file, names, lines[1:]))


def _values(
    file: str, names: list[str], lines: list[list[str]]
) -> Iterable[list[str | int | None]]:
    seen: set[str] = set()
    for number, line in enumerate(lines, start=2):
        if len(line) != len(names):
            problem = f"这一行有 {len(line)} 格，表头有 {len(names)} 格"
            raise ModelError([Problem(file, number, problem, "补齐逗号")])
        code = line[names.index("code")]
        if code in seen:
            raise ModelError([Problem(file, number, f"代码 {code} 重复", "一个代码只写一行")])
        seen.add(code)
        yield [_cell(file, number, n, cell) for n, cell in zip(names, line, strict=True)]


def _cell(file: str, line: int, name: str, cell: str) -> str | int | None:
    if cell == "":
        return None
    if name != SORT:
        return cell
    try:
        return int(cell)
    except ValueError as error:
        raise ModelError([Problem(file, line, f"次序 {cell!r} 不是整数", "填整数")]) from error
