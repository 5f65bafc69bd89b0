"""A worker: opens one file, gives up everything else, answers one query, ends.

Whatever it sends is taken by the runner as a stranger's word (`exchange`).
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from warehouse.sandbox import confine, wire
from warehouse.sandbox.limits import Limits
from warehouse.sandbox.serving import BATCH_ROWS, ERROR_CHARACTERS, serve, tell
from warehouse.withheld import SEARCH_PATH

if TYPE_CHECKING:
    import duckdb

ZONE = "Asia/Shanghai"
"""What day it is is asked in the bureau, wherever the server's clock stands."""
LOCKED = {
    "access_mode": "read_only",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "errors_as_json": "true",
    "disabled_filesystems": "LocalFileSystem",
    "lock_configuration": "true",
}
"""Settings as they must be read back; the last two are given after the file is open."""
_DISABLED = re.compile(r"File system (\w+) has been disabled")
_LATE = ("access_mode", "disabled_filesystems", "lock_configuration")


def load() -> None:
    """Everything that will be needed, once, before the workers are forked.

    A database that is opened and closed again leaves no thread (the zygote looks), but what is made
    only once in a process: a third of what the first connection costs.
    """
    import duckdb

    with duckdb.connect(":memory:", config={"threads": "1", "async_threads": "1"}) as connection:
        _warm_up(connection)


@dataclass(frozen=True)
class Home:
    """What a worker has of the zygote: its process id, an empty folder's handle, its measures."""

    pid: int
    empty: int | None
    measures: Mapping[str, str]


def live(handle: int, file: Path, limits: Limits, home: Home) -> NoReturn:
    """The whole life of a worker, from the fork to its end; never returns to the zygote."""
    code = 1
    try:
        confine.die_with(home.pid)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        confine.be_expendable()
        _no_standard_streams()
        connection, told = _prepare(file, limits, home)
        wire.write_frame(handle, wire.HELLO, wire.pack(told))
        kind, body = wire.read_frame(handle, 2 * limits.text_bytes + wire.JSON_BYTES)
        if kind == wire.QUERY:
            wire.write_frame(handle, wire.TAKEN, b"")
            serve(handle, connection, wire.unpack(body), limits)
            code = 0
    except EOFError:
        code = 0  # the runner had no use for us
    except BaseException as error:  # noqa: BLE001 - told, and the process ends
        tell(handle, {"type": type(error).__name__, "text": str(error)[:ERROR_CHARACTERS]})
    finally:
        os._exit(code)


def _no_standard_streams() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


def _prepare(
    file: Path, limits: Limits, home: Home
) -> tuple[duckdb.DuckDBPyConnection, dict[str, Any]]:
    measures = dict(home.measures)
    statm = os.open("/proc/self/statm", os.O_RDONLY)  # there is no /proc once the root is changed
    if file.with_name(f"{file.name}.wal").exists():
        raise RuntimeError("stray wal")
    confine.limit_files(limits)
    measures[confine.ROOT] = confine.enter_root(file.parent)
    seen = Path("/", file.name) if measures[confine.ROOT] == confine.ON else file
    connection = _open(seen, limits)
    _warm_up(connection)
    if (told := confine.leave_root(home.empty)) != confine.ON:
        measures[confine.ROOT] = told
    pages = int(os.read(statm, 100).split()[0])
    os.close(statm)
    confine.limit_memory(pages * os.sysconf("SC_PAGE_SIZE"), limits)
    measures[confine.CALLS] = confine.filter_calls()
    measures.update(confine.tried())
    return connection, {"measures": measures, "settings": _read_back(connection)}


def _open(file: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    import duckdb

    own: dict[str, str | bool | int | float | list[str]] = {
        **{name: value for name, value in LOCKED.items() if name not in _LATE},
        "threads": str(limits.threads),
        "async_threads": "1",
        "memory_limit": f"{limits.duckdb_bytes}B",
    }
    connection = duckdb.connect(str(file), read_only=True, config=own)
    _find_unqualified(connection)
    connection.execute(f"set timezone = '{ZONE}'")
    connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")
    return connection


def _find_unqualified(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute("select schema_name from duckdb_schemas()").fetchall()
    path = ",".join(name for name in SEARCH_PATH if (name,) in rows)
    connection.execute(f"set search_path = '{path}'")


def _warm_up(connection: duckdb.DuckDBPyConnection) -> None:
    """The first query of a connection is slow, and loads modules that could not be loaded later."""
    import pyarrow as pa

    text = "select 1.5::decimal(4, 1) as a, timestamptz '2021-01-01' as b, ['x'] as c, $p as d"
    table = connection.sql(text, params={"p": "x"}).to_arrow_reader(BATCH_ROWS).read_all()
    with pa.ipc.new_stream(pa.BufferOutputStream(), table.schema) as writer:
        writer.write_table(table)


def _read_back(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The settings of the wall as DuckDB holds them; the runner compares them."""
    rows = connection.execute("select name, value from duckdb_settings()").fetchall()
    found = {name: "" if value is None else str(value) for name, value in rows}
    found["disabled_filesystems"] = _disabled(connection)
    return {name: found.get(name, "?") for name in LOCKED}


def _disabled(connection: duckdb.DuckDBPyConnection) -> str:
    """The one setting that DuckDB does not show: what its refusal names."""
    import duckdb

    try:
        connection.execute("select content from read_text('/')").fetchall()
    except duckdb.PermissionException as error:
        found = _DISABLED.search(str(error))
        return found.group(1) if found else ""
    except duckdb.Error:
        return ""
    return ""
