"""`load`: files in, accepted rows as Parquet, a line in the ledger for each return.

Files stay where they are: a load is idempotent, so the inbox may be loaded again and again. One
load at a time holds the data folder. A load that is killed loses nothing: what was kept and parsed
is found again by the next one, and the ledger is written only when its data are on the disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl.contract import ContractError, load_contracts
from etl.isolate import Crew
from etl.layout import apply_layout, read_layout
from etl.loading.commit import Book, Settled, write_contract
from etl.loading.durable import explained
from etl.loading.intake import Intake, Options
from etl.loading.ledger import read_ledger, sole_load
from etl.loading.parsing import LAYOUTS, Desk, clear_output, definitions_digest, parse_files
from etl.loading.receive import Incoming, Seen, clear_incoming, find_files, reason_unreadable
from etl.loading.reconcile import Returns, reconcile
from etl.loading.register import AREA, register_files
from etl.loading.states import COLUMNS, OPEN
from etl.returning.returned import start_of_part
from warehouse.common.files import write_atomic
from warehouse.paths import DataPaths

WORKERS = 2
CONTRACTS_NAME = "contracts.json"
DEFINITIONS_NAME = "_definitions"
_AREA_FILE = re.compile(r"区划|area|division", re.IGNORECASE)
_NAMES_PART = "xl/workbook.xml"

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


@dataclass
class Report:
    """What a load did: every part of every file, files that could not be read, return workbooks."""

    settled: list[Settled]
    unreadable: list[tuple[str, str]]
    returns: Returns = field(default_factory=Returns)
    was_torn: bool = False

    @property
    def taken(self) -> list[Settled]:
        """The parts that got a line in the ledger as a return."""
        return [s for s in self.settled if s.load is not None and s.load.source is not None]

    @property
    def refused(self) -> list[Settled]:
        """The parts that could not be taken, whether said now or before."""
        return [s for s in self.settled if s.load is not None and s.load.source is None]

    @property
    def has_unreadable(self) -> bool:
        """Whether the content of some file could not be read at all, now or when it came."""
        return bool(self.unreadable) or any(s.load.format is None for s in self.refused if s.load)

    @property
    def has_findings(self) -> bool:
        """Whether something is to be corrected, confirmed or looked at because of this load."""
        return bool(
            not self.open_findings().is_empty()
            or self.refused
            or self.unreadable
            or self.returns.failed
        )

    def open_findings(self) -> pl.DataFrame:
        """Findings of what this load took or refused that still want something, as in states.py."""
        states = self.returns.states
        if states is None:
            return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
        numbers = [s.load.load_no for s in self.settled if s.load is not None]
        return states.filter(pl.col("load_no").is_in(numbers) & pl.col("state").is_in(OPEN))


def load_files(
    paths: DataPaths,
    patterns: Sequence[str] = (),
    options: Options | None = None,
    *,
    workers: int = WORKERS,
    supersede: bool = False,
    retry: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Loads files, folders and globs (none: the whole inbox) and says what became of each.

    Raises NothingToLoad, LoadBusy, LedgerError, StorageError, ContractError, all in Chinese.
    `supersede`: these files count, whatever was loaded before. `retry`: read again what a worker
    failed at, and make again what was damaged since. `workers` 0: in this process, without
    isolation (for debugging).
    """
    options = options or Options()
    layout_hash = check_layout(options)
    items = find_files(patterns or _inbox(paths), paths.inbox, paths.received)
    # on the side, while workers start and read: contracts are written, copies forced to disk
    with sole_load(paths), ThreadPoolExecutor(1) as side, Crew() as crew:
        clear_incoming(paths)
        clear_output(paths)
        ledger = read_ledger(paths)
        seen, definitions = Seen.read(paths), definitions_digest()
        desk = Desk(paths, options, layout_hash, workers, retry, seen, definitions, crew, side)
        desk.hashes = {
            load.data: load.data_sha256
            for load in ledger.loads
            if load.data is not None and load.data_sha256 is not None
        }
        desk.ready = side.submit(_write_definitions, desk).result
        report = _run(desk, Book(desk, ledger, supersede, ledger.next_no), items, progress)
        desk.ready()
        report.was_torn = ledger.is_torn
        desk.seen.write()
        clear_incoming(paths)
        clear_output(paths)
        report.returns = reconcile(paths, read_ledger(paths), workers, crew)
    return report


