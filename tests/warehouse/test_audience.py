"""Who may see what: inherited from what it is made from, made wider only with a reason."""

from __future__ import annotations

import pytest

from tests.sql.harness import project, shown
from tests.warehouse.sites import FILES, Sites
from tests.warehouse.small import model
from warehouse.audience import Shown
from warehouse.build import check_audiences, check_project
from warehouse.common.audience import ANALYST, FULL, PUBLIC
from warehouse.errors import ModelError, RawError
from warehouse.header import read_header
from warehouse.model import CHECK
from warehouse.raw import read_raw
from warehouse.sources import source_from_contract

NARROW = {"longitude", "latitude", "address", "threatened_persons", "threatened_assets_yuan"}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    return Sites(tmp_path_factory.mktemp("sites"))


def declared(sites: Sites, **files: str) -> dict[str, Shown]:
    """The audiences with some models changed or added."""
    changed = {name.replace("__", "/") + ".sql": text for name, text in files.items()}
    sites.sql(changed)
    try:
        raw = read_raw(sites.paths)
        return dict(check_audiences(check_project(sites.sql_dir, raw), raw, sites.sql_dir))
    finally:
        sites.sql({name: FILES.get(name) for name in changed})


def refused(sites: Sites, **files: str) -> str:
    with pytest.raises(ModelError) as caught:
        declared(sites, **files)
    return str(caught.value)


def mart(sql: str, head: str = "", **columns: str) -> str:
    text = model("表", ["area_code"], sql, **columns)
    return text.replace("description", f"{head}\ndescription", 1)


def test_rows_as_they_were_returned_are_for_analysts(sites: Sites) -> None:
    known = declared(sites)
    assert known["raw.site"].rows == known["staging.site"].rows == ANALYST
    assert known["staging.site"].of("site_id") == ANALYST


def test_a_narrow_column_stays_narrow_under_another_name_and_when_added_up(sites: Sites) -> None:
    known = declared(sites)
    assert known["staging.site"].of("people") == FULL
    assert known["marts.total"].of("people") == FULL
    assert known["marts.total"].of("sites") == PUBLIC
    assert known["staging.site"].of("file") == FULL  # file names may hold anything


def test_a_model_of_a_table_for_fewer_is_for_as_few(sites: Sites) -> None:
    site = FILES["staging/site.sql"].replace("description", 'audience = "full"\ndescription', 1)
    text = mart("select s.area_code, count(*) as n from staging.site as s group by s.area_code")
    known = declared(sites, staging__site=site, marts__total=text)
    assert known["marts.total"].rows == FULL


def test_a_column_made_wider_without_a_reason_is_refused(sites: Sites) -> None:
    sql = "select s.area_code, s.people as others from staging.site as s"
    narrow = '{ title = "人数", audience = "analyst" }'
    said = refused(
        sites, marts__x=mart(sql).replace("[columns]\n", f"[columns]\nothers = {narrow}\n")
    )
    assert said.startswith(
        "sql/marts/x.sql：列 others 的 audience = analyst，"
        "它由 staging.site.people 得来，只给 full 看，不能放宽"
    )
    assert 'audience = "full"' in said


def test_a_column_made_wider_with_a_reason_is_as_wide_as_said(sites: Sites) -> None:
    sql = "select s.area_code, sum(s.people) as others from staging.site as s group by s.area_code"
    told = '{ title = "人数", audience = "analyst", released = "合计" }'
    text = mart(sql).replace("[columns]\n", f"[columns]\nothers = {told}\n")
    assert declared(sites, marts__x=text)["marts.x"].of("others") == ANALYST


def test_a_table_made_wider_without_a_reason_is_refused(sites: Sites) -> None:
    text = mart("select s.area_code from staging.site as s", 'audience = "public"')
    said = refused(sites, marts__x=text)
    assert "sql/marts/x.sql：表的 audience = public，它读的表只给 analyst 看，不能放宽" in said


def test_a_reason_for_nothing_is_refused(sites: Sites) -> None:
    text = mart(
        "select s.area_code from staging.site as s", 'audience = "full"\nreleased = "随手写的"'
    )
    assert "没有放宽" in refused(sites, marts__x=text)


