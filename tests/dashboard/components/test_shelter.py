"""避难与物资: what the reader is told of gaps, registers, distance and supplies."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard import format, read
from dashboard.app_pages import shelters as page
from dashboard.components import kpi, ranking
from dashboard.components.html import join
from dashboard.components.shelter import lacking, lead, reach, register, where
from dashboard.reading import shelters
from dashboard.view import View
from tests.dashboard import demo
from tests.dashboard.conftest import content, empty, text_of

BULLETIN = date(2021, 3, 21)
CITY, LAOSHAN, STREET, COMMUNITY = "370200", "370212", "370212001", "370212001001"
ViewOf = Callable[..., View]


@pytest.fixture
def view_of(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> ViewOf:
    """A view of the demonstration: `view_of("370212")`, in the bulletin's week by default."""
    monkeypatch.setenv("PUCHA_DATA", str(demo_home))

    def make(area: str = CITY, as_of: date = BULLETIN) -> View:
        return demo.view(area, as_of, page="shelters")

    return make


def test_the_sentence_counts_who_has_no_shelter_and_names_where_most_are(view_of: ViewOf) -> None:
    said = text_of(lead.sentence(view_of(LAOSHAN)).title)
    # The bulletin: 88 of Laoshan's 150 communities have shelters.
    assert said.startswith("崂山区150个社区(村)中62个没有避难场所，涉及常住人口20.1万人；最多的是")


def test_one_community_is_told_about_itself_and_compared_with_nobody(view_of: ViewOf) -> None:
    view = view_of(COMMUNITY)
    said = text_of(lead.sentence(view).title)
    assert said == "示例中韩一社区没有社区避难场所，常住人口1,799人。"
    assert "最多" not in text_of(content(lacking.without_shelter(view)).title)


def test_a_community_with_supplies_is_told_so_by_its_own_name(view_of: ViewOf) -> None:
    made = empty(lacking.without_supplies(view_of(COMMUNITY)))
    assert made.title == "示例中韩一社区有应急物资"


def test_a_street_s_communities_are_not_ranked_by_one_each(view_of: ViewOf) -> None:
    assert "最多" not in text_of(lead.sentence(view_of(STREET)).title)


def test_the_list_has_the_most_residents_first_and_says_what_the_distance_is(
    view_of: ViewOf,
) -> None:
    made = content(lacking.without_shelter(view_of()))
    assert made.rows == 117
    assert "直线距离，不是步行路程" in text_of(made.note)
    residents = [
        int(n.replace(",", ""))
        for n in re.findall(r'data-label="常住人口（人）">([\d,]+)<', str(made.body))
    ]
    assert len(residents) == 117
    assert residents == sorted(residents, reverse=True)


def test_supplies_are_told_with_those_who_have_none(view_of: ViewOf) -> None:
    made = content(lacking.without_supplies(view_of(LAOSHAN)))
    # The bulletin: 125 communities have supplies.
    assert made.rows == 25
    assert text_of(made.title).startswith("25个社区(村)没有应急物资，共")


def test_the_two_registers_are_two_tables_that_are_not_added(view_of: ViewOf) -> None:
    view = view_of(LAOSHAN)
    community = content(register.by_area(view, "community"))
    urban = content(register.by_area(view, "urban"))
    assert (community.rows, urban.rows) == (176, 1)
    assert "从不相加" in text_of(community.note)
    assert text_of(urban.title).startswith("城市综合避难场所1处")
    assert "GB 51143" in text_of(community.body)
    assert "紧急0.5、短期2、长期4.5平方米/人" in text_of(community.body)


def test_a_community_without_shelters_has_an_empty_register(view_of: ViewOf) -> None:
    made = empty(register.by_area(view_of(COMMUNITY), "community"))
    assert made.reason == "示例中韩一社区没有计入的社区避难场所"


