"""The record of queries, read back: newest first, narrowed, page by page, turned-over files too."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.common.audience import PUBLIC
from warehouse.errors import MisusedQuery
from warehouse.paths import DataPaths
from warehouse.querylog import FILE, QueryLog, entry
from warehouse.queryrecords import BEIJING, OUTCOMES, Sought, page, records, stamp
from warehouse.sandbox.query import Outcome, Query

MONDAY = dt.datetime(2021, 3, 22, 0, 30, tzinfo=BEIJING)


def line(
    who: str = "甲", sql: str = "select 1", at: dt.datetime = MONDAY, *, bad: bool = False
) -> str:
    """A line of the record, as it is written."""
    query = Query(sql, Path("x"), "v1", PUBLIC, who=who, params={"area": "370212"})
    error = MisusedQuery("x") if bad else None
    return json.dumps(entry(Outcome(query, None, error, 0.5), at), ensure_ascii=False) + "\n"


def written(folder: Path, *lines: str, name: str = FILE) -> DataPaths:
    """A record with these lines, the oldest first."""
    paths = DataPaths(folder)
    paths.log.mkdir(exist_ok=True, parents=True)
    (paths.log / name).write_bytes("".join(lines).encode("utf-8", "backslashreplace"))
    return paths


def asked(paths: DataPaths, sought: Sought | None = None) -> list[str]:
    return [one.sql for one in records(paths, sought)]


def test_a_record_says_all_that_was_written(tmp_path: Path) -> None:
    [one] = records(written(tmp_path, line(sql="select '\n'")))
    assert (one.who, one.version, one.edition, one.outcome) == ("甲", "v1", "public", "fine")
    assert one.at == MONDAY
    assert one.at.date() == dt.date(2021, 3, 22)  # in UTC it was still Sunday
    assert (one.sql, one.params) == ("select '\n'", (("area", "370212"),))


def test_without_a_record_there_is_nothing(tmp_path: Path) -> None:
    assert asked(DataPaths(tmp_path)) == []
    assert stamp(DataPaths(tmp_path)) == ()


def test_turned_over_files_follow_the_one_in_use(tmp_path: Path) -> None:
    written(tmp_path, line(sql="1"), name="queries-20210301T000000000000Z.jsonl")
    written(tmp_path, line(sql="2"), line(sql="3"), name="queries-20210310T000000000000Z.jsonl")
    assert asked(written(tmp_path, line(sql="4"))) == ["4", "3", "2", "1"]


def test_what_the_log_itself_turned_over_is_read(tmp_path: Path) -> None:
    log = QueryLog(DataPaths(tmp_path), most_bytes=500)
    for number in range(5):
        log(Outcome(Query(str(number), Path("x"), "v", PUBLIC, who="甲"), None, None, 0.1))
    assert asked(DataPaths(tmp_path)) == ["4", "3", "2", "1", "0"]
    assert len(stamp(DataPaths(tmp_path))) > 1


def test_person_outcome_and_day_narrow_it(tmp_path: Path) -> None:
    day = dt.timedelta(days=1)
    paths = written(
        tmp_path,
        line("甲", "a", MONDAY - day),
        line("甲", "b"),
        line("乙", "c", bad=True),
        line("甲乙", "d"),
    )
    assert asked(paths, Sought(who="甲")) == ["b", "a"]
    assert asked(paths, Sought(outcome="bad")) == ["c"]
    assert asked(paths, Sought(day=MONDAY.date())) == ["d", "c", "b"]
    assert asked(paths, Sought("甲", "fine", MONDAY.date() - day)) == ["a"]


def test_a_file_that_ended_before_the_day_is_not_opened(tmp_path: Path) -> None:
    old = "queries-20210301T000000000000Z.jsonl"
    paths = written(tmp_path, line(sql="old"), name=old)
    (paths.log / old).chmod(0)
    (paths.log / old).unlink()
    (paths.log / old).mkdir()  # reading it would fail
    written(tmp_path, line(sql="new"))
    assert asked(paths, Sought(day=MONDAY.date())) == ["new"]


def test_a_text_that_names_somebody_is_not_that_one_s_query(tmp_path: Path) -> None:
    paths = written(tmp_path, line("甲", 'select \'"who": "乙"\''))
    assert asked(paths, Sought(who="乙")) == []


@given(who=st.text(min_size=1), outcome=st.sampled_from(OUTCOMES))
def test_no_line_that_is_sought_is_passed_over(who: str, outcome: str) -> None:
    query = Query("select 1", Path("x"), "v", PUBLIC, who=who)
    told = {**entry(Outcome(query, None, None, 0.1), MONDAY), "outcome": outcome}
    text = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")
    assert Sought(who=who, outcome=outcome).may_hold(text)


def test_pages_follow_one_another_without_gap(tmp_path: Path) -> None:
    paths = written(tmp_path, *(line(sql=str(n)) for n in range(7)))
    pages = [page(paths, Sought(), start, 3) for start in (0, 3, 6, 9)]
    assert [[one.sql for one in p.records] for p in pages] == [
        *(["6", "5", "4"], ["3", "2", "1"], ["0"], []),
    ]
    assert [p.has_more for p in pages] == [True, True, False, False]


@pytest.mark.parametrize("torn", ["{", "[]\n", '"x"\n', '{"at": 1}\n', "\x00\n"])
def test_what_is_no_record_is_left_out(tmp_path: Path, torn: str) -> None:
    assert asked(written(tmp_path, line(sql="a"), torn)) == ["a"]


def test_a_key_that_a_later_version_adds_does_no_harm(tmp_path: Path) -> None:
    later = {**json.loads(line(sql="a")), "plan": "x"}
    assert asked(written(tmp_path, json.dumps(later))) == ["a"]


def test_the_stamp_changes_with_every_query(tmp_path: Path) -> None:
    before = stamp(written(tmp_path, line()))
    assert stamp(written(tmp_path, line(), line())) != before
