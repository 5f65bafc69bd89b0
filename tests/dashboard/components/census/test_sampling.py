"""Sampling monitor: below the rule, and the printed rate beside the recomputed one."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.census import sampling
from dashboard.view import View
from tests.dashboard.conftest import content, empty, text_of


def test_a_printed_rate_that_departs_is_named_with_its_gap_and_left_as_it_is(
    demo_view: Callable[..., View],
) -> None:
    made = content(sampling.chart(demo_view(as_of="2021-03-28")))
    assert "市南印发差错率与重算不符（+0.5个百分点）" in text_of(made.title)
    row = text_of(made.body).split("市南")[1].split("市北")[0]
    assert "1.7%" in row
    assert "2.1%" in row


def test_checks_below_the_rule_are_listed_even_where_the_total_meets_it(
    demo_view: Callable[..., View],
) -> None:
    made = content(sampling.chart(demo_view(as_of="2021-04-18")))
    assert "有1次核查抽样不足" in text_of(made.title)
    assert "HC3702810009" in text_of(made.body)


def test_agreement_is_said_in_so_many_words(demo_view: Callable[..., View]) -> None:
    assert "印发差错率与重算一致" in text_of(content(sampling.chart(demo_view())).title)


def test_one_check_that_departs_is_told_where_the_sum_hides_it(
    demo_view: Callable[..., View],
) -> None:
    said = text_of(content(sampling.chart(demo_view(as_of="2021-06-27"))).title)
    assert "印发差错率合计与重算一致，但有1次核查不符（市南）" in said


def test_each_check_that_departs_is_listed_with_what_it_takes_to_count_again(
    demo_view: Callable[..., View],
) -> None:
    for area in ("370200", "370202"):
        said = text_of(content(sampling.chart(demo_view(area, "2021-06-27"))).body)
        assert "印发差错率与重算不符的核查1次" in said
        assert "4／3901.03%2.91%+1.88个百分点" in said.split("HC3702020022")[1]
    assert "HC3702020022" not in text_of(content(sampling.chart(demo_view("370212"))).body)


def test_a_street_has_no_sampling(demo_view: Callable[..., View]) -> None:
    assert "只统计到区(市)" in empty(sampling.chart(demo_view("370212001"))).remedy
