"""逐行: every row with what it adds and the cells it stands in."""

from __future__ import annotations

import re

import pytest

from dashboard.components.origin import common, rows
from dashboard.reading import origin
from dashboard.reading.origin import PAGE
from tests.dashboard import demo
from tests.dashboard.components.origin.test_figure import LATE, LATE_WEEK, RATE
from tests.dashboard.conftest import content, empty, text_of


def test_a_row_names_its_object_what_counts_and_the_cells() -> None:
    view = demo.view(demo.LAOSHAN, metric=RATE)
    made = content(rows.listing(view))
    page = origin.rows(view.version, RATE, "hazard_site", demo.LAOSHAN, demo.BULLETIN, PAGE, 0)
    row, cells = page.frame.row(0, named=True), page.cell_of[0]
    said = text_of(made.body)
    assert set(cells) == {"hazard_type", "treated_on"}
    for word in (
        *(row["site_id"], row["site_name"], row["area_name"], row["_file"]),
        f"{row['hazard_type']}{cells['hazard_type']}",
        f"隐患点台账!{cells['hazard_type']}、{cells['treated_on']}",
    ):
        assert word in said


def test_all_columns_are_shown_when_asked_for_and_personal_ones_never() -> None:
    few = str(content(rows.listing(demo.view(metric=RATE))).body)
    whole = str(content(rows.listing(demo.view(metric=RATE, columns="all"))).body)
    assert "整改时限" not in few
    assert "整改时限" in whole
    for personal in ("责任人", "联系电话"):
        assert personal not in whole


def test_pages_follow_each_other_and_one_beyond_the_end_is_the_last() -> None:
    metric = "geohazard_sites_found"
    total = common.behind(demo.view(metric=metric))[0].rows
    seen: list[str] = []
    for offset in range(0, total, PAGE):
        made = content(rows.listing(demo.view(metric=metric, offset=str(offset))))
        seen += re.findall(r'<th scope="row">([0-9A-Z]+)', str(made.body))
    assert len(seen) == len(set(seen)) == total
    beyond = content(rows.listing(demo.view(metric=metric, offset=str(10 * total))))
    assert f"—{total}行，共{total}行" in text_of(beyond.title)
    assert 'id="turn-上一页"' in str(beyond.body)
    assert 'id="turn-下一页"' not in str(beyond.body)


@pytest.mark.parametrize("offset", ["", "-1", "x", "1.5", "٣٤", "49", "9" * 40])
def test_an_offset_that_is_none_begins_at_the_first_row(offset: str) -> None:
    made = content(rows.listing(demo.view(metric=RATE, offset=offset)))
    assert "第1—50行" in text_of(made.title)


def test_carried_rows_are_marked_and_inexact_ones_add_nothing() -> None:
    late = text_of(content(rows.listing(demo.view(LATE, LATE_WEEK, metric=RATE))).body)
    assert "胶州市 2月7日 沿用" in late
    inexact = content(rows.listing(demo.view(metric="shelter_capacity_rate")))
    assert "不逐行计入" in text_of(inexact.note)
    assert "分子" not in str(inexact.body)


def test_without_rows_there_is_an_empty_state() -> None:
    assert empty(rows.listing(demo.view(demo.STREET, metric="census_task_completion_rate")))


def test_every_source_of_every_metric_can_be_listed() -> None:
    for one in origin.metrics(demo.view().version):
        for source in common.behind(demo.view(metric=one.metric)):
            view = demo.view(metric=one.metric, source=source.source, columns="all")
            assert content(rows.listing(view)).rows == min(PAGE, source.rows)


def test_a_rate_is_shown_with_the_digits_it_takes_to_count_the_figure_again() -> None:
    view = demo.view("370202", demo.NEWEST, metric="sampling_printed_error_rate")
    said = text_of(content(rows.listing(view)).body)
    assert "0.0291" in said
    assert "11.349" in said  # 0.0291 of 390
