"""What a sheet says above its rows: unit and date, and what is wrong with its captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from etl.checking.areas import AreaRegister
from etl.checking.bind import Binding
from etl.checking.caption import caption_key
from etl.checking.cells import Setting, caption_factor, caption_unit
from etl.checking.facts import (
    Above,
    ReportingUnit,
    city_unit,
    day_of_place,
    day_said,
    find_unit,
    read_above,
    unit_by_code,
    unit_of_place,
)
from etl.checking.header import Header
from etl.checking.period import Stated
from etl.contract import Column, Contract
from etl.findings import Finding, finding, shown
from etl.layout import Layout
from etl.reading import Sheet, cell_address, column_letters

FIRST_CELL = "A1"
_CHINA = timezone(timedelta(hours=8))
FIRST_DAY = date(2020, 1, 1)
"""The census was ordered in 2020: a return of an earlier day is likely a slip of typing."""


def today_in_china() -> date:
    """The day by the clock: it judges whether a date can be, it never supplies one."""
    return datetime.now(_CHINA).date()


@dataclass(frozen=True)
class Given:
    """What a sheet is checked with: the caller's word, the file's place, the register."""

    path: Path
    unit: str | None
    as_of: date | None
    layout: Layout | None
    epoch: int
    register: AreaRegister
    today: date = field(default_factory=lambda: today_in_china())


@dataclass(frozen=True)
class Facts:
    """Unit and date of a sheet, and what there is to say about them.

    `awaits`: the cut-off date that was refused for not having come yet.
    """

    unit: ReportingUnit | None
    as_of: date | None
    above: Above
    findings: tuple[Finding, ...]
    awaits: date | None = None


@dataclass(frozen=True)
class Voice:
    """Makes findings about one sheet; those about no cell in particular point at its header."""

    file: str
    sheet: str
    header_cell: str = FIRST_CELL

    def say(
        self,
        rule: str,
        level: str,
        text: str,
        remedy: str,
        cell: str | None = None,
        value: str | None = None,
        column: str | None = None,
    ) -> Finding:
        """A finding about a cell of the sheet, by default the header's first one."""
        return finding(
            self.file, rule, level, text, remedy,
            sheet=self.sheet, cell=cell or self.header_cell, value=value, column=column,
        )  # fmt: skip


def read_facts(sheet: Sheet, header: Header, given: Given, voice: Voice) -> Facts:
    """Whose return it is and of which day; contradictions and gaps are findings."""
    above = read_above(sheet.frame.head(header.top))
    day, about_day = _day(above, sheet, given, voice)
    unit, about_unit = _unit(above, header.contract, given, voice)
    awaits = day if day is not None and day > given.today else None
    return Facts(unit, None if awaits else day, above, (*about_day, *about_unit), awaits)


def _day(
    above: Above, sheet: Sheet, given: Given, voice: Voice
) -> tuple[date | None, list[Finding]]:
    """The cut-off date, even one to come, and what there is to say of it; None: none is known."""
    day, found = _chosen_day(above, sheet, given, voice)
    if day is None:
        return None, found
    said = above.as_of
    cell = cell_address(said.row, said.column) if said and said.row and said.column else None
    value = said.text if said else str(day)
    remedy = "核对年月日；写错的改正后重新报送"
    if day > given.today:
        text = f"统计截至日期 {day} 还没有到（今天是 {given.today}），本表不能装载"
        return day, [*found, voice.say("H16", "error", text, remedy, cell or FIRST_CELL, value)]
    if day < FIRST_DAY:
        text = f"统计截至日期 {day} 早于 {FIRST_DAY}，疑似写错"
        found.append(voice.say("H17", "confirm", text, remedy, cell or FIRST_CELL, value))
    return day, found


def _chosen_day(
    above: Above, sheet: Sheet, given: Given, voice: Voice
) -> tuple[date | None, list[Finding]]:
    """The day by order of belief; contradictions, periods and gaps are findings."""
    said = above.as_of
    stated = day_said(said.text, given.epoch) if said else Stated()
    written = stated.day
    told = given.as_of or _day_of_layout(given.layout)
    cell = cell_address(said.row, said.column) if said and said.row and said.column else None
    if told is not None:
        if written is not None and written != told:
            text = f"表上的统计截至日期是 {written}，按指定的 {told} 采用"
            remedy = "核对日期；表上写错的请改正"
            return told, [
                voice.say("H9", "confirm", text, remedy, cell, said.text if said else None)
            ]
        return told, []
    if stated.day is None and stated.period is None:
        stated, cell = day_of_place(given.path, sheet.name), None
    if stated.period is not None:
        return stated.day, [_period_told(stated, cell, voice)]
    if stated.day is not None:
        return stated.day, []
    cell = cell_address(said.row, said.column) if said and said.row and said.column else None
    remedy = "在表头上方写“统计截至日期：2021年3月21日”，或在装载时用 --as-of 指定"
    if said is not None:
        text = f"统计截至日期“{shown(said.text)}”不是可识别的日期"
        return None, [voice.say("H7", "error", text, remedy, cell, said.text)]
    cell = _label(above.open_as_of)
    return None, [voice.say("H7", "error", "没有写统计截至日期，本表不能装载", remedy, cell)]


