"""The chain of steps: its title names the biggest loss, the correction is a loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard import read
from dashboard.components.census import steps
from dashboard.view import View
from tests.dashboard.conftest import content, empty, text_of


def row(step: str, objects: int, lost: int | None) -> dict[str, Any]:
    share = None if lost is None else lost / 100
    return {"step": step, "objects": objects, "lost": lost, "lost_share": share}


def test_the_title_names_the_biggest_loss_with_its_share(demo_view: Callable[..., View]) -> None:
    view = demo_view()
    made = content(steps.chart(view))
    collected = read.value(view.version, "census_collection_rate", "370200", view.as_of)
    assert collected is not None
    missing = (collected.denominator or 0) - (collected.numerator or 0)
    assert "最大的缺口是应查未采集" in text_of(made.title)
    assert f"（占应查数{missing / (collected.denominator or 1):.1%}）" in text_of(made.title)


def test_equal_losses_are_both_named_and_no_loss_is_told() -> None:
    start = row("required", 100, None)
    tied = steps.conclusion([start, row("collected", 80, 20), row("proofread", 60, 20)])
    assert "应查未采集、采集未校对，20个（占应查数20.0%）" in tied
    assert "全部" in steps.conclusion([start, row("collected", 100, 0)])
    assert "应查数为0" in steps.conclusion([row("required", 0, None), row("collected", 0, 0)])


def test_the_correction_is_a_loop_and_no_station_of_the_chain(
    demo_view: Callable[..., View],
) -> None:
    body = text_of(content(steps.chart(demo_view())).body)
    assert "检验不合格，退回 15,245" in body
    assert "修正后再检验合格 11,628" in body
    assert str(content(steps.chart(demo_view())).body).count("<li") == len(steps.STEPS)


def test_a_street_is_told_that_returns_stop_at_districts(demo_view: Callable[..., View]) -> None:
    assert "只统计到区(市)" in empty(steps.chart(demo_view("370212001"))).remedy
