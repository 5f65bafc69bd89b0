"""期号登记: which issue of the bulletin is of which week, and who signed it.

A table that the office keeps itself, in any spreadsheet: one row an issue. The number need not
follow the weeks. Whatever other columns it has stay as they are.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard import address
from dashboard.export.errors import BadOrder, Busy, ExportError
from dashboard.format import week_name
from dashboard.proof.extract import Unreadable, decode
from warehouse.common.files import make_folder, write_atomic
from warehouse.common.oserrors import cause

FILE, LOCK = "期号登记.csv", ".lock"
YEAR, NUMBER, WEEK, SIGNER, PRINTED, COPIES = "年份", "期号", "周", "签发人", "印发日期", "印数"
HEAD = (YEAR, NUMBER, WEEK, SIGNER, PRINTED, COPIES)
_FIRST_YEAR, _LAST_YEAR = 2000, 2999
_MOST = 100_000  # issues of a year, copies of an issue: more is a slip of the hand


class BadRegister(ExportError):
    """The register cannot be used: which line, what is wrong with it, what to do."""


@dataclass(frozen=True)
class Entry:
    """One issue: `as_of` is the Sunday of its week; a draft has no signer, nor a day of print."""

    year: int
    number: int
    as_of: date
    signer: str | None = None
    printed_on: date | None = None
    copies: int | None = None

    @property
    def name(self) -> str:
        """`〔2021〕第1期`."""
        return f"〔{self.year}〕第{self.number}期"


@dataclass(frozen=True)
class Register:
    """The issues, and the rows as they stand in the file."""

    entries: tuple[Entry, ...]
    columns: tuple[str, ...] = HEAD
    rows: tuple[Mapping[str, str], ...] = ()

    def of_week(self, as_of: date) -> Entry | None:
        """The issue of the week that ends on `as_of`."""
        return next((one for one in self.entries if one.as_of == as_of), None)

    def numbered(self, year: int, number: int) -> Entry | None:
        """The issue of that number."""
        wanted = (year, number)
        return next((one for one in self.entries if (one.year, one.number) == wanted), None)


@contextmanager
def claimed(folder: Path, as_of: date, number: int | None) -> Iterator[Entry | None]:
    """The issue of the week; a new `number` is entered when the block has ended well.

    Without `number` what the register says, None when it says nothing. BadOrder when the number
    is another week's, or the week has another number; nobody else enters one meanwhile.
    """
    path = folder / FILE
    if number is None:
        yield read(path).of_week(as_of)
        return
    with _alone(folder):
        known = read(path)
        entry, is_new = _wanted(path, known, as_of, number)
        yield entry
        if is_new:
            _enter(path, known, entry)


def _wanted(path: Path, known: Register, as_of: date, number: int) -> tuple[Entry, bool]:
    if number > _MOST:
        raise BadOrder(f"--issue {number}：期号应是 1 到 {_MOST} 的整数")
    of_week, other = known.of_week(as_of), known.numbered(as_of.year, number)
    if of_week is not None and of_week.number != number:
        raise BadOrder(
            f"--issue {number}：本周（{week_name(as_of)}）已登记为{of_week.name}。"
            f"请改用 --issue {of_week.number}，或先改正 {path}"
        )
    if of_week is not None:
        return of_week, False
    if other is not None:
        raise BadOrder(
            f"--issue {number}：{other.name}已登记给 {week_name(other.as_of)}，"
            f"一个期号只能用于一周。请另用一个期号，或先改正 {path}"
        )
    return Entry(as_of.year, number, as_of), True


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        make_folder(folder)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _unusable(folder, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Busy(f"{folder}：另一次导出正在登记期号，请等它结束后再试") from error
    finally:
        os.close(handle)


def _enter(path: Path, known: Register, entry: Entry) -> None:
    row = {
        YEAR: str(entry.year),
        NUMBER: str(entry.number),
        WEEK: week_name(entry.as_of),
    }
    text = io.StringIO()
    table = csv.DictWriter(text, known.columns, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows([*known.rows, row])
    try:
        write_atomic(path, text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: OSError) -> BadRegister:
    return BadRegister(
        f"{error.filename or path}：读写不了（{cause(error)}）。请检查文件夹权限和磁盘空间"
    )


# ------------------------------------------------------------------ reading


def read(path: Path) -> Register:
    """The register; an empty one when there is no file yet. BadRegister names the faulty line."""
    if not path.exists():
        return Register(())
    try:
        text = decode(path, path.read_bytes())
    except OSError as error:
        raise _unusable(path, error) from error
    except Unreadable as error:
        raise BadRegister(f"{path}：不是 CSV 文本，读不出。请另存为“CSV UTF-8”") from error
    table = csv.DictReader(io.StringIO(text))
    columns = tuple(name.strip() for name in table.fieldnames or ())
    if missing := [name for name in HEAD if name not in columns]:
        comma = "；列与列之间应是英文逗号" if re.search(r"[;；\t，]", "".join(columns)) else ""
        raise BadRegister(
            f"{path}：第1行缺少表头{'、'.join(missing)}。表头应有：{'、'.join(HEAD)}{comma}"
        )
    if twice := [name for name in columns if name and columns.count(name) > 1]:
        raise BadRegister(f"{path}：第1行有两列“{twice[0]}”，不知以哪一列为准。请删去一列")
    table.fieldnames = list(columns)
    rows, entries = [], []
    for row in _lines(table, path):
        place = f"{path} 第{table.line_num}行"
        if None in row:
            raise BadRegister(f"{place}：比表头多出内容。请删去多余的逗号")
        told = {name: (value or "").strip() for name, value in row.items()}
        if any(told.values()):
            rows.append(told)
            entries.append(_entry(told, place))
    _refuse_clashes(path, entries)
    return Register(tuple(entries), columns, tuple(rows))


def _lines(table: csv.DictReader[str], path: Path) -> Iterator[dict[str, str]]:
    try:
        yield from table
    except csv.Error as error:
        raise BadRegister(
            f"{path} 第{table.line_num}行：不是 CSV 的写法（{error}）。请核对引号，删去过长的内容"
        ) from error


def _entry(told: Mapping[str, str], place: str) -> Entry:
    as_of = address.parse_day(told[WEEK])
    if as_of is None or as_of.isoweekday() != 7:
        raise BadRegister(f"{place}：周“{told[WEEK]}”无法识别。应写作 2021-W11（年份-W周次）")
    year = _number(told[YEAR], YEAR, place, _LAST_YEAR)
    if year not in (as_of.year, as_of.year + 1):
        raise BadRegister(
            f"{place}：年份 {year} 与周 {week_name(as_of)} 不符。"
            f"应是该周所在的 {as_of.year} 年，或次年印发时的 {as_of.year + 1} 年"
        )
    printed_on = _day(told[PRINTED], place)
    if printed_on is not None and printed_on < as_of:
        raise BadRegister(
            f"{place}：印发日期 {printed_on} 早于数据截至的 {as_of}。请核对周和印发日期"
        )
    if told[SIGNER] and printed_on is None:
        raise BadRegister(f"{place}：填了签发人而没有填印发日期。请补填，如 2021-03-22")
    copies = _number(told[COPIES], COPIES, place, _MOST) if told[COPIES] else None
    number = _number(told[NUMBER], NUMBER, place, _MOST)
    return Entry(year, number, as_of, told[SIGNER] or None, printed_on, copies)


def _number(text: str, what: str, place: str, most: int) -> int:
    least = _FIRST_YEAR if what == YEAR else 1
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise BadRegister(f"{place}：{what}“{text}”应是 {least} 到 {most} 的整数")
    return int(text)


def _day(text: str, place: str) -> date | None:
    if not text:
        return None
    found = address.parse_day(text)
    if found is None:
        raise BadRegister(f"{place}：印发日期“{text}”无法识别。应写作 2021-03-22")
    return found


def _refuse_clashes(path: Path, entries: Sequence[Entry]) -> None:
    weeks: dict[tuple[int, int], Entry] = {}
    numbers: dict[date, Entry] = {}
    for one in entries:
        if (other := weeks.setdefault((one.year, one.number), one)) is not one:
            raise BadRegister(
                f"{path}：{one.name}登记了两次（{week_name(other.as_of)}、{week_name(one.as_of)}），"
                "一个期号只能用于一周。请改正其中一行"
            )
        if (other := numbers.setdefault(one.as_of, one)) is not one:
            raise BadRegister(
                f"{path}：{week_name(one.as_of)} 登记了两个期号（{other.name}、{one.name}）。"
                "请删去其中一行"
            )
