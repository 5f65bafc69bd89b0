"""What the disk refused, said in Chinese with cause and remedy. How files are written so that they
are whole or absent stands in warehouse.common.files."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from etl.naming import clean_path
from warehouse.common.oserrors import cause

PRIVATE_FOLDER = 0o700

_REMEDIES = {
    errno.ENOSPC: "清理磁盘或换一个数据目录（PUCHA_DATA）后重新执行；已入库的数据没有损失",
    errno.EDQUOT: "请管理员增加配额后重新执行；已入库的数据没有损失",
    errno.EFBIG: "请管理员放宽文件大小限制（ulimit -f）后重新执行；已入库的数据没有损失",
    errno.EACCES: "请管理员授予当前账户对该文件夹的读写权限后重新执行",
    errno.EPERM: "请管理员授予当前账户对该文件夹的读写权限后重新执行",
    errno.EROFS: "换一个可写的数据目录（PUCHA_DATA）后重新执行",
    errno.ENOTDIR: "移走与文件夹同名的文件后重新执行",
    errno.EISDIR: "移走该文件夹后重新执行",
    errno.ENOENT: "核对路径后重新执行",
    errno.ENAMETOOLONG: "把文件名改短后重新执行",
    errno.EIO: "请管理员检查磁盘；已入库的数据没有损失",
    errno.EMFILE: "请管理员放宽打开文件数限制（ulimit -n）后重新执行",
    errno.ENOMEM: "关闭其他程序，或减少 --workers 后重新执行",
}


class StorageError(RuntimeError):
    """The disk did not take or give something; says where, why and what to do."""


def storage_error(error: OSError, doing: str, place: Path) -> StorageError:
    """The Chinese error for `error`, which came up while `doing` something at `place`."""
    remedy = _REMEDIES.get(error.errno or 0, "核对该文件夹后重新执行")
    return StorageError(f"{doing}失败：{clean_path(place)}：{cause(error)}。{remedy}。")


@contextlib.contextmanager
def explained(doing: str, place: Path) -> Iterator[None]:
    """Turns an OSError of the block into a StorageError that names what was done and where."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, doing, place) from error