def _inbox(paths: DataPaths) -> list[str]:
    """The inbox as the place to look in; one that was never made is an empty one."""
    with explained("查找文件", paths.inbox):
        return [str(paths.inbox)] if paths.inbox.exists() else []


def check_layout(options: Options) -> str | None:
    """The hash of the layout to be used; ContractError when it does not fit its contract."""
    if options.layout is None:
        return None
    layout = read_layout(options.layout)
    contract = load_contracts().get(options.source or layout.source)
    if contract is None:
        known = "、".join(load_contracts())
        raise ContractError(
            f"布局 {options.layout.name} › source：没有来源 {layout.source}。可用：{known}"
        )
    apply_layout(contract, layout)
    return layout.hash


def _run(desk: Desk, book: Book, items: Sequence[Incoming], progress: Progress | None) -> Report:
    """Areas first, until the register stands still; then everything else."""
    settled: list[Settled] = []
    first = [i for i in items if not desk.seen.knows(i) and _may_hold_areas(i, desk.options)]
    for batch in (first, items):
        while batch:
            register = register_files(desk.paths, book.ledger, mends=desk.retry)
            intakes = _parse(desk, batch, register, progress if batch is items else None)
            settled += book.commit(intakes, areas=True)
            if register_files(desk.paths, book.ledger, mends=desk.retry) == register:
                break
        if batch is items and batch:
            settled += book.commit(intakes, areas=False)
    unreadable = [(item.hint, reason_unreadable(error)) for item, error in desk.unreadable.items()]
    return Report(_last_word(settled), unreadable)


def _last_word(settled: Iterable[Settled]) -> list[Settled]:
    """One entry per part: areas are met twice, and the first time is the one that did something."""
    words: dict[tuple[Incoming, str], Settled] = {}
    for entry in settled:
        words.setdefault((entry.item, entry.part.data or entry.part.manifest), entry)
    return sorted(words.values(), key=lambda s: (s.item.hint, s.part.number))


def _parse(
    desk: Desk, items: Sequence[Incoming], register: tuple[Path, ...], progress: Progress | None
) -> dict[Incoming, Intake]:
    intakes: dict[Incoming, Intake] = {}
    for item, intake in parse_files(desk, items, register):
        intakes[item] = intake
        if progress is not None:
            progress(len(intakes), len(items))
    return intakes


def _may_hold_areas(item: Incoming, options: Options) -> bool:
    """A guess that only saves work: areas found later still go before what depends on them."""
    if options.source is not None:
        return options.source == AREA
    if _AREA_FILE.search(item.name):
        return True
    titles = [title.encode() for title in load_contracts()[AREA].sheet]
    names = start_of_part(item.path, _NAMES_PART)
    return any(title in names for title in titles)


def _write_definitions(desk: Desk) -> None:
    """The resolved contracts for the warehouse, and the layout for return workbooks to come."""
    raw = desk.paths.raw
    if desk.options.layout is not None and desk.layout_hash is not None:
        with explained("保存布局", raw / LAYOUTS):
            content = desk.options.layout.read_bytes()
            write_atomic(raw / LAYOUTS / f"{desk.layout_hash}.toml", content)
    marker = raw / DEFINITIONS_NAME
    if marker.exists() and marker.read_text(encoding="ascii") == desk.definitions:
        return
    with explained("写入合同", raw):
        index = {}
        for contract in load_contracts().values():
            name = f"raw/{contract.name}/contract-{contract.hash}.json"
            write_contract(desk.paths.root / name, contract)
            index[contract.name] = name
        content = json.dumps(index, ensure_ascii=False, indent=1).encode()
        write_atomic(raw / CONTRACTS_NAME, content)
        write_atomic(marker, desk.definitions.encode())
