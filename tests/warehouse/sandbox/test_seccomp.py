"""The filter of system calls, as BPF: run here by a small interpreter, and on this machine."""

from __future__ import annotations

import struct
import subprocess
import sys

import pytest

from warehouse.sandbox.seccomp import MACHINES, Machine, filter_program

ALLOW, REFUSE = 0x7FFF0000, 0x00050001
OPEN_FILE = {"x86_64": (2, 257, 437), "aarch64": (56, 437)}
OTHERS = {
    "x86_64": (41, 42, 56, 57, 59, 62, 82, 87, 90, 101, 161, 165, 272, 310, 322, 425, 435),
    "aarch64": (198, 203, 220, 221, 129, 38, 35, 53, 117, 51, 40, 97, 270, 281, 425, 435),
}
"""socket, connect, clone, fork, exec, kill, rename, unlink, chmod, ptrace, chroot, mount, …"""


def judged(program: bytes, audit: int, number: int, first: int = 0) -> int:
    """What the filter says of one call."""
    data = {0: number, 4: audit, 16: first}
    code = [struct.unpack_from("HBBI", program, at) for at in range(0, len(program), 8)]
    at, value = 0, 0
    while True:
        operation, yes, no, operand = code[at]
        at += 1
        if operation == 0x20:
            value = data[operand]
        elif operation == 0x15:
            at += yes if value == operand else no
        else:
            return int(operand)


@pytest.mark.parametrize("name", MACHINES)
def test_only_what_is_listed_is_allowed(name: str) -> None:
    machine: Machine = MACHINES[name]
    program = filter_program(machine, pid=4711)
    allowed = {n for n in range(600) if judged(program, machine.audit, n) == ALLOW}
    assert allowed == set(machine.allowed.values())
    assert allowed.isdisjoint(OPEN_FILE[name] + OTHERS[name])


@pytest.mark.parametrize("name", MACHINES)
def test_a_process_may_signal_itself_only(name: str) -> None:
    machine = MACHINES[name]
    program = filter_program(machine, pid=4711)
    assert judged(program, machine.audit, machine.tgkill, 4711) == ALLOW
    assert judged(program, machine.audit, machine.tgkill, 1) == REFUSE


@pytest.mark.parametrize("name", MACHINES)
def test_calls_of_another_architecture_are_refused(name: str) -> None:
    machine = MACHINES[name]
    program = filter_program(machine, pid=1)
    assert judged(program, 0x40000003, 3) == REFUSE  # i386 on x86_64
    assert judged(program, machine.audit, 0x40000000) == REFUSE  # x32


def test_it_holds_in_threads_that_were_there_before() -> None:
    code = (
        "import os, threading\n"
        "from warehouse.sandbox import confine\n"
        "go, told = threading.Event(), []\n"
        "def late():\n"
        "    go.wait()\n"
        "    try: os.open('/', os.O_RDONLY); told.append('open')\n"
        "    except PermissionError: told.append('refused')\n"
        "thread = threading.Thread(target=late); thread.start()\n"
        "assert confine.renounce_privileges() == 'on'\n"
        "assert confine.filter_calls() == 'on'\n"
        "go.set(); thread.join()\n"
        "os.write(1, ' '.join(told).encode()); os._exit(0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("refused", "")
