"""What a leader is asked to decide: which matters, in what order and words, and when none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.components import decisions
from dashboard.reading.decisions import Decision, Rule
from dashboard.view import View
from tests.dashboard import demo, small
from tests.dashboard.conftest import content, empty, text_of

SINCE, DUE = date(2021, 3, 7), date(2021, 5, 30)
BLANK = Decision(
    *("site_overdue", small.LAOSHAN, "geological/示例局", "地质灾害隐患点", "示例局"),
    *(6, SINCE, None, 109, None, None, None, None, 348, "示例一号"),
)


def rule(kind: str, order: int) -> Rule:
    return Rule(kind, f"类别{order}", order, 1.0, "规则", "是否同意")


def shown(monkeypatch: pytest.MonkeyPatch, view: View, *found: Decision) -> str:
    monkeypatch.setattr(decisions.decisions, "decisions", lambda *_: found)
    return text_of(content(decisions.listing(view)).body)


def test_a_matter_names_what_where_who_since_when_how_much_and_what_is_asked(
    view_of: Callable[..., View],
) -> None:
    made = content(decisions.listing(view_of(as_of=small.MISSED)))
    assert text_of(made.title) == "需研究决定2件：预计完不成计划1件、连续缺报1件"
    said = text_of(made.body)
    for word in (
        *("预计完不成计划", "完成普查任务数", "平度", "示例责任单位", "3月14日"),
        *("到4月25日预计49项，计划84项", "是否增加力量，或调整计划"),
        *("连续缺报", "普查进度周报表等2份", "市南", "连续2周未报", "是否通报，并限期补报"),
    ):
        assert word in said
    assert "census?area=370283&amp;asof=2021-03-21" in str(made.body)


def test_a_district_sees_its_own_matters_and_a_quiet_week_says_which_kinds_were_looked_for(
    view_of: Callable[..., View],
) -> None:
    made = content(decisions.listing(view_of(small.PINGDU, small.MISSED)))
    assert made.rows == 1
    quiet = empty(decisions.listing(view_of(as_of=small.FIRST)))
    assert quiet.reason == "本周没有到门槛的事项"
    assert "督办到期未完成、长期逾期未督办" in quiet.remedy
    street = empty(decisions.listing(view_of(small.ZHONGHAN)))
    assert street.remedy.endswith("区(市)以下只列隐患点和防治工程")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            BLANK,
            "地质灾害隐患点6处，威胁348人 崂山 示例局（主管） 3月7日 最久逾期109天 是否挂牌督办",
        ),
        (
            replace(BLANK, kind="order_expired", items=1, measure=59, reference="示例督办1号"),
            "督办期限已过59天（示例督办1号） 是否约谈责任单位，或调整督办期限",
        ),
        (
            replace(
                BLANK,
                kind="project_paid_ahead",
                measure=None,
                actual=200.0,
                actual_of=1000.0,
                expected=60.0,
                expected_of=100.0,
            ),
            "工程量完成20.0%，支付60.0% 是否核查资金使用、暂缓支付",
        ),
        (
            replace(BLANK, kind="project_overdue", measure=7, items=1),
            "计划完工日期已过7天 是否约谈责任单位，或调整工期",
        ),
        (
            replace(BLANK, kind="standstill", subject="采集率", measure=17, items=7, persons=None),
            "采集率等7项 崂山 示例局 3月7日 连续17周没有进展，没有缺报 是否约谈，或派员督导",
        ),
        (
            replace(BLANK, kind="task_moved", measure=None, actual=88.0, expected=84.0),
            "84→88 是否认可新的总数",
        ),
    ],
)
def test_each_kind_says_how_far_it_is_beyond_its_rule(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch, one: Decision, words: str
) -> None:
    assert words.replace(" ", "") in shown(monkeypatch, view_of(), one).replace(" ", "")


def test_the_worst_two_of_each_kind_come_first_and_lives_before_days() -> None:
    rules = {"a": rule("a", 1), "b": rule("b", 2)}
    a = [
        replace(BLANK, kind="a", subject=name, persons=persons, measure=days)
        for name, persons, days in [("甲", 0, 130), ("乙", 348, 61), ("丙", 0, 90), ("丁", 0, 80)]
    ]
    b = [replace(BLANK, kind="b", subject="戊", persons=None, measure=70)]
    assert [one.subject for one in decisions.ordered([*b, *a], rules)] == [
        *("乙", "甲", "戊", "丙", "丁")
    ]


def test_seven_matters_stand_and_the_others_are_folded_and_counted(
    view_of: Callable[..., View], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple(replace(BLANK, subject_code=f"geological/{n}") for n in range(9))
    monkeypatch.setattr(decisions.decisions, "decisions", lambda *_: many)
    body = str(content(decisions.listing(view_of())).body)
    assert body.split("<details")[0].count("<tr") == 1 + decisions.SHOWN
    assert "其余2件" in body


def test_nothing_is_called_supervised_in_the_demonstration_without_an_order(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))
    said = text_of(content(decisions.listing(demo.view(as_of=demo.NEWEST))).body)
    assert said.count("督办到期未完成") == 1
    assert "督办期限已过59天（示例督办〔2021〕1号）" in said
    assert said.count("是否挂牌督办") + said.count("长期逾期未督办") > 0
