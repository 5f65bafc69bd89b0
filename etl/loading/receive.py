"""Takes files in: finds them, tells whether they are known, keeps their bytes untouched.

A file is copied and hashed in one pass into `received/.incoming/`, is parsed from that copy, and is
moved to its final place once it is known what it is: what was parsed is what was kept.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from etl.loading.durable import PRIVATE_FOLDER, StorageError, explained, storage_error
from etl.naming import NAME_BYTES, clean_name, clean_path, fitted
from warehouse.common.files import make_folder, remove_folder, sync_file, sync_folder, write_atomic
from warehouse.common.oserrors import cause
from warehouse.paths import DataPaths

INCOMING = ".incoming"
SEEN_NAME = "_seen.json"
IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
OUTER_FOLDERS = 3  # of a file outside the inbox: how many folder names may say unit and date
_KEPT_BYTES = NAME_BYTES - len("0123456789ab-")
SETTLED_SECONDS = 2.0  # a file changed this shortly before it was looked at may change unseen
_BLOCK = 4 << 20
_KEPT_PREFIX = re.compile(r"^[0-9a-f]{12}-")

Stamp = tuple[int, int, int, int]
"""(size, mtime_ns, ctime_ns, inode): the same as long as nobody touched the file."""


class NothingToLoad(ValueError):
    """A path that names no file; says which."""


@dataclass(frozen=True)
class Incoming:
    """A file to take in: where it lies and what its name and folders say about it.

    `hint` is its path from the inbox (or its last folders and name): unit and date may stand there.
    """

    path: Path
    hint: str

    @property
    def name(self) -> str:
        """The file's own name, always printable."""
        return self.hint.rsplit("/", 1)[-1]


def is_ignored(name: str) -> bool:
    """Lock files of Office and LibreOffice, hidden files, what Windows leaves behind."""
    return name.startswith(("~$", ".")) or name.lower() in IGNORED_NAMES


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise storage_error(error, "读取文件夹", Path(error.filename or folder))

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(f for f in folders if not is_ignored(f))
        for name in sorted(names):
            path = Path(place) / name
            if not is_ignored(name) and path.is_file():
                yield path


def _matches(pattern: str) -> Iterator[Path]:
    found = expand(pattern)
    if not found:
        raise NothingToLoad(f"找不到“{clean_path(pattern)}”。请核对路径；带通配符的路径请加引号。")
    for path in found:
        if path.is_dir():
            yield from _walk(path)
        elif str(path) == pattern or not is_ignored(path.name):
            yield path


