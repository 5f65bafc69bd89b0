"""One file into accepted rows, findings and a small summary: what an isolated worker does.

It writes Parquet files and manifests under temporary names and hands back only what the ledger
needs; the loader moves them into place. Nothing personal leaves the worker.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from etl.checking.areas import AreaRegister, build_register
from etl.checking.check import check_file
from etl.checking.checked import CheckedFile, CheckedSheet
from etl.checking.skips import added_skips
from etl.contract import load_contracts
from etl.findings import Finding, count_levels, finding
from etl.layout import read_layout
from etl.loading.durable import explained
from etl.loading.intake import Intake, Options, Part, Task, temporary_data, temporary_manifest
from etl.loading.ledger import REFUSED, Key
from etl.loading.merge import merge_sheets
from etl.returning.answered import ReturnedFile, read_returned, row_answers
from etl.returning.returned import Answer
from warehouse.common.files import file_sha256, sync_file

RULES_VERSION = 3
"""To be raised when reading or checking comes to read the same cells differently."""

PARTIAL = "B3"
_NONE = "-"


@cache
def register_of(files: tuple[Path, ...]) -> AreaRegister:
    """The area register with the rows of these Parquet files (kept for the worker's next file)."""
    if not files:
        return build_register()
    return build_register(pl.concat([pl.read_parquet(f) for f in files], how="diagonal"))


@cache
def _contract_hash(source: str) -> str:
    """A contract's hash, which takes as long to make as a small table to read."""
    return load_contracts()[source].hash


def take_in(task: Task | None) -> Intake | None:
    """Reads, checks and writes one file. StorageError when the disk does not take the result.

    None only gets the worker started.
    """
    if task is None:
        return None
    returned = read_returned(task.copy)
    options = completed(task.options, task.layouts, returned)
    layout = read_layout(options.layout) if options.layout else None
    register = register_of(task.register)
    checked = check_file(
        task.copy,
        contracts=load_contracts(),
        register=register,
        source=options.source,
        unit=options.unit,
        as_of=options.as_of,
        layout=layout,
        sha256=task.sha256,
    )
    writer = _Writer(task, checked, layout.hash if layout else None, register.hash, returned)
    return Intake(
        checked.format,
        checked.encoding,
        returned.mark.sha256 if returned.mark else None,
        tuple(writer.parts()),
        awaits=min((s.awaits.isoformat() for s in checked.sheets if s.awaits), default=None),
    )


def completed(options: Options, layouts: Path, returned: ReturnedFile) -> Options:
    """The options, and what the mark of a return workbook adds to them."""
    mark = returned.mark
    if mark is None:
        return options
    unit = options.unit or mark.common("unit_code")
    as_of = options.as_of or returned.as_of
    layout = options.layout
    if layout is None and (known := mark.common("layout_hash")):
        stored = layouts / f"{known}.toml"
        layout = stored if stored.exists() else None
    return replace(options, unit=unit, as_of=as_of, layout=layout)


@dataclass(frozen=True)
class _Writer:
    """Writes the tables of one checked file, those of one key together, and what was refused."""

    task: Task
    checked: CheckedFile
    layout_hash: str | None
    register_hash: str
    returned: ReturnedFile

    def parts(self) -> list[Part]:
        """The tables in sheet order, then refused sheets; one refused part when nothing is left."""
        with explained("准备临时文件夹", self.task.out):
            self.task.out.mkdir(exist_ok=True)  # not its parent: that goes with its load
        partial = self.returned.partial_sheets
        taken = [s for s in self.checked.sheets if s.is_loadable and s.sheet not in partial]
        if not taken:
            return [self._refuse(0, None, self.checked.sheets, self.checked.all_findings)]
        groups: dict[Key, list[CheckedSheet]] = {}
        for sheet in taken:
            groups.setdefault(_key(sheet), []).append(sheet)
        others = [s for s in self.checked.sheets if s not in taken]
        refused = [s for s in others if count_levels(s.findings)["error"] or s.sheet in partial]
        aside = [f for s in others if s not in refused for f in s.findings]
        parts: list[Part] = []
        for key, sheets in groups.items():
            extra = (*self.checked.findings, *aside) if not parts else ()
            parts.append(self._write(len(parts), key, sheets, extra))
        for sheet in refused:
            parts.append(self._refuse(len(parts), sheet.sheet, [sheet], sheet.findings))
        return parts

    def _write(
        self, number: int, key: Key, sheets: Sequence[CheckedSheet], extra: Sequence[Finding]
    ) -> Part:
        source, unit, as_of = key
        table = merge_sheets(sheets)
        uses_register = any(c.type == "area" for c in load_contracts()[source].columns)
        contract_hash = _contract_hash(source)
        names = "、".join(s.sheet for s in sheets)
        stem = _digest(
            str(RULES_VERSION), self.task.sha256, names, contract_hash,
            self.layout_hash or _NONE, self.register_hash if uses_register else _NONE,
        )  # fmt: skip
        folder = f"raw/{source}/{as_of}/{unit}"
        levels = count_levels(findings := (*extra, *table.findings))
        part = Part(
            number, source, unit, as_of, names, contract_hash, self.layout_hash,
            table.read, table.accepted, table.rejected, table.skipped, table.unclaimed,
            levels["error"], levels["confirm"], any(s.is_demo for s in sheets),
            f"{folder}/{stem}.parquet", f"{folder}/{stem}.json", tuple(table.skips.items()),
        )  # fmt: skip
        data = temporary_data(self.task.out, number)
        with explained("写入数据", data):
            with data.open("wb") as file:
                table.rows.write_parquet(file)
            sync_file(data)
            part = replace(part, data_sha256=file_sha256(data))
        self._write_manifest(part, sheets, findings)
        return part

    def _refuse(
        self,
        number: int,
        sheet: str | None,
        sheets: Sequence[CheckedSheet],
        findings: Sequence[Finding],
    ) -> Part:
        read, skipped = sum(s.read for s in sheets), sum(s.skipped for s in sheets)
        told = (*findings, *self._partial_findings(sheets))
        levels = count_levels(told)
        part = Part(
            number, None, None, None, sheet, None, self.layout_hash,
            read, 0, read - skipped, skipped, 0, levels["error"], levels["confirm"],
            any(s.is_demo for s in sheets), None, "",
            tuple(added_skips(s.skips for s in sheets).items()),
        )  # fmt: skip
        content = self._manifest(part, sheets, told)
        name = f"{self.task.sha256[:12]}-{hashlib.sha256(content).hexdigest()[:8]}.json"
        part = replace(part, manifest=f"raw/{REFUSED}/{name}")
        self._put(temporary_manifest(self.task.out, number), content)
        return part

    def _partial_findings(self, sheets: Sequence[CheckedSheet]) -> list[Finding]:
        return [
            finding(
                self.task.name,
                PARTIAL,
                "error",
                "退回修正单里只有有问题的行，不能代替原表；说明已收下，数据未入库",
                "在原表中改正后，把原表整表重报",
                sheet=s.sheet,
            )
            for s in sheets
            if s.sheet in self.returned.partial_sheets
        ]

    def _write_manifest(
        self, part: Part, sheets: Sequence[CheckedSheet], findings: Sequence[Finding]
    ) -> None:
        content = self._manifest(part, sheets, findings)
        self._put(temporary_manifest(self.task.out, part.number), content)

    def _manifest(
        self, part: Part, sheets: Sequence[CheckedSheet], findings: Sequence[Finding]
    ) -> bytes:
        facts = asdict(part)
        for name in ("number", "data", "manifest", "errors"):
            del facts[name]
        facts["skips"] = dict(part.skips)
        answers = row_answers(sheets, self.returned)
        answers += [asdict(a) for a in self.returned.listed if self._is_about(a, part, sheets)]
        body: dict[str, Any] = {
            "load": {
                "file": self.task.name,
                "path": self.task.hint,
                "sha256": self.task.sha256,
                "format": self.checked.format,
                "encoding": self.checked.encoding,
                "answers": self.returned.mark.sha256 if self.returned.mark else None,
                **facts,
            },
            "sheets": [_sheet_facts(s) for s in sheets],
            "findings": [_without_file(f) for f in findings],
            "notices": [],
            "answers": answers,
        }
        return json.dumps(body, ensure_ascii=False).encode()

    def _is_about(self, answer: Answer, part: Part, sheets: Sequence[CheckedSheet]) -> bool:
        """Whether a note of the list belongs to this part: its sheet, or the file as a whole."""
        if answer.sheet is None or len(self.checked.sheets) == 1:
            return part.number == 0
        return answer.sheet in {s.sheet for s in sheets}

    def _put(self, path: Path, content: bytes) -> None:
        with explained("写入数据", path):
            path.write_bytes(content)
            sync_file(path)


def _key(sheet: CheckedSheet) -> Key:
    """What a loadable sheet is a return of."""
    as_of = sheet.as_of.isoformat() if sheet.as_of else ""
    return sheet.source or "", sheet.unit_code or "", as_of


def _sheet_facts(sheet: CheckedSheet) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "source": sheet.source,
        "read": sheet.read,
        "accepted": sheet.accepted,
        "rejected": sheet.rejected,
        "skipped": sheet.skipped,
        "skips": dict(sheet.skips),
        "header_row": sheet.header_row,
        "columns": dict(sheet.columns),
    }


def _without_file(found: Finding) -> dict[str, Any]:
    body = found.to_dict()
    del body["file"]
    return body


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
