"""The late list and supervision."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.components import changes, late
from dashboard.components.frame import Empty
from dashboard.view import View
from tests.dashboard import demo, small
from tests.dashboard.conftest import content, empty, text_of


def test_the_late_list_names_object_place_duty_and_days(view_of: Callable[..., View]) -> None:
    made = content(late.listing(view_of(as_of=small.MISSED)))
    said = text_of(made.body)
    for word in ("完成普查任务数", "平度", "示例责任单位", "49项／53项", "4项", "14天", "3月14日"):
        assert word in said
    assert text_of(made.title) == "滞后清单：1项，最晚的相当于计划上晚14天"


def test_each_late_thing_leads_to_its_page_there_and_its_figure_to_where_it_comes_from(
    view_of: Callable[..., View],
) -> None:
    body = str(content(late.listing(view_of(as_of=small.MISSED))).body)
    page = f"census?area={small.PINGDU}&amp;asof={small.MISSED}"
    assert f'href="{page}" data-go>完成普查任务数</a>' in body
    to = f"source?area={small.PINGDU}&amp;asof={small.MISSED}&amp;metric=census_tasks_completed"
    assert f'href="{to}"' in body


def test_one_metric_is_written_in_one_unit_in_all_its_rows(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    body = str(content(late.listing(demo.view(as_of=date(2021, 6, 27)))).body)
    rows = [row for row in body.split("<tr") if "河道综合整治长度" in row]
    units = {unit for row in rows for unit in re.findall(r"[\d.,]+(万?米)", text_of(row))}
    assert len(rows) > 2
    assert units == {"万米"}, "the longest is beyond 1 万米"


def test_supervision_is_told_with_its_order_and_deadline(view_of: Callable[..., View]) -> None:
    said = text_of(content(late.listing(view_of(small.LAOSHAN))).body)
    assert "示例督办〔2021〕1号" in said
    assert "5月31日" in said
    assert isinstance(late.listing(view_of(small.LAIXI)), Empty)


def test_below_the_districts_nothing_is_claimed_of_changes_and_delays(
    view_of: Callable[..., View],
) -> None:
    assert empty(changes.listing(view_of(small.ZHONGHAN))).remedy == "变化只统计到区(市)"
    street = view_of("370202001")
    assert empty(late.listing(street)).reason == "没有可对照的进度计划"
