"""Publishing: versioned files that are never written again, and a pointer that moves atomically.

published/warehouse-<version>.duckdb          0444, complete before it has this name
published/warehouse-<version>.analyst.duckdb  the same version as analysts may see it
published/warehouse-<version>.public.duckdb   the same version as everybody may see it
published/warehouse-<version>.json            their hashes and dates, for `list` and `rollback`
published/current.json                        the same facts of the version in force
published/.building-*                         a build under way, or what a killed one left

The file without a role in its name comes last and goes first: where it is, the others are.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from warehouse.common.audience import AUDIENCES, FULL
from warehouse.common.files import PART, file_sha256, sync_file, sync_folder, write_atomic
from warehouse.common.oserrors import cause
from warehouse.errors import (
    BrokenPointer,
    BuildError,
    NoWarehouse,
    UnknownName,
    UnknownVersion,
    WarehouseError,
)
from warehouse.paths import DataPaths
from warehouse.release import PREFIX, SUFFIX, Edition, Release, file_name, read_release

BUILDING = ".building-"
LOCK = ".lock"
KEPT_VERSIONS = 60
READ_ONLY = 0o444
NOTHING_PUBLISHED = "还没有发布过数据，先运行 python -m warehouse build"


def read_pointer(paths: DataPaths) -> Release:
    """The version in force; NoWarehouse when nothing was published yet."""
    try:
        is_there = paths.pointer.is_file()
    except OSError as error:
        raise BrokenPointer(
            f"{paths.pointer}：读不出（{cause(error)}）。请管理员检查文件夹权限"
        ) from error
    if not is_there:
        raise NoWarehouse(f"{paths.published}：{NOTHING_PUBLISHED}")
    return read_release(paths.pointer)


def releases(paths: DataPaths) -> tuple[Release, ...]:
    """Every complete version, oldest first."""
    return _releases(paths)[0]


def release_of(paths: DataPaths, version: str) -> Release:
    """The facts of the complete version of exactly that name; UnknownVersion when there is none."""
    found = [release for release in releases(paths) if release.version == version]
    if not found:
        raise UnknownVersion(
            f"{paths.published}：没有版本 {version}（可能已被删除）；"
            "运行 python -m warehouse list 查看全部版本，或从备份恢复它"
        )
    return found[0]


def unreadable_releases(paths: DataPaths) -> tuple[str, ...]:
    """What is wrong with versions whose facts cannot be read; `releases` leaves them out."""
    return _releases(paths)[1]


def _releases(paths: DataPaths) -> tuple[tuple[Release, ...], tuple[str, ...]]:
    found, broken = [], []
    for sidecar in sorted(paths.published.glob(f"{PREFIX}*.json")):
        try:
            release = read_release(sidecar)
        except BrokenPointer as error:
            broken.append(str(error))
            continue
        if all((paths.published / edition.file).is_file() for edition in release.files):
            found.append(release)
    return tuple(found), tuple(broken)


@contextlib.contextmanager
def sole_writer(paths: DataPaths) -> Iterator[None]:
    """Holds published/ for one build, rollback or prune; BuildError when another process has it.

    The lock dies with its process. What a killed build left is swept away on entry.
    """
    with explained("准备发布目录", paths.published):
        paths.published.mkdir(parents=True, exist_ok=True)
        handle = os.open(paths.published / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildError(
                f"{paths.published}：另一个进程正在建库或回退，请等它结束后再试；本次没有改动任何数据"
            ) from error
        with explained("清理上次中断的建库", paths.published):
            _sweep(paths)
        yield
    finally:
        os.close(handle)


def _sweep(paths: DataPaths) -> None:
    """Remove unfinished builds, unfinished pointers, and facts of a version that never appeared."""
    for left in paths.published.glob(f"{BUILDING}*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
    for left in paths.published.glob(f".*{PART}"):
        left.unlink()
    whole = {file.name for file in paths.published.glob(f"{PREFIX}*{SUFFIX}")}
    for role in AUDIENCES:
        for edition in paths.published.glob(f"{PREFIX}*.{role}{SUFFIX}"):
            if edition.name.replace(f".{role}{SUFFIX}", SUFFIX) not in whole:
                edition.unlink()
    for sidecar in paths.published.glob(f"{PREFIX}*.json"):
        if sidecar.with_suffix(SUFFIX).name not in whole:
            sidecar.unlink()


@contextlib.contextmanager
def explained(doing: str, place: Path) -> Iterator[None]:
    """Turns an OSError of the block into a BuildError that names what was done and where."""
    try:
        yield
    except OSError as error:
        raise BuildError(
            f"{place}：{doing}时出错（{cause(error)}）。"
            "请检查磁盘剩余空间、配额和文件夹权限；已发布的版本不受影响"
        ) from error


def release_files(
    paths: DataPaths,
    built: Path,
    editions: Mapping[str, Path],
    version: str,
    facts: dict[str, object],
) -> Release:
    """Give the finished files their names and move the pointer; only under sole_writer.

    `facts` are built_at, data_as_of and is_demo. Order: the files are whole on disk, then their
    facts, then their names, that of the full one last, then the pointer; killed in between, the
    pointer still names a whole version.
    """
    with explained("发布", paths.published):
        made = {
            role: _finished(file, file_name(version, role))
            for role, file in {**editions, FULL: built}.items()
        }
        own = made.pop(FULL)
        release = Release(version=version, **asdict(own), **facts, editions=made)  # type: ignore[arg-type]
        target = paths.published / release.file
        write_atomic(target.with_suffix(".json"), release.to_json().encode())
        for role, edition in made.items():
            editions[role].rename(paths.published / edition.file)
        built.rename(target)
        sync_folder(paths.published)
        write_atomic(paths.pointer, release.to_json().encode())
    return release


def _finished(built: Path, name: str) -> Edition:
    """A closed database file, forced to disk, read-only from now on."""
    wal = built.with_name(built.name + ".wal")
    if wal.exists():
        raise BuildError(f"{wal}：建库没有收尾，日志还在。请重新 build；已发布的版本不受影响")
    sync_file(built)
    edition = Edition(name, file_sha256(built), built.stat().st_size)
    built.chmod(READ_ONLY)
    return edition


def rollback(paths: DataPaths, version: str | None = None) -> Release:
    """Point at `version`, or at the newest one older than the current; only under sole_writer.

    Its files are verified first; UnknownName lists what there is.
    """
    known = releases(paths)
    chosen = _chosen(paths, known, version)
    for edition in chosen.files:
        file = paths.published / edition.file
        if file_sha256(file) != edition.sha256:
            raise WarehouseError(
                f"{file}：内容与发布时的校验码不符，不能使用。请用 list 另选一个版本，当前版本未变"
            )
    with explained("回退", paths.published):
        write_atomic(paths.pointer, chosen.to_json().encode())
    return chosen


def _chosen(paths: DataPaths, known: tuple[Release, ...], version: str | None) -> Release:
    if version is None:
        try:
            now = read_pointer(paths).version
            older = [r for r in known if r.version < now]
        except (BrokenPointer, NoWarehouse):
            older = list(known)
        if not older:
            raise UnknownName(f"{paths.published}：没有更早的版本可以回退；运行 list 查看全部版本")
        return older[-1]
    matching = [r for r in known if r.version == version or r.version.startswith(version)]
    if len(matching) != 1:
        what = "没有版本" if not matching else "不止一个版本以此开头："
        raise UnknownVersion(f"{paths.published}：{what} {version}；运行 list 查看全部版本")
    return matching[0]


def prune(paths: DataPaths, keep: int = KEPT_VERSIONS) -> tuple[Release, ...]:
    """Delete the oldest versions beyond `keep`; gives what was deleted. Only under sole_writer.

    The current one and those named by an export's manifest are kept (they do not count for `keep`).
    """
    exported = exported_versions(paths)
    known = releases(paths)
    try:
        safe = exported | {read_pointer(paths).version}
    except NoWarehouse:
        safe = exported
    spare = [r for r in known if r.version not in safe]
    doomed = spare[: max(0, len(spare) - max(0, keep - 1))]
    with explained("删除旧版本", paths.published):
        for release in doomed:
            for edition in release.files:  # the full one first: what a kill leaves is swept
                (paths.published / edition.file).unlink()
            (paths.published / release.file).with_suffix(".json").unlink()
    return tuple(doomed)


def exported_versions(paths: DataPaths) -> frozenset[str]:
    """Versions that an export was made from; an unreadable manifest stops the pruning."""
    versions = set()
    try:
        manifests = sorted(paths.export.rglob("manifest.json"))
    except OSError as error:  # an export that is under way moves its folders
        raise WarehouseError(
            f"{paths.export}：导出正在进行，看不全各次导出所用的版本，为免误删，没有删除任何旧版本。"
            "请等它结束后再试"
        ) from error
    for manifest in manifests:
        try:
            versions.add(str(json.loads(manifest.read_text(encoding="utf-8"))["version"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WarehouseError(
                f"{manifest}：读不出它所用的版本，为免误删，没有删除任何旧版本。请修复或移走这个文件"
            ) from error
    return frozenset(versions)
