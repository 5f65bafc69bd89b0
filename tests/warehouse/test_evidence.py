"""The walk from a figure to its cells, on the real models over small returns."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from tests.sql.harness import project, shown, sources
from tests.sql.returns import (
    CITY,
    COMMUNITY,
    LAOSHAN,
    SECOND_COMMUNITY,
    build,
    load,
    register,
    shelter,
    site,
    terminal,
)
from tests.sql.test_checks import sound
from tests.warehouse.conftest import Place
from tests.warehouse.small import FILES, SECOND, model
from warehouse.catalog import create_late_meta
from warehouse.errors import AuditError, ModelError, UnknownName
from warehouse.evidence import PLACE, files, rows
from warehouse.evidence import sources as behind
from warehouse.lineage import steps
from warehouse.metric import value
from warehouse.model import lineage
from warehouse.read import Warehouse
from warehouse.release import Release

W10, W11, W12 = dt.date(2021, 3, 14), dt.date(2021, 3, 21), dt.date(2021, 3, 28)
WIDE = 28  # a column beyond Z


@cache
def city() -> Warehouse:
    """Laoshan's two weeks of sites, and a third in which it did not report; shelters, terminals."""
    positions = [
        {"load_no": n, "sheet": "表", "column_name": column, "position": place}
        for n in range(1, 40)  # any load
        for column, place in (("hazard_type", 3), ("treated_on", WIDE), ("site_id", 1))
    ]
    connection = build(
        **{
            **sound(),
            "area": register(),
            "hazard_site": [
                *(site(f"A{n}", "2021-03-14") for n in range(3)),
                *(site(f"A{n}", "2021-03-21", "treated" if n else "pending") for n in range(3)),
                site("UNCLAIMED", "2021-03-21", area_code=None, _unclaimed="未填"),
                site("FIRE", "2021-03-21", hazard_type="cemetery"),
            ],
            "shelter": [
                shelter("S1", COMMUNITY, "2021-03-14"),
                shelter("S2", COMMUNITY, "2021-03-14", capacity_persons=50),
                shelter("S3", SECOND_COMMUNITY, "2021-03-14", shelter_state="closed"),
            ],
            "broadcast_terminal": [
                terminal("T1", COMMUNITY, "2021-03-14"),
                terminal("T2", COMMUNITY, "2021-03-14"),
                terminal("T3", SECOND_COMMUNITY, "2021-03-14"),
            ],
        },
        loads=[load("census_return", LAOSHAN, "2021-03-28")],
        tables={
            "meta.load_column": positions,
            "meta.lineage": [
                {"from_table": made_from, "to_table": table}
                for made_from, table in lineage(project())
            ],
        },
    )
    create_late_meta(connection, project(), sources(), shown())
    release = Release("test", "test.duckdb", "", 0, "", "2021-03-28", True)
    return Warehouse(release, Path("test.duckdb"), connection)


METRICS = [m.name for m in project().metrics]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("area", [CITY, LAOSHAN, COMMUNITY])
def test_the_rows_behind_a_figure_add_up_to_it(metric: str, area: str) -> None:
    found = value(city(), metric, area, W11)
    exact = [s for s in behind(city(), metric, area, W11) if s.is_exact]
    # Whether a class or a budget is complete is no row's own; a ratio of two sources has two kinds.
    if metric in ("census_categories_completed", "shelter_capacity_rate", "budgets_approved"):
        assert exact == []
        return
    [source] = exact
    assert source.numerator == (found.numerator if found else 0)
    assert (source.denominator or 0) == (found.denominator or 0 if found else 0)


def test_a_count_has_as_many_rows_as_it_says() -> None:
    found = value(city(), "geohazard_sites_found", LAOSHAN, W11)
    page = rows(city(), "geohazard_sites_found", "hazard_site", LAOSHAN, W11)
    assert found is not None
    assert page.is_exact
    assert page.total == page.frame.height == found.value == 4
    assert "FIRE" not in page.frame["site_id"]


def test_a_rate_says_of_every_row_what_it_adds() -> None:
    page = rows(city(), "geohazard_treatment_rate", "hazard_site", LAOSHAN, W11)
    assert dict(page.frame.select("site_id", "part_numerator").rows()) == {
        "A0": 0.0,
        "A1": 1.0,
        "A2": 1.0,
        "UNCLAIMED": 0.0,
    }
    assert page.frame["part_denominator"].to_list() == [1.0] * 4


def test_rows_that_make_one_thing_together_count_it_once() -> None:
    [source] = behind(city(), "communities_with_shelters", LAOSHAN, W11)
    assert (source.numerator, source.rows, source.counts_once) == (1.0, 2, True)
    page = rows(city(), "communities_with_shelters", "shelter", LAOSHAN, W11)
    assert page.frame["shelter_id"].to_list() == ["S1", "S2"]


