"""Files that are whole or absent: written beside, forced to disk, then moved into place."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from etl.naming import clean_path

PRIVATE_FOLDER = 0o700
_TEMPORARY = ".part"

_CAUSES = {
    errno.ENOSPC: (
        "磁盘已满",
        "清理磁盘或换一个数据目录（PUCHA_DATA）后重新执行；已入库的数据没有损失",
    ),
    errno.EDQUOT: ("磁盘配额已用完", "请管理员增加配额后重新执行；已入库的数据没有损失"),
    errno.EFBIG: (
        "文件超过系统允许的大小",
        "请管理员放宽文件大小限制（ulimit -f）后重新执行；已入库的数据没有损失",
    ),
    errno.EACCES: ("没有权限", "请管理员授予当前账户对该文件夹的读写权限后重新执行"),
    errno.EPERM: ("没有权限", "请管理员授予当前账户对该文件夹的读写权限后重新执行"),
    errno.EROFS: ("磁盘是只读的", "换一个可写的数据目录（PUCHA_DATA）后重新执行"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "移走与文件夹同名的文件后重新执行"),
    errno.EISDIR: ("这里本应是文件，却是文件夹", "移走该文件夹后重新执行"),
    errno.ENOENT: ("文件或文件夹不存在", "核对路径后重新执行"),
    errno.ENAMETOOLONG: ("文件名过长", "把文件名改短后重新执行"),
    errno.EIO: ("磁盘读写出错", "请管理员检查磁盘；已入库的数据没有损失"),
    errno.EMFILE: ("打开的文件过多", "请管理员放宽打开文件数限制（ulimit -n）后重新执行"),
    errno.ENOMEM: ("内存不足", "关闭其他程序，或减少 --workers 后重新执行"),
}


class StorageError(RuntimeError):
    """The disk did not take or give something; says where, why and what to do."""


def storage_error(error: OSError, doing: str, place: Path) -> StorageError:
    """The Chinese error for `error`, which came up while `doing` something at `place`."""
    cause, remedy = _CAUSES.get(
        error.errno or 0, (error.strerror or "原因不明", "核对该文件夹后重新执行")
    )
    return StorageError(f"{doing}失败：{clean_path(place)}：{cause}。{remedy}。")


@contextlib.contextmanager
def explained(doing: str, place: Path) -> Iterator[None]:
    """Turns an OSError of the block into a StorageError that names what was done and where."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, doing, place) from error


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's content. OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Forces the names in `folder` to disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Forces a file's content to disk."""
    handle = os.open(path, os.O_RDONLY)
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


def write_atomic(path: Path, content: bytes) -> None:
    """Writes `content` so that a reader sees the old file or the new one, never a part."""
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}{_TEMPORARY}")
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
