"""One community: what is said of it first, its eight facts, what is near, its trial score."""

from __future__ import annotations

import re

import pytest

from dashboard.components.community import common, facts, lead, nearby, parts
from dashboard.reading import community
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of

COMMUNITY = "370212001001"


def test_the_sentence_says_what_threatens_and_what_to_mend_first() -> None:
    said = text_of(lead.sentence(demo.view(COMMUNITY)).title)
    assert said.startswith(
        "示例中韩一社区受2种威胁（地质灾害、山洪）；最先要补：预警广播未达标，其次没有社区避难场所。"
    )
    assert "短板排在全市258个中第" in said


def test_a_community_without_any_terminal_is_told_so_not_called_short_of_the_standard() -> None:
    view = demo.view(as_of=demo.NEWEST)
    listed = community.gaps(view.version, demo.CITY, view.as_of)
    without = [one for one in listed if one["lacks_broadcast"]]
    assert {bool(one["is_broadcast_installed"]) for one in without} == {True, False}
    for one in without:
        words = common.lacks(view, one)
        assert (words[0] == common.NOT_INSTALLED) is not one["is_broadcast_installed"]


@pytest.mark.parametrize("fact", facts.FACTS, ids=[fact.title for fact in facts.FACTS])
def test_every_fact_says_its_word_what_it_was_and_where_it_is_from(fact: facts.Fact) -> None:
    made = content(facts.card(demo.view(COMMUNITY), fact.id))
    said = text_of(made.body)
    earlier = "上周" if fact.id == "hazards" else "上期"  # its ledger alone is weekly
    assert earlier in said
    assert f'data-dialog="source-{fact.metric}"' in str(made.body)
    assert "None" not in said


@pytest.mark.parametrize(
    ("fact", "missing"),
    [
        ("officers", {"information_officers": None}),
        ("shelter", {"has_shelter": None}),
        ("nearest", {"distance_m": None}),
        ("broadcast", {"lacks_broadcast": None}),
        ("hazards", {"nearby_sites": 0, "is_threat_known": False}),
        ("people", {"residents_persons": None, "households": None, "elderly_persons": None}),
    ],
)
def test_what_was_not_reported_is_said_to_be_so_and_is_never_zero(
    fact: str, missing: dict[str, object]
) -> None:
    view = demo.view(COMMUNITY)
    row = community.portrait(view.version, COMMUNITY, view.as_of)
    assert row is not None
    said = facts.BY_ID[fact].say(view, {**row, **missing})
    told = " ".join((said.word, said.mark, *said.details))
    assert "未报" in told
    assert not re.search(r"(?<!\d)0", told)


def test_distances_are_said_to_be_straight_lines() -> None:
    view = demo.view(COMMUNITY)
    assert "直线1公里以内" in text_of(content(nearby.shelters(view)).title)
    assert "直线距离，不是步行路程" in text_of(facts.card(view, "nearest").body)


def test_sites_come_untreated_first_and_then_by_distance() -> None:
    view = demo.view(COMMUNITY)
    found = community.sites(view.version, COMMUNITY, view.as_of)
    order = [(one["is_treated"], one["distance_m"]) for one in found]
    assert len(order) > 5
    assert order == sorted(order)


def test_every_part_of_the_score_shows_raw_value_score_weight_and_contribution() -> None:
    view = demo.view(COMMUNITY)
    made = content(parts.chart(view))
    rows = re.findall(r"<tr.*?</tr>", str(made.body), flags=re.DOTALL)[1:]
    assert len(rows) == made.rows == len(community.components(view.version, COMMUNITY, view.as_of))
    shares = [
        float(text_of(re.findall(r"<strong.*?</strong>", one, re.DOTALL)[-1])) for one in rows
    ]
    row = community.portrait(view.version, COMMUNITY, view.as_of)
    assert row is not None
    assert sum(shares) == pytest.approx(row["resilience_score"], abs=0.5)
    assert all("%" in one and "原值" in one for one in rows)


def test_the_score_is_marked_as_trial_and_says_how_far_its_rank_moves() -> None:
    view = demo.view(COMMUNITY)
    made = content(parts.chart(view))
    row = community.portrait(view.version, COMMUNITY, view.as_of)
    assert row is not None
    assert "试算" in str(made.title)
    between = f"每项权重各加一半、减一半，名次在第{row['best_rank']}—第{row['worst_rank']}之间"
    assert between in text_of(made.body)


def test_an_interval_of_one_place_is_said_as_one_place() -> None:
    assert common.interval({"best_rank": 3, "worst_rank": 3}) == "第3"
    assert common.between({"best_rank": 3, "worst_rank": 9}) == "名次在第3—第9之间"
