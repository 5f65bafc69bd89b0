"""One sheet held against the contract it was recognised as."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from etl.checking.absent import absent_cells
from etl.checking.areas import AreaRegister, is_unchecked
from etl.checking.bind import Binding, bind, read_columns
from etl.checking.cells import Setting
from etl.checking.checked import CheckedSheet
from etl.checking.extras import extra_columns
from etl.checking.facts import read_above
from etl.checking.head import (
    Given,
    Voice,
    caption_units,
    header_troubles,
    read_facts,
)
from etl.checking.header import SCAN_ROWS, Header
from etl.checking.rows import RowPlan, plan_rows, used_height
from etl.checking.skips import EXAMPLE, HEADER, NOT_TAKEN, NOTE, UNUSED
from etl.checking.totals import contradicted_totals
from etl.checking.validate import Validated, validate
from etl.findings import Finding
from etl.reading import Sheet, cell_address
from etl.reading.address import list_numbers
from etl.returning.returned import ANSWER_TITLE


def leave_sheet(sheet: Sheet, given: Given, findings: tuple[Finding, ...]) -> CheckedSheet:
    """A sheet that is not taken: its rows are read and skipped."""
    read = used_height(sheet.frame)
    return CheckedSheet(
        sheet=sheet.name,
        source=None,
        contract=None,
        unit_code=None,
        as_of=None,
        is_demo=read_above(sheet.frame.head(SCAN_ROWS)).is_demo,
        read=read,
        accepted=0,
        rejected=0,
        skipped=read,
        skips={NOT_TAKEN: read} if read else {},
        unclaimed=0,
        findings=findings,
        rows=None,
        header_row=None,
    )


def check_sheet(sheet: Sheet, header: Header, given: Given) -> CheckedSheet:
    """Every row below the header accepted, rejected or skipped; nothing is loaded here."""
    header_row = int(sheet.frame["_row"][header.bottom])
    first = min(match.number for match in header.matches)
    voice = Voice(given.path.name, sheet.name, cell_address(header_row, first))
    facts = read_facts(sheet, header, given, voice)
    captions = [_texts(sheet.frame, at) for at in range(header.top, header.bottom + 1)]
    frame = sheet.frame.slice(header.bottom + 1)
    name, absent = sheet.name, absent_cells(sheet, header_row)
    del sheet  # `frame` alone holds the text now, and lets go of it column by column
    troubles = header_troubles(header, given.layout, header_row, voice)
    bindings = () if troubles else bind(header, given.layout)
    plan = plan_rows(frame, header.contract, _read_from(header, bindings), captions)
    frame = frame.head(plan.height)
    told = [*facts.findings, *troubles, *extra_columns(header, frame, header_row, voice)]
    told += _rows_told(plan, voice)
    answers = _answers(header, frame)
    setting = Setting(
        file=given.path.name,
        sheet=name,
        register=given.register,
        unit=facts.unit,
        as_of=facts.as_of,
        epoch=given.epoch,
        money_unit=facts.above.money_unit,
        header_cell=voice.header_cell,
        absent=absent,
    )
    data = plan.height - plan.skipped.height
    outcome: Validated | None = None
    if not troubles:
        told += caption_units(bindings, setting, header_row, voice)
        told += contradicted_totals(frame, plan, bindings, setting, voice)
        outcome = validate(frame, plan.is_data, header.contract, bindings, setting)
    accepted = outcome.rows.height if outcome else 0
    return CheckedSheet(
        sheet=name,
        source=header.contract.name,
        contract=header.contract,
        unit_code=facts.unit.code if facts.unit else None,
        as_of=facts.as_of,
        is_demo=facts.above.is_demo,
        read=plan.height,
        accepted=accepted,
        rejected=outcome.rejected if outcome else data,
        skipped=plan.skipped.height,
        skips=plan.counts,
        unclaimed=outcome.unclaimed if outcome else 0,
        findings=(*told, *(outcome.findings if outcome else ())),
        rows=outcome.rows if outcome else None,
        header_row=header_row,
        columns={b.column.name: b.number for b in bindings if b.number is not None},
        answers=answers,
        awaits=facts.awaits,
        has_unchecked_areas=_has_unchecked(outcome, header, given.register),
    )


def _texts(frame: pl.DataFrame, position: int) -> dict[str, str]:
    """The filled cells of one row by frame column."""
    row = frame.row(position, named=True)
    return {name: str(cell) for name, cell in row.items() if name != "_row" and cell is not None}


def _read_from(header: Header, bindings: tuple[Binding, ...]) -> dict[str, str]:
    """Contract column -> frame column; from the header alone when it has troubles."""
    if bindings:
        return dict(read_columns(bindings))
    return {m.target: f"c{m.number}" for m in header.matches if not m.is_part}


def _rows_told(plan: RowPlan, voice: Voice) -> list[Finding]:
    """What is said of rows that are no data; blank rows and right totals go without saying."""
    found = []
    for kind, rule, level, text, remedy in (
        (
            NOTE,
            "R1",
            "info",
            "是分节标题、说明或签名，未作为数据",
            "不必处理；若是数据，请补填编号和各必填项",
        ),
        (HEADER, "R2", "info", "是重复的表头或栏次，未作为数据", "不必处理"),
        (
            EXAMPLE,
            "R3",
            "info",
            "是模板中原样留下的示例，未作为数据",
            "不必处理；若是数据，请改成实际内容",
        ),
        (
            UNUSED,
            "R4",
            "confirm",
            "只有未采用的列有内容，未作为数据",
            "核对表头；若是数据，请补填各项",
        ),
    ):
        if numbers := plan.numbers(kind):
            cell = cell_address(numbers[0], 1)
            told = voice.say(rule, level, f"第 {list_numbers(numbers)} 行{text}", remedy, cell)
            found.append(replace(told, row=numbers[0]))
    if plan.height == plan.skipped.height:
        found.append(voice.say("H10", "confirm", "表头下面没有数据行", "确无数据的在说明栏写明"))
    return found


def _answers(header: Header, frame: pl.DataFrame) -> pl.DataFrame | None:
    """The county's notes beside the rows of a return workbook."""
    number = header.marks.get(ANSWER_TITLE)
    if number is None:
        return None
    note = pl.col(f"c{number}").str.strip_chars().replace("", None)
    return frame.select("_row", note.alias("answer")).drop_nulls("answer")


def _has_unchecked(outcome: Validated | None, header: Header, register: AreaRegister) -> bool:
    if outcome is None:
        return False
    areas = [c.name for c in header.contract.columns if c.type == "area"]
    return any(is_unchecked(outcome.rows[name], register) for name in areas)
