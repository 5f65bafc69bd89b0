"""A filter of system calls: what is not on the list fails with EPERM, in all threads at once.

A worker that has its file open needs memory, time, its own threads' locks and its one socket. No
file can be opened, no socket made, no process started, nobody else signalled.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SET_MODE_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _ERRNO_EPERM = 0x7FFF0000, 0x00050000 | 1
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data


@dataclass(frozen=True)
class Machine:
    """The numbers of one architecture."""

    audit: int
    seccomp: int
    tgkill: int
    allowed: Mapping[str, int]


_X86_64 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14,
    "rt_sigreturn": 15, "pread64": 17, "readv": 19, "writev": 20, "sched_yield": 24,
    "mremap": 25, "mincore": 27, "madvise": 28, "nanosleep": 35, "getpid": 39, "sendto": 44,
    "recvfrom": 45, "exit": 60, "uname": 63, "gettimeofday": 96, "getrusage": 98, "sysinfo": 99,
    "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108, "sigaltstack": 131,
    "gettid": 186, "time": 201, "futex": 202, "sched_getaffinity": 204, "restart_syscall": 219,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231,
    "set_robust_list": 273, "preadv": 295, "getcpu": 309, "getrandom": 318, "membarrier": 324,
    "rseq": 334,
}  # fmt: skip
_AARCH64 = {
    "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67,
    "preadv": 69, "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98, "set_robust_list": 99,
    "nanosleep": 101, "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115,
    "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128, "sigaltstack": 132,
    "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "uname": 160,
    "getrusage": 165, "getcpu": 168, "gettimeofday": 169, "getpid": 172, "getuid": 174,
    "geteuid": 175, "getgid": 176, "getegid": 177, "gettid": 178, "sysinfo": 179,
    "sendto": 206, "recvfrom": 207, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222,
    "mprotect": 226, "mincore": 232, "madvise": 233, "getrandom": 278, "membarrier": 283,
    "rseq": 293,
}  # fmt: skip
MACHINES = {
    "x86_64": Machine(0xC000003E, 317, 234, _X86_64),
    "aarch64": Machine(0xC00000B7, 277, 131, _AARCH64),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def filter_program(machine: Machine, pid: int) -> bytes:
    """The filter as BPF: the allowed calls, and `tgkill` of the process itself (abort needs it)."""

    def one(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    def allow_if_equal(values: Iterable[int]) -> list[bytes]:
        return [part for v in values for part in (one(_EQUAL, v, 0, 1), one(_RETURN, _ALLOW))]

    return b"".join(
        [
            one(_LOAD, _ARCH),
            one(_EQUAL, machine.audit, 1, 0),
            one(_RETURN, _ERRNO_EPERM),
            one(_LOAD, _NUMBER),
            *allow_if_equal(machine.allowed.values()),
            one(_EQUAL, machine.tgkill, 1, 0),
            one(_RETURN, _ERRNO_EPERM),
            one(_LOAD, _FIRST_ARGUMENT),
            *allow_if_equal([pid]),
            one(_RETURN, _ERRNO_EPERM),
        ]
    )


def install(libc: ctypes.CDLL, pid: int) -> str | None:
    """Puts all threads of this process under the filter, for good; the reason where it cannot.

    PR_SET_NO_NEW_PRIVS must have been set.
    """
    machine = MACHINES.get(platform.machine())
    if machine is None:
        return f"没有 {platform.machine()} 的系统调用表"
    code = filter_program(machine, pid)
    program = _Program(len(code) // 8, code)
    failed = libc.syscall(machine.seccomp, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program))
    return f"系统不允许（{failed}，errno {ctypes.get_errno()}）" if failed else None
