"""Queries that people keep: whole, their own, found by number, within bounds."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from dashboard.desk import own
from dashboard.desk.own import Kept, NotKept, Shelf
from warehouse.paths import DataPaths


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(DataPaths(tmp_path))


def titles(found: object) -> list[str]:
    assert isinstance(found, list)
    return [one.title for one in found]


def test_what_was_kept_is_found_by_its_person_and_by_its_number(shelf: Shelf) -> None:
    kept = shelf.keep("张三", " 逾期  清单 ", "select 1\n-- 好")
    assert (kept.title, kept.who) == ("逾期 清单", "张三")
    assert shelf.of("张三") == [kept]
    assert shelf.of("李四") == []
    assert shelf.find(kept.id) == kept


def test_the_newest_stands_first_and_a_change_makes_it_new(shelf: Shelf) -> None:
    first, _second = shelf.keep("甲", "一", "select 1"), shelf.keep("甲", "二", "select 2")
    assert titles(shelf.of("甲")) == ["二", "一"]
    again = shelf.keep("甲", "一改", "select 3", first.id)
    assert again.id == first.id
    assert titles(shelf.of("甲")) == ["一改", "二"]


def test_nobody_changes_or_deletes_another_s(shelf: Shelf) -> None:
    kept = shelf.keep("甲", "一", "select 1")
    with pytest.raises(NotKept, match="不是您存的"):
        shelf.keep("乙", "一", "select 2", kept.id)
    assert not shelf.drop("乙", kept.id)
    assert shelf.find(kept.id) == kept
    assert shelf.drop("甲", kept.id)
    assert shelf.find(kept.id) is None
    assert not shelf.drop("甲", kept.id)


@pytest.mark.parametrize(
    ("title", "sql", "said"),
    [
        ("", "select 1", "写一个名称"),
        (" \n", "select 1", "写一个名称"),
        ("长" * 61, "select 1", "最多 60 个字，现在有 61 个"),
        ("a\u202eb", "select 1", "看不见的字"),
        ("a\x00b", "select 1", "看不见的字"),
        ("\u3164", "select 1", "看不见的字"),
        ("\u2800 \u2800", "select 1", "看不见的字"),
        ("逾期\u200b", "select 1", "看不见的字"),
        ("\u0301", "select 1", "看不见的字"),
        ("一", " \n", "没有语句"),
        ("一", "\u200b\u3164", "没有语句"),
        ("一", "x" * 300_000, "语句太长"),
        ("一", "\ud800", "不成字"),
    ],
)
def test_what_cannot_be_kept_is_told(shelf: Shelf, title: str, sql: str, said: str) -> None:
    with pytest.raises(NotKept, match=said):
        shelf.keep("甲", title, sql)
    assert shelf.of("甲") == []


@pytest.mark.parametrize("title", ["❤️ 逾期", "葛\U000e0100城", "\U00031350", "é", "…"])
def test_a_title_may_be_whatever_is_seen(shelf: Shelf, title: str) -> None:
    shelf.keep("甲", title, "select 1")
    assert len(shelf.of("甲")) == 1


def test_a_title_is_a_person_s_only_one(shelf: Shelf) -> None:
    shelf.keep("甲", "一", "select 1")
    with pytest.raises(NotKept, match="已经存过“一”"):
        shelf.keep("甲", "一 ", "select 2")
    shelf.keep("乙", "一", "select 3")


def test_there_is_a_bound_for_each(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MOST", 2)
    first = shelf.keep("甲", "一", "select 1")
    shelf.keep("甲", "二", "select 1")
    with pytest.raises(NotKept, match="最多存 2 条"):
        shelf.keep("甲", "三", "select 1")
    shelf.keep("甲", "一改", "select 2", first.id)
    shelf.keep("乙", "一", "select 1")


@pytest.mark.parametrize("id_", ["", "..", "../../x", "*", "a" * 16 + "/", "[a-z]" * 4])
def test_a_number_that_is_none_finds_nothing(shelf: Shelf, id_: str) -> None:
    shelf.keep("甲", "一", "select 1")
    assert shelf.find(id_) is None


def test_a_damaged_file_is_left_out_and_the_others_are_there(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = shelf.keep("甲", "一", "select 1"), shelf.keep("甲", "二", "select 2")
    [path] = shelf.folder.glob(f"*/{bad.id}.json")
    for content in (b"{", b"[]", b'{"id": "x"}'):
        path.write_bytes(content)
        assert shelf.of("甲") == [good]
        assert shelf.find(bad.id) is None
    assert "读不出来" in caplog.text


def test_a_file_of_another_s_put_among_mine_is_not_taken_for_mine(shelf: Shelf) -> None:
    mine, other = shelf.keep("甲", "一", "select 1"), shelf.keep("乙", "二", "select 2")
    [home] = {path.parent for path in shelf.folder.glob(f"*/{mine.id}.json")}
    forged = Kept(other.id, "二", "select 3", "乙", other.at)
    (home / f"{other.id}.json").write_text(json.dumps(vars(forged)), "utf-8")
    assert shelf.of("甲") == [mine]
    assert shelf.find(other.id) == other


def test_nobody_else_on_the_machine_reads_the_folder(shelf: Shelf) -> None:
    shelf.keep("../x", "一", "select 1")
    folders = [path for path in shelf.folder.rglob("*") if path.is_dir()]
    assert {stat.S_IMODE(one.stat().st_mode) for one in (shelf.folder, *folders)} == {0o700}
    assert all(one.parent == shelf.folder for one in folders)
