"""One community: what is within reach, what threatens it, what it lacks, and its trial score."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.sql.harness import dicts, rows
from tests.sql.returns import (
    COMMUNITY,
    LAOSHAN,
    SECOND_COMMUNITY,
    build,
    community,
    load,
    register,
    shelter,
    site,
    terminal,
)

WEEK = "2021-03-14"
THIRD = "370212001003"
RANK = "marts.community_rank"
GAP = "marts.community_gap"
Row = dict[str, Any]
HERE: Row = {"longitude": 120.4, "latitude": 36.1}
ABLE: Row = {
    **HERE,
    "has_supplies": True,
    "information_officers": 2,
    "is_demonstration_community": True,
    "elderly_persons": 50,
}
POOR: Row = {
    **HERE,
    "has_supplies": False,
    "information_officers": 0,
    "is_demonstration_community": False,
    "elderly_persons": 500,
}


def survey(*lines: Row, table: str = RANK, **more: list[Row]) -> duckdb.DuckDBPyConnection:
    """The communities of one street surveyed in one week, in the order of their codes."""
    codes = (COMMUNITY, SECOND_COMMUNITY, THIRD)
    surveyed = [community(code, WEEK, **line) for code, line in zip(codes, lines, strict=False)]
    return build(table, area=register((THIRD, "community")), community=surveyed, **more)


def returned(source: str) -> Row:
    """Laoshan returned that register, with nothing in it."""
    return load(source, LAOSHAN, WEEK)


def score(warehouse: duckdb.DuckDBPyConnection, code: str) -> Row:
    """The community's line of scores and ranks."""
    [row] = dicts(warehouse, f"select * from {RANK} where place_code = '{code}'")
    return row


def gap(warehouse: duckdb.DuckDBPyConnection, code: str = COMMUNITY) -> Row:
    """The community's line of the list of lacks."""
    [row] = dicts(warehouse, f"select * from {GAP} where place_code = '{code}'")
    return row


# ------------------------------------------------------------------ the trial score


def test_the_weights_of_the_parts_sum_to_a_hundred_for_every_community() -> None:
    warehouse = survey(ABLE, POOR)
    assert rows(
        warehouse,
        "select distinct total, parts from (select place_code, sum(weight_percent) as total,"
        " count(*) as parts from marts.community_resilience group by place_code)",
    ) == [(100, 8)]


def test_the_score_is_the_sum_of_what_its_parts_contribute() -> None:
    warehouse = survey(ABLE, POOR)
    for code, total in rows(
        warehouse,
        "select place_code, sum(contribution) from marts.community_resilience group by place_code",
    ):
        assert score(warehouse, code)["resilience_score"] == pytest.approx(total)


@pytest.mark.parametrize(
    "less",
    [
        {"has_supplies": False},
        {"information_officers": 1},
        {"information_officers": 0},
        {"is_demonstration_community": False},
        {"elderly_persons": 120},
        {"elderly_persons": 300},
    ],
    ids=str,
)
def test_who_has_less_never_scores_higher_and_never_ranks_before(less: Row) -> None:
    warehouse = survey(ABLE, {**ABLE, **less})
    able, lacking = score(warehouse, COMMUNITY), score(warehouse, SECOND_COMMUNITY)
    assert lacking["resilience_score"] < able["resilience_score"]
    assert (able["resilience_rank"], lacking["resilience_rank"]) == (1, 2)


def test_an_unreported_part_is_not_zero_but_the_average_of_those_that_reported() -> None:
    unsaid = {**ABLE, "information_officers": None}
    warehouse = survey(ABLE, {**ABLE, "information_officers": 1}, unsaid)
    assert rows(
        warehouse,
        "select raw_value, component_score, is_reported from marts.community_resilience"
        " where component = 'officers' order by place_code",
    ) == [(2, 100, True), (1, 50, True), (None, 75, False)]


def test_no_register_of_terminals_means_unreported_and_an_empty_one_means_none() -> None:
    silent, empty = survey(ABLE), survey(ABLE, loads=[returned("broadcast_terminal")])
    said = "select raw_value, is_reported from marts.community_resilience where component = '{}'"
    asked = said.format("broadcast_installed")
    assert rows(silent, asked) == [(None, False)]
    assert rows(empty, asked) == [(0, True)]


def test_who_reported_less_than_half_of_the_weight_has_neither_score_nor_rank() -> None:
    warehouse = survey(ABLE, {"has_supplies": True})
    unsaid = score(warehouse, SECOND_COMMUNITY)
    assert unsaid["reported_weight_percent"] < 50
    assert (unsaid["resilience_score"], unsaid["resilience_rank"]) == (None, None)
    assert score(warehouse, COMMUNITY)["ranked_communities"] == 1


