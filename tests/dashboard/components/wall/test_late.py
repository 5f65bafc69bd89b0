"""滞后事项 on the wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.components import headline
from dashboard.components.wall import late
from dashboard.view import View
from tests.dashboard import small
from tests.dashboard.conftest import content, empty, text_of


def test_the_city_s_list_has_one_row_per_district_the_longest_delay_first(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of()
    longest, other = headline.delays(view)
    laoshan = replace(other, area=view.areas.by_code[small.LAOSHAN], days=3)
    monkeypatch.setattr(late, "delays", lambda _: (longest, other, laoshan))
    made = content(late.listing(view))
    assert text_of(made.title) == "2个区(市)有滞后事项，共3项"
    first, second = str(made.body).split("<tr>")[2:]
    assert text_of(first).startswith(f"平度2项{longest.title}")
    assert text_of(first).endswith(longest.lateness)
    assert text_of(second).startswith("崂山1项")
    assert text_of(second).endswith("3天")


def test_more_places_than_fit_are_counted_in_the_title(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of()
    one = headline.delays(view)[0]
    every = tuple(replace(one, area=area) for area in view.areas.children(view.areas.city))
    monkeypatch.setattr(late, "delays", lambda _: every)
    made = content(late.listing(view))
    assert text_of(made.title) == "10个区(市)有滞后事项，共10项，列出最晚的7个"
    assert str(made.body).count("<tr>") == 1 + late.SHOWN


def test_a_single_place_lists_its_tasks(view_of: Callable[..., View]) -> None:
    view = view_of(small.PINGDU)
    behind = headline.delays(view)
    made = content(late.listing(view))
    assert text_of(made.title) == f"平度市滞后事项{len(behind)}项"
    assert str(made.body).count("<tr>") == 1 + len(behind)
    assert all(one.title in text_of(made.body) for one in behind)


def test_nothing_late_is_told_apart_from_nothing_to_compare(view_of: Callable[..., View]) -> None:
    assert empty(late.listing(view_of(small.LAIXI))).reason == "没有可对照的进度计划"
