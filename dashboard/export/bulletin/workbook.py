"""数据附表.xlsx: every figure that the export prints, with its parts, its source, its meaning.

Nothing in it is a formula, and no text becomes one. Made twice of one manifest and one version it
is the same file, so that it can be checked by being made again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

import xlsxwriter

from dashboard import format, read
from dashboard.components import metric as reading
from dashboard.export.bulletin import aspects, files
from dashboard.export.errors import Faulty
from dashboard.export.job import Job
from dashboard.export.manifest import Figure, Manifest
from dashboard.export.progress import STAGES, WORKBOOK, Step
from dashboard.export.truth import DECISION, Asked
from dashboard.read import Definition, Warehouse
from dashboard.reading import bulletin, decisions
from dashboard.view import Areas, View
from warehouse.common.columns import row_height
from warehouse.common.worksheet import CELL_CHARACTERS, characters

FILE = files.WORKBOOK
FORM = "4"  # goes up with every change of what stands in which cell: an older one is not made again
LIBRARY = "xlsxwriter"  # which makes the same bytes of the same figures, version by version
_IN_POINTS = f'0.0"{format.PERCENTAGE_POINTS}"'
_SHORTEN = "请在字典的口径或简报模板中改短后再导出"
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEAD = (
    *("序号", "印在何处", "板块", "地区", "指标", "哪一项", "统计周（截至）", "印出的写法", "值"),
    *("单位", "指标的分子", "指标的分母", "指标上期的值", "指标与上期比"),
    *("所报数据截至", "已报单位", "应报单位", "与哪张表核对", "来源"),
)
_WIDTHS = (6, 24, 40, 12, 30, 18, 14, 16, 14, 12, 14, 14, 12, 14, 14, 10, 10, 20, 34)
_SLOT = re.compile(r"\{(\w+)\}")  # of a metric's phrase
_MEANINGS = ("指标", "代码", "单位", "口径", "简报用语", "主管单位", "来源", "口径变更")
_MEANING_WIDTHS = (28, 34, 10, 80, 44, 18, 30, 40)


def make(job: Job) -> None:
    """The part of an export that writes the workbook; it comes when all figures are known."""
    job.say(Step(WORKBOOK, STAGES[WORKBOOK]))
    job.manifest.software[FILE] = FORM
    (job.folder / FILE).write_bytes(content(job.manifest, job.warehouse))
    job.manifest.add(job.folder, FILE)


def content(manifest: Manifest, warehouse: Warehouse) -> bytes:
    """The workbook of the manifest's figures; `warehouse` is the version that it names."""
    as_of = date.fromisoformat(manifest.as_of)
    areas = read.areas(manifest.version)
    places = _places(manifest, areas)
    rows = [
        _Row(
            one,
            read.view(warehouse, "", areas.by_code[one.area], date.fromisoformat(one.as_of)),
            places.get((one.place, one.tile), (one.place, one.tile)),
        )
        for one in manifest.figures
    ]
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _SAFE) as book:
        book.set_properties({"title": "数据附表", "created": datetime.combine(as_of, time(), UTC)})
        sheets = _Sheets(book)
        sheets.table("数据", _HEAD, _WIDTHS, (row.cells(n) for n, row in enumerate(rows, 1)))
        meant = {row.name: row.definition for row in rows if row.definition is not None}
        meanings = (_meaning(manifest.version, meant[name]) for name in sorted(meant))
        sheets.table("口径", _MEANINGS, _MEANING_WIDTHS, meanings)
        sheets.table("说明", ("事项", "内容"), (16, 80), _told(manifest))
    return made.getvalue()


_Place = tuple[str, str | None]


def _places(manifest: Manifest, areas: Areas) -> dict[_Place, _Place]:
    """Pages and their tiles by the names that the manifest has: the titles that stand on them."""
    found: dict[_Place, _Place] = {}
    for screen in manifest.screens:
        page = f"{screen.title}（{areas.by_code[screen.area].name}）"
        found[screen.name, None] = page, None
        found |= {(screen.name, one.id): (page, one.title or one.id) for one in screen.tiles}
    return found


@dataclass(frozen=True)
class _Share:
    """A cell of a share of 1, shown in percent."""

    value: float | None


@dataclass(frozen=True)
class _Points:
    """A cell of the difference of two shares of 1, shown in percentage points."""

    value: float | None


_SHOWN: Mapping[str | None, Callable[[float | None], _Share | _Points]] = {
    format.PERCENT: _Share,
    format.PERCENTAGE_POINTS: _Points,
}


