"""What a figure is of its metric, and what it is counted in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard import read
from dashboard.export.bulletin.aspects import aspect, printed_unit, unit
from dashboard.view import View

Make = Callable[..., View]
RATE, COUNT = "census_task_completion_rate", "census_tasks_completed"


@pytest.mark.parametrize(
    ("metric", "name", "text", "counted_in"),
    [
        (RATE, "", "31.1%", "%"),
        (RATE, "planned", "24.1%", "%"),
        (RATE, "change", "+2.7个百分点", "个百分点"),
        (RATE, "by_task", "持平", "个百分点"),
        (RATE, "numerator", "263", "项"),
        (RATE, "denominator", "847", "项"),
        (RATE, "remaining", "12", "项"),
        (RATE, "days_late", "89天", "天"),
        (RATE, "days_behind", "98天", "天"),
        (COUNT, "", "85项", "项"),
        (COUNT, "gap", "4项", "项"),
        (COUNT, "numerator", "85", "项"),
        (COUNT, "share/change", "+2.2个百分点", "个百分点"),
        (COUNT, "share/by_work", "+2.2", "个百分点"),
    ],
)
def test_an_aspect_of_a_metric_has_a_unit_of_its_own(
    view_of: Make, metric: str, name: str, text: str, counted_in: str
) -> None:
    version = view_of().version
    assert unit(version, name, read.definition(version, metric), text) == counted_in


@pytest.mark.parametrize(
    ("name", "text", "counted_in"),
    [
        ("measure", "75天", "天"),
        ("measure", "9周", "周"),
        ("actual", "0.85万米", "米"),
        ("expected", "32处", "处"),
        ("paid_share", "80.0%", "%"),
        ("actual", "88", None),
        ("inspected", "260", "个"),
    ],
)
def test_what_no_metric_tells_is_counted_as_it_is_printed(
    view_of: Make, name: str, text: str, counted_in: str | None
) -> None:
    assert unit(view_of().version, name, None, text) == counted_in


@pytest.mark.parametrize("text", ["847", "持平", "无数据", "", "18.7万", "增加"])
def test_a_bare_number_and_a_word_print_no_unit(text: str) -> None:
    assert printed_unit(text) is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("", "值"),
        ("days_behind", "落后已几天"),
        ("share/by_work", "占比：其中工作完成"),
        ("treated", "完成治理"),
    ],
)
def test_an_aspect_is_called_in_chinese(view_of: Make, name: str, title: str) -> None:
    assert aspect(view_of().version, name).title == title
