"""Kinds of works: unlike units apart, one scale per column, pairs only."""

from __future__ import annotations

import re

from dashboard import read
from dashboard.components.works import common, kinds
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of


def test_each_kind_stands_by_itself_with_its_own_unit() -> None:
    said = text_of(content(kinds.quantities(demo.view())).body)
    for words in ("河道综合整治", "水库塘坝除险加固", "海堤建设", "森林防火工程"):
        assert words in said
    assert "37／77座" in said
    assert not re.search(r"合计|总计", said)


def test_the_kind_with_the_least_of_its_own_plan_is_told() -> None:
    assert content(kinds.quantities(demo.view())).title == (
        "完成工程量与计划：比例最低的是地质灾害治理工程，12项中3项"
    )


def test_money_has_one_scale_in_its_column() -> None:
    body = str(content(kinds.money(demo.view(as_of=demo.NEWEST))).body)
    units = set(re.findall(r'class="unit">([^<]*)<', body))
    assert units == {"亿元"}


def test_money_and_quantities_are_the_metric_s() -> None:
    view = demo.view()
    found = common.found(view)
    rate = read.value(view.version, "works_payment_rate", demo.CITY, view.as_of)
    assert rate is not None
    assert rate.numerator == sum(one.paid_yuan for one in found)
    river = read.value(view.version, "river_regulation_completion_rate", demo.CITY, view.as_of)
    [own] = [one for one in found if one.kind == "river_regulation"]
    assert river is not None
    assert (river.numerator, river.denominator) == (
        own.completed,
        own.planned,
    )


def test_an_area_without_works_says_so() -> None:
    view = demo.view()
    bare = next(
        a.code for a in view.areas.all if a.level == "community" and not common.found(view, a.code)
    )
    assert "没有防治工程项目" in empty(kinds.money(demo.view(bare))).reason
