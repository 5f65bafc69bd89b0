"""The process that workers are forked from: everything is loaded once, a fork takes milliseconds.

Started by `nursery` as `python -I` with an empty environment; talks over one socket (SEQPACKET, one
JSON message each way) and has a single thread, so that forking is safe and workers end with it.
When the runner is gone, the socket ends, this ends, and so do the workers.

    {"fork": "<file>", "limits": {…}} + a socket  ->  {"pid": n}
    {"end": n}                                    ->  {"status": <of waitpid>}
"""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path

from warehouse.sandbox import confine
from warehouse.sandbox.limits import Limits

MESSAGE_BYTES = 64 * 1024
# Fixed and harmless, for libraries that read them when they are loaded: one thread in this process,
# few arenas in the address space that is counted.
SETTINGS = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def main(handle: int) -> None:
    """Serves until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the runner
    empty = confine.empty_folder()  # before this process may make none any more
    measures = {
        confine.PRIVILEGES: confine.renounce_privileges(),
        confine.NETWORK: confine.leave_network(),
    }
    os.environ.clear()
    os.environ.update(SETTINGS)
    from warehouse.sandbox import worker

    worker.load()
    threads = len(list(Path("/proc/self/task").iterdir()))
    with socket.socket(fileno=handle) as control:
        control.send(json.dumps({"ready": threads == 1, "threads": threads}).encode())
        children, me = set[int](), os.getpid()
        while True:
            message, handles, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 1)
            if not message:
                return
            asked = json.loads(message)
            if "fork" in asked:
                pid = os.fork()
                if pid == 0:
                    control.close()
                    file, limits = Path(asked["fork"]), Limits(**asked["limits"])
                    worker.live(handles[0], file, limits, worker.Home(me, empty, measures))
                for one in handles:
                    os.close(one)
                children.add(pid)
                answer = {"pid": pid}
            else:
                answer = {"status": _end(asked["end"], children)}
            control.send(json.dumps(answer).encode())


def _end(pid: int, children: set[int]) -> int:
    """Kills a worker, if it is not dead yet, and tells how it ended; nobody else's process."""
    if pid not in children:
        return 0
    children.discard(pid)
    os.kill(pid, signal.SIGKILL)  # it is there, if only as a zombie: nobody else waits for it
    return os.waitpid(pid, 0)[1]