def test_the_interval_of_ranks_holds_the_rank_and_opens_where_weights_decide() -> None:
    # Supplies weigh 20, officers and the title of demonstration community 10 each: a tie.
    supplied = {**POOR, "has_supplies": True}
    staffed = {**POOR, "information_officers": 2, "is_demonstration_community": True}
    warehouse = survey(ABLE, supplied, staffed)
    for row in dicts(warehouse, f"select * from {RANK}"):
        assert row["best_rank"] <= row["resilience_rank"] <= row["worst_rank"]
    first, second, third = (score(warehouse, c) for c in (COMMUNITY, SECOND_COMMUNITY, THIRD))
    assert (first["best_rank"], first["worst_rank"]) == (1, 1)
    assert (second["resilience_rank"], third["resilience_rank"]) == (2, 2)
    assert (second["best_rank"], second["worst_rank"]) == (2, 3)
    assert (third["best_rank"], third["worst_rank"]) == (2, 3)


# ------------------------------------------------------------------ what it lacks


def test_lacks_are_counted_and_what_nobody_said_is_counted_apart() -> None:
    row = gap(survey({**HERE, "information_officers": None}, table=GAP))
    assert row["lacks_supplies"] is True
    assert (row["lacks_officers"], row["lacks_broadcast"], row["lacks_shelter"]) == (None,) * 3
    assert (row["lacks"], row["unknown_lacks"]) == (1, 4)


def test_the_threatened_come_before_the_spared_however_much_these_lack() -> None:
    threatened = {**ABLE, "information_officers": 0, "is_flash_flood_zone": True}
    warehouse = survey(POOR, threatened, table=GAP)
    assert gap(warehouse)["lacks"] > gap(warehouse, SECOND_COMMUNITY)["lacks"]
    assert gap(warehouse, SECOND_COMMUNITY)["gap_rank"] == 1
    assert gap(warehouse)["gap_index"] == 0


def test_one_more_lack_never_moves_a_threatened_community_down_the_list() -> None:
    flood = {**ABLE, "is_flash_flood_zone": True, "information_officers": 0}
    warehouse = survey(flood, {**flood, "has_supplies": False}, table=GAP)
    assert [gap(warehouse, c)["gap_rank"] for c in (COMMUNITY, SECOND_COMMUNITY)] == [2, 1]


def test_two_working_terminals_and_a_shelter_nearby_are_no_lack() -> None:
    warehouse = survey(
        ABLE,
        table=GAP,
        broadcast_terminal=[terminal("T1", COMMUNITY, WEEK), terminal("T2", COMMUNITY, WEEK)],
        shelter=[shelter("S", COMMUNITY, WEEK, **HERE)],
    )
    assert (gap(warehouse)["lacks"], gap(warehouse)["unknown_lacks"]) == (0, 0)


# ------------------------------------------------------------------ what is within reach


def test_an_open_site_within_a_kilometre_threatens_and_one_beyond_does_not() -> None:
    near, far = {"longitude": 120.4, "latitude": 36.108}, {"longitude": 120.4, "latitude": 36.112}
    warehouse = survey(
        HERE,
        table="marts.community_threat",
        hazard_site=[
            site("near", WEEK, area_code=SECOND_COMMUNITY, **near),
            site("far", WEEK, area_code=SECOND_COMMUNITY, **far),
        ],
    )
    assert rows(
        warehouse,
        "select nearby_sites, is_geological_threat, threat_kinds, is_threat_known"
        " from marts.community_threat",
    ) == [(1, True, 1, True)]


def test_a_site_on_the_community_s_own_register_counts_without_coordinates() -> None:
    warehouse = survey(
        {},
        table="marts.community_nearby",
        hazard_site=[site("own", WEEK, area_code=COMMUNITY)],
    )
    assert rows(
        warehouse,
        "select object_id, distance_m, is_registered_here from marts.community_nearby"
        " where nearby_kind = 'hazard_site'",
    ) == [("own", None, True)]


def test_a_treated_site_threatens_no_longer() -> None:
    warehouse = survey(
        HERE,
        table="marts.community_threat",
        hazard_site=[site("own", WEEK, "treated", area_code=COMMUNITY)],
    )
    assert rows(warehouse, "select nearby_sites from marts.community_threat") == [(0,)]


def test_a_district_without_a_ledger_of_sites_is_unknown_not_safe() -> None:
    warehouse = survey(HERE, table="marts.community_threat")
    assert rows(warehouse, "select is_threat_known from marts.community_threat") == [(False,)]


def test_the_reach_of_every_kind_stays_within_what_the_grid_finds() -> None:
    warehouse = survey(HERE, table="marts.community_nearby")
    [(most,)] = rows(warehouse, "select max(cast(reach_m as bigint)) from codes.nearby_kind")
    assert most <= 3000
