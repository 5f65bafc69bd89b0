"""Which columns of a result are a table's own: those, and none that only is called so."""

from __future__ import annotations

import pytest

from tests.warehouse.asking import Analyst

NAME, CODE = ("area", "area_name"), ("area", "area_code")
STAGING, LATE = ("staging.area", "area_code"), ("marts.behind", "area_code")


def own(analyst: Analyst, sql: str) -> list[tuple[str, ...] | tuple[tuple[str, str], ...]]:
    """The origins of the columns that the query gives."""
    seen = analyst.ask(sql)
    assert seen.answer is not None, seen.text
    return [tuple(one) for one in seen.answer.origins]


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("select area_name from area", [(NAME,)]),
        ("select a.area_name from area as a", [(NAME,)]),
        ("SELECT AREA.AREA_NAME FROM AREA", [(NAME,)]),
        ("select area_name as n, area_code from area", [(NAME,), (CODE,)]),
        ("select staging.area.area_code from staging.area", [(STAGING,)]),
        ("with w (z) as (select area_name from area) select z from w", [(NAME,)]),
        ("select z from (select area_name from area) as s (z)", [(NAME,)]),
        ("select * exclude (area_code) from (select area_name, area_code from area)", [(NAME,)]),
        ("select * rename (area_name as z) from (select area_name from area)", [(NAME,)]),
        ("select area_code from area union select area_code from staging.area", [(CODE, STAGING)]),
        ("select area_code from area natural join marts.behind", [(CODE, LATE)]),
        (
            "select * from (select area_code, area_name from area)"
            " join (select area_code from marts.behind) using (area_code)",
            [(CODE, LATE), (NAME,)],
        ),
        (
            "select * from (select area_name from area) semi join marts.behind on true",
            [(NAME,)],
        ),
        ("select distinct area_name, 1 + 1 from area", [(NAME,), ()]),
    ],
)
def test_a_table_s_own_column_is_told(
    analyst: Analyst, sql: str, found: list[tuple[tuple[str, str], ...]]
) -> None:
    assert own(analyst, sql) == found


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) as area_name from area",
        "select max(area_name) as area_name from area",
        "select area_name::varchar as area_name from area",
        "select 'x' as area_name from area",
        "select * replace ('x' as area_name) from (select area_name from area)",
        "select (select area_name from area limit 1) as area_name",
        "with area as (select 'x' as area_name) select area_name from area",
        "select area_name from (select 'x' as area_name) as area",
        "select area_name from area union all select 'x'",
        "select 'x' as area_name union all by name select area_name from area",
        "select area_name from (values ('x')) as area (area_name)",
        "select x.area_name from area as a cross join (select 'x' as area_name) as x",
        "select columns('area_nam.*') from area",
        "select area_name from area as area (area_name)",
        "select area_name from (pivot (select 'x' as area_name, 'k' as k) on k using count(*))",
        "with recursive r as (select 'x' as area_name union all select area_name from r where"
        " false) select area_name from r",
        "select unnest({'area_name': 'x'})",
        "describe area",
        "explain select area_name from area",
    ],
)
def test_what_only_is_called_so_is_no_table_s_column(analyst: Analyst, sql: str) -> None:
    assert not any(("area", "area_name") in one for one in own(analyst, sql))


@pytest.mark.parametrize(
    "sql",
    [
        "with "
        + ", ".join(
            f"t{n + 1} as (select a.*, b.* from t{n} as a, t{n} as b)" for n in range(20)
        ).replace("t0 as a, t0 as b", "area as a, area as b")
        + " select 1 as n from t1 limit 1",
        "select " + "(" * 900 + "1" + ")" * 900 + " as n",
        "select 1 as n -- " + "长" * 20_000,
        "select " + "(select " * 120 + "1" + ")" * 120 + " as n",
    ],
    ids=["doubling", "nested", "long", "queries in queries"],
)
def test_a_text_made_to_be_gone_through_for_long_is_answered_like_others(
    analyst: Analyst, sql: str
) -> None:
    assert analyst.ask(sql).rows == [(1,)]
