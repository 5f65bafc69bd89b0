"""Chinese text in columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warehouse.common.columns import LINE_POINTS, row_height, width, wrapped


def test_chinese_takes_two_places() -> None:
    assert (width("崂山a"), width("，"), width("é")) == (5, 2, 1)


def test_a_line_ends_beside_a_chinese_character_but_not_before_a_stop() -> None:
    assert wrapped("退回修正单，写到哪里", 10) == ["退回修正", "单，写到哪", "里"]
    assert wrapped("参见（说明）", 6) == ["参见", "（说", "明）"]


def test_a_word_is_kept_whole_where_it_can_be() -> None:
    assert wrapped("默认 warehouse", 10) == ["默认", "warehouse"]
    assert wrapped("warehouse", 4) == ["ware", "hous", "e"]


def test_a_line_break_stays_one() -> None:
    assert wrapped("甲\n\n乙", 10) == ["甲", "", "乙"]


@given(st.text(alphabet="甲乙，（）ab ", max_size=40), st.integers(2, 12))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, places: int) -> None:
    lines = wrapped(text, places)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line.strip()) <= places for line in lines)


def test_a_row_is_as_high_as_its_longest_text() -> None:
    assert row_height([("甲", 10), ("", 10)]) == LINE_POINTS
    assert row_height([("甲" * 12, 13), ("乙", 13)]) == 2 * LINE_POINTS
    assert row_height([("“甲”" * 4, 13)]) == 2 * LINE_POINTS, "quotes are as wide as characters"
    assert row_height([("甲\n" * 500, 10)]) == 409
