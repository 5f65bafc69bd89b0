"""SQL files to models: what they read, in which order, and what is refused before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.small import check, metric, model, write_sql
from warehouse.codes import code_tables
from warehouse.errors import ModelError
from warehouse.model import (
    EARLY_META,
    Project,
    build_order,
    lineage,
    load_project,
    parse_model,
    upstream,
)

GIVEN = {"raw.tally", "raw.never_sent", *EARLY_META}


def load(folder: Path, **changed: str) -> Project:
    files: dict[str, str | None] = {n.replace("__", "/") + ".sql": t for n, t in changed.items()}
    return load_project(write_sql(folder, files))


def order(folder: Path, **changed: str) -> tuple[str, ...]:
    project = load(folder, **changed)
    return build_order(project, GIVEN | set(code_tables(folder / "sql")))


def refused(folder: Path, **changed: str) -> str:
    with pytest.raises(ModelError) as caught:
        order(folder, **changed)
    return str(caught.value)


def reads(sql: str) -> tuple[str, ...]:
    return parse_model("x.sql", "staging", "x", model("x", ["a"], sql)).reads


def test_tables_are_read_wherever_they_stand() -> None:
    sql = """
    with c as (select * from a.t1), d as (select * from c)
    select (select max(x) from a.t2), d.y
    from d inner join a.t3 as u on d.k = u.k
    where exists (select 1 from a.t4 where a.t4.k = d.k) and d.z in (select z from a.t1)
    union all select 1, 2 from A.T5
    """
    assert set(reads(sql)) == {"a.t1", "a.t2", "a.t3", "a.t4", "a.t5"}


def test_a_cte_does_not_hide_a_table_outside_its_scope() -> None:
    sql = "select * from (with c as (select 1 as k) select * from c) as q, c"
    with pytest.raises(ModelError, match="表 c 没有写模式名"):
        reads(sql)


def test_a_recursive_cte_reads_itself_without_being_a_table() -> None:
    sql = """
    with recursive up as (
        select a.code from s.area as a
        union all
        select a.parent from s.area as a inner join up on a.code = up.code
    )
    select code from up
    """
    assert reads(sql) == ("s.area",)


def test_models_come_after_what_they_read_and_metrics_before_their_roll_up(tmp_path: Path) -> None:
    tables = order(tmp_path)
    place = {table: n for n, table in enumerate(tables)}
    assert place["staging.area"] < place["staging.area_ancestor"]
    assert place["metrics.done_rate"] < place["metrics.value"] < place["marts.behind"]
    assert tables == order(tmp_path)


def test_an_unknown_table_is_named_with_the_nearest_known(tmp_path: Path) -> None:
    text = model("x", ["a"], "select\n    1 as a\nfrom stagin.area", a="甲")
    message = refused(tmp_path, marts__late=text)
    assert "sql/marts/late.sql:11：没有表 stagin.area。是不是 staging.area？" in message


def test_a_circle_is_named_with_its_path(tmp_path: Path) -> None:
    message = refused(
        tmp_path,
        marts__one=model("x", ["a"], "select a from marts.two"),
        marts__two=model("x", ["a"], "select a from marts.three"),
        marts__three=model("x", ["a"], "select a from marts.one"),
    )
    assert "marts.one → marts.two → marts.three → marts.one" in message


def test_a_metric_that_reads_the_roll_up_is_a_circle(tmp_path: Path) -> None:
    sql = "select area_code, as_of, numerator from metrics.value"
    message = refused(tmp_path, metrics__again=metric("x", sql))
    assert "metrics.again" in message
    assert "成圈" in message


def test_two_files_claiming_one_table_are_both_named(tmp_path: Path) -> None:
    text = model("x", ["a"], "select 1 as a", a="甲")
    folder = write_sql(tmp_path)
    (folder / "marts" / "more").mkdir()
    (folder / "marts" / "more" / "behind.sql").write_text(text, "utf-8")
    with pytest.raises(ModelError) as caught:
        load_project(folder)
    assert "sql/marts/more/behind.sql：表 marts.behind 已由 sql/marts/behind.sql 产生" in str(
        caught.value
    )


def test_the_runners_own_tables_cannot_be_claimed(tmp_path: Path) -> None:
    text = metric("x", "select area_code, as_of, done as numerator from raw.tally")
    assert "表 metrics.value 已由 建库程序 产生" in refused(tmp_path, metrics__value=text)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 1 as a; select 2 as a", "文件里有 2 条语句"),
        ("", "文件里没有语句"),
        ("create table x as select 1", "不是一条 select 语句"),
        ("insert into a.b select 1", "不是一条 select 语句"),
        ("describe a.b", "不是一条 select 语句"),
        ("with gone as (delete from a.b returning *) select * from gone", "改写数据"),
        ("select a\nfrom where", ":10：SQL 语法错误"),
    ],
)
def test_what_is_not_one_select_is_refused(tmp_path: Path, sql: str, said: str) -> None:
    message = refused(tmp_path, marts__late=model("x", ["a"], sql))
    assert "sql/marts/late.sql" in message
    assert said in message


def test_every_fault_of_every_file_is_listed_at_once(tmp_path: Path) -> None:
    message = refused(
        tmp_path,
        marts__one=model("x", ["a"], "select 1 as a; select 2"),
        marts__two="select 1",
        checks__three=check("x", "select from"),
    )
    assert [line.split("：")[0].split(":")[0] for line in message.splitlines()] == [
        "sql/marts/one.sql",
        "sql/marts/two.sql",
        "sql/checks/three.sql",
    ]


def test_a_file_name_that_cannot_be_a_table_is_refused(tmp_path: Path) -> None:
    folder = write_sql(tmp_path)
    (folder / "marts" / "逾期.sql").write_text("select 1", "utf-8")
    with pytest.raises(ModelError, match="不能作表名"):
        load_project(folder)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = write_sql(tmp_path)
    (folder / "marts" / "late.sql").write_bytes("/* 逾期 */".encode("gb18030"))
    with pytest.raises(ModelError, match="不是 UTF-8"):
        load_project(folder)


def test_a_missing_roll_up_model_is_named(tmp_path: Path) -> None:
    project = load_project(write_sql(tmp_path, {"staging/week.sql": None}))
    with pytest.raises(ModelError, match=r"sql/staging/week\.sql：指标逐级汇总要用 staging\.week"):
        build_order(project, GIVEN | set(code_tables(tmp_path / "sql")))


def test_meta_table_is_too_late_for_models_but_not_for_checks(tmp_path: Path) -> None:
    sql = "select table_name as a from meta.table"
    assert "在全部模型之后才产生" in refused(tmp_path, marts__late=model("x", ["a"], sql))
    order(tmp_path / "other", checks__late=check("x", sql))


def test_lineage_reaches_from_raw_to_the_marts(tmp_path: Path) -> None:
    project = load(tmp_path)
    edges = lineage(project)
    assert ("raw.tally", "metrics.done_rate") in edges
    assert ("metrics.done_rate", "metrics.value") in edges
    assert ("metrics.value", "marts.behind") in edges
    assert {"raw.tally", "metrics.done_rate"} <= upstream(project, "marts.behind")


def test_the_hash_follows_the_text(tmp_path: Path) -> None:
    one = load(tmp_path / "a")
    assert one.hash == load(tmp_path / "b").hash
    other = load(tmp_path / "c", marts__behind=model("x", ["a"], "select 1 as a", a="甲"))
    assert other.hash != one.hash
