"""Texts of other offices (texts.toml): what is said of every figure, and never 一致 wrongly."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.proof.check import Finding
from dashboard.proof.verdict import AGREES, UNSURE

from .conftest import Check

TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))["text"]
AGREEING = [(t["text"], f.split(" ")[0]) for t in TEXTS for f in t["figures"] if f" {AGREES} " in f]

# What makes a sentence say something else; none of them may leave its figures 一致.
HEDGES = (
    *("计划", "拟", "力争", "预计", "未", "尚未", "还需", "应", "新增", "去年", "今年以来", "本周"),
    *("上半年", "如", "要求", "据去年通报，", "2022年", "到年底，", "较上年增加", "同比"),
)


def told(finding: Finding) -> str:
    """The finding as texts.toml has it."""
    said = finding.verdict
    return " ".join(filter(None, (finding.text, said.verdict, said.metric, said.area)))


@pytest.mark.parametrize("case", TEXTS, ids=[text["name"] for text in TEXTS])
def test_every_figure_is_told_as_it_must_be(check: Check, case: dict) -> None:
    found = check(case["text"])
    assert len(found) == len(case["figures"]), [f.text for f in found]
    for finding, expected in zip(found, case["figures"], strict=True):
        if expected.endswith(UNSURE):  # what it might have been is not part of the promise
            assert told(finding).startswith(expected), finding
        else:
            assert told(finding) == expected, finding


def test_there_are_enough_texts_and_most_of_them_set_traps() -> None:
    assert len(TEXTS) >= 60
    trapped = [t for t in TEXTS if any(f" {AGREES} " not in f for f in t["figures"])]
    assert len(trapped) > len(TEXTS) / 2


@pytest.mark.parametrize("hedge", HEDGES)
@pytest.mark.parametrize(
    "sentence",
    [
        "完成治理地质灾害隐患点61处",
        "整改完成森林火灾隐患点309处",
        "完成普查任务84项",
        "汇交文字成果96本",
        "在88个社区建有避难场所",
        "为125个社区配备基本应急物资",
        "实施河道综合整治1.1万米",
        "普查采集率100%",
    ],
)
def test_a_hedge_before_a_true_sentence_keeps_it_from_agreeing(
    check: Check, hedge: str, sentence: str
) -> None:
    for text in (f"崂山区{hedge}{sentence}。", f"{hedge}崂山区{sentence}。"):
        assert [f.verdict.verdict for f in check(text)] == [UNSURE], text
    assert [f.verdict.verdict for f in check(f"崂山区{sentence}。")] == [AGREES]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_word_put_into_the_clause_keeps_it_from_agreeing(
    check: Check, data: st.DataObject
) -> None:
    """Whatever it is: a clause of which something is not understood is not compared."""
    sentence = data.draw(
        st.sampled_from(["完成治理地质灾害隐患点61处", "汇交文字成果96本", "完成普查任务84项"])
    )
    at = data.draw(st.integers(0, len(sentence)))
    word = data.draw(
        st.sampled_from(
            ["学校", "第三季度", "重点", "省级", "不", "非", "约定", "待", "部分", "型"]
        )
    )
    for finding in check(f"崂山区{sentence[:at]}{word}{sentence[at:]}。"):
        assert finding.verdict.verdict != AGREES, (at, word)
