"""What an error of the operating system says, in Chinese: the one home of its causes."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过系统允许的大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这里本应是文件，却是文件夹",
    errno.ENOENT: "文件或文件夹不存在",
    errno.EEXIST: "已有同名的文件或文件夹",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件过多",
    errno.ENOMEM: "内存不足",
    errno.EBUSY: "正被别的程序占用",
    errno.ENOEXEC: "不是可以执行的程序",
}


def cause(error: OSError) -> str:
    """`磁盘已满`; what the system says itself where it is none of the usual."""
    return _CAUSES.get(error.errno or 0) or error.strerror or str(error) or "原因不明"
