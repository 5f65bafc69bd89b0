"""A file held against the contracts: every sheet either taken, with its rows, or told why not.

    checked = check_file(path, contracts=load_contracts(), register=build_register())

Never raises for bad input: a file that cannot be read has findings and no sheets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from etl.checking.areas import AreaRegister
from etl.checking.checked import CheckedFile, CheckedSheet
from etl.checking.head import FIRST_CELL, Given
from etl.checking.normal import plain
from etl.checking.sheet import check_sheet, leave_sheet
from etl.checking.table import GUIDE_SHEETS, Detection, detect
from etl.contract import Contract
from etl.findings import Finding, finding, masked
from etl.layout import Layout, apply_layout
from etl.naming import clean_path
from etl.reading import Notice, Sheet, UnreadableFile, read_book
from warehouse.common.files import file_sha256

UNCHECKED_AREAS = "区划登记表尚未装载，镇(街道)、社区(村)代码只核对了位数和所属区(市)，其余未检查"


def check_file(
    path: Path,
    *,
    contracts: Mapping[str, Contract],
    register: AreaRegister,
    source: str | None = None,
    unit: str | None = None,
    as_of: date | None = None,
    layout: Layout | None = None,
    sha256: str | None = None,
) -> CheckedFile:
    """Reads a file and checks every sheet of it.

    `sha256`: the file's hash when the caller knows it already.
    `source` (else detected), `unit` (code or name) and `as_of` are what the caller says; `layout`
    leads to its own source. ContractError when the layout does not fit its contract, KeyError for
    a `source` that no contract has: faults of the caller, not of the file.
    """
    path = Path(path)
    named = Path(clean_path(path))  # what everything below calls it
    wanted = _wanted(contracts, source, layout)
    with ThreadPoolExecutor(max_workers=1) as side:  # hashing goes on while the file is read
        digest = side.submit(_sha256, path, sha256)
        try:
            book = read_book(path)
        except UnreadableFile as error:
            told = _from_notice(named.name, error.notice)
            return CheckedFile(path, None, None, digest.result(), (), (told,))
        digested = digest.result()
    facts = _BookFacts(book.format, book.encoding, book.epoch, book.notices)
    given = Given(named, unit, as_of, layout, book.epoch, register)
    sheets = list(book.sheets)
    del book  # the frames of the sheets are let go one by one
    checked = _check_sheets(sheets, wanted, given, is_told=len(wanted) == 1)
    findings = [_from_notice(named.name, n) for n in facts.notices if n.sheet is None]
    findings += _whole_file(named, checked)
    return CheckedFile(
        path,
        facts.format,
        facts.encoding,
        digested,
        tuple(_with_notices(sheet, facts.notices, named.name) for sheet in checked),
        tuple(findings),
    )


@dataclass(frozen=True)
class _BookFacts:
    format: str
    encoding: str | None
    epoch: int
    notices: tuple[Notice, ...]


def _wanted(
    contracts: Mapping[str, Contract], source: str | None, layout: Layout | None
) -> tuple[Contract, ...]:
    """The contracts a sheet may hold: all, or the one that was named."""
    if layout is not None:
        return (apply_layout(contracts[source or layout.source], layout),)
    return tuple(contracts.values()) if source is None else (contracts[source],)


def _sha256(path: Path, known: str | None) -> str | None:
    if known is not None:
        return known
    try:
        return file_sha256(path)
    except OSError:
        return None  # the finding of the reader says why


def _from_notice(file: str, notice: Notice) -> Finding:
    return finding(
        file,
        notice.rule,
        notice.level,
        notice.message,
        notice.remedy,
        sheet=masked(notice.sheet) if notice.sheet else None,
        cell=notice.cell,
        value=notice.value,
    )


def _check_sheets(
    sheets: list[Sheet], wanted: Sequence[Contract], given: Given, is_told: bool
) -> list[CheckedSheet]:
    detections = [
        None if _is_guide(sheet) else detect(sheet, wanted, given.layout) for sheet in sheets
    ]
    some_taken = any(d is not None and d.header is not None for d in detections)
    checked: list[CheckedSheet] = []
    sheets.reverse()
    for detection in detections:
        if detection is not None and detection.header is not None:
            # handed over without a name here: its text is freed while it is being checked
            checked.append(check_sheet(sheets.pop(), detection.header, given))
            continue
        sheet = sheets.pop()
        reason: tuple[Finding, ...] = ()
        if detection is not None:
            reason = _why_not(sheet, detection, wanted, given, is_told and not some_taken)
        checked.append(leave_sheet(sheet, given, reason))
    return checked


def _is_guide(sheet: Sheet) -> bool:
    return plain(sheet.name) in GUIDE_SHEETS


def _why_not(
    sheet: Sheet,
    detection: Detection,
    wanted: Sequence[Contract],
    given: Given,
    is_expected: bool,
) -> tuple[Finding, ...]:
    """Why a sheet was not taken: no header of any source, or several fit equally."""
    name = given.path.name
    if detection.rivals:
        titles = "、".join(f"“{h.contract.title}”" for h in detection.rivals)
        text = f"与{titles}同样相近，无法确定是哪张表，整张表未采用"
        remedy = "把工作表改成规定的名称，或在装载时用 --source 指定"
        return (finding(name, "H3", "error", text, remedy, sheet=sheet.name, cell=FIRST_CELL),)
    if not sheet.frame.height:
        return ()
    near = detection.nearest
    text = "没有找到规定的表头，整张表未采用"
    if near is not None:
        found = "、".join(dict.fromkeys(m.caption.text.strip() for m in near.matches))
        text += f"；最接近“{near.contract.title}”（对上 {near.score} 列：{found}）"
    if is_expected:
        asked = "、".join(c.title for c in wanted[0].columns if c.required)
        remedy = f"表头须有：{asked}；标题不同的，装载时用布局文件（--layout）"
        return (finding(name, "H1", "error", text, remedy, sheet=sheet.name, cell=FIRST_CELL),)
    remedy = "不需要报送的不必处理；需要的按模板改表头，或在装载时用 --source、--layout 指定"
    return (finding(name, "H2", "info", text, remedy, sheet=sheet.name, cell=FIRST_CELL),)


def _whole_file(path: Path, sheets: Sequence[CheckedSheet]) -> list[Finding]:
    """What concerns the file as a whole: nothing in it could be taken, areas not checked."""
    found: list[Finding] = []
    if not any(sheet.source for sheet in sheets):
        told = any(f.level == "error" for sheet in sheets for f in sheet.findings)
        if not told:
            text = "文件中没有一张表能归入来源，什么也没有采用"
            remedy = "按模板填报；表头与模板不同的，装载时用 --source、--layout 指定"
            found.append(finding(path.name, "H13", "error", text, remedy))
    if any(sheet.has_unchecked_areas for sheet in sheets):
        remedy = "先装载“行政区划”，再重新核对"
        found.append(finding(path.name, "V1", "info", UNCHECKED_AREAS, remedy))
    return found


def _with_notices(sheet: CheckedSheet, notices: Sequence[Notice], file: str) -> CheckedSheet:
    """The sheet with what reading had to say of it in front of its own findings."""
    told = tuple(_from_notice(file, n) for n in notices if n.sheet == sheet.sheet)
    return replace(sheet, findings=(*told, *sheet.findings)) if told else sheet


__all__ = ["CheckedFile", "CheckedSheet", "check_file"]
