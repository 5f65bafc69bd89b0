"""A name that is not there: offered is only what can stand there; else it is told where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.warehouse.asking import Analyst
from tests.warehouse.sites import Sites
from warehouse.build import build
from warehouse.common.audience import ANALYST, PUBLIC
from warehouse.errors import MisusedQuery, NotInEdition
from warehouse.sandbox.names import close_to
from warehouse.sandbox.runner import Runner


@pytest.fixture(scope="module")
def limited(runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> Analyst:
    """Somebody who asks an edition that was made without much."""
    sites = Sites(tmp_path_factory.mktemp("sites"))
    build(sites.paths, sites.sql_dir)
    return Analyst(runner, sites, role=PUBLIC)


@pytest.mark.parametrize(
    ("sql", "meant"),
    [
        ("select a.area_cod from staging.area as a", ["area_code"]),
        ("select area_cod from staging.area", ["area_code"]),
        ("with w as (select 1 as area_code) select w.area_cod from w", []),
        ("select as_of from staging.area", []),
        ("select a.as_of from staging.area as a", []),
        ("select AS_OF from staging.area", []),
        ("select * from staging.aera", ["area"]),
        ("select * from staging.behind", ["marts.behind"]),
        ("select * from stagin.area", ["staging.area"]),
        ("select * from aera", ["area"]),
        ("describe staging.aera", ["area"]),
        ("/* 中文 */ select * from staging.behind", ["marts.behind"]),
    ],
)
def test_only_what_can_stand_at_the_place_is_offered(
    analyst: Analyst, sql: str, meant: list[str]
) -> None:
    error = analyst.ask(sql).error
    assert isinstance(error, MisusedQuery)
    assert list(error.meant)[:1] == meant


@pytest.mark.parametrize(
    ("sql", "meant"),
    [
        ("select x.area_name from staging.area as a", ["a.area_name"]),
        ("select area.area_name from staging.area as a", ["a.area_name"]),
        ("select x.area_nam from staging.area as a", ["a.area_name"]),
        ("select x.foo from staging.area as a", ["a.foo"]),
        ("select x.foo from (select 1 as foo) as s", ["s.foo"]),
        ('select x."a b" from (select 1 as "a b") as 乙', ['乙."a b"']),
        (
            "select 中.area_name from (select 1 as n) as s cross join staging.area as a",
            ["a.area_name"],
        ),
        ("select x.* from staging.area as a", ["a"]),
        ("select x.foo", []),
    ],
)
def test_for_an_unknown_alias_that_is_offered_which_has_the_column(
    analyst: Analyst, sql: str, meant: list[str]
) -> None:
    error = analyst.ask(sql).error
    assert isinstance(error, MisusedQuery)
    assert list(error.meant)[:1] == meant


@pytest.mark.parametrize("depth", [300, 900])
def test_a_text_nested_deeply_has_its_error_too(analyst: Analyst, depth: int) -> None:
    nested = "abs(" * depth + "area_cod" + ")" * depth
    error = analyst.ask(f"select {nested} from staging.area").error
    assert isinstance(error, MisusedQuery)
    assert error.meant[0] == "area_code"


def test_of_a_column_that_is_elsewhere_the_tables_are_told(analyst: Analyst) -> None:
    text = analyst.ask("select area.as_of from staging.area").text.splitlines()[0]
    assert "没有这一列：as_of；有这一列的表：marts.behind、" in text
    assert "是不是要写" not in text
    assert "有这一列的表" not in analyst.ask("select area.qqqqq from staging.area").text


def test_a_name_is_never_offered_for_itself() -> None:
    assert close_to("As_Of", ["as_of", "as_off"]) == ["as_off"]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select t.people from marts.total as t", r"公开版不含 marts\.total\.people（人数）"),
        ("select people from total", r"公开版不含 marts\.total\.people（人数）"),
        ("select site_id from staging.site", r"公开版不含 staging\.site（处）"),
        ("select site_id from site", r"公开版不含 staging\.site（处）"),
    ],
)
def test_what_the_edition_lacks_is_told_of_the_table_that_is_read(
    limited: Analyst, sql: str, said: str
) -> None:
    with pytest.raises(NotInEdition, match=said):
        raise limited.ask(sql).error or AssertionError


@pytest.mark.parametrize(
    "sql",
    [
        "select v.people from metrics.value as v",
        "select people from metrics.value",
        "select v.people from metrics.value as v inner join marts.total as t on true",
        "select * from marts.site",
    ],
)
def test_a_mistake_stays_one_where_another_table_lacks_what_is_called_so(
    limited: Analyst, sql: str
) -> None:
    error = limited.ask(sql).error
    assert isinstance(error, MisusedQuery)
    assert not isinstance(error, NotInEdition)
    assert "没有这" in str(error)


def test_of_two_tables_that_lack_a_column_the_one_that_is_read_is_named(limited: Analyst) -> None:
    analyst = replace(limited, role=ANALYST)
    seen = analyst.ask("select s.people from staging.site as s")
    assert isinstance(seen.error, NotInEdition)
    assert "staging.site.people" in seen.text
