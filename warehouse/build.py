"""Build beside, audit, publish: raw/ and sql/ -> a new version, or an error and the old stays."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from warehouse.audience import Shown, audiences
from warehouse.audit import audit
from warehouse.catalog import Facts, create_early_meta, create_late_meta
from warehouse.checks import fill_checks, run_checks
from warehouse.chinese import write_chinese
from warehouse.codes import code_list_columns, code_tables, codes_hash, create_codes
from warehouse.common.audience import AUDIENCES, EDITIONS
from warehouse.common.oserrors import cause
from warehouse.corrections import fill_corrections
from warehouse.coverage import guard
from warehouse.editions import attach_new, write_editions
from warehouse.errors import BuildError, WarehouseError
from warehouse.failure import Failure
from warehouse.findings import STATES_NAME, fill_findings
from warehouse.model import EARLY_META, Project, build_order, load_project
from warehouse.paths import SQL_DIR, DataPaths
from warehouse.publish import (
    BUILDING,
    KEPT_VERSIONS,
    prune,
    read_pointer,
    release_files,
    sole_writer,
)
from warehouse.raw import Raw, create_raw_views, raw_tables, read_raw
from warehouse.read import open_release
from warehouse.release import Release, inputs_of, version_name
from warehouse.run import MACHINE_ERRORS, Step, machine_error, run_models

MEMORY = "2500MiB"  # of 4 GiB for the process: DuckDB's limit does not count everything


@dataclass(frozen=True)
class Options:
    """How to build: `memory` as DuckDB writes it, `threads` None for all cores."""

    memory: str = MEMORY
    threads: int | None = None
    keep: int = KEPT_VERSIONS
    shrink_reason: str | None = None
    say: Callable[[str], None] = field(default=lambda _: None)


@dataclass(frozen=True)
class Built:
    """What a build did: the version (None when it was only tried), steps, warnings, seconds."""

    release: Release | None
    steps: tuple[Step, ...]
    warnings: tuple[Failure, ...]
    notes: tuple[str, ...]
    pruned: tuple[Release, ...]
    seconds: Mapping[str, float]


def check_project(sql_dir: Path, raw: Raw | None) -> Project:
    """Parse, lint and order every SQL file; without `raw` any raw.<source> is taken as given."""
    project = load_project(sql_dir)
    if raw is None:
        named = {r for m in (*project.models.values(), *project.checks) for r in m.reads}
        given = {name for name in named if name.startswith("raw.")}
    else:
        given = set(raw_tables(raw))
    build_order(project, given | set(code_tables(sql_dir)) | set(EARLY_META))
    return project


def check_audiences(project: Project, raw: Raw, sql_dir: Path) -> Mapping[str, Shown]:
    """Who may see each table; ModelError where a header shows more than it may."""
    return audiences(project, raw.sources, code_list_columns(sql_dir))


def build(paths: DataPaths, sql_dir: Path = SQL_DIR, options: Options | None = None) -> Built:
    """Build and publish a new version; on any WarehouseError nothing was published."""
    return _build(paths, sql_dir, options or Options(), publishes=True)


def try_build(paths: DataPaths, sql_dir: Path = SQL_DIR, options: Options | None = None) -> Built:
    """Build and audit, then throw the file away."""
    return _build(paths, sql_dir, options or Options(), publishes=False)


def _build(paths: DataPaths, sql_dir: Path, options: Options, publishes: bool) -> Built:
    clock = _Clock()
    raw = read_raw(paths)
    project = check_project(sql_dir, raw)
    shown = check_audiences(project, raw, sql_dir)
    job = _Job(paths, sql_dir, options, raw, project, shown, _facts(project, raw, sql_dir), clock)
    clock.lap("解析")
    with sole_writer(paths), _workplace(paths) as place:
        with _connection(place, options) as connection:
            made = _make(connection, job)
            _finish(connection, clock)
            if publishes:
                write_editions(connection, place.editions)
                clock.lap("版别")
            else:
                write_chinese(connection, "warehouse")
            _let_go(connection)
        if not publishes:
            return Built(None, *made, (), clock.laps)
        steps, warnings, notes = made
        facts = job.facts
        release = release_files(paths, place.file, place.editions, facts.version, facts.dates)
        try:
            pruned = prune(paths, options.keep)
        except WarehouseError as error:  # the new version is in force: no reason to call it failed
            pruned, notes = (), (*notes, str(error))
        clock.lap("发布")
        return Built(release, steps, warnings, notes, pruned, clock.laps)


@dataclass(frozen=True)
class _Workplace:
    """A folder of its own inside published/, so that the finished file only has to be renamed."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def editions(self) -> dict[str, Path]:
        """The file of each narrower role's edition."""
        return {role: self.folder / f"{role}.duckdb" for role in EDITIONS}

    @property
    def spill(self) -> Path:
        return self.folder / "spill"


