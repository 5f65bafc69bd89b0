"""The record of queries: whole lines, one per query, private, turned over by size."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from warehouse.common.audience import PUBLIC
from warehouse.errors import CancelledQuery, MisusedQuery, QueryError, QueryLimit, RefusedQuery
from warehouse.paths import DataPaths
from warehouse.querylog import FILE, KEPT, PARAM_CHARACTERS, TEXT_CHARACTERS, QueryLog, entry
from warehouse.sandbox.query import Answer, Outcome, Query
from warehouse.sandbox.wire import Value

AT = dt.datetime(2021, 3, 21, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
AS_OF: dict[str, Value] = {"asof": dt.date(2021, 3, 21)}
ANSWER = Answer(pa.table({"a": [1, 2]}), 2, None, 0.5, 0.1, "v1", {})


def outcome(sql: str = "select 1", error: QueryError | None = None) -> Outcome:
    query = Query(sql, Path("x"), "v1", PUBLIC, who="甲", params=AS_OF)
    return Outcome(query, None if error else ANSWER, error, 0.5)


def log(folder: Path, **more: int) -> QueryLog:
    return QueryLog(DataPaths(folder), **more)


def test_an_entry_says_who_when_what_and_how_it_ended() -> None:
    assert entry(outcome(), AT) == {
        "at": "2021-03-21T00:00:00.000+00:00",
        "who": "甲",
        "version": "v1",
        "edition": "public",
        "outcome": "fine",
        "limit": None,
        "seconds": 0.5,
        "rows": 2,
        "sha256": hashlib.sha256(b"select 1").hexdigest(),
        "is_explained": False,
        "params": {"asof": "2021-03-21"},
        "sql": "select 1",
    }


@pytest.mark.parametrize(
    ("error", "end", "limit"),
    [
        (MisusedQuery("x"), "bad", None),
        (QueryLimit("time", "x"), "limit", "time"),
        (RefusedQuery("x"), "refused", None),
        (CancelledQuery("x"), "cancelled", None),
        (QueryError("x"), "failed", None),
    ],
)
def test_every_end_has_its_word(error: QueryError, end: str, limit: str | None) -> None:
    told = entry(outcome(error=error), AT)
    assert (told["outcome"], told["limit"], told["rows"]) == (end, limit, None)


def test_a_long_text_is_cut_but_its_hash_is_of_all(tmp_path: Path) -> None:
    text = "select '" + "灾" * 100_000 + "'"
    told = entry(outcome(text), AT)
    assert told["sql"] == text[:TEXT_CHARACTERS]
    assert told["sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_no_parameter_pushes_out_what_was_recorded_before() -> None:
    query = Query("select 1", Path("x"), "v1", PUBLIC, who="甲", params={"area": "x" * 2_000_000})
    told = entry(Outcome(query, ANSWER, None, 0.5), AT)
    assert told["params"] == {"area": "x" * PARAM_CHARACTERS}


def test_a_line_break_or_half_a_character_makes_no_second_line(tmp_path: Path) -> None:
    for sql in ("select\n1\r\n\u2028", "select '\ud800'"):
        log(tmp_path)(outcome(sql))
    lines = (tmp_path / "log" / FILE).read_bytes().splitlines()
    assert [json.loads(line)["who"] for line in lines] == ["甲", "甲"]


def test_half_a_character_is_read_back_as_something_that_a_page_can_show(tmp_path: Path) -> None:
    one = log(tmp_path)
    one(outcome("select '\ud800', '\udcff' -- 完"))
    [line] = one.lines()
    assert line["sql"].encode().decode() == "select '�', '�' -- 完"


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    log(tmp_path)(outcome())
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "log" / FILE).stat().st_mode & 0o777 == 0o600


def test_a_full_file_is_turned_over_and_nothing_is_lost(tmp_path: Path) -> None:
    one = log(tmp_path, most_bytes=2000)
    for n in range(30):
        one(outcome(f"select {n}"))
    files = list((tmp_path / "log").glob("*.jsonl"))
    assert len(files) > 3
    assert all(file.stat().st_size <= 2000 for file in files)
    assert [line["sql"] for line in one.lines()] == [f"select {n}" for n in reversed(range(30))]


def test_the_oldest_files_go(tmp_path: Path) -> None:
    one = log(tmp_path, most_bytes=1)
    for n in range(KEPT + 5):
        one(outcome(f"select {n}"))
    kept = [line["sql"] for line in one.lines()]
    assert kept[0] == f"select {KEPT + 4}"
    assert len(kept) == KEPT + 1


@pytest.mark.parametrize("torn", [b'{"at": "2021', '{"who": "甲'.encode()[:-1]])
def test_a_line_torn_by_a_power_cut_does_not_spoil_the_next(tmp_path: Path, torn: bytes) -> None:
    one = log(tmp_path)
    one(outcome("select 1"))
    with (tmp_path / "log" / FILE).open("ab") as file:
        file.write(torn)
    one(outcome("select 2"))
    assert [line["sql"] for line in one.lines()] == ["select 2", "select 1"]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\r", "\n", "\x0b", "\x1c", "\0"])
def test_no_sign_in_a_query_hides_it_from_the_reader(tmp_path: Path, sign: str) -> None:
    one = log(tmp_path)
    one(outcome(f"select 1 --{sign} x"))
    assert [line["sql"] for line in one.lines()] == [f"select 1 --{sign} x"]


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / "log" / FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        log(tmp_path)(outcome())
    assert (tmp_path / "elsewhere").read_text() == ""


def test_many_processes_may_write_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.warehouse.test_querylog import log, outcome\n"
        "one = log(Path(sys.argv[1]), most_bytes=20_000)\n"
        "for n in range(50): one(outcome(f'select {sys.argv[2]}, {n}' + ' ' * 3000))\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(k)]) for k in range(4)
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    texts = [line["sql"].strip() for line in log(tmp_path).lines()]
    assert sorted(texts) == sorted(f"select {k}, {n}" for k in range(4) for n in range(50))


def test_a_full_disk_is_an_error_and_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = log(tmp_path)
    one(outcome("select 1"))
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, content: write(handle, content[:10]))
    with pytest.raises(OSError, match="space"):
        one(outcome("select 2"))
    monkeypatch.undo()
    assert [line["sql"] for line in one.lines()] == ["select 1"]