def test_distance_is_concluded_as_straight_and_loses_no_community(view_of: ViewOf) -> None:
    made = content(reach.chart(view_of()))
    said = text_of(join([made.title]))
    assert re.fullmatch(
        r"[\d.]+%的常住人口所在社区直线500米内有避难场所，1公里内[\d.]+%；"
        r"最远的是示例\S+（(平度|莱西)），[\d.]+公里",
        said,
    )
    assert made.rows == 258
    assert "直线距离，不是步行路程" in text_of(made.note)


def test_every_measured_community_stands_with_its_nearest_shelter_the_furthest_first(
    view_of: ViewOf,
) -> None:
    body = str(content(reach.chart(view_of(LAOSHAN))).body)
    metres = [
        int(n.replace(",", "")) for n in re.findall(r'data-label="直线距离（米）">([\d,]+)<', body)
    ]
    assert len(metres) == 150
    assert metres == sorted(metres, reverse=True)
    said = text_of(join([content(reach.chart(view_of(LAOSHAN))).title]))
    assert said.endswith(f"，{format.distance(metres[0])}")


def test_bands_that_cannot_be_measured_are_in_the_answer(view_of: ViewOf) -> None:
    view = view_of()
    codes = [row["code"] for row in shelters.reach(view.version, CITY, BULLETIN)]
    assert codes[-2:] == ["unmeasured", "unclaimed"]


def test_the_map_shows_who_has_none_and_writes_no_coordinates(view_of: ViewOf) -> None:
    made = content(where.chart(view_of(LAOSHAN)))
    assert text_of(made.title).startswith("62个社区(村)没有避难场所，")
    assert str(made.body).count('class="mark diamond bad" style') == 62
    assert not re.search(r"12\d\.\d{3}|3[67]\.\d{3}", text_of(made.body))


def test_too_many_objects_leave_those_without_a_shelter(
    view_of: ViewOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.components.pointmap.MOST_POINTS", 100)
    made = content(where.chart(view_of(LAOSHAN)))
    assert made.rows == 62
    assert "只画没有避难场所的社区(村)" in text_of(made.note)


def test_before_any_return_nothing_is_claimed(view_of: ViewOf) -> None:
    view = view_of(as_of=date(2020, 11, 29))
    assert "没有可用的" in text_of(lead.sentence(view).title)
    assert empty(lacking.without_shelter(view)).reason == "无数据"
    assert empty(reach.chart(view)).reason == "无数据"


def test_only_shares_are_compared_since_one_district_has_ten_times_the_communities(
    view_of: ViewOf,
) -> None:
    view = view_of(as_of=date(2021, 6, 27))
    for one in page.COMPARED:
        assert read.definition(view.version, one.metric).has_denominator
    made = content(ranking.chart(view, page.COMPARED[0]))
    assert "市南居首" in text_of(made.title)
    assert "崂山居首" not in text_of(made.title)


def test_the_card_tells_how_many_communities_of_how_many_have_a_shelter(view_of: ViewOf) -> None:
    view = view_of(as_of=date(2021, 6, 27))
    assert "258个社区(村)中172个建有避难场所" in text_of(
        content(kpi.card(view, page.COVERAGE)).body
    )


def test_where_all_that_lack_lie_in_one_area_nobody_has_the_most(view_of: ViewOf) -> None:
    view = view_of(as_of=date(2021, 6, 27))
    gaps = shelters.gaps(view.version, CITY, view.as_of)
    count = "unsheltered_communities"
    assert lead.where_most(view, gaps, count) == "最多的是崂山，54个"
    alone = {code: {**row, count: row[count] * (code == LAOSHAN)} for code, row in gaps.items()}
    assert lead.where_most(view, alone, count) == "都在崂山"
    two = {code: {**row, count: int(code in (LAOSHAN, "370202"))} for code, row in gaps.items()}
    assert lead.where_most(view, two, count) == "市南、崂山各1个"
    even = {code: {**row, count: 1} for code, row in gaps.items()}
    assert lead.where_most(view, even, count) == "市南、市北等10个区(市)各1个"
