"""`check`: files held against the contracts, as plain values; nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from etl.checking.check import check_file
from etl.checking.checked import CheckedFile, CheckedSheet
from etl.checking.skips import added_skips
from etl.contract import load_contracts
from etl.findings import Finding, finding
from etl.layout import read_layout
from etl.loading.intake import Options
from etl.loading.reconcile import return_sheet
from etl.loading.worker import completed, register_of
from etl.loading.workers import run_workers
from etl.naming import clean_name, clean_path
from etl.reading import failure_notice
from etl.returning.answered import read_returned
from etl.returning.apart import write_return_apart
from etl.returning.return_job import ReturnJob
from etl.returning.returned import return_name

FINDING_KEYS = ("sheet", "cell", "value", "rule", "level", "message", "remedy")


@dataclass(frozen=True)
class CheckTask:
    """One file to check in a worker."""

    path: Path
    options: Options
    register: tuple[Path, ...]
    layouts: Path


@dataclass(frozen=True)
class SheetCount:
    """What became of the rows of one sheet; `source` None: it was not taken. `skips`: why rows were
    skipped."""

    sheet: str
    source: str | None
    unit_code: str | None
    as_of: str | None
    read: int
    accepted: int
    rejected: int
    skipped: int
    unclaimed: int
    skips: Mapping[str, int]


@dataclass(frozen=True)
class Checked:
    """A checked file as plain values; counts are sums over its sheets. `job`: what a return
    workbook is made from (its target is still open); None when there is nothing to send back."""

    path: Path
    file: str
    format: str | None
    encoding: str | None
    sheets: tuple[SheetCount, ...]
    findings: tuple[Finding, ...]
    job: ReturnJob | None

    @property
    def is_readable(self) -> bool:
        """Whether the file could be read at all."""
        return self.format is not None

    @property
    def has_findings(self) -> bool:
        """Whether something is to be corrected or confirmed."""
        return any(f.level != "info" for f in self.findings)

    @property
    def source(self) -> str | None:
        """The source, several with commas between them, None when no sheet was taken."""
        return ",".join(dict.fromkeys(s.source for s in self.sheets if s.source)) or None

    def total(self, count: str) -> int:
        """The sum of a count (`read`, `accepted`, …) over the sheets."""
        return sum(getattr(s, count) for s in self.sheets)

    @property
    def skips(self) -> dict[str, int]:
        """Why rows were skipped: reason -> rows, over the sheets."""
        return added_skips(s.skips for s in self.sheets)

    def to_dict(self) -> dict[str, Any]:
        """The object that `check --json` prints."""
        return {
            "file": self.file,
            "path": clean_path(self.path),
            "source": self.source,
            "format": self.format,
            "encoding": self.encoding,
            **{n: self.total(n) for n in ("read", "accepted", "rejected", "skipped", "unclaimed")},
            "skips": self.skips,
            "sheets": [asdict(s) for s in self.sheets],
            "findings": [{k: getattr(f, k) for k in FINDING_KEYS} for f in self.findings],
        }


def check_one(task: CheckTask) -> Checked:
    """Checks a file; runs in an isolated worker."""
    options = completed(task.options, task.layouts, read_returned(task.path))
    layout = read_layout(options.layout) if options.layout else None
    checked = check_file(
        task.path,
        contracts=load_contracts(),
        register=register_of(task.register),
        source=options.source,
        unit=options.unit,
        as_of=options.as_of,
        layout=layout,
    )
    counts = tuple(_count(sheet) for sheet in checked.sheets)
    job = _job(checked, counts, layout.hash if layout else None)
    return Checked(
        task.path, clean_name(task.path.name), checked.format, checked.encoding, counts,
        checked.all_findings, job,
    )  # fmt: skip


def _count(sheet: CheckedSheet) -> SheetCount:
    as_of = sheet.as_of.isoformat() if sheet.as_of else None
    return SheetCount(
        sheet.sheet, sheet.source, sheet.unit_code, as_of, sheet.read, sheet.accepted,
        sheet.rejected, sheet.skipped, sheet.unclaimed, dict(sheet.skips),
    )  # fmt: skip


def _job(
    checked: CheckedFile, counts: Sequence[SheetCount], layout_hash: str | None
) -> ReturnJob | None:
    findings = checked.all_findings
    if checked.sha256 is None or not any(f.level != "info" for f in findings):
        return None
    sheets = tuple(
        return_sheet(
            s.sheet, s.contract, n.unit_code, n.as_of, layout_hash, s.header_row, s.columns,
            (s.read, s.accepted, s.rejected, s.skipped),
        )
        for s, n in zip(checked.sheets, counts, strict=True)
        if s.source is not None
    )  # fmt: skip
    name = clean_name(checked.path.name)
    is_answer = any(s.answers is not None for s in checked.sheets)
    return ReturnJob(
        original=checked.path,
        target=Path(),
        file=name,
        sha256=checked.sha256,
        format=checked.format,
        encoding=checked.encoding,
        is_answer=is_answer,
        sheets=sheets,
        findings=findings,
    )


def check_files(
    files: Sequence[Path],
    options: Options,
    register: tuple[Path, ...],
    layouts: Path,
    workers: int,
) -> list[Checked]:
    """Every file checked in an isolated worker, in the order given; no bad file raises."""
    tasks = [CheckTask(path, options, register, layouts) for path in files]
    results: dict[Path, Checked] = {}
    for task, outcome in run_workers(check_one, tasks, workers):
        if outcome.result is not None:
            results[task.path] = outcome.result
        else:
            kind = outcome.failure.kind if outcome.failure else "died"
            results[task.path] = _failed(task.path, kind)
    return [results[path] for path in files]


def _failed(path: Path, kind: str) -> Checked:
    notice = failure_notice(kind)
    name = clean_name(path.name)
    told = finding(name, notice.rule, "error", notice.message, notice.remedy)
    return Checked(path, name, None, None, (), (told,), None)


def write_returns(
    checked: Sequence[Checked], folder: Path, workers: int
) -> Iterator[tuple[Checked, Path | None, str]]:
    """Writes the return workbooks into `folder`: (file, workbook or None, why not).

    StorageError when the disk does not take them.
    """
    jobs: dict[Path, Checked] = {}
    for one in checked:
        if one.job is not None:
            jobs[folder / return_name(one.file, one.job.sha256)] = one
    work = [replace(one.job, target=target) for target, one in jobs.items() if one.job]
    for job, outcome in run_workers(write_return_apart, work, workers):
        reason = outcome.failure.text if outcome.failure else ""
        yield jobs[job.target], outcome.result, reason