class _Clock:
    """Seconds per stage, in order."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """What passed since the last lap belongs to `stage`."""
        now = time.perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + now - self._last
        self._last = now


@dataclass(frozen=True)
class _Job:
    """Everything one build knows before its first table."""

    paths: DataPaths
    sql_dir: Path
    options: Options
    raw: Raw
    project: Project
    shown: Mapping[str, Shown]
    facts: Facts
    clock: _Clock


@contextlib.contextmanager
def _workplace(paths: DataPaths) -> Iterator[_Workplace]:
    folder = paths.published / f"{BUILDING}{uuid.uuid4().hex}"
    try:
        folder.mkdir()
    except OSError as error:
        raise BuildError(
            f"{paths.published}：建不了文件夹（{cause(error)}）。请检查磁盘剩余空间和文件夹权限；"
            "已发布的版本不受影响"
        ) from error
    try:
        yield _Workplace(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # what stays is swept by the next build


@contextlib.contextmanager
def _connection(place: _Workplace, options: Options) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose default database is the new file."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": options.memory,
        "temp_directory": str(place.spill),
        "threads": options.threads or os.cpu_count() or 1,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        connection = duckdb.connect(":memory:", config=config)
    except duckdb.Error as error:
        raise BuildError(
            f"建库参数不对（{error}）。内存写作 2GiB、800MiB，线程数为正整数"
        ) from error
    try:
        attach_new(connection, place.file, "warehouse")
        connection.execute("use warehouse")
        yield connection
    except MACHINE_ERRORS as error:
        raise machine_error("建库时", error) from error
    finally:
        connection.close()


def _finish(connection: duckdb.DuckDBPyConnection, clock: _Clock) -> None:
    """Everything into the file; nothing of raw/ stays in it."""
    connection.execute("drop schema raw cascade")
    connection.execute("checkpoint warehouse")
    clock.lap("收尾")


def _let_go(connection: duckdb.DuckDBPyConnection) -> None:
    """Closes the finished file, with what was said of its tables since."""
    connection.execute("use memory")
    connection.execute("checkpoint warehouse")
    connection.execute("detach warehouse")


def unchanged(paths: DataPaths, sql_dir: Path = SQL_DIR) -> Release | None:
    """The version in force when it was made from just what a build would now be made from.

    None when there is none, or when it cannot be opened: then a build is wanted.
    """
    raw = read_raw(paths)
    facts = _facts(check_project(sql_dir, raw), raw, sql_dir)
    try:
        release = read_pointer(paths)
        for role in AUDIENCES:
            open_release(paths, release, role)
    except WarehouseError:
        return None
    return release if inputs_of(release.version) == inputs_of(facts.version) else None


def _inputs(models: str, raw: Raw) -> str:
    """Hash of all that goes into a version: SQL, codes, loads, what became of findings, programs.

    Manifests need no reading: what is said in them comes into the list of findings.
    """
    digest = hashlib.sha256(f"{models}{raw.hash}{duckdb.__version__}".encode())
    states = raw.root / "raw" / STATES_NAME
    digest.update(states.read_bytes() if states.exists() else b"")
    for pattern in ("*.py", "*.toml"):
        for path in sorted(Path(__file__).parent.rglob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _facts(project: Project, raw: Raw, sql_dir: Path) -> Facts:
    now = dt.datetime.now(dt.UTC)
    models = hashlib.sha256(f"{project.hash}{codes_hash(sql_dir)}".encode()).hexdigest()[:12]
    inputs = _inputs(models, raw)
    current = raw.current
    return Facts(
        version=version_name(now, inputs),
        built_at=now.replace(tzinfo=None),
        data_as_of=_data_as_of(raw),
        is_demo=any(line["is_demo"] for line in current),
        model_hash=models,
        load_no=max(int(line["load_no"]) for line in raw.lines),
    )


def _data_as_of(raw: Raw) -> dt.date:
    """The newest date of a return; a register or a border of a later year says nothing of data."""
    days = {
        is_once: [line["as_of"] for line in raw.current if raw.once(line["source"]) == is_once]
        for is_once in (False, True)
    }
    return dt.date.fromisoformat(max(days[False] or days[True]))


Made = tuple[tuple[Step, ...], tuple[Failure, ...], tuple[str, ...]]


def _make(connection: duckdb.DuckDBPyConnection, job: _Job) -> Made:
    """All tables and the audit; gives the steps, the warnings and what should be said."""
    raw, project, say = job.raw, job.project, job.options.say
    notes = ["装载台账的最后一行不完整（上次写入中断），已略过"] if raw.is_torn else []
    create_codes(connection, job.sql_dir)
    create_early_meta(connection, project, raw, job.facts)
    notes += guard(connection, job.paths, job.facts.built_at, job.options.shrink_reason)
    fill_findings(connection, job.paths, raw)
    notes += fill_corrections(connection, raw)
    create_raw_views(connection, raw)
    job.clock.lap("登记")
    steps = run_models(connection, project, raw.sources, say=lambda step: say(step_line(step)))
    job.clock.lap("模型")
    create_late_meta(connection, project, raw.sources, job.shown)
    outcomes = run_checks(connection, project)
    warnings = audit(connection, project, outcomes)
    fill_checks(connection, outcomes)
    job.clock.lap("审计")
    return steps, warnings, tuple(notes)


def step_line(step: Step) -> str:
    """One table made, for the terminal."""
    return f"  {step.table:<44} {step.rows:>10,} 行 {step.seconds:>8.3f} 秒"