class _Sheets:
    """Writes tables: a frozen head, wrapped text, numbers as numbers, days as days."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
        )
        # A place before the text keeps it off the number beside it.
        beside = {"align": "left", "indent": 1, "valign": "top"}
        self.text = book.add_format({"text_wrap": True, **beside})
        self.number = book.add_format({"num_format": "#,##0.####", "valign": "top"})
        self.whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.share = book.add_format({"num_format": "0.0%", "valign": "top"})
        self.points = book.add_format({"num_format": _IN_POINTS, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", **beside})

    def table(
        self, name: str, head: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Any]]
    ) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for place, (title, width) in enumerate(zip(head, widths, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, title, self.head)
        sheet.set_row(0, row_height(zip(head, widths, strict=True)))
        for at, row in enumerate(rows, start=1):
            texts = ((v, width) for v, width in zip(row, widths, strict=True) if isinstance(v, str))
            sheet.set_row(at, row_height(texts))
            for place, value in enumerate(row):
                self._write(sheet, at, place, value)

    def _write(self, sheet: Any, row: int, place: int, value: Any) -> None:
        if isinstance(value, _Share):
            if value.value is not None:
                sheet.write_number(row, place, value.value, self.share)
        elif isinstance(value, _Points):
            if value.value is not None:
                sheet.write_number(row, place, value.value * 100, self.points)
        elif isinstance(value, int | float):
            form = self.whole if float(value).is_integer() else self.number
            sheet.write_number(row, place, value, form)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self.day)
        elif value:
            if (length := characters(value)) > CELL_CHARACTERS:
                at = f"{sheet.get_name()}表第 {row + 1} 行第 {place + 1} 列"
                why = f"有 {length:,} 个字符，一格最多 {CELL_CHARACTERS:,} 个。{_SHORTEN}"
                raise Faulty(f"{FILE} {at}", why)
            sheet.write_string(row, place, value, self.text)


@dataclass(frozen=True)
class _Row:
    """A figure, the view of its area and week, and where it is printed."""

    figure: Figure
    view: View
    place: _Place

    @cached_property
    def asked(self) -> Asked:
        """The figure by its metric and aspect."""
        one, view = self.figure, self.view
        return Asked.of(view.version, one.metric, view.area.code, view.as_of)

    @property
    def name(self) -> str:
        """The metric without its aspect."""
        return self.asked.metric

    @cached_property
    def definition(self) -> Definition | None:
        if self.name not in bulletin.metrics(self.view.version):
            return None
        return read.definition(self.view.version, self.name)

    def cells(self, number: int) -> tuple[Any, ...]:
        one, meant, version = self.figure, self.definition, self.view.version
        known = None if meant is None else reading.reading(self.view, self.name)
        now, before = (known.now, known.before) if known else (None, None)
        whole, change = (_Share, _Points) if aspects.is_share("", meant) else (_same, _same)
        unit = self._unit
        shown = _SHOWN[unit](one.value) if unit in _SHOWN else one.value
        return (
            *(number, *self.place, self.view.area.name, self._title),
            *(aspects.aspect(version, self.asked.aspect).title, self.view.as_of, one.text),
            *(shown, unit),
            *((now.numerator, now.denominator) if now else (None, None)),
            whole(before.value if before else None),
            change(known.change if known else None),
            *((now.data_on, now.units_reported, now.units_expected) if now else (None,) * 3),
            one.against or "由页面几个数算出",
            _sources(version, meant) if meant else "",
        )

    @property
    def _unit(self) -> str | None:
        version = self.view.version
        if self.definition is None and (counted := bulletin.counts(version).get(self.name)):
            return counted.unit
        return aspects.unit(version, self.asked.aspect, self.definition, self.figure.text)

    @property
    def _title(self) -> str:
        version = self.view.version
        if self.definition is not None:
            return self.definition.title
        if self.name.startswith(DECISION):
            rule = decisions.rules(version).get(self.name.removeprefix(DECISION))
            matters = self.asked.decided if self.asked.subject else []
            return "：".join([rule.title if rule else self.name, *(m.subject for m in matters[:1])])
        if (counted := bulletin.counts(version).get(self.name)) is not None:
            return counted.title
        return read.source_titles(version).get(self.name, self.name)


def _same(value: Any) -> Any:
    return value


def _sources(version: str, meant: Definition) -> str:
    titles = read.source_titles(version)
    return "、".join(titles.get(source, source) for source in meant.sources)


def _meaning(version: str, meant: Definition) -> tuple[Any, ...]:
    return (
        *(meant.title, meant.metric, meant.unit, meant.definition.strip()),
        _SLOT.sub(lambda slot: f"〔{aspects.aspect(version, slot[1]).title}〕", meant.phrase or ""),
        *(meant.owner, _sources(version, meant)),
        "；".join(f"{change['on']} {change['text']}" for change in meant.changes),
    )


def _told(manifest: Manifest) -> list[tuple[str, Any]]:
    as_of = date.fromisoformat(manifest.as_of)
    edition = read.edition_title(manifest.version)
    return [
        ("统计周", format.week(as_of)),
        ("数据版本", manifest.version),
        *([("版别", edition)] if edition else []),
        ("库内数据截至", format.day(date.fromisoformat(manifest.data_as_of))),
        ("期号", "未编号" if manifest.issue is None else f"第{manifest.issue}期"),
        *([("注意", format.DEMO)] if manifest.is_demo else []),
        ("说明", "率的值为分子除以分母；与上期比：按月报送的与上一期月报比，其余与上周比。"),
        ("四舍五入", format.ROUNDED),
    ]
