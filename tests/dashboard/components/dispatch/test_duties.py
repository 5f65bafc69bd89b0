"""1+7+24, 1+8, the two lists: the bulletin's numbers, units only."""

from __future__ import annotations

import pytest

from dashboard.components.dispatch import duties
from dashboard.reading import census, dispatch
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of


def test_the_arrangement_is_the_bulletin_s() -> None:
    made = content(duties.grid(demo.view(demo.LAOSHAN)))
    assert made.title == ("责任分工：按“1+7+24”分工、“1+8”专业团队不少于302人，承担的各类都有牵头")
    said = text_of(made.body)
    for words in ("参与部门 24", "领导小组成员 25", "普查办内设小组 5", "735人", "不少于300人"):
        assert words in said


def test_every_class_has_a_row_with_its_department_and_team() -> None:
    body = str(content(duties.grid(demo.view(demo.LAOSHAN))).body)
    assert body.count('<th scope="row">') == 11
    assert "崂山区海洋部门" in body
    assert "示例海洋技术机构" in body


def test_a_class_nobody_leads_is_told_where_it_is_undertaken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inland = demo.view("370283")
    assert "承担的各类都有牵头" in str(content(duties.grid(inland)).title)
    everything = frozenset(code for code, _ in dispatch.census_classes(inland.version))
    monkeypatch.setattr(census, "undertaken", lambda *_: everything)
    assert "海洋灾害没有明确牵头" in str(content(duties.grid(inland)).title)


def test_the_city_shows_its_own_and_each_district_s() -> None:
    assert "按“1+8”分工" in str(content(duties.grid(demo.view())).title)
    said = text_of(content(duties.lists(demo.view())).body)
    for words in ("1+7+24", "1+8", "1+14", "84", "52", "62"):
        assert words in said


def test_the_two_lists_are_the_bulletin_s() -> None:
    made = content(duties.lists(demo.view(demo.LAOSHAN)))
    assert made.title == "两张清单：任务清单84项、共享清单52项，合并调查字段62项"
    assert "方案体系“1+14”" in text_of(made.note)


def test_no_return_is_said_so() -> None:
    view = demo.view("370283", demo.FIRST)
    assert "责任分工与专业团队表" in empty(duties.grid(view)).remedy
    assert "清单与方案表" in empty(duties.lists(view)).remedy
