"""Files that are whole or absent: written beside, forced to disk, then moved into place.

Errors are OSError: what they mean to whom is said by the callers, in their own words.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from pathlib import Path

ROUNDS = 100  # of removing a folder that others still write into
PART = ".part"
"""How the name of a file ends that is still being written (it begins with a dot)."""


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Forces the names in `folder` to disk."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def sync_file(path: Path) -> None:
    """Forces a file's content to disk."""
    _sync(path, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Creates `folder` and its parents; those it creates get `mode` (less the umask)."""
    missing: list[Path] = []
    step = folder
    while not step.exists():
        missing.append(step)
        step = step.parent
    for part in reversed(missing):
        with contextlib.suppress(FileExistsError):
            part.mkdir(mode=mode)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def remove_folder(folder: Path) -> None:
    """Removes the folder, if it is there, with all that is in it.

    Also with what another process's write that was under way puts into it in the meantime: each
    such process has one, so that a few rounds are enough for all of them.
    """
    for left in reversed(range(ROUNDS)):
        if not folder.exists():
            return
        try:
            shutil.rmtree(folder)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY or not left:
                raise


def write_atomic(path: Path, content: bytes) -> None:
    """Writes `content` so that a reader sees the old file or the new one, never a part, also after
    a power cut. A killed writer leaves `.<name>.part`, which the next one writes over."""
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}{PART}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def append_durably(path: Path, content: bytes) -> None:
    """Appends whole lines with one write and forces them to disk.

    A torn last line left by an earlier crash is cut off first; when the disk does not take all of
    `content`, what was taken is removed again, so that the file never ends in a part of ours.
    """
    make_folder(path.parent)
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        end = whole_lines_end(handle)
        os.ftruncate(handle, end)
        os.lseek(handle, end, os.SEEK_SET)
        try:
            rest = memoryview(content)
            while rest:  # a short write means trouble: the next one says which
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except BaseException:
            os.ftruncate(handle, end)
            raise
    finally:
        os.close(handle)
    if is_new:
        sync_folder(path.parent)


def whole_lines_end(handle: int) -> int:
    """Offset after the last line break of an open file: what follows was torn."""
    size = os.fstat(handle).st_size
    end = size
    while end > 0:
        start = max(0, end - 65536)
        block = os.pread(handle, end - start, start)
        cut = block.rfind(b"\n")
        if cut >= 0:
            return start + cut + 1
        end = start
    return 0
