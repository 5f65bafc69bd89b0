"""The search box shows the entries that hold every word that is sought."""

from __future__ import annotations

import re
from collections.abc import Callable

from dashboard.components.dictionary import search
from dashboard.view import View
from tests.dashboard.conftest import content, text_of

Look = Callable[..., View]


def shown(view: View) -> list[str]:
    body = str(content(search.box(view)).body)
    lines = re.findall(r"<li[^>]*>.*?</li>", body, re.DOTALL)
    return [text_of(line) for line in lines if " hidden" not in line.split(">")[0]]


def test_nothing_sought_shows_nothing_and_holds_everything(look: Look) -> None:
    made = content(search.box(look()))
    assert shown(look()) == []
    assert made.rows > 500


def test_a_chinese_word_finds_metrics_columns_and_code_lists(look: Look) -> None:
    found = shown(look(q="整改状态"))
    assert any(line.startswith("列") and "remediation_status" in line for line in found)
    assert any(line.startswith("代码表") for line in found)


def test_every_word_must_be_there_in_any_case(look: Look) -> None:
    assert shown(look(q="HAZARD 在册")) == shown(look(q="在册 hazard"))
    assert 0 < len(shown(look(q="hazard 在册"))) < len(shown(look(q="hazard")))


def test_what_a_county_calls_the_column_finds_it(look: Look) -> None:
    """潜在经济损失 is an alias in the contract, on no table of the warehouse."""
    assert any("threatened_assets_yuan" in line for line in shown(look(q="潜在经济损失")))


def test_the_number_found_is_told_and_so_is_none(look: Look) -> None:
    number = len(shown(look(q="整改")))
    assert f"找到{number}项" in text_of(content(search.box(look(q="整改"))).body)
    assert search.NONE in text_of(content(search.box(look(q="查无此词"))).body)


def test_what_is_sought_is_escaped(look: Look) -> None:
    assert "<script>" not in str(content(search.box(look(q="<script>"))).body)
