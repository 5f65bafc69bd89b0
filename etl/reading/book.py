"""Any file a county may send -> a Book of text sheets, or an UnreadableFile that says why not."""

from __future__ import annotations

import csv
import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import fastexcel
import polars as pl
from polars.exceptions import PolarsError

from etl.findings import masked
from etl.naming import clean_name, sheet_names
from etl.reading.delimited import read_delimited
from etl.reading.geojson import read_geojson
from etl.reading.model import Book, Limits, Notice, Sheet
from etl.reading.rules import refusal
from etl.reading.sniff import CFB, JSON, ZIP, compare_name, container
from etl.reading.workbook import plan_workbook, read_sheets

_DEFAULT_LIMITS = Limits()
_TOO_MUCH_MEMORY = "读取该文件所需的内存超过上限"
_NO_MEMORY = f"os error {errno.ENOMEM}"


def read_book(path: Path, *, password: None = None, limits: Limits = _DEFAULT_LIMITS) -> Book:
    """Reads a workbook, CSV, TSV or GeoJSON file as text; the format is judged by its content.

    Raises UnreadableFile for whatever cannot be read, a panic of the reader included. A reader
    that takes the process down needs etl.isolate. There is no reading of protected files:
    `password` is here to say so.
    """
    path = Path(path)
    with _told(path):
        packing = container(path, limits)
        if packing in (ZIP, CFB):
            return _workbook(path, packing, limits)
        if packing == JSON:
            frame, notices = read_geojson(path, limits)
            return _single(path, "geojson", "UTF-8", frame, notices)
        table = read_delimited(path, limits)
        return _single(path, table.format, table.encoding, table.frame, list(table.notices))


def _workbook(path: Path, packing: str, limits: Limits) -> Book:
    plan = plan_workbook(path, packing, limits)
    sheets, notices = read_sheets(path, plan)
    return _book(path, plan.format, None, plan.epoch, sheets, notices)


def _single(
    path: Path, true_format: str, encoding: str, frame: pl.DataFrame, notices: list[Notice]
) -> Book:
    # such a file can hide nothing, so that is known, not 未检查
    sheet = Sheet(
        Path(clean_name(path.name)).stem, "visible", frame, frozenset(), frozenset(), (), {}
    )
    return _book(path, true_format, encoding, 1900, [sheet], notices)


def _book(
    path: Path,
    true_format: str,
    encoding: str | None,
    epoch: int,
    sheets: list[Sheet],
    notices: list[Notice],
) -> Book:
    misnamed = compare_name(path, true_format)
    told = ([misnamed] if misnamed else []) + notices
    names = [sheet.name for sheet in sheets]
    known = dict(zip(names, sheet_names(names), strict=True))
    named = tuple(replace(sheet, name=known[sheet.name]) for sheet in sheets)
    about = tuple(
        replace(n, sheet=known.get(n.sheet, masked(n.sheet))) if n.sheet else n for n in told
    )
    return Book(path, true_format, encoding, epoch, named, tuple(about))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Whatever a reader throws, panics included, as an UnreadableFile."""
    try:
        yield
    except fastexcel.FastExcelError as error:
        raise _reader_refusal(path, str(error)) from error
    except MemoryError as error:
        raise refusal("F5", _TOO_MUCH_MEMORY, path) from error
    except (PolarsError, csv.Error, UnicodeError) as error:
        if _NO_MEMORY in str(error):
            raise refusal("F5", _TOO_MUCH_MEMORY, path) from error
        raise refusal("F4", "文件内容不合规范，读不出来", path) from error
    except PermissionError as error:
        raise refusal("F1", "没有读取该文件的权限", path) from error
    except BaseException as error:
        # A panic of the Rust reader is a BaseException, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("F7", "读取程序在处理该文件时出错", path) from error


def _reader_refusal(path: Path, text: str) -> Exception:
    if "password" in text.lower():
        return refusal("F3", "文件有密码保护，无法读取", path)
    return refusal("F4", "文件已损坏，读取程序打不开", path)
