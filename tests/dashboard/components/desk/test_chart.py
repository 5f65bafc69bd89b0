"""The quick chart as it is drawn: of the rows shown, its title from the columns, nothing hidden."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pyarrow as pa
import pytest

from dashboard.components.desk import chart, charted
from dashboard.components.desk.charted import NotDrawn, Wanted
from tests.dashboard.components.desk.test_charted import AREAS, DATES, WORDS, columns_of
from warehouse.sandbox.query import Answer


def drawn(table: dict[str, Any], *, total: int | None = None, **wanted: Any) -> str:
    """The markup of the table's chart."""
    made = pa.table(table)
    cut = None if total is None else "rows"
    answer = Answer(made, total or made.num_rows, cut, 0.1, 0.0, "v1", {})
    columns = columns_of(made)
    place = charted.code_place(made, columns, AREAS)
    return str(chart.draw(answer, charted.chosen(columns, Wanted(**wanted), place), AREAS))


def bars(html: str) -> list[tuple[float, float]]:
    """Where each bar begins and how long it is, in percent."""
    found = re.findall(r"margin-left:([\d.]+)%;width:([\d.]+)%", html)
    return [(float(left), float(wide)) for left, wide in found]


def test_the_title_says_what_of_what_and_the_note_how_many_rows() -> None:
    html = drawn({"area_name": WORDS, "n": [1, 2]})
    assert "各区划名称的个数" in html
    assert "画的是显示的 2 行" in html
    assert "个数（处）" in html


def test_rows_that_the_result_left_out_are_told() -> None:
    html = drawn({"area_name": WORDS, "n": [1, 2]}, total=12_000)
    assert "画的是显示的 2 行（显示 2 / 共 12,000 行）" in html


def test_bars_are_as_long_as_their_numbers_and_negative_ones_go_left() -> None:
    assert bars(drawn({"area_name": WORDS, "n": [1, 2]})) == [(0, 50), (0, 100)]
    assert bars(drawn({"area_name": WORDS, "n": [-1, 3]})) == [(0, 25), (25, 75)]
    assert bars(drawn({"area_name": WORDS, "n": [0, 0]})) == [(0, 0), (0, 0)]


def test_a_bar_without_a_number_says_so() -> None:
    html = drawn({"area_name": ["甲", None], "n": [None, 2]})
    assert "无数据" in html
    assert ">空<" in html


def test_only_so_many_bars_are_drawn_and_the_rest_is_told() -> None:
    many = charted.BARS + 5
    html = drawn({"area_name": [str(n) for n in range(many)], "n": list(range(many))})
    assert len(bars(html)) == charted.BARS
    assert f"只画前 {charted.BARS} 行" in html


def test_a_line_goes_from_left_to_right_whatever_the_order_of_the_rows() -> None:
    html = drawn({"as_of": [DATES[1], DATES[0]], "n": [4, 2]})
    [points] = re.findall(r'class="stroke series-0" points="([^"]+)"', html)
    xs = [float(pair.split(",")[0]) for pair in points.split()]
    assert xs == [0, 100]
    assert "2021年3月14日" in html
    assert 'role="img"' in html
    assert "折线图：个数，按as_of。2 个点，个数从 2 到 4" in html


def test_groups_have_a_colour_and_a_name_each_and_too_many_are_told() -> None:
    names = [str(n) for n in range(charted.GROUPS + 1)]
    html = drawn(
        {"as_of": [DATES[0]] * len(names), "area_name": names, "n": list(range(len(names)))},
        kind="line",
        by=1,
    )
    assert f"共 {len(names)} 组，只画前 {charted.GROUPS} 组" in html
    assert f"series-{charted.GROUPS - 1}" in html
    assert f"series-{charted.GROUPS}" not in html


def test_points_stay_round_and_rows_without_a_number_are_told() -> None:
    html = drawn({"a": [1.0, 2.0, float("nan")], "n": [1, 2, 3]})
    assert re.search(r'd="M0\.0,[\d.]+h0M100\.0,[\d.]+h0"', html)
    assert "1 行没有数，没有画" in html


def test_one_point_alone_is_drawn() -> None:
    assert "stroke chart-dots" in drawn({"a": [7], "n": [7]})


def test_a_map_has_every_district_once_and_what_is_beside_it_is_told() -> None:
    html = drawn({"area_code": ["370202", "370203", "370200"], "n": [1, None, 9]}, kind="map")
    assert html.count("<li") == 2
    assert "grid-row:4;grid-column:2" in html
    assert "无数据" in html
    assert "1 行不是区(市)，不在图上" in html


def test_a_district_with_two_rows_is_not_drawn_but_told() -> None:
    with pytest.raises(NotDrawn, match="市南不止一行"):
        drawn({"area_code": ["370202", "370202", "370203"], "n": [1, 2, 3]}, kind="map")


def test_rows_without_any_number_are_told() -> None:
    with pytest.raises(NotDrawn, match="没有数"):
        drawn({"area_name": WORDS, "n": pa.array([None, None], pa.int64())})
    with pytest.raises(NotDrawn, match="都有数"):
        drawn({"as_of": DATES, "n": pa.array([None, None], pa.int64())})


def test_what_stands_in_cells_is_no_markup() -> None:
    html = drawn({"<b>x": ["<script>", "&"], "n": [1, 2]})
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;x" in html


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ((0.0, 7.0), 0, 7),
        ((97.0, 99.5), 97, 99.5),
        ((-5.0, 5.0), -5, 5),
        ((-99.0, -97.0), -99, -97),
        ((-7.0, 0.0), -7, 0),
        ((5.0, 5.0), 5, 5),
        ((0.0, 0.0), 0, 0),
        ((1e-9, 1.1e-9), 1e-9, 1.1e-9),
        ((-1e12, 1e12), -1e12, 1e12),
    ],
)
def test_the_levels_hold_all_values_and_are_few(
    values: tuple[float, float], low: float, high: float
) -> None:
    found = chart.ticks(*values)
    assert 2 <= len(found) <= 8
    assert found == sorted(found)
    assert found[0] <= low + 1e-15
    assert found[-1] >= high - 1e-15


def test_numbers_are_written_whole_or_with_four_digits() -> None:
    html = drawn({"area_name": ["甲", "乙", "丙"], "n": [12_345, 0.123456, 5]})
    for text in ("12,345", "0.1235", ">5<"):
        assert text in html
    money = drawn({"area_name": ["甲"], "n": [1.0], "d": [dt.date(2021, 3, 21)]})
    assert ">1<" in money