def test_a_source_that_the_figure_only_leans_on_shows_all_its_rows_in_the_area() -> None:
    first, second = behind(city(), "broadcast_compliant_flash_flood_rate", LAOSHAN, W11)
    assert (first.source, first.is_exact) == ("community", True)
    assert (second.source, second.is_exact, second.rows) == ("broadcast_terminal", False, 3)
    page = rows(
        city(), "broadcast_compliant_flash_flood_rate", "broadcast_terminal", COMMUNITY, W11
    )
    assert (page.total, page.is_exact) == (2, False)
    assert "part_numerator" not in page.frame.columns


def test_an_area_has_its_own_rows_and_those_below_and_no_others() -> None:
    page = rows(city(), "geohazard_sites_found", "hazard_site", COMMUNITY, W11)
    assert page.frame["site_id"].to_list() == ["A0", "A1", "A2"]  # 待认领 is known to the district
    other = rows(city(), "geohazard_sites_found", "hazard_site", "370214", W11)
    assert (other.total, other.frame.height) == (0, 0)


def test_a_row_carried_forward_shows_the_return_it_comes_from() -> None:
    page = rows(city(), "geohazard_sites_found", "hazard_site", LAOSHAN, W12)
    assert page.frame["used_as_of"].unique().to_list() == [W11]
    assert page.frame["is_carried"].all()
    [source] = behind(city(), "geohazard_sites_found", LAOSHAN, W12)
    assert (source.carried_rows, source.files) == (4, 1)
    assert (
        not rows(city(), "geohazard_sites_found", "hazard_site", LAOSHAN, W11)
        .frame["is_carried"]
        .any()
    )


def test_a_row_names_file_sheet_row_and_the_cells_the_figure_hangs_on() -> None:
    page = rows(city(), "geohazard_sites_treated", "hazard_site", LAOSHAN, W11, limit=1)
    [row] = page.frame.select("site_id", *PLACE).rows(named=True)
    assert row["site_id"] == "A1"
    assert (row["_file"], row["_sheet"], row["_row"]) == ("表.xlsx", "表", 9)
    assert (row["unit_code"], row["unit_name"]) == (LAOSHAN, "崂山区")
    assert row["cells"] == "C9、AB9"
    assert page.cell_of == ({"hazard_type": "C9", "treated_on": "AB9"},)


def test_without_known_positions_there_are_no_cells() -> None:
    page = rows(city(), "shelters", "shelter", LAOSHAN, W11)
    assert page.frame["cells"].to_list() == [None, None]
    assert page.cell_of == ({}, {})


def test_each_sheet_says_how_many_rows_it_gives_and_what_they_add() -> None:
    [file] = files(city(), "geohazard_treatment_rate", "hazard_site", LAOSHAN, W11)
    assert (file.unit_code, file.unit_name, file.used_as_of) == (LAOSHAN, "崂山区", W11)
    assert (file.file, file.sheet, file.is_carried) == ("表.xlsx", "表", False)
    assert (file.rows, file.numerator, file.denominator) == (4, 2.0, 4.0)
    [carried] = files(city(), "geohazard_treatment_rate", "hazard_site", LAOSHAN, W12)
    assert (carried.used_as_of, carried.is_carried) == (W11, True)
    assert files(city(), "geohazard_treatment_rate", "hazard_site", "370214", W11) == ()


def test_a_sheet_counts_once_what_several_of_its_rows_make_and_adds_nothing_inexact() -> None:
    [file] = files(city(), "communities_with_shelters", "shelter", LAOSHAN, W11)
    assert (file.rows, file.numerator, file.denominator) == (2, 1.0, None)
    rate = "broadcast_compliant_flash_flood_rate"
    [leaned] = files(city(), rate, "broadcast_terminal", LAOSHAN, W11)
    assert (leaned.rows, leaned.numerator, leaned.denominator) == (3, None, None)


def test_pages_follow_each_other_without_gap_or_double() -> None:
    def page(offset: int) -> list[str]:
        found = rows(city(), "geohazard_sites_found", "hazard_site", CITY, W11, 3, offset)
        assert found.total == 4
        return found.frame["site_id"].to_list()

    assert page(0) + page(3) == ["A0", "A1", "A2", "UNCLAIMED"]
    assert page(6) == []


def test_columns_come_in_the_contracts_order_with_titles_and_codes_in_words() -> None:
    page = rows(city(), "geohazard_sites_treated", "hazard_site", LAOSHAN, W11)
    names = [c.name for c in page.columns]
    order = [c.name for c in sources()["hazard_site"].columns]
    assert names == [name for name in order if name in names]
    assert page.frame.columns[: len(names)] == names
    used = {c.name: c.title for c in page.columns if c.is_used}
    assert used == {"hazard_type": "隐患类型", "treated_on": "完成日期"}
    assert set(page.frame["hazard_type"]) == {"滑坡"}
    assert "contact_phone" not in names


