"""预警广播: what the reader is told of coverage, rules, terminals and installation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dashboard import format, read
from dashboard.components.html import join
from dashboard.components.warning import lead, months, rules, states, troubled, uncovered
from dashboard.reading import broadcast
from dashboard.view import View
from tests.dashboard.components.test_shelter import COMMUNITY, LAOSHAN, STREET, view_of
from tests.dashboard.conftest import content, empty, text_of

ViewOf = Callable[..., View]
SHINAN = "370202"
__all__ = ["view_of"]


def test_the_sentence_tells_the_two_kinds_of_gap_apart(view_of: ViewOf) -> None:
    said = text_of(lead.sentence(view_of(LAOSHAN)).title)
    # The bulletin: 105 of Laoshan's 112 flash-flood communities have a broadcast.
    assert said.startswith("崂山区112个山洪危险区社区(村)中，7个未安装预警广播（常住人口26,499人）")
    assert "46个已安装未达标" in said


def test_a_district_without_flash_flood_communities_is_not_called_covered(view_of: ViewOf) -> None:
    view = view_of(SHINAN)
    assert text_of(lead.sentence(view).title) == "市南区没有位于山洪危险区的社区(村)。"
    assert empty(uncovered.listing(view)).reason == "没有位于山洪危险区的社区(村)"


def test_a_street_s_communities_are_not_ranked_by_one_each(view_of: ViewOf) -> None:
    assert "最多" not in text_of(lead.sentence(view_of(STREET)).title)


def test_both_shares_stand_side_by_side_with_their_rules(view_of: ViewOf) -> None:
    made = content(rules.chart(view_of()))
    assert text_of(join([made.title])) == "山洪危险区社区安装率83.0%、达标率48.4%，相差34.6个百分点"
    note = text_of(made.note)
    assert "已安装：至少有一个未停用的预警广播终端" in note
    assert "达标：至少有两个在线的预警广播终端" in note
    assert "1个地区没有山洪危险区社区(村)，未列" in note


def test_beside_its_neighbours_a_community_reads_whose_shares_these_are(view_of: ViewOf) -> None:
    view = view_of(COMMUNITY)
    made = content(rules.chart(view))
    street = view.areas.by_code[view.area.parent or ""]
    title = text_of(join([made.title]))
    assert title.startswith(f"{street.name}山洪危险区社区安装率")
    for metric in (rules.INSTALLED, rules.COMPLIANT):
        known = read.value(view.version, metric, street.code, view.as_of)
        assert known is not None
        assert str(format.quantity(known.value, "%")) in title
    stands = str(made.body).split("<details")[0]
    assert stands.count('class="chosen"') == 1


def test_the_rules_are_the_definitions_own_words(view_of: ViewOf) -> None:
    view = view_of()
    for metric in (rules.INSTALLED, rules.COMPLIANT):
        meant = read.definition(view.version, metric)
        assert rules.rule(meant)
        assert rules.rule(meant) in meant.definition


def test_terminals_by_state_add_up_to_all_of_them(view_of: ViewOf) -> None:
    made = content(states.chart(view_of()))
    numbers = [int(n) for n in re.findall(r'class="count">(\d+)<', str(made.body))]
    # One terminal is unclaimed and belongs to a district: no district is left out.
    assert sum(numbers) == made.rows == 365
    assert text_of(made.title) == "365个终端中23个不能播发（离线、故障）；崂山最多，18个"
    assert "含待认领1个" in text_of(made.note)


def test_those_without_a_terminal_come_first_in_the_list(view_of: ViewOf) -> None:
    made = content(uncovered.listing(view_of()))
    found = re.findall(r"未安装|已安装未达标", str(made.body))
    assert found == ["未安装"] * 26 + ["已安装未达标"] * 53
    assert text_of(made.title) == "山洪危险区社区(村)：26个未安装、53个已安装未达标"


def test_the_map_draws_every_flash_flood_community_by_its_state(view_of: ViewOf) -> None:
    made = content(uncovered.where(view_of(LAOSHAN)))
    drawn = {
        sign: str(made.body).count(f'class="mark {sign}" style')
        for sign in ("diamond bad", "triangle warn", "circle good")
    }
    assert drawn == {"diamond bad": 7, "triangle warn": 46, "circle good": 59}


def test_months_accumulate_to_the_metric(view_of: ViewOf) -> None:
    view = view_of()
    made = content(months.chart(view))
    known = read.value(view.version, "broadcast_installed_communities", "370200", view.as_of)
    assert known is not None
    assert text_of(made.title).startswith(f"累计{known.value:.0f}个社区(村)装上预警广播")
    rows = broadcast.months(view.version, "370200", view.as_of)
    assert rows[0]["month"] == "此前"
    assert len(rows) == 1 + broadcast.MONTHS
    assert sum(row["terminals"] for row in rows) == made.rows == 365


def test_the_busiest_month_is_told_to_be_one_of_those_listed(view_of: ViewOf) -> None:
    view = view_of(as_of=date(2021, 6, 27))
    early, *listed = broadcast.months(view.version, "370200", view.as_of)
    top = max(listed, key=lambda row: row["terminals"])
    assert early["terminals"] > top["terminals"]  # the bar of all earlier months is the tallest
    year, number = top["month"].split("-")
    title = text_of(content(months.chart(view)).title)
    assert f"；所列月份中单月最多的是{year}年{int(number)}月，{top['terminals']}个终端" in title


def test_that_shares_are_rounded_each_by_itself_is_told_beside_their_difference(
    view_of: ViewOf,
) -> None:
    assert format.ROUNDED in text_of(content(rules.chart(view_of())).note)


def test_terminals_that_do_not_work_come_before_those_not_inspected(view_of: ViewOf) -> None:
    made = content(troubled.listing(view_of()))
    assert made.rows == 23
    assert text_of(made.title) == "终端23个测试异常、46个还没有测试"
    assert "未测试不等于异常" in text_of(made.note)


def test_before_any_return_nothing_is_claimed(view_of: ViewOf) -> None:
    view = view_of(COMMUNITY, date(2020, 11, 29))
    assert empty(states.chart(view)).reason == "无数据"
    assert empty(months.chart(view)).reason == "无数据"
    assert empty(uncovered.listing(view)).reason == "无数据"
    assert empty(troubled.listing(view)).reason == "无数据"
    assert empty(rules.chart(view)).reason == "无数据"
