"""What a column is computed from, followed through whatever a select may do with it."""

from __future__ import annotations

import pytest

from warehouse.origins import Columns, Unfollowed, origins

TABLES = {
    "raw.site": ("site_id", "area_code", "persons", "parts"),
    "raw.area": ("area_code", "name"),
}


def known(table: str) -> Columns:
    return {column: frozenset({(table, column)}) for column in TABLES[table]}


def made_from(sql: str, column: str) -> set[str]:
    return {f"{table}.{name}" for table, name in origins(sql, known)[column]}


@pytest.mark.parametrize(
    "sql",
    [
        "select persons as x from raw.site",
        "select s.persons as x from raw.site as s",
        "select site.persons as x from raw.site",
        "select raw.site.persons as x from raw.site",
        "select sum(s.persons) as x from raw.site as s group by s.area_code",
        "select case when s.persons > 9 then 'many' end as x from raw.site as s",
        "select count(*) filter (where s.persons > 9) as x from raw.site as s",
        "select row_number() over (order by s.persons) as x from raw.site as s",
        "with a as (select * from raw.site), b as (select a.persons as p from a) "
        "select b.p as x from b",
        "with a as (select * from raw.site) select a.persons as x from a",
        "select (select max(s.persons) from raw.site as s where s.area_code = a.area_code) as x "
        "from raw.area as a",
        "select (select s.persons + count(*) from raw.area as a) as x from raw.site as s",
        "select q.x from (select persons as x from raw.site) as q",
        "select q.x from (select persons from raw.site) as q (x)",
        "select q.x from raw.site as s cross join lateral (select s.persons + 1 as x) as q",
        "select u.x from raw.site as s cross join unnest([s.persons]) as u (x)",
        "select list_transform([s.persons], lambda e: e + 1)[1] as x from raw.site as s",
        "select w.x from (select {'x': persons} as w from raw.site) as t",
        "with recursive r as (select 0 as x union all select r.x + s.persons from r "
        "inner join raw.site as s on true where r.x < 9) select r.x from r",
    ],
)
def test_a_value_is_followed_to_its_column(sql: str) -> None:
    assert "raw.site.persons" in made_from(sql, "x")


def test_the_second_half_of_a_union_is_met_by_place() -> None:
    sql = "select name as x, 1 as n from raw.area union all select site_id, persons from raw.site"
    assert made_from(sql, "x") == {"raw.area.name", "raw.site.site_id"}
    assert made_from(sql, "n") == {"raw.site.persons"}


def test_what_rows_are_chosen_or_joined_by_is_no_origin() -> None:
    sql = (
        "select a.name as x from raw.area as a inner join raw.site as s "
        "on a.area_code = s.area_code where s.persons > 9"
    )
    assert made_from(sql, "x") == {"raw.area.name"}


def test_a_whole_row_is_made_from_all_its_columns() -> None:
    sql = "select s as x from raw.site as s"
    assert made_from(sql, "x") == {f"raw.site.{column}" for column in TABLES["raw.site"]}


def test_a_name_that_cannot_be_followed_is_made_from_everything_in_sight() -> None:
    sql = "select nowhere as x from raw.site as s"
    assert made_from(sql, "x") == {f"raw.site.{column}" for column in TABLES["raw.site"]}


def test_columns_stand_in_the_order_of_the_select() -> None:
    assert list(origins("select 1 as b, a.* from raw.area as a", known)) == [
        *("b", "area_code", "name"),
    ]


def test_a_construct_that_is_not_known_is_refused() -> None:
    with pytest.raises(Unfollowed, match="PIVOT"):
        origins("select * from raw.site pivot (sum(persons) for area_code in ('a'))", known)
