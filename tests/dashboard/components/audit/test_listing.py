"""The record of queries on screen: for administrators, and nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config

from dashboard.components.audit.listing import ENDS
from dashboard.menu import page_at
from tests.dashboard.conftest import text_of
from tests.dashboard.drawn import Drawn
from tests.dashboard.test_menu import draw
from tests.warehouse.test_queryrecords import line
from warehouse.querylog import FILE
from warehouse.queryrecords import OUTCOMES

SQL = "select 'a secret of the record'"


def listen(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """As if the server listened there."""
    real = config.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: address if name == "server.address" else real(name)
    )


@pytest.fixture
def record(use_small: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The small warehouse with a record of 120 queries of 甲, and the first of them 乙's."""
    listen(monkeypatch, "0.0.0.0")
    home = tmp_path / "home"
    home.mkdir()
    (home / "published").symlink_to(use_small / "published")
    monkeypatch.setenv("PUCHA_DATA", str(home))
    lines = [line("乙", "select 'first'", bad=True)]
    lines += [line("甲", f"{SQL} -- {number}") for number in range(120)]
    (home / "log").mkdir()
    (home / "log" / FILE).write_text("".join(lines), "utf-8")
    return home


@pytest.fixture
def administrator(record: Path) -> None:
    """The local user may read the record."""
    (record / "people.toml").write_text('[people."本机用户"]\nadministrator = true', "utf-8")


def shown(**query: str) -> Drawn:
    page = page_at("audit")
    assert page is not None
    return draw(page, query)


def test_others_are_told_that_it_is_not_for_them(record: Path) -> None:
    drawn = shown()
    assert drawn.states == {"refusal": "empty"}
    assert "查询记录只给管理员看" in text_of(drawn.html)
    assert "a secret of the record" not in drawn.html
    assert "甲" not in drawn.html


def test_an_administrator_reads_who_asked_what_and_how_it_ended(
    record: Path, administrator: None
) -> None:
    html = text_of(shown().html)
    assert "第 1—50 条" in html
    assert "2021-03-22 00:30:00" in html
    assert f"{SQL} -- 119" in shown().html.replace("&#x27;", "'")


def test_pages_lead_to_older_ones_and_keep_the_choice(record: Path, administrator: None) -> None:
    last = shown(**{"from": "100", "who": "甲"})
    assert "第 101—120 条" in text_of(last.html)
    assert "较早的" not in last.html
    assert "from=50" in last.html
    assert "who=%E7%94%B2" in last.html


def test_choices_narrow_what_is_listed(record: Path, administrator: None) -> None:
    html = text_of(shown(outcome="bad").html)
    assert "第 1—1 条" in html
    assert "乙" in html
    assert "这个范围没有查询记录" in text_of(shown(day="2020-01-01").html)
    for nonsense in (
        {"day": "yesterday"},
        {"outcome": "glory"},
        {"from": "-1"},
        {"from": "9" * 20},
    ):
        assert "第 1—50 条" in text_of(shown(**nonsense).html)


def test_what_was_drawn_for_an_administrator_is_not_shown_to_others(
    record: Path, administrator: None
) -> None:
    assert "a secret of the record" in shown().html
    (record / "people.toml").unlink()
    assert "a secret of the record" not in shown().html


def test_a_new_query_is_there_at_the_next_view(record: Path, administrator: None) -> None:
    before = shown().html
    with (record / "log" / FILE).open("a", encoding="utf-8") as file:
        newest = {**json.loads((record / "log" / FILE).read_text("utf-8").splitlines()[-1])}
        file.write(json.dumps({**newest, "sql": "select 'newest'"}) + "\n")
    assert "newest" not in before
    assert "newest" in shown().html


def test_markup_in_a_query_is_text(record: Path, administrator: None) -> None:
    (record / "log" / FILE).write_text(line("<b>甲</b>", "select '<script>'"), "utf-8")
    html = shown().html
    assert "<script>" not in html
    assert "<b>甲" not in html


def test_the_local_user_of_a_server_on_loopback_reads_it(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(monkeypatch, "127.0.0.1")
    assert shown().states == {"queries": "done"}
    listen(monkeypatch, "0.0.0.0")
    assert shown().states == {"refusal": "empty"}


def test_every_outcome_of_the_record_has_its_word() -> None:
    assert tuple(ENDS) == OUTCOMES
