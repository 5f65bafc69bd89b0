"""Parses files in isolated workers, each content once: a receipt tells what was parsed before."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, repeat
from pathlib import Path

from etl.checking.head import today_in_china
from etl.codes import CODES_DIR
from etl.contract import CONTRACT_DIR
from etl.findings import place
from etl.isolate import Crew
from etl.isolated import ERROR, Failure, Outcome
from etl.loading.durable import explained
from etl.loading.intake import Intake, Options, Part, Task, temporary_data, temporary_manifest
from etl.loading.ledger import REFUSED
from etl.loading.receive import Incoming, Seen, Staged, stage
from etl.loading.worker import RULES_VERSION, take_in
from etl.loading.workers import run_workers
from etl.reading import failure_notice
from warehouse.common.files import file_sha256, make_folder, remove_folder, sync_folder
from warehouse.paths import DataPaths

RECEIPTS = "_parsed"
LAYOUTS = "_layouts"
OUTPUT = ".parsing"


def definitions_digest() -> str:
    """Changes whenever a contract or a code list does."""
    digest = hashlib.sha256(str(RULES_VERSION).encode())
    for folder, pattern in ((CONTRACT_DIR, "*.toml"), (CODES_DIR, "*.csv")):
        for path in sorted(folder.glob(pattern)):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass
class Desk:
    """What one load works with: where things lie, what the caller said, what it has seen so far."""

    paths: DataPaths
    options: Options
    layout_hash: str | None
    workers: int
    retry: bool
    seen: Seen
    definitions: str
    crew: Crew
    side: Executor
    staged: dict[Incoming, Staged] = field(default_factory=dict)
    shas: dict[Incoming, str] = field(default_factory=dict)
    unreadable: dict[Incoming, OSError] = field(default_factory=dict)
    output: Path = Path()
    """Where workers write: a folder of this load's own, since the workers of a killed load may
    still be at work for a moment."""
    moved: set[Path] = field(default_factory=set)
    """Folders that got files and are to be forced to disk before the ledger names them."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """Parquet files that the ledger names -> their SHA-256."""
    ready: Callable[[], object] = lambda: None
    """Waits until the resolved contracts are on the disk; raises what went wrong with them."""

    def __post_init__(self) -> None:
        folder = self.paths.raw / OUTPUT
        with explained("准备临时文件夹", folder):
            make_folder(folder)
            self.output = Path(tempfile.mkdtemp(dir=folder))

    def sha256(self, item: Incoming) -> str | None:
        """The content's hash; None when the file cannot be read (`unreadable` says why)."""
        if item in self.shas or item in self.unreadable:
            return self.shas.get(item)
        try:
            known = self.seen.sha256(item)
            self.shas[item] = known if known is not None else self.copy(item).sha256
        except OSError as error:
            self.unreadable[item] = error
        return self.shas.get(item)

    def copy(self, item: Incoming) -> Staged:
        """The waiting copy of a file, made when it is first needed. OSError, StorageError."""
        if item not in self.staged:
            staged = stage(self.paths, item, len(self.staged), self.seen)
            writing = self.side.submit(staged.sync)  # reaches the disk while it is parsed
            self.staged[item] = replace(staged, sync=writing.result)
            self.shas[item] = staged.sha256
        return self.staged[item]

    def sync(self) -> None:
        """Forces the names of all moved files to disk."""
        for folder in sorted(self.moved):
            sync_folder(folder)
        self.moved.clear()


def clear_output(paths: DataPaths) -> None:
    """Removes what an interrupted load left half parsed.

    Its workers may still be at work for a moment: the folder is taken from under them first, so
    that nothing new comes into it while it is emptied.
    """
    folder = paths.raw / OUTPUT
    taken = folder.with_name(f"{OUTPUT}.old")
    with explained("清理上次中断留下的文件", folder):
        remove_folder(taken)  # there when a load was interrupted just here
        if folder.exists():
            folder.rename(taken)
            remove_folder(taken)


def parse_files(
    desk: Desk, items: Sequence[Incoming], register: tuple[Path, ...]
) -> Iterator[tuple[Incoming, Intake]]:
    """(file, what it holds) as they are ready; unreadable files are left out (desk.unreadable)."""
    new = []
    for item in items:
        known = _lookup(desk, item, register)[1] if desk.seen.knows(item) else None
        if known is not None:
            yield item, known
        else:
            new.append(item)
    if new:
        yield from _parse_new(desk, new, register)


def _parse_new(
    desk: Desk, items: Sequence[Incoming], register: tuple[Path, ...]
) -> Iterator[tuple[Incoming, Intake]]:
    """Files are copied while workers start and read: that is what the empty first tasks are for."""
    pending: dict[Path, tuple[Incoming, str]] = {}
    known: list[tuple[Incoming, Intake]] = []
    workers = min(desk.workers, len(items))
    tasks = chain(repeat(None, workers), _tasks(desk, items, register, pending, known))
    for task, outcome in run_workers(take_in, tasks, workers, desk.crew):
        if task is not None:
            item, key = pending[task.out]
            yield item, _accept(desk, task, key, outcome)
    yield from known


