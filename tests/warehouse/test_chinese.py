"""The warehouse in Chinese: comments that any client shows, and views with Chinese names."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.sites import Sites
from warehouse.build import build
from warehouse.chinese import distinct, plain, table_of
from warehouse.common.audience import AUDIENCES
from warehouse.paths import data_paths
from warehouse.read import Warehouse, open_current
from warehouse.sandbox.query import Query
from warehouse.sandbox.runner import Runner

HAN = re.compile("[\u4e00-\u9fff]")
OWN = "database_name = current_database() and not internal"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    place = Sites(tmp_path_factory.mktemp("sites"))
    build(place.paths, place.sql_dir)
    return place


@pytest.fixture(params=AUDIENCES)
def edition(request: pytest.FixtureRequest, sites: Sites) -> Warehouse:
    return open_current(sites.paths, request.param)


def test_every_table_and_view_is_commented_with_its_title(edition: Warehouse) -> None:
    titles = edition.rows("select schema_name, table_name, title from meta.table")
    comments = {
        (schema, name): comment
        for schema, name, comment in edition.rows(
            f"select schema_name, table_name, comment from duckdb_tables() where {OWN}"
        )
    }
    assert set(comments) == {(schema, name) for schema, name, _ in titles}
    for schema, name, title in titles:
        assert comments[schema, name].startswith(title)
    for (comment,) in edition.rows(f"select comment from duckdb_views() where {OWN}"):
        schema, _, name = table_of(comment).partition(".")
        assert comment.startswith(comments[schema, name])


def test_every_column_is_commented_with_title_and_unit(edition: Warehouse) -> None:
    columns = edition.rows(
        "select comment, title, unit from duckdb_columns() as d inner join meta.column as m"
        " using (schema_name, table_name, column_name)"
        f" where {OWN.replace('database_name', 'd.database_name')}"
    )
    assert columns
    for comment, title, unit in columns:
        assert comment.startswith(f"{title}（{unit}）" if unit else title)
    [(bare,)] = edition.rows(
        "select count(*) from duckdb_columns()"
        f" where {OWN} and schema_name <> 'cn' and comment is null"
    )
    assert bare == 0


def test_there_is_one_view_for_each_table_with_as_many_columns(edition: Warehouse) -> None:
    views = edition.rows(
        f"select comment, column_count from duckdb_views() where {OWN} and schema_name = 'cn'"
    )
    tables = edition.rows(
        f"select schema_name || '.' || table_name, column_count from duckdb_tables() where {OWN}"
    )
    assert sorted((table_of(text), count) for text, count in views) == sorted(tables)


def test_a_view_says_what_its_table_says(edition: Warehouse) -> None:
    view = 'select * from cn."指标值"'
    rows = edition.rows("select * from metrics.value order by all")
    assert sorted(map(str, edition.rows(view))) == sorted(map(str, rows))


def test_names_need_no_quotes(edition: Warehouse) -> None:
    for view, column in edition.rows(
        f"select table_name, column_name from duckdb_columns() where {OWN} and schema_name = 'cn'"
    ):
        assert edition.rows(f"select {column} from cn.{view} limit 0") == []


def test_a_name_is_the_same_in_every_edition(sites: Sites) -> None:
    asked = (
        "select table_name, column_name from duckdb_columns()"
        f" where {OWN} and schema_name = 'cn' and table_name <> '版本'"
    )
    full, *narrower = (set(open_current(sites.paths, role).rows(asked)) for role in AUDIENCES[::-1])
    for held in narrower:
        assert held < full


def test_each_view_can_be_read_inside_the_wall(sites: Sites) -> None:
    with Runner() as runner:
        for role in AUDIENCES:
            warehouse = open_current(sites.paths, role)
            names = [
                name
                for (name,) in warehouse.rows(f"select view_name from duckdb_views() where {OWN}")
            ]
            counts = " union all ".join(f"select '{n}', count(*) from cn.{n}" for n in names)
            pinned = (warehouse.path, warehouse.version, warehouse.role)
            answer = runner.submit(Query(counts, *pinned, who="甲")).result()
            assert answer.table.num_rows == len(names)


def test_a_file_under_any_name_keeps_its_views(sites: Sites, tmp_path: Path) -> None:
    copy = tmp_path / "别的名字.duckdb"
    copy.write_bytes(open_current(sites.paths).path.read_bytes())
    with duckdb.connect(str(copy), read_only=True) as connection:
        [(version,)] = connection.execute("select 版本号 from cn.版本").fetchall()
    assert version == open_current(sites.paths).version


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("隐患治理进度", "隐患治理进度"),
        ("区(市)代码", "区市代码"),
        ("统计周（周日）", "统计周_周日"),
        ("室内/室外类型", "室内_室外类型"),
        ("65岁以上人口", "_65岁以上人口"),
        ("其中：建账", "其中_建账"),
        ("…", ""),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert plain(title) == name


def test_equal_titles_are_told_apart_by_what_is_their_own() -> None:
    assert distinct([("数", "codes"), ("数", "marts"), ("行数", "x"), ("…", "meta")]) == [
        *("数_codes", "数_marts", "行数", "meta"),
    ]
    assert distinct([("A", "x"), ("a", "x"), ("a_x", "y")]) == ["A_x_2", "a_x_3", "a_x"]


@given(st.lists(st.tuples(st.text(), st.from_regex(r"[a-z]+", fullmatch=True))))
def test_names_are_distinct_whatever_the_titles(named: list[tuple[str, str]]) -> None:
    names = distinct(named)
    assert len({name.casefold() for name in names}) == len(named)
    assert all(names)


@given(st.text(min_size=1))
def test_any_name_is_a_name_for_duckdb(title: str) -> None:
    [name] = distinct([(title, "t")])
    with duckdb.connect() as connection:
        quoted = '"' + name + '"'
        connection.execute(f"create view {quoted} as select 1 as {quoted}")


@pytest.mark.parametrize("role", AUDIENCES)
def test_everything_of_the_demonstration_has_a_chinese_name(demo_home: Path, role: str) -> None:
    warehouse = open_current(data_paths(demo_home), role)
    named = warehouse.rows(
        f"select table_name, column_name from duckdb_columns() where {OWN} and schema_name = 'cn'"
    )
    assert [pair for pair in named if not all(map(HAN.search, pair))] == []
    views = sorted({view for view, _ in named})
    [(tables,)] = warehouse.rows(f"select count(*) from duckdb_tables() where {OWN}")
    assert len(views) == tables
    counts = " union all ".join(f"select '{view}', count(*) from cn.{view}" for view in views)
    pinned = (warehouse.path, warehouse.version, warehouse.role)
    with Runner() as runner:
        assert runner.submit(Query(counts, *pinned, who="甲")).result().table.num_rows == tables
