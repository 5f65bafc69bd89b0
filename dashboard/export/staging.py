"""All or nothing: an export is made beside its place and takes it in one step.

export/<week>/                  a finished export
export/.making-<key>/           one being made, or what a killed one left
export/.held/<key>/manifest.json  names a version that must stay: of one being made, or elsewhere
export/failed/<name>/           how far the last one got that failed, and why
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from dashboard.export.errors import Busy, ExportError
from dashboard.export.order import MANIFEST
from warehouse.common.files import (
    make_folder,
    remove_folder,
    sync_file,
    sync_folder,
    write_atomic,
)
from warehouse.common.oserrors import cause

LOCK, MAKING, HELD, FAILED, REPLACED = ".lock", ".making-", ".held", "failed", ".replaced-"
REASON = "原因.txt"
MADE, UNDER_WAY = "made", "under way"
_EXCHANGE, _HERE = 2, -100  # RENAME_EXCHANGE and AT_FDCWD of Linux


@contextlib.contextmanager
def explained(doing: str, place: Path) -> Iterator[None]:
    """Turns an OSError of the block into an ExportError that names what was done and where."""
    try:
        yield
    except OSError as error:
        raise ExportError(
            f"{error.filename or place}：{doing}时出错（{cause(error)}）。"
            "请检查磁盘剩余空间、配额和文件夹权限；原有的导出没有动过"
        ) from error


@contextlib.contextmanager
def sole_exporter(exports: Path) -> Iterator[None]:
    """Holds export/ for one export; Busy when another process has it.

    The lock dies with its process. What a killed export left is put in order on entry.
    """
    with explained("准备导出目录", exports):
        make_folder(exports)
        handle = os.open(exports / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(
                f"{exports}：另一次导出正在进行，请等它结束后再试；本次没有改动任何文件"
            ) from error
        with explained("清理上次中断的导出", exports):
            _sweep(exports)
        yield
    finally:
        os.close(handle)


def _sweep(exports: Path) -> None:
    for note in (exports / HELD).glob(f"*/{MANIFEST}"):
        try:
            facts = json.loads(note.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ExportError(
                f"{note}：内容不完整，看不出它保留的是哪个版本。请删除它所在的文件夹后再试"
            ) from error
        if facts["state"] != UNDER_WAY:
            continue
        target = Path(facts["target"])
        _clear(target)
        if _names(target, facts["version"]) and not target.is_relative_to(exports):
            write_atomic(note, _json({**facts, "state": MADE}))
        else:
            remove_folder(note.parent)
    for left in exports.glob(f"{MAKING}*"):
        remove_folder(left)


def _names(target: Path, version: str) -> bool:
    """Whether the export in `target` is finished and was made from `version`."""
    try:
        told = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("version") == version


def _clear(target: Path) -> None:
    """Nothing of an interrupted export stays beside `target`, and what stood there stands there."""
    remove_folder(_workshop(target))
    aside = target.with_name(f"{REPLACED}{target.name}")
    if aside.is_dir():
        if target.exists():
            remove_folder(aside)
        else:
            aside.rename(target)


def _workshop(target: Path) -> Path:
    return target.with_name(f"{MAKING}{target.name}")


def open_workshop(target: Path) -> Path:
    """The folder beside `target` in which the export is made."""
    workshop = _workshop(target)
    with explained("准备导出目录", workshop):
        make_folder(workshop)
    return workshop


@contextlib.contextmanager
def held(exports: Path, version: str, target: Path) -> Iterator[None]:
    """Keeps `version` from being pruned: while the block runs, and as long as `target` needs it.

    A finished export within `exports` holds its version by its own manifest; of one elsewhere a
    note stays here.
    """
    key = hashlib.sha256(str(target).encode()).hexdigest()[:16]
    note = exports / HELD / f"{key}-{version}" / MANIFEST
    facts = {"version": version, "target": str(target)}
    was_made = note.exists()
    with explained("记下所用的版本", note):
        write_atomic(note, _json({**facts, "state": UNDER_WAY}))
    try:
        yield
    except BaseException:
        if was_made:
            write_atomic(note, _json({**facts, "state": MADE}))
        else:
            remove_folder(note.parent)
        raise
    if target.is_relative_to(exports):
        remove_folder(note.parent)
        return
    write_atomic(note, _json({**facts, "state": MADE}))
    for other in (exports / HELD).glob(f"{key}-*"):
        if other != note.parent:
            remove_folder(other)


def _json(facts: dict[str, str]) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode()


def publish(made: Path, target: Path) -> None:
    """Puts the finished folder `made` in the place of `target`, in one step and for good."""
    with explained("存盘", made):
        for path in sorted(made.rglob("*")):
            if path.is_dir():
                sync_folder(path)
            else:
                sync_file(path)
        sync_folder(made)
    with explained("就位", target):
        if not target.exists():
            made.rename(target)
        elif not exchanged(made, target):
            aside = target.with_name(f"{REPLACED}{target.name}")
            target.rename(aside)  # killed here: the next export puts it back
            made.rename(target)
            remove_folder(aside)
        sync_folder(target.parent)


def exchanged(one: Path, other: Path) -> bool:
    """Whether the two have changed names at one stroke; not every file system can."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    problem = ctypes.get_errno()
    if problem in (errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENOTSUP):
        return False
    raise OSError(problem, os.strerror(problem), str(other))


def keep_failed(workshop: Path, exports: Path, target: Path, why: str) -> Path:
    """Lays what was made so far aside for inspection, in the place of what failed before."""
    name = target.name if target.is_relative_to(exports) else f"elsewhere-{target.name}"
    kept = exports / FAILED / name
    for manifest in workshop.rglob(MANIFEST):
        manifest.unlink()
    (workshop / REASON).write_text(f"{why}\n", encoding="utf-8")
    make_folder(kept.parent)
    remove_folder(kept)
    shutil.move(workshop, kept)
    return kept