def _tasks(
    desk: Desk,
    items: Sequence[Incoming],
    register: tuple[Path, ...],
    pending: dict[Path, tuple[Incoming, str]],
    known: list[tuple[Incoming, Intake]],
) -> Iterator[Task]:
    """A task for every file that has no receipt; the others are noted in `known`."""
    for item in items:
        key, intake = _lookup(desk, item, register)
        if intake is not None:
            known.append((item, intake))
        if intake is not None or key is None:
            continue
        try:
            staged = desk.copy(item)
        except OSError as error:
            desk.unreadable[item] = error
            continue
        out = desk.output / str(len(pending))
        pending[out] = (item, key)
        layouts = desk.paths.raw / LAYOUTS
        yield Task(staged.copy, item.hint, staged.sha256, desk.options, register, layouts, out)


def _lookup(
    desk: Desk, item: Incoming, register: tuple[Path, ...]
) -> tuple[str | None, Intake | None]:
    """The key of a file's receipt (None: the file cannot be read) and the receipt, if any."""
    sha256 = desk.sha256(item)
    if sha256 is None:
        return None, None
    key = _receipt_key(desk, item, sha256, register)
    return key, _receipt(desk, key)


def _receipt_key(desk: Desk, item: Incoming, sha256: str, register: Iterable[Path]) -> str:
    """Everything that what is read from a file depends on."""
    options = asdict(desk.options) | {"layout": desk.layout_hash}
    parts = [desk.definitions, sha256, item.hint, options, [p.name for p in register]]
    text = json.dumps(parts, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _receipt(desk: Desk, key: str) -> Intake | None:
    """What was read before; None when it never was, or when something of it is gone."""
    try:
        known = Intake.from_json((desk.paths.raw / RECEIPTS / f"{key}.json").read_bytes())
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        return None
    if known.failure == ERROR or (known.failure is not None and desk.retry):
        return None  # a fault of the program may be mended by now
    if known.awaits is not None and today_in_china().isoformat() >= known.awaits:
        return None  # what was refused for a date to come is to be judged anew
    if desk.retry and any(is_damaged(desk, part.data) for part in known.parts):
        return None
    names = (name for part in known.parts for name in (part.data, part.manifest) if name)
    # os.path: a second load does little else than this
    return known if all(os.path.exists(desk.paths.root / name) for name in names) else None  # noqa: PTH110


def _accept(desk: Desk, task: Task, key: str, outcome: Outcome[Intake | None]) -> Intake:
    """Moves a worker's files into place and files the receipt; a failure becomes a refusal."""
    intake = outcome.result
    if intake is None:
        intake = _refusal(task, outcome.failure)
    with explained("存放数据", desk.paths.raw):
        intake = replace(intake, parts=tuple(_placed(desk, task, p) for p in intake.parts))
        for part in intake.parts:
            _move(desk, temporary_manifest(task.out, part.number), part.manifest)
        shutil.rmtree(task.out, ignore_errors=True)
        receipt = desk.paths.raw / RECEIPTS / f"{key}.json"
        make_folder(receipt.parent)
        temporary = receipt.with_suffix(".part")
        temporary.write_bytes(intake.to_json())  # may be lost or torn: then the file is read again
        temporary.replace(receipt)
    return intake


def is_damaged(desk: Desk, name: str | None) -> bool:
    """Whether a Parquet file that the ledger names is no longer what it was."""
    known = desk.hashes.get(name or "")
    path = desk.paths.root / (name or "")
    return known is not None and path.exists() and file_sha256(path) != known


def _placed(desk: Desk, task: Task, part: Part) -> Part:
    """Puts the rows of a part into place, over damaged ones if need be (`retry`).

    What lies there already stays: the ledger has its hash, and another version of the library
    may have written the same rows in other bytes.
    """
    if part.data is None:
        return part
    target = desk.paths.root / part.data
    if desk.retry and is_damaged(desk, part.data):
        target.unlink()
    known = desk.hashes.get(part.data) if target.exists() else None
    _move(desk, temporary_data(task.out, part.number), part.data)
    return replace(part, data_sha256=known or part.data_sha256)


def _move(desk: Desk, temporary: Path, name: str) -> None:
    """Names are made from content: what lies there already is the same."""
    target = desk.paths.root / name
    make_folder(target.parent)
    if not target.exists():
        temporary.replace(target)
        desk.moved.add(target.parent)


def _refusal(task: Task, failure: Failure | None) -> Intake:
    """The intake of a file whose worker failed: one refused part."""
    kind = failure.kind if failure is not None else "died"
    notice = failure_notice(kind)
    text = notice.message
    if failure is not None and failure.error is not None:
        text = f"{text}（{type(failure.error).__name__}）"
    part = Part(
        0, None, None, None, None, None, None, 0, 0, 0, 0, 0, 1, 0, False, None, ""
    )  # fmt: skip
    told = {
        "sheet": None, "cell": None, "value": None, "rule": notice.rule, "level": "error",
        "message": f"{place(task.name)}：{text}", "remedy": notice.remedy,
        "row": None, "column": None,
    }  # fmt: skip
    body = {
        "load": {"file": task.name, "path": task.hint, "sha256": task.sha256, "format": None,
                 "encoding": None, "answers": None, "read": 0, "accepted": 0, "rejected": 0,
                 "skipped": 0},
        "sheets": [], "findings": [told], "notices": [], "answers": [],
    }  # fmt: skip
    content = json.dumps(body, ensure_ascii=False).encode()
    name = f"{task.sha256[:12]}-{hashlib.sha256(content).hexdigest()[:8]}.json"
    manifest = temporary_manifest(task.out, 0)
    with explained("写入核对记录", manifest):
        make_folder(manifest.parent)
        manifest.write_bytes(content)
    part = Part(**(asdict(part) | {"manifest": f"raw/{REFUSED}/{name}"}))
    return Intake(None, None, None, (part,), failure=kind)
