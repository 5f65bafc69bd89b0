"""What the operating system holds against a worker. Every step is tried, checked and reported.

Knows no database and imports the standard library only: it runs before anything else is loaded.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import socket
import struct
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from warehouse.common.oserrors import cause
from warehouse.sandbox import seccomp
from warehouse.sandbox.limits import Limits

ON = "on"
NETWORK, ROOT, CALLS, PRIVILEGES = "network", "root", "calls", "privileges"
FILES, SOCKETS, PROCESSES = "files", "sockets", "processes"
TITLES: Mapping[str, str] = {
    NETWORK: "网络隔离（独立的网络命名空间）",
    ROOT: "换根目录（打开数据文件之后，只剩一个空的、已删除的文件夹）",
    CALLS: "系统调用过滤（seccomp）",
    PRIVILEGES: "不得提升权限",
    FILES: "试过：打不开任何文件",
    SOCKETS: "试过：建不了网络连接",
    PROCESSES: "试过：起不了进程",
}
"""What is reported: the name of each measure for the screen."""

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE = 1, 38, 4
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_CAPABILITY_VERSION, _READ_SEARCH, _CHANGE_ROOT = 0x20080522, 1 << 2, 1 << 18
_LEAST_LIKELY_TO_SURVIVE = "1000"  # oom_score_adj: when memory runs out, workers go first

libc = ctypes.CDLL(None, use_errno=True)
_syscalls = {"x86_64": (125, 126), "aarch64": (90, 91)}  # capget, capset


def _cause() -> str:
    """Why the call of the C library that was just made failed."""
    number = ctypes.get_errno()
    return cause(OSError(number, os.strerror(number)))


def leave_network() -> str:
    """A network namespace of its own for this process and its children; says why not."""
    if libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0:
        return ON
    return f"系统不允许（{_cause()}）"


def renounce_privileges() -> str:
    """No set-uid program can give this process or its children anything; says why not."""
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    failed = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return f"系统不允许（{_cause()}）" if failed else ON


def die_with(parent: int) -> None:
    """The process ends when `parent`'s (single) thread does, however that one ends."""
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it was gone before we asked
        os._exit(1)


def be_expendable() -> None:
    """When the machine runs out of memory, this process is the one to go."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_LEAST_LIKELY_TO_SURVIVE, "ascii")


def empty_folder() -> int | None:
    """A handle of a folder that is empty and stays so: it is removed already. None where no folder
    can be made."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="pucha-"))
    except OSError:
        return None
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    finally:
        folder.rmdir()


def enter_root(folder: Path) -> str:
    """`folder` becomes all there is of the file system; says why not. Of what root could do, only
    what is needed to open the file and to `leave_root` is kept."""
    told = _change_root(folder)
    _keep_capabilities(_READ_SEARCH | _CHANGE_ROOT)
    return told


def leave_root(empty: int | None) -> str:
    """Nothing at all is left of the file system (`empty`: of `empty_folder`); says why not."""
    told = "没有可写的临时文件夹" if empty is None else _change_root(empty)
    if empty is not None:
        os.close(empty)
    _keep_capabilities(0)
    return told


def _change_root(folder: Path | int) -> str:
    try:
        os.chdir(folder)
        os.chroot(".")
    except OSError as error:
        return f"系统不允许（{cause(error)}）"
    return ON


def _keep_capabilities(wanted: int) -> None:
    numbers = _syscalls.get(os.uname().machine)
    if numbers is None:
        return
    head = ctypes.create_string_buffer(struct.pack("II", _CAPABILITY_VERSION, 0))
    data = ctypes.create_string_buffer(24)
    if libc.syscall(numbers[0], head, data) != 0:
        return
    permitted = struct.unpack("6I", data.raw[:24])[1] & wanted
    kept = ctypes.create_string_buffer(struct.pack("6I", permitted, permitted, 0, 0, 0, 0))
    libc.syscall(numbers[1], head, kept)


def limit_files(limits: Limits) -> None:
    """Nothing can be written to any file, no core is dumped, few files can be open."""
    for what, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
    ):
        _lower(what, most)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead


def limit_memory(mapped_bytes: int, limits: Limits) -> None:
    """No more address space than an idle worker's plus the query's; no more threads."""
    _lower(resource.RLIMIT_AS, mapped_bytes + limits.memory_bytes)
    _lower(resource.RLIMIT_NPROC, 0)


def _lower(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    value = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (value, value))
    if resource.getrlimit(what) != (value, value):
        raise OSError(f"limit {what} was not taken")


def filter_calls() -> str:
    """The seccomp filter, in all threads; says why not."""
    return seccomp.install(libc, os.getpid()) or ON


def tried() -> dict[str, str]:
    """Does what must fail: opens a file, makes a connection, starts a process."""
    return {
        FILES: _fails(lambda: os.close(os.open("/", os.O_RDONLY))),
        SOCKETS: _fails(_reach_out),
        PROCESSES: _fails(_start_process),
    }


def _fails(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError:
        return ON
    return "没有拦住"


def _reach_out() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.connect(("192.0.2.1", 9))  # reserved for documentation: nothing is ever sent


def _start_process() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
