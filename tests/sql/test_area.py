"""The area register: real districts, what is registered below them, the ancestors of each."""

from __future__ import annotations

import duckdb

from tests.sql.harness import rows
from tests.sql.returns import CITY, COMMUNITY, LAOSHAN, STREET, build, register


def ancestors(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    """The ancestors of the community, itself included."""
    found = rows(
        warehouse,
        "select ancestor_code from staging.area_ancestor "
        f"where area_code = '{COMMUNITY}' order by ancestor_code",
    )
    return [code for (code,) in found]


def test_every_area_has_itself_and_all_above_it_as_ancestors() -> None:
    warehouse = build("staging.area_ancestor")
    assert ancestors(warehouse) == [CITY, LAOSHAN, STREET, COMMUNITY]


def test_districts_stand_in_customary_order_under_the_city() -> None:
    warehouse = build("staging.area")
    found = rows(
        warehouse,
        "select short_name from staging.area where area_level = 'district' order by sort_key",
    )
    assert [name for (name,) in found] == [
        *("市南", "市北", "李沧", "崂山", "西海岸新区"),
        *("城阳", "即墨", "胶州", "平度", "莱西"),
    ]


def test_without_a_register_there_are_still_the_city_and_its_districts() -> None:
    warehouse = build("staging.area", area=[])
    assert rows(
        warehouse, "select area_level, count(*) from staging.area group by 1 order by 1"
    ) == [("city", 1), ("district", 10)]


def test_the_newest_register_replaces_the_one_before() -> None:
    newer = [
        {**row, "as_of": "2021-03-07", "area_name": "改名社区"}
        for row in register()
        if row["area_code"] != "370212001002"
    ]
    warehouse = build("staging.area", area=[*register(), *newer])
    assert rows(
        warehouse,
        "select area_code, area_name from staging.area where area_level = 'community'",
    ) == [(COMMUNITY, "改名社区")]


def test_a_community_whose_street_is_not_registered_stands_under_its_district() -> None:
    lone = [row for row in register() if row["area_code"] != STREET]
    warehouse = build("staging.area_ancestor", area=lone)
    assert rows(
        warehouse,
        f"select parent_code, street_code from staging.area where area_code = '{COMMUNITY}'",
    ) == [(LAOSHAN, None)]
    assert ancestors(warehouse) == [CITY, LAOSHAN, COMMUNITY]


def test_an_area_out_of_use_stays_with_its_days() -> None:
    old = [{**row, "valid_from": "2010-01-01", "valid_to": "2021-02-28"} for row in register()]
    warehouse = build("staging.area", area=old)
    assert rows(
        warehouse,
        "select cast(valid_from as varchar), cast(valid_to as varchar) from staging.area "
        f"where area_code in ('{COMMUNITY}', '370203', '{CITY}') order by sort_key",
    ) == [(None, None), ("2012-12-01", None), ("2010-01-01", "2021-02-28")]
