"""After the ledger: answers noted, return workbooks written, states of findings brought up to date.

Compares what should be with what is, so that whatever an interrupted load left undone is done by
the next one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from etl.codes import load_code_list
from etl.contract import Contract, load_contracts
from etl.findings import Finding
from etl.isolate import Crew
from etl.loading.durable import explained
from etl.loading.ledger import Ledger, Load, append_events, events_path, read_events, utc_now
from etl.loading.states import (
    ANSWERED_EVENT,
    CORRECTED,
    FINDINGS_NAME,
    RETURNED_EVENT,
    TO_RETURN,
    finding_states,
    read_manifest,
    write_findings,
)
from etl.loading.workers import run_workers
from etl.returning.apart import write_return_apart
from etl.returning.return_job import UNFINISHED, ReturnJob, ReturnSheet
from etl.returning.returned import return_name
from warehouse.common.files import write_atomic
from warehouse.paths import DataPaths

DONE_NAME = "_reconciled.json"
UNKNOWN = "未认出"

Manifests = Mapping[int, Mapping[str, Any]]


@dataclass
class Returns:
    """Return workbooks written, files (with the reason) whose workbook could not be, and the states
    of all findings (None when nothing was appended since they were last worked out)."""

    written: list[Path] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    states: pl.DataFrame | None = None


def _sizes(paths: DataPaths) -> dict[str, int]:
    """Both files only grow, so their sizes tell whether anything was appended."""
    files = (paths.ledger, events_path(paths))
    return {f.name: f.stat().st_size if f.exists() else 0 for f in files}


def is_reconciled(paths: DataPaths) -> bool:
    """Whether nothing was appended since the last time everything was brought up to date."""
    try:
        done = json.loads((paths.raw / DONE_NAME).read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return bool(done == _sizes(paths)) and (paths.raw / FINDINGS_NAME).exists()


def reconcile(paths: DataPaths, ledger: Ledger, workers: int, crew: Crew) -> Returns:
    """Brings events, return workbooks and raw/findings.parquet in line with the ledger."""
    returns = Returns()
    if is_reconciled(paths):
        return returns
    _clear_unfinished(paths)
    manifests = {load.load_no: read_manifest(paths, load) for load in ledger.loads}
    append_events(paths, _missing_answers(ledger, manifests, read_events(paths)))
    states = finding_states(paths, manifests)
    jobs = _jobs(paths, ledger, manifests, states)
    events: list[dict[str, Any]] = []
    for job, numbers in _write(jobs, workers, crew, returns):
        name = str(job.target.relative_to(paths.root))
        events += [
            {"at": utc_now(), "event": RETURNED_EVENT, "load_no": number, "workbook": name}
            for number in numbers
        ]
    if events:
        append_events(paths, sorted(events, key=lambda e: int(e["load_no"])))
        states = finding_states(paths, manifests)
    write_findings(paths, states)
    returns.states = states
    with explained("写入", paths.raw):
        write_atomic(paths.raw / DONE_NAME, json.dumps(_sizes(paths)).encode())
    return returns


def _clear_unfinished(paths: DataPaths) -> None:
    """Removes what a killed load left of a return workbook that it was writing."""
    with explained("清理上次中断留下的文件", paths.returns):
        for path in paths.returns.rglob(f".*{UNFINISHED}*"):
            path.unlink(missing_ok=True)


def _missing_answers(
    ledger: Ledger, manifests: Manifests, events: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Events for the county's notes that no event tells of yet."""
    names = ("load_no", "sheet", "cell", "rule", "row", "note")
    known = {tuple(e.get(n) for n in names) for e in events if e["event"] == ANSWERED_EVENT}
    missing = []
    for load in ledger.loads:
        manifest = manifests[load.load_no]
        number = load.load_no if load.key is not None else _original(ledger, manifest)
        for answer in manifest.get("answers", ()):
            body = {"load_no": number, "row": None, **answer}
            if number is not None and tuple(body[n] for n in names) not in known:
                missing.append({"at": load.loaded_at, "event": ANSWERED_EVENT, **body})
    return missing


def _original(ledger: Ledger, manifest: Mapping[str, Any]) -> int | None:
    """The load in force that a partial return workbook answers; None when there is none."""
    sha256 = manifest["load"]["answers"]
    for load in ledger.current().values():
        if sha256 is not None and load.sha256 == sha256:
            return load.load_no
    return None


