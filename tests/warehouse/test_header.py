"""The TOML header: what is refused says file, line and remedy."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.warehouse.small import metric, model
from warehouse.errors import ModelError
from warehouse.header import CodeFigure, read_header

MODEL = model("表", ["a"], "select 1 as a", a="甲")


def refused(schema: str, text: str) -> str:
    with pytest.raises(ModelError) as caught:
        read_header("sql/x.sql", schema, text)
    return str(caught.value)


def test_a_column_may_have_a_title_or_title_unit_and_note() -> None:
    text = model("表", ["a"], "select 1", a="甲").replace(
        'a = "甲"', 'a = "甲"\nb = {title = "乙", unit = "人", note = "注"}'
    )
    a, b = read_header("x.sql", "marts", text).columns
    assert (a.name, a.title, a.unit) == ("a", "甲", None)
    assert (b.name, b.title, b.unit, b.note) == ("b", "乙", "人", "注")


def test_a_metric_header_is_read_whole() -> None:
    text = metric(
        "率",
        "select 1",
        target="1.0",
        additive="false",
        zero_when_reported="true",
        phrase='"完成{numerator}项"',
        wordings='["{numerator}项完成", "完成了{numerator}项"]',
        changes='[{on = 2021-04-18, text = "任务增加"}]',
        thresholds='{basis = "plan", green = 1, yellow = 0.9}',
    )
    facts = read_header("x.sql", "metrics", text).metric
    assert facts is not None
    assert (facts.target, facts.additive, facts.zero_when_reported) == (1.0, False, True)
    assert facts.thresholds is not None
    assert (facts.thresholds.basis, facts.thresholds.green) == ("plan", 1.0)
    assert facts.changes[0].on == dt.date(2021, 4, 18)
    assert facts.wordings == ("{numerator}项完成", "完成了{numerator}项")


@pytest.mark.parametrize("wordings", ['["没有数的位置"]', "[1]", '[""]'])
def test_a_wording_without_a_place_for_a_figure_is_refused(wordings: str) -> None:
    with pytest.raises(ModelError, match="wordings 应为句式的列表"):
        read_header("x.sql", "metrics", metric("率", "select 1", wordings=wordings))


def test_a_limit_may_have_its_home_in_a_code_list() -> None:
    limits = '{basis = "value", green = "codes.duration.short.least", yellow = 0.5}'
    text = metric("率", "select 1", target='"codes.duration.short.least"', thresholds=limits)
    facts = read_header("x.sql", "metrics", text).metric
    assert facts is not None
    assert facts.thresholds is not None
    assert facts.target == facts.thresholds.green == CodeFigure("duration", "short", "least")
    assert facts.thresholds.yellow == 0.5


def test_no_opening_comment_is_refused() -> None:
    assert "sql/x.sql:1：开头没有写 /* … */ 说明" in refused("marts", "select 1")


def test_toml_that_does_not_parse_names_the_line_in_the_file() -> None:
    message = refused("marts", '\n\n/*\ntitle = "a"\ngrain = \n*/ select 1')
    assert message.startswith("sql/x.sql:5：")
    assert "不是合格的 TOML" in message


def test_an_unknown_key_is_named_with_its_line() -> None:
    message = refused("marts", MODEL.replace("description", "descripton"))
    assert message.startswith("sql/x.sql:5：不认识的键 descripton。可用的键：title、grain")


def test_a_missing_key_is_named() -> None:
    assert "说明里缺少 grain" in refused("marts", MODEL.replace('grain = "一行"\n', ""))


def test_a_missing_metric_key_is_named() -> None:
    text = metric("率", "select 1").replace('owner = "市普查办"\n', "")
    assert "说明里缺少 owner" in refused("metrics", text)


def test_a_word_outside_its_list_is_refused_with_the_list() -> None:
    message = refused("metrics", metric("率", "select 1", direction='"sideways"'))
    assert "direction = 'sideways' 不存在。可用：up、down、none" in message


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"additive": '"no"'}, "additive 应为true 或 false"),
        ({"target": '"one"'}, "target 应为数，或 codes.代码表.代码.列"),
        ({"thresholds": "{green = 1}"}, "缺少 basis、yellow"),
        ({"thresholds": '{basis = "x", green = 1, yellow = 1}'}, "basis = 'x' 不存在"),
        ({"changes": '["2021"]'}, "changes 的每一项应为"),
        ({"changes": '[{on = "2021-04-18", text = "x"}]'}, "on 应为日期"),
        ({"key": '["area_code"]'}, "指标的 key 只能是 area_code、as_of"),
        ({"owner": '" "'}, "owner 是空的"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(broken: dict[str, str], said: str) -> None:
    assert said in refused("metrics", metric("率", "select 1", **broken))


def test_a_column_without_a_title_is_refused() -> None:
    text = MODEL.replace('a = "甲"', 'a = {unit = "人"}')
    assert "缺少 title" in refused("marts", text)


def test_a_check_needs_message_remedy_and_level() -> None:
    assert "缺少 message、remedy、level" in refused("checks", '/*\ntitle = "t"\n*/ select 1')
