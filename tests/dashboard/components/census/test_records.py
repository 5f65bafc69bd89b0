"""Objects registered one by one: by place, by task, and what a street says instead of a return."""

from __future__ import annotations

from collections.abc import Callable

from dashboard import read
from dashboard.components.census import records
from dashboard.view import View
from tests.dashboard.conftest import content, empty, text_of

PINGDU, STREET = "370283", "370283901"


def test_a_district_ranks_its_streets_and_names_the_last(demo_view: Callable[..., View]) -> None:
    made = content(records.places(demo_view(PINGDU)))
    assert text_of(made.title) == "对象记录：平度三街检验率最低，160个中35个"
    said = text_of(made.body)
    assert said.index("49／189") < said.index("39／169") < said.index("35／160")
    assert "不代替周报" in text_of(made.note)


def test_parts_of_a_place_add_up_to_it(demo_view: Callable[..., View]) -> None:
    view = demo_view(PINGDU)
    known = records.records.places(view.version, view.as_of)
    streets = [known[a.code] for a in view.areas.children(view.area) if a.code in known]
    tasks = records.records.tasks(view.version, PINGDU, view.as_of)
    whole = known[PINGDU]
    for parts in (streets, tasks):
        assert sum(one.inspected for one in parts) == whole.inspected == 123
        assert sum(one.recorded for one in parts) == whole.recorded == 518
    recorded = text_of(content(records.tasks(view)).title)
    assert recorded == f"对象记录：{len(tasks)}项任务登记518个"
    city = content(records.tasks(demo_view()))
    objects = read.current().query("select count(*) from staging.census_record").item(0, 0)
    assert text_of(city.title).endswith(f"登记{objects:,}个")


def test_a_street_tells_its_own_objects_and_where_progress_is_told(
    demo_view: Callable[..., View],
) -> None:
    made = content(records.sentence(demo_view(STREET)))
    assert "登记普查对象169个，采集39个、校对39个、检验39个（23.1%）" in text_of(made.title)
    assert "census?area=370283&amp;asof=2021-03-21" in str(made.title)
    assert "社区" in text_of(content(records.places(demo_view(STREET))).body)


def test_a_past_week_counts_only_what_was_done_by_then(demo_view: Callable[..., View]) -> None:
    early = demo_view(PINGDU, "2020-12-27")
    late = demo_view(PINGDU)
    done = [records.records.places(v.version, v.as_of)[PINGDU].inspected for v in (early, late)]
    assert done[0] < done[1]


def test_a_community_without_objects_says_so(demo_view: Callable[..., View]) -> None:
    view = demo_view("370212001001")
    assert empty(records.places(view)).remedy == "这里以下没有逐个登记的对象"
    assert "只统计到区(市)" in empty(records.sentence(view)).remedy