def _jobs(
    paths: DataPaths, ledger: Ledger, manifests: Manifests, states: pl.DataFrame
) -> list[tuple[ReturnJob, list[int]]]:
    """One return workbook per file that has findings nobody was told of, with its loads."""
    open_loads = set(states.filter(pl.col("state") == TO_RETURN)["load_no"].to_list())
    settled = set(states.filter(pl.col("state") == CORRECTED)["load_no"].to_list())
    in_force = {load.load_no for load in ledger.current().values()}
    files: dict[tuple[str, str], list[Load]] = {}
    for load in ledger.loads:
        if load.load_no in in_force or (load.key is None and load.load_no not in settled):
            path = manifests[load.load_no]["load"]["path"]
            files.setdefault((load.sha256, path), []).append(load)
    jobs = []
    for loads in files.values():
        numbers = [load.load_no for load in loads]
        if open_loads.intersection(numbers):
            found = states.filter(pl.col("load_no").is_in(numbers) & pl.col("state").is_not_null())
            jobs.append((_job(paths, loads, manifests, found), numbers))
    return jobs


def _job(
    paths: DataPaths, loads: Sequence[Load], manifests: Manifests, states: pl.DataFrame
) -> ReturnJob:
    first = loads[0]
    names = list(Finding.__dataclass_fields__)
    findings = tuple(Finding(**row) for row in states.select(names).iter_rows(named=True))
    bodies = [(load, manifests[load.load_no]) for load in loads]
    sheets = [
        _sheet(load, body["load"], facts) for load, body in bodies for facts in body["sheets"]
    ]
    unit, as_of = _whose(first, manifests[first.load_no]["load"])
    folder = paths.returns / (as_of or UNKNOWN) / (unit or UNKNOWN)
    return ReturnJob(
        original=paths.root / first.received,
        target=folder / return_name(first.file, first.sha256),
        file=first.file,
        sha256=first.sha256,
        format=first.format,
        encoding=first.encoding,
        is_answer=manifests[first.load_no]["load"]["answers"] is not None,
        sheets=tuple({sheet.sheet: sheet for sheet in sheets}.values()),
        findings=findings,
        notes=tuple(states["note"].to_list()),
    )


def _whose(load: Load, facts: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Unit and date of a load; those of a table that was refused are the ones it claims."""
    claimed = facts.get("claimed")
    return (claimed[1], claimed[2]) if claimed else (load.unit_code, load.as_of)


def _sheet(load: Load, claim: Mapping[str, Any], facts: Mapping[str, Any]) -> ReturnSheet:
    contract = load_contracts().get(facts["source"] or "")
    unit, as_of = _whose(load, claim)
    return return_sheet(
        facts["sheet"], contract, unit, as_of, load.layout_hash,
        facts["header_row"], facts["columns"],
        (facts["read"], facts["accepted"], facts["rejected"], facts["skipped"]),
    )  # fmt: skip


def return_sheet(
    sheet: str,
    contract: Contract | None,
    unit: str | None,
    as_of: str | None,
    layout_hash: str | None,
    header_row: int | None,
    columns: Mapping[str, int],
    counts: tuple[int, int, int, int],
) -> ReturnSheet:
    """A checked sheet as a return workbook wants it: with titles, and which columns are numbers."""
    titled: dict[str, tuple[int, str, bool]] = {}
    for name, number in columns.items() if contract is not None else ():
        column = contract.column(name) if contract is not None else None
        if column is not None:
            titled[name] = (number, column.title, column.type in ("integer", "number"))
    return ReturnSheet(
        sheet=sheet,
        source=contract.name if contract else None,
        source_title=contract.title if contract else None,
        unit_code=unit,
        unit_title=load_code_list("unit").title_of.get(unit or ""),
        as_of=as_of,
        layout_hash=layout_hash,
        header_row=header_row,
        columns=titled,
        read=counts[0],
        accepted=counts[1],
        rejected=counts[2],
        skipped=counts[3],
    )


def _write(
    jobs: Sequence[tuple[ReturnJob, list[int]]],
    workers: int,
    crew: Crew,
    returns: Returns,
) -> Iterable[tuple[ReturnJob, list[int]]]:
    """The jobs that were written; the workbooks are the counties', so the work is isolated."""
    numbers = {job.target: loads for job, loads in jobs}
    only = [job for job, _ in jobs]
    for job, outcome in run_workers(write_return_apart, only, workers, crew):
        failure = outcome.failure
        if failure is None:
            returns.written.append(job.target)
            yield job, numbers[job.target]
        else:
            returns.failed.append((job.file, failure.text))