def test_a_metric_is_for_everybody_but_not_one_made_of_what_few_may_see(sites: Sites) -> None:
    known = declared(sites)
    assert known["metrics.done_rate"].rows == PUBLIC
    persons = FILES["metrics/persons.sql"]
    silent = persons.replace('audience = "public"\nreleased = "合计"\n', "")
    assert declared(sites, metrics__persons=silent)["metrics.persons"].rows == FULL
    bold = persons.replace('released = "合计"\n', "")
    assert "指标的 audience = public" in refused(sites, metrics__persons=bold)


def test_a_key_that_fewer_may_see_than_the_rows_is_refused(sites: Sites) -> None:
    text = model("表", ["place"], "select s.place, s.area_code from staging.site as s")
    assert "键 place 比表更少人能看" in refused(sites, marts__x=text)


def test_what_reads_a_metric_that_stops_at_a_level_must_say_where_it_stops(sites: Sites) -> None:
    nameless = "select v.area_code, v.as_of, v.value as n from metrics.value as v"
    assert "metrics.persons 只放到 city 一级" in refused(sites, marts__x=mart(nameless))
    assert declared(sites, marts__x=mart(nameless, 'finest = "city"'))["marts.x"].finest == "city"
    named = "select v.metric, v.area_code, v.value as n from metrics.value as v"
    assert declared(sites, marts__x=mart(named))["marts.x"].finest is None  # filtered row by row


def test_values_of_all_metrics_without_their_names_are_for_as_few_as_any_metric(
    sites: Sites,
) -> None:
    silent = FILES["metrics/persons.sql"].replace(
        'audience = "public"\nreleased = "合计"\nfinest = "city"\n', ""
    )
    nameless = mart("select v.area_code, v.as_of, v.value as n from metrics.value as v")
    known = declared(sites, metrics__persons=silent, marts__x=nameless)
    assert known["metrics.persons"].rows == known["marts.x"].rows == FULL
    named = mart("select v.metric, v.area_code, v.value as n from metrics.value as v")
    assert declared(sites, metrics__persons=silent, marts__x=named)["marts.x"].rows == ANALYST


def test_a_construct_that_cannot_be_followed_is_refused(sites: Sites) -> None:
    sql = "select * from raw.site pivot (count(*) for area_code in ('370212'))"
    assert "推不出各列从哪里来（PIVOT）" in refused(sites, staging__x=mart(sql))


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ('audience = "everyone"', "audience = 'everyone' 不存在"),
        ('finest = "house"', "finest = 'house' 不存在"),
        ('released = "为什么"', "released 要和 audience 一起写"),
    ],
)
def test_a_header_that_says_it_wrongly_is_refused(head: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        read_header("x.sql", "marts", mart("select 1 as area_code", head))


def test_a_contract_of_before_there_were_audiences_must_be_written_again() -> None:
    body = {
        **dict.fromkeys(("name", "title", "description", "cadence", "scope", "owner"), "x"),
        "key": [],
        "columns": [{"name": "x", "title": "x", "type": "text", "personal": False}],
    }
    with pytest.raises(RawError, match="重新运行 python -m etl load"):
        source_from_contract(body, "合同")


@pytest.mark.parametrize("table", sorted(project().models))
def test_no_real_table_shows_hazard_points_or_whom_they_threaten_to_analysts(table: str) -> None:
    held = shown()[table]
    is_hazard = "site_id" in held.columns
    wide = {c for c in NARROW & set(held.columns) if held.of(c) != FULL}
    assert not is_hazard or wide == set()
    assert not {c for c in held.columns if c in ("file", "sheet") and held.of(c) != FULL}


@pytest.mark.parametrize("table", sorted(project().models))
def test_no_real_table_shows_single_things_to_the_public(table: str) -> None:
    held, header = shown()[table], project().models[table].header
    if header.rows_of or any(c.endswith(("_id", "_name")) for c in header.key):
        known = {"staging.census_return", "marts.category_progress"}
        assert held.rows != PUBLIC or table in known


@pytest.mark.parametrize("table", ["meta.finding", "meta.correction", CHECK])
def test_what_cells_say_is_in_the_full_warehouse_only(table: str) -> None:
    told = {"value", "remedy", "previous_text", "current_text", "object_name", "sample", "heads"}
    told -= {"remedy"} if table == CHECK else set()  # a check's is written in its file
    held = shown()[table]
    assert {held.of(c) for c in told & set(held.columns)} == {FULL}