def test_the_way_back_goes_from_the_metric_through_the_models_to_the_source() -> None:
    found = {s.table: s for s in steps(city(), "geohazard_sites_treated")}
    way = ("metrics.geohazard_sites_treated", "marts.hazard_progress", "staging.hazard_site")
    assert [found[t].depth for t in way] == [0, 1, 2]
    for table, made_from in zip(way, [*way[1:], "raw.hazard_site"], strict=True):
        assert made_from in found[table].reads
        assert found[table].sql.startswith("select") or found[table].sql.startswith("with")
    assert (found["raw.hazard_site"].title, found["raw.hazard_site"].sql) == ("隐患点台账", None)
    assert not any(t.startswith("meta.") for t in found)


def test_what_is_not_behind_a_metric_is_refused_by_name() -> None:
    with pytest.raises(UnknownName, match="没有可逐行查看的来源 shelter"):
        rows(city(), "geohazard_sites_found", "shelter", LAOSHAN, W11)
    with pytest.raises(UnknownName, match="没有可逐行查看的来源 shelter"):
        files(city(), "geohazard_sites_found", "shelter", LAOSHAN, W11)
    with pytest.raises(UnknownName, match="没有指标 nope"):
        steps(city(), "nope")


# ------------------------------------------------- what the build makes sure of

TALLY = model(
    "逐行",
    ["unit_code", "used_as_of", "row_no"],
    "select t.area_code, t.unit_code, t.as_of as used_as_of, t._row as row_no, t._file as file,\n"
    "    t._sheet as sheet, t.done, t.planned\nfrom raw.tally as t",
    used_as_of="所用",
    row_no="行号",
    file="文件",
    sheet="表",
).replace("[columns]", 'rows_of = "tally"\n[columns]')


def rate(place: Place, rows_text: str, tally: str = TALLY) -> None:
    head, sql = FILES["metrics/done_rate.sql"].split("*/")
    sql = sql.replace("raw.tally", "staging.tally").replace("t.as_of", "t.used_as_of as as_of")
    place.sql(
        {
            "staging/tally.sql": tally,
            "metrics/done_rate.sql": f"{head}[rows]\n{rows_text}\n*/{sql}",
        }
    )


GOOD = 'from = "staging.tally"\nnumerator = "r.done"\ndenominator = "r.planned"\ncells = ["done"]'


def test_rows_that_add_up_are_published_with_the_metric(place: Place) -> None:
    rate(place, GOOD)
    place.build()
    [source] = behind(place.open(), "done_rate", CITY, SECOND)
    assert (source.numerator, source.denominator, source.rows) == (6.0, 12.0, 2)


def test_the_manifests_positions_become_cells_personal_columns_left_out(place: Place) -> None:
    rate(place, GOOD)
    for line in place.deployment.lines():
        path = place.paths.root / line["manifest"]
        columns = {"area_code": 1, "done": 4, "contact_phone": 5}
        sheets = [{"sheet": "表", "source": "tally", "columns": columns}]
        body = path.read_text("utf-8").replace('"notices": []', f'"sheets": {sheets}')
        path.write_text(body.replace("'", '"'), "utf-8")
    place.build()
    assert rows(place.open(), "done_rate", "tally", CITY, SECOND).frame["cells"].to_list() == [
        "D5",
        "D5",
    ]
    known = place.open().rows("select distinct column_name from meta.load_column order by all")
    assert known == [("area_code",), ("done",)]


@pytest.mark.parametrize(
    ("rows_text", "problem"),
    [
        (GOOD.replace("r.done", "1"), "所指的行合起来不等于指标"),
        (f'{GOOD}\nwhere = "r.done > 3"', "所指的行合起来不等于指标"),
        (f'{GOOD}\neach = ["done"]', None),
        (GOOD.replace('["done"]', '["nothing"]'), "来源没有的列 nothing"),
        (GOOD.replace("staging.tally", "staging.week"), "不是本指标所用的逐行的表"),
        (GOOD.replace('denominator = "r.planned"\n', ""), "与指标有没有分母不一致"),
        (GOOD.replace("r.done", "r.nothing"), "语句不能执行"),
        (f'{GOOD}\nwith = "staging.week"', "要一起写"),
        (f'{GOOD}\nwith = "staging.area_ancestor"\non = ["area_code"]', "没有写全它的键"),
        (f'{GOOD}\nwhen = "r.done > 3"', "不认识的键 when"),
    ],
)
def test_rows_that_are_named_wrongly_stop_the_build(
    place: Place, rows_text: str, problem: str | None
) -> None:
    rate(place, rows_text)
    if problem is None:
        place.build()
        return
    with pytest.raises((AuditError, ModelError), match=problem):
        place.build()


def test_rows_of_a_source_that_is_not_there_stop_the_build(place: Place) -> None:
    rate(place, GOOD, TALLY.replace('"tally"', '"tallies"'))
    with pytest.raises(ModelError, match="来源 tallies 不存在"):
        place.build()