def _period_told(stated: Stated, cell: str | None, voice: Voice) -> Finding:
    """A period was stated: its end is taken, or cannot be told."""
    words = shown(stated.period)
    if stated.day is not None:
        text = f"统计截至日期写的是起止时段“{words}”，按截止的 {stated.day} 采用"
        remedy = "请核对；下次只写截止的一天"
        return voice.say("H14", "info", text, remedy, cell or FIRST_CELL, stated.period)
    text = f"统计截至日期写的是起止时段“{words}”，无法确定截止到哪一天，本表不能装载"
    remedy = "写明截止的一天，如“统计截至日期：2021年3月21日”，或在装载时用 --as-of 指定"
    return voice.say("H15", "error", text, remedy, cell or FIRST_CELL, stated.period)


def _day_of_layout(layout: Layout | None) -> date | None:
    return day_said(layout.as_of).day if layout and layout.as_of else None


def _unit(
    above: Above, contract: Contract, given: Given, voice: Voice
) -> tuple[ReportingUnit | None, list[Finding]]:
    said = above.unit
    written = find_unit(said.text) if said else None
    cell = cell_address(said.row, said.column) if said and said.row and said.column else None
    told = given.unit or (given.layout.unit if given.layout else None)
    if told is not None:
        unit = unit_by_code(told) or find_unit(told)
        if unit is None:
            remedy = "填报单位用单位代码或全称，见 sql/codes/unit.csv"
            return None, [voice.say("H11", "error", f"不认识填报单位“{told}”", remedy, FIRST_CELL)]
        if written is not None and written != unit:
            text = f"表上的填报单位是{written.title}，按指定的{unit.title}采用"
            value = said.text if said else None
            return unit, [voice.say("H9", "confirm", text, "核对填报单位", cell, value)]
        return unit, []
    if said is not None and written is None:
        name = said.text.split()[0]  # what follows may be a person's name
        text = f"不认识填报单位“{shown(name)}”"
        remedy = "填报单位写全称，如“崂山区”"
        return None, [voice.say("H11", "error", text, remedy, cell, name)]
    unit = written or unit_of_place(given.path)
    if unit is not None:
        return unit, []
    if contract.scope == "city":
        unit = city_unit()
        text = f"没有写填报单位；“{contract.title}”由{unit.title}统一报送，按{unit.title}采用"
        cell = _label(above.open_unit)
        return unit, [voice.say("H8", "info", text, "在表头上方写明填报单位", cell)]
    remedy = "在表头上方写“填报单位：崂山区”，或在装载时用 --unit 指定"
    cell = _label(above.open_unit)
    return None, [voice.say("H8", "error", "没有写填报单位，本表不能装载", remedy, cell)]


def _label(place: tuple[int, int] | None) -> str:
    """The cell of a label that was left open, else the sheet's first."""
    return cell_address(*place) if place else FIRST_CELL


def header_troubles(
    header: Header, layout: Layout | None, header_row: int, voice: Voice
) -> list[Finding]:
    """What keeps the whole table from being taken: required columns missing or claimed twice."""
    found = []
    for column in header.missing(layout):
        names = "、".join(f"“{alias}”" for alias in column.captions)
        text = f"缺少必填列“{column.title}”，整张表不能采用；可用的标题：{names}"
        remedy = (
            f"补上“{column.title}”列，或把相应列的标题改成上述之一；"
            "各行都相同的，可写在布局文件（--layout）的 [constants] 中"
        )
        found.append(voice.say("H4", "error", text, remedy, column=column.name))
    titles = {c.name: c.title for c in header.contract.columns}
    for clash in header.clashes:
        places = "、".join(
            f"{column_letters(m.number)} 列“{m.caption.text.strip()}”" for m in clash
        )
        title = titles.get(clash[0].target, clash[0].target)
        text = f"{places}都指“{title}”，整张表不能采用"
        remedy = "只保留一列，其余的改用别的标题或删去"
        cell = cell_address(header_row, clash[1].number)
        found.append(voice.say("H6", "error", text, remedy, cell, column=clash[0].target))
    return found


def caption_units(
    bindings: Sequence[Binding], setting: Setting, header_row: int, voice: Voice
) -> list[Finding]:
    """Captions whose unit is not the contract's: converted (N1) or not convertible (N2)."""
    found = []
    for binding in bindings:
        column = binding.column
        if binding.number is None or column.unit is None or not _is_number(column):
            continue
        cell = cell_address(header_row, binding.number)
        given = caption_unit(binding, setting) or _odd_unit(binding)
        factor = caption_factor(binding, setting)
        if given is None or (factor == 1 and given == caption_unit(binding, setting)):
            continue
        if factor is None or factor == 1:
            text = (
                f"“{column.title}”标题写的是“{given}”，"
                f"规定单位是{column.unit}，无法换算，按原数采用"
            )
            remedy = (
                f"核对单位，换算成{column.unit}后重新报送；原数就是{column.unit}的，在说明栏写明"
            )
            found.append(voice.say("N2", "confirm", text, remedy, cell, given, column.name))
        else:
            text = f"“{column.title}”按{given}填写，已换算成{column.unit}（乘以 {factor:g}）"
            remedy = f"请核对；下次按{column.unit}填写"
            found.append(voice.say("N1", "info", text, remedy, cell, given, column.name))
    return found


def _is_number(column: Column) -> bool:
    return column.type in ("integer", "number")


def _odd_unit(binding: Binding) -> str | None:
    """A bracket behind the caption that is no unit we know, if the caption is no full match."""
    caption = binding.caption
    if caption is None or caption.remark is None:
        return None
    known = {caption_key(title) for title in binding.column.captions}
    return None if caption.key in known else caption.remark
