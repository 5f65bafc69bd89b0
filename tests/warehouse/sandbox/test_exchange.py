"""One query on one worker, played by the test: what is taken from it, and what is not."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from warehouse.errors import QueryLimit, SandboxError
from warehouse.sandbox import wire
from warehouse.sandbox.exchange import Asked, Died, Got, Worker
from warehouse.sandbox.limits import Limits

TABLE = pa.table({"a": [1, 2, 3]})
Frame = tuple[bytes, bytes]
TAKEN: Frame = (wire.TAKEN, b"")


def arrow(table: pa.Table = TABLE) -> Frame:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return wire.ARROW, sink.getvalue()


def rows(count: int, cut: str | None = None, origins: object = ()) -> Frame:
    return wire.ROWS, wire.pack({"rows": count, "cut": cut, "origins": origins})


def end(total: int | None) -> Frame:
    return wire.END, wire.pack({"total": total})


@pytest.fixture
def pipes() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def asked(
    pipes: tuple[socket.socket, socket.socket],
    *said: Frame,
    seconds: float = 10.0,
    most_rows: int = 10,
    polite_after: float = 10.0,
) -> Got:
    """What comes of a worker that says all of this at once and then stays silent."""
    ours, theirs = pipes
    for kind, body in said:
        theirs.sendall(wire.HEAD.pack(kind, len(body)) + body)
    worker = Worker(Path("x"), 0, ours, Limits(counting_seconds=0.05))
    question = Asked("select 1", {}, seconds, most_rows, 1 << 20, polite_after)
    return worker.ask(question, threading.Event())


@pytest.mark.parametrize("polite_after", [10.0, 0.0])
def test_a_whole_result_is_taken(
    pipes: tuple[socket.socket, socket.socket], polite_after: float
) -> None:
    got = asked(pipes, TAKEN, arrow(), rows(3), end(3), polite_after=polite_after)
    assert (got.table, got.total, got.cut) == (TABLE, 3, None)


def test_a_whole_result_is_whole_also_when_its_end_is_late(
    pipes: tuple[socket.socket, socket.socket],
) -> None:
    got = asked(pipes, TAKEN, arrow(), rows(3))
    assert (got.total, got.cut) == (3, None)


def test_of_a_cut_result_the_rows_are_not_counted_for_ever(
    pipes: tuple[socket.socket, socket.socket],
) -> None:
    got = asked(pipes, TAKEN, arrow(), rows(3, "rows"))
    assert (got.total, got.cut) == (None, "rows")


def test_silence_before_the_rows_is_a_time_limit(
    pipes: tuple[socket.socket, socket.socket],
) -> None:
    with pytest.raises(QueryLimit) as caught:
        asked(pipes, TAKEN, arrow(), seconds=0.05)
    assert caught.value.limit == "time"


def test_a_worker_that_is_gone_has_died(pipes: tuple[socket.socket, socket.socket]) -> None:
    _, theirs = pipes
    theirs.sendall(wire.HEAD.pack(wire.TAKEN, 0))
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(Died):
        asked(pipes)


@pytest.mark.parametrize(
    "said",
    [
        [arrow(), rows(2), end(2)],
        [arrow(), rows(3), end(4)],
        [arrow(), rows(3, "rows"), end(2)],
        [arrow(), rows(3, origins=[[], [["area", "area_name"]]]), end(3)],
        [arrow(), rows(3, origins=[["area"]]), end(3)],
        [arrow(), rows(3, origins=7), end(3)],
        [arrow(), rows(3, "whim"), end(3)],
        [arrow(pa.table({"a": list(range(11))})), rows(11), end(11)],
        [(wire.ARROW, b"no arrow"), rows(3), end(3)],
        [arrow(), (wire.ROWS, b"[]")],
        [arrow(), (wire.ROWS, b"\xff")],
        [(wire.HELLO, wire.pack({"total": 3}))],
        [(wire.ARROW, b"x" * (wire.ARROW_BYTES + 1))],
    ],
)
def test_what_does_not_fit_together_is_not_taken(
    pipes: tuple[socket.socket, socket.socket], said: list[Frame]
) -> None:
    sender = pipes[1]
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 << 20)
    with pytest.raises(SandboxError, match="不合格式"):
        asked(pipes, TAKEN, *said)