def expand(pattern: str) -> list[Path]:
    """What a path or glob names, in order; empty when nothing is there."""
    if Path(pattern).exists():  # a name may hold [ ] or *
        return [Path(pattern)]
    return [Path(p) for p in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 - may be absolute


def _hint(path: Path, inbox: Path, received: Path | None) -> str:
    resolved = path.resolve()
    if received is not None and resolved.is_relative_to(received):
        # received/<source>/<as_of>/<unit>/<sha12>-<name>: what it was, and of when and whom
        *folders, name = resolved.relative_to(received).parts
        return "/".join([*folders[1:], _KEPT_PREFIX.sub("", name)])
    if resolved.is_relative_to(inbox):
        parts: Sequence[str] = resolved.relative_to(inbox).parts
    else:
        parts = resolved.parts[1:][-(OUTER_FOLDERS + 1) :]
    return "/".join(clean_name(part) for part in parts)


def find_files(
    patterns: Iterable[str], inbox: Path, received: Path | None = None
) -> list[Incoming]:
    """The files that paths, folders and globs name, each once, in the order of their hints.

    NothingToLoad for a path that names nothing; StorageError for a folder that cannot be read.
    """
    found: dict[Path, Incoming] = {}
    for pattern in patterns:
        with explained("查找文件", Path(pattern)):
            for path in _matches(pattern):
                found.setdefault(path.resolve(), Incoming(path, _hint(path, inbox, received)))
    return sorted(found.values(), key=lambda item: (item.hint, str(item.path)))


def stamp_of(path: Path) -> Stamp:
    """The file's stamp; OSError when it cannot be reached."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


@dataclass
class Seen:
    """Remembers the hash of files by their stamp, as git's index does: an unchanged inbox is not
    read again. An entry made within two seconds of the file's last change is not `settled`."""

    path: Path
    entries: dict[str, tuple[Stamp, str, bool]] = field(default_factory=dict)
    is_changed: bool = False

    @classmethod
    def read(cls, paths: DataPaths) -> Seen:
        """What is remembered; nothing when it cannot be read or is damaged: it only saves time."""
        path = paths.received / SEEN_NAME  # it names files as they are: nothing to publish
        try:
            body = json.loads(path.read_bytes())
            entries = {
                str(name): ((int(a), int(b), int(c), int(d)), str(sha), bool(settled))
                for name, ((a, b, c, d), sha, settled) in body.items()
            }
        except (OSError, ValueError, AttributeError, TypeError):
            entries = {}
        return cls(path, entries)

    def knows(self, item: Incoming) -> bool:
        """Whether a file of this name was met before."""
        return _entry(item) in self.entries

    def sha256(self, item: Incoming) -> str | None:
        """The hash of a file met before, read again only if it was touched; None: never met.

        OSError when it cannot be read.
        """
        known = self.entries.get(_entry(item))
        if known is None:
            return None
        stamp = stamp_of(item.path)
        if known[2] and stamp == known[0]:
            return known[1]
        with item.path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        self.remember(item, stamp, sha256)
        return sha256

    def remember(self, item: Incoming, stamp: Stamp, sha256: str) -> None:
        """Notes a hash made while the file had this stamp."""
        newest = max(stamp[1], stamp[2]) / 1e9
        settled = time.time() - newest >= SETTLED_SECONDS
        self.entries[_entry(item)] = (stamp, sha256, settled)
        self.is_changed = True

    def write(self) -> None:
        """Writes what was learned; entries of files that are gone are dropped."""
        if self.is_changed:
            kept = {k: v for k, v in self.entries.items() if os.path.exists(os.fsencode(k))}  # noqa: PTH110
            content = json.dumps(kept, separators=(",", ":"))
            with explained("写入", self.path):
                make_folder(self.path.parent, PRIVATE_FOLDER)
                write_atomic(self.path, content.encode())
            self.is_changed = False


def _entry(item: Incoming) -> str:
    return str(item.path.resolve())


@dataclass(frozen=True)
class Staged:
    """A copy to parse from, and what its bytes are."""

    item: Incoming
    copy: Path
    sha256: str
    sync: Callable[[], None]
    """Returns when the copy's content is on the disk; raises what went wrong."""


def incoming_folder(paths: DataPaths) -> Path:
    """Where files wait until it is known what they are."""
    return paths.received / INCOMING


def clear_incoming(paths: DataPaths) -> None:
    """Removes copies that an interrupted load left; their originals are still where they were."""
    folder = incoming_folder(paths)
    with explained("清理上次中断留下的副本", folder):
        remove_folder(folder)


def stage(paths: DataPaths, item: Incoming, number: int, seen: Seen) -> Staged:
    """Copies a file and hashes the very bytes it copies; its folders' names are kept around it.

    OSError when the file itself cannot be read; StorageError when the copy cannot be written.
    """
    copy = incoming_folder(paths) / str(number) / item.hint
    before = stamp_of(item.path)
    if not stat.S_ISREG(item.path.stat().st_mode):  # opening a pipe would wait for ever
        raise IsADirectoryError(0, "这不是普通文件", str(item.path))
    with item.path.open("rb") as source:
        with explained("准备目录", paths.received):
            make_folder(copy.parent, PRIVATE_FOLDER)
        digest = _copy(source.fileno(), copy)
    if stamp_of(item.path) == before:
        seen.remember(item, before, digest)
    return Staged(item, copy, digest, partial(sync_file, copy))


def _copy(source: int, copy: Path) -> str:
    digest = hashlib.sha256()
    try:
        target = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise storage_error(error, "保存收到的文件", copy) from error
    try:
        with ThreadPoolExecutor(1) as side:  # a block is hashed while it is written
            while block := os.read(source, _BLOCK):
                hashed = side.submit(digest.update, block)
                rest = memoryview(block)
                while rest:
                    try:
                        rest = rest[os.write(target, rest) :]
                    except OSError as error:
                        raise storage_error(error, "保存收到的文件", copy) from error
                hashed.result()
    finally:
        os.close(target)
    return digest.hexdigest()


def received_name(sha256: str, name: str) -> str:
    """<sha12>-<the file's name>, shortened in the middle where the file system wants it shorter."""
    return f"{sha256[:12]}-{fitted(name, _KEPT_BYTES)}"


def keep(paths: DataPaths, staged: Staged, folder: str) -> str:
    """Puts the copy into a folder under received/, durably and read-only (one inode for all).

    Returns its path relative to the data folder. What is there already is never overwritten.
    """
    target = paths.received / folder / received_name(staged.sha256, staged.item.name)
    with explained("保存收到的文件", target):
        make_folder(target.parent, PRIVATE_FOLDER)
        if not target.exists():
            staged.sync()
            staged.copy.chmod(0o400)
            _link(staged.copy, target)
            sync_folder(target.parent)
    return str(target.relative_to(paths.root))


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except PermissionError:  # a file system without hard links
        temporary = target.with_name(f".{target.name}"[:_KEPT_BYTES])
        shutil.copyfile(source, temporary)
        sync_file(temporary)
        temporary.chmod(0o400)
        temporary.replace(target)


def reason_unreadable(error: OSError | StorageError) -> str:
    """Why a file could not be read, in Chinese, without its path."""
    if isinstance(error, StorageError):
        return str(error)
    if isinstance(error, PermissionError):
        return "没有读取权限"
    if isinstance(error, FileNotFoundError):
        return "文件不存在（可能刚被移走）"
    return cause(error)
