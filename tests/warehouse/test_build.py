"""Building: the same twice, nothing half done, and errors that say where and what to do."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.conftest import Place
from tests.warehouse.small import DONE, LAOSHAN, SECOND, metric, model
from warehouse.build import Options, build, check_project, try_build
from warehouse.errors import BuildError, ModelError, RawError
from warehouse.paths import data_paths
from warehouse.publish import BUILDING, sole_writer
from warehouse.read import Warehouse


def contents(warehouse: Warehouse) -> dict[str, list[str]]:
    """Every table's rows, but the one that says when and under which name it was built."""
    tables = warehouse.rows(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal"
    )
    return {
        name: sorted(repr(row) for row in warehouse.rows(f"select * from {name}"))
        for (name,) in tables
        if name != "meta.version"
    }


def test_two_builds_of_the_same_data_give_the_same_tables(place: Place) -> None:
    rows = [
        {"area_code": LAOSHAN, "done": n, "planned": 9, "spent_yuan": n / 7} for n in range(5000)
    ]
    place.deployment.load("tally", LAOSHAN, SECOND, rows)
    spent = (
        "select area_code, as_of, sum(cast(spent_yuan as decimal(38, 6)))::double as numerator "
        "from raw.tally group by area_code, as_of"
    )
    done = "select area_code, as_of, sum(done)::bigint as numerator from raw.tally group by 1, 2"
    for name, sql in (("spent_yuan", spent), ("done_rate", done)):
        text = (place.sql_dir / f"metrics/{name}.sql").read_text("utf-8")
        (place.sql_dir / f"metrics/{name}.sql").write_text(text.split("*/")[0] + f"*/\n{sql}")
    place.build()
    first = place.open()
    place.build(Options(threads=1))
    second = place.open()
    assert first.version != second.version
    assert first.version.split("-")[1] == second.version.split("-")[1]
    assert contents(first) == contents(second)
    value = "select * from metrics.value"
    assert first.rows(value) == second.rows(value), "metrics.value is kept in order"


def test_the_version_names_its_file_and_the_hash_follows_the_input(built: Place) -> None:
    first = built.open()
    assert first.path.name == f"warehouse-{first.version}.duckdb"
    built.sql({"marts/more.sql": model("x", ["a"], "select 1 as a", a="甲")})
    built.build()
    assert built.open().version.split("-")[1] != first.version.split("-")[1]


def test_a_model_that_fails_names_file_and_line_and_publishes_nothing(built: Place) -> None:
    before = built.open().version
    built.sql(
        {"marts/x.sql": model("中文标题", ["a"], "select\n    t.nope as a\nfrom raw.tally as t")}
    )
    with pytest.raises(ModelError, match=r"sql/marts/x\.sql:10：语句不能执行.*nope"):
        built.build()
    assert built.open().version == before
    assert list(built.paths.published.glob(f"{BUILDING}*")) == []


def test_a_data_file_that_broke_after_the_load_is_named(built: Place) -> None:
    data = built.paths.root / built.deployment.lines()[-1]["data"]
    data.write_bytes(data.read_bytes()[:-50])
    with pytest.raises(RawError, match="的数据文件读不出") as caught:
        built.build()
    assert data.name in str(caught.value)


def test_trying_publishes_nothing(place: Place) -> None:
    tried = try_build(place.paths, place.sql_dir)
    assert tried.release is None
    assert tried.steps
    assert not place.paths.pointer.exists()
    assert list(place.paths.published.glob("warehouse-*")) == []


def test_nothing_loaded_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(RawError, match="没有任何数据，先运行 python -m etl load"):
        build(data_paths(tmp_path))


def test_sql_can_be_checked_before_anything_was_loaded(place: Place) -> None:
    assert len(check_project(place.sql_dir, None).models) == 7


def test_a_torn_ledger_line_is_told(place: Place) -> None:
    with place.paths.ledger.open("a") as ledger:
        ledger.write('{"load_no"')
    assert "装载台账的最后一行不完整" in place.build().notes[0]


def test_two_builds_do_not_collide(built: Place) -> None:
    with sole_writer(built.paths), pytest.raises(BuildError, match="另一个进程正在建库"):
        built.build()


def test_what_a_killed_build_left_is_swept_away(built: Place) -> None:
    left = built.paths.published / f"{BUILDING}dead"
    left.mkdir()
    (left / "warehouse.duckdb").write_bytes(b"half")
    (built.paths.published / f"{BUILDING}current.json").write_text("{")
    built.build()
    assert list(built.paths.published.glob(f"{BUILDING}*")) == []


@pytest.mark.parametrize("option", [Options(memory="much"), Options(threads=-1)])
def test_a_wrong_option_is_told(place: Place, option: Options) -> None:
    with pytest.raises(BuildError, match="建库参数不对"):
        place.build(option)


def test_too_little_memory_is_told_and_the_old_version_stays(built: Place) -> None:
    sql = "select list(n) as a from range(20_000_000) as r(n)"
    built.sql({"marts/x.sql": model("x", ["a"], sql, a="甲")})
    before = built.open().version
    with pytest.raises(BuildError, match=r"建表 marts\.x 时磁盘或内存不够.*--memory"):
        built.build(Options(memory="60MiB", threads=1))
    assert built.open().version == before


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from warehouse.cli import main
sys.exit(main(["build", "--force", "--data", sys.argv[2], "--sql-dir", sys.argv[3]]))
"""


@pytest.mark.parametrize("kilobytes", [4, 100, 400, 700])
def test_a_full_disk_at_any_point_leaves_the_old_version_serving(
    built: Place, kilobytes: int
) -> None:
    before = built.open()
    ran = subprocess.run(
        [sys.executable, "-c", LIMITED, str(kilobytes * 1024), built.paths.root, built.sql_dir],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "磁盘" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert built.open().version == before.version
    built.build()
    assert built.open().version != before.version
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_folder_without_permission_is_named(place: Place, monkeypatch: Any) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(BuildError, match="准备发布目录时出错（没有权限）") as caught:
        place.build()
    assert str(place.paths.published) in str(caught.value)


def test_a_file_where_the_folder_should_be_is_named(place: Place) -> None:
    place.paths.published.write_text("")
    with pytest.raises(BuildError, match="准备发布目录时出错"):
        place.build()


def test_a_count_that_judges_a_share_must_be_a_metric(place: Place) -> None:
    place.sql({"metrics/done_rate.sql": metric("完成率", DONE, planned_by='"nope"')})
    with pytest.raises(ModelError, match=r"done_rate\.sql：planned_by 所指的指标 nope 不存在"):
        place.build()


def test_a_limit_that_its_code_list_does_not_have_is_named(place: Place) -> None:
    """市南区 is there, but its short title is no number; there is no district 9."""
    for home in ("codes.district.370202.short_title", "codes.district.9.sort", "codes.none.a.b"):
        place.sql({"metrics/done_rate.sql": metric("完成率", DONE, target=f'"{home}"')})
        with pytest.raises(ModelError, match=f"sql/metrics/done_rate.sql：{home} 不是数"):
            place.build()
