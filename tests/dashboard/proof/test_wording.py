"""Declared sentences as patterns: what fits them, and what they leave alone."""

from __future__ import annotations

import pytest

from dashboard.proof.figures import find
from dashboard.proof.places import Gazetteer
from dashboard.proof.signs import FIGURE_FIRST
from dashboard.proof.skeleton import build
from dashboard.proof.wording import (
    Declared,
    WordingError,
    compile_wording,
    own_wordings,
)
from dashboard.view import Area, Areas

AREAS = Areas.of(
    (
        Area("370200", "青岛市", "全市", "city", None),
        Area("370212", "崂山区", "崂山", "district", "370200"),
    )
)
OTHERS = frozenset({"other"})
SAME = {"地质灾害隐患点": ("地灾隐患点", "地质隐患点"), "水库、塘坝": ("水库塘坝",)}


def fits(wording: str, sentence: str) -> bool:
    """Whether a wording, nothing left out, fits the sentence from beginning to end."""
    whole = [p for p in compile_wording(Declared("m", False, ()), wording, SAME) if not p.needs]
    skeleton = build(sentence, find(sentence), Gazetteer(AREAS), 2021)
    return any(p.regex.fullmatch(skeleton.text) for p in whole)


@pytest.mark.parametrize(
    "sentence",
    [
        "排查地质灾害隐患点124处",
        "崂山区累计排查了地质灾害隐患点124处",
        "全市共排查出地灾隐患点124处",
        "崂山区境内已排查地质隐患点124处",
        "截至3月21日崂山区排查“地质灾害隐患点” 1,124 处",
        "排查地质灾害隐患点达到约124处",
    ],
)
def test_fillers_areas_synonyms_and_quotation_marks_make_no_difference(sentence: str) -> None:
    assert fits("排查地质灾害隐患点{numerator}处", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "未排查地质灾害隐患点124处",
        "计划排查地质灾害隐患点124处",
        "排查学校地质灾害隐患点124处",
        "排查地质灾害隐患点124个",
        "排查地质灾害隐患点124公里",
        "排查地质灾害隐患点第124处",
        "2020年排查地质灾害隐患点124处",
        "排查地质灾害隐患点124处的任务",
        "排查森林火灾隐患点124处",
    ],
)
def test_what_is_left_over_keeps_a_wording_from_fitting(sentence: str) -> None:
    assert not fits("排查地质灾害隐患点{numerator}处", sentence)


def test_units_may_be_chosen_and_lengths_are_converted() -> None:
    assert fits("建设{numerator}(个|处|座)", "建设124座")
    assert not fits("建设{numerator}(个|处|座)", "建设124户")
    assert fits("整治{numerator}米", "整治1.1公里")
    assert fits("动员{numerator}人", "动员300余名")
    assert not fits("动员{numerator}人", "动员300人次")


def test_brackets_may_be_left_out_and_bars_choose() -> None:
    assert fits("为{numerator}个社区配备[基本]应急物资", "为125个社区配备应急物资")
    assert fits("为{numerator}个社区配备[基本]应急物资", "为125个社区配备基本应急物资")
    assert fits("(建成|建有){numerator}个", "建有3个")


def test_a_number_among_the_words_is_not_the_figure() -> None:
    (pattern,) = compile_wording(Declared("m", False, ()), "四类群体{numerator}户", {})
    assert [(s.metric, s.part) for s in pattern.slots] == [("", "四类"), ("m", "numerator")]


def test_what_was_said_before_may_be_left_out_but_never_everything() -> None:
    made = compile_wording(Declared("m", False, ()), "<排查><隐患点>{numerator}处", {})
    assert {tuple(sorted(p.needs)) for p in made} == {(), ("排查",), ("隐患点",)}
    assert all(p.says == {"排查", "隐患点"} for p in made)


def test_only_what_begins_with_a_verb_and_leaves_nothing_out_stands_alone() -> None:
    made = compile_wording(Declared("m", False, ()), "<排查>隐患点{numerator}处", {})
    assert {tuple(p.needs): p.stands_alone for p in made} == {(): True, ("排查",): False}


def test_other_metrics_and_unchecked_figures_have_slots_of_their_own() -> None:
    (pattern,) = compile_wording(
        Declared("m", True, (), others=OTHERS), "甲{other}个乙{}个丙{value}%", {}
    )
    told = [(s.metric, s.part, s.unit, s.of_rate) for s in pattern.slots]
    assert told == [
        ("other", "numerator", "个", False),
        ("", "", "个", False),
        ("m", "value", "%", True),
    ]


def test_a_metric_that_the_edition_lacks_is_not_checked() -> None:
    (pattern,) = compile_wording(Declared("m", False, ()), "甲{other}个乙{numerator}个", {})
    assert [s.metric for s in pattern.slots] == ["", "m"]


@pytest.mark.parametrize("wording", ["没有数的位置", "排查{numerator}"])
def test_a_wording_that_cannot_be_read_is_named(wording: str) -> None:
    with pytest.raises(WordingError, match="m："):
        compile_wording(Declared("m", False, ()), wording, {})


def test_a_title_gives_wordings_unless_it_has_signs_of_the_grammar() -> None:
    assert own_wordings("排查隐患点数", "处", None, False) == [
        "排查隐患点数{numerator}处",
        "排查隐患点{numerator}处",
    ]
    assert own_wordings("采集率", "%", "应查{denominator}个", True) == [
        "应查{denominator}个",
        "采集率{value}%",
    ]
    assert own_wordings("社区(村)数", "个", None, False) == []


def test_list_numbers_leave_nothing_and_other_numbers_a_sign() -> None:
    sentence = "（三）第一次普查3处"
    text = build(sentence, find(sentence), Gazetteer(AREAS), 2021).text
    assert text.endswith(f"次普查{FIGURE_FIRST}处")
    assert "三" not in text
