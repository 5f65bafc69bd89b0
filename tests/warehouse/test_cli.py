"""The command line: exit codes, formats, Chinese texts."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import Any

import polars as pl
import pytest

from tests.warehouse.conftest import Place
from tests.warehouse.small import SECOND, check, model
from warehouse.cli import main
from warehouse.publish import read_pointer

Output = pytest.CaptureFixture[str]


def run(place: Place, *arguments: str) -> int:
    command, *rest = arguments
    where = ["--sql-dir", str(place.sql_dir)] if command in ("build", "check") else []
    return main([command, "--data", str(place.paths.root), *where, *rest])


def test_build_prints_the_version_timings_and_the_demonstration_mark(
    place: Place, capsys: Output
) -> None:
    assert run(place, "build", "-v") == 0
    out = capsys.readouterr().out
    assert f"已发布 {place.open().version}（数据截至 2021-03-21" in out
    assert "演示数据，不反映真实进度" in out
    assert "metrics.value" in out
    assert "秒" in out


def test_a_build_without_changes_publishes_nothing_unless_forced(
    built: Place, capsys: Output
) -> None:
    before = built.open().version
    assert run(built, "build") == 0
    assert f"与当前版本 {before} 相比没有变化" in capsys.readouterr().out
    assert built.open().version == before
    assert run(built, "build", "--force") == 0
    assert built.open().version != before


def test_whatever_goes_into_a_version_makes_a_build_worth_while(
    built: Place, capsys: Output
) -> None:
    versions = [built.open().version]

    def rebuilt() -> bool:
        assert run(built, "build") == 0
        versions.append(built.open().version)
        return versions[-1] != versions[-2]

    built.sql({"checks/w.sql": check("提醒", "select 1 as n", level="warn")})
    assert rebuilt()
    assert not rebuilt()
    row = {"area_code": "370212", "done": 6, "planned": 8, "spent_yuan": 0.1}
    built.deployment.load("tally", "370212", SECOND, [row])
    assert rebuilt()
    states = [{"load_no": 1, "file": "a.xlsx", "state": "已修正", "rule": "V1", "level": "confirm"}]
    names = ("sheet", "cell", "row", "column", "value", "message", "remedy", "note", "changed_at")
    frame = pl.DataFrame(states).with_columns(*(pl.lit(None, pl.String).alias(n) for n in names))
    frame.write_parquet(built.paths.raw / "findings.parquet")
    assert rebuilt()


def test_a_version_that_cannot_be_opened_is_built_anew(built: Place, capsys: Output) -> None:
    before = built.open()
    before.path.unlink()
    assert run(built, "build") == 0
    assert built.open().version != before.version


def test_a_failed_build_is_code_1_and_says_where(built: Place, capsys: Output) -> None:
    built.sql({"marts/x.sql": model("x", ["a"], "select 1 / 2 as a", a="甲")})
    assert run(built, "build") == 1
    assert "sql/marts/x.sql:9：marts 里不得使用 除法" in capsys.readouterr().err


def test_an_empty_raw_is_code_1(place: Place, capsys: Output) -> None:
    place.paths.ledger.unlink()
    assert run(place, "build") == 1
    assert "没有任何数据，先运行 python -m etl load" in capsys.readouterr().err


def test_a_warning_is_printed(place: Place, capsys: Output) -> None:
    place.sql({"checks/w.sql": check("提醒", "select 1 as n", level="warn")})
    assert run(place, "build") == 0
    assert "警告：■ 提醒" in capsys.readouterr().out


def test_check_tries_everything_and_publishes_nothing(place: Place, capsys: Output) -> None:
    assert run(place, "check") == 0
    assert "试建和审计通过，没有发布" in capsys.readouterr().out
    assert not place.paths.pointer.exists()
    place.sql({"checks/w.sql": check("不成立", "select 1 as n")})
    assert run(place, "check") == 1
    assert run(place, "check", "--static") == 0


def test_check_without_data_checks_the_files(place: Place, capsys: Output) -> None:
    place.paths.ledger.unlink()
    assert run(place, "check") == 0
    assert "未试建" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_list_marks_the_current_version(built: Place, capsys: Output, form: str) -> None:
    first = built.open().version
    built.build()
    assert run(built, "rollback") == 0
    capsys.readouterr()
    assert run(built, "list", "--format", form) == 0
    out = capsys.readouterr().out
    if form == "table":
        assert out.splitlines()[-1].split()[-1] == "是"
        return
    rows: list[dict[str, Any]] = (
        json.loads(out) if form == "json" else list(csv.DictReader(io.StringIO(out)))
    )
    assert [str(r["is_current"]).lower() for r in rows] == ["false", "true"]
    assert rows[1]["version"] == first


def test_list_without_versions_is_code_1(place: Place) -> None:
    assert run(place, "list") == 1


def test_an_unknown_version_is_wrong_usage_and_no_earlier_one_is_not(
    built: Place, capsys: Output
) -> None:
    assert run(built, "rollback", "1999") == 2
    assert "没有版本 1999" in capsys.readouterr().err
    assert run(built, "rollback") == 1


@pytest.mark.parametrize(
    "arguments", [[], ["nope"], ["sql"], ["prune", "--keep", "0"], ["list", "x"]]
)
def test_wrong_usage_is_code_2(arguments: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "用法不对" in capsys.readouterr().err


def test_prune_says_what_it_deleted(built: Place, capsys: Output) -> None:
    first = built.open().version
    built.build()
    capsys.readouterr()
    assert run(built, "prune", "--keep", "1") == 0
    assert capsys.readouterr().out == f"已删除 {first}\n删除 1 个，留下 1 个\n"


def test_it_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "warehouse", "--help"], capture_output=True, text=True, check=True
    )
    assert "建库、审计、发布" in ran.stdout


def test_check_without_a_trial_build_looks_at_audiences_too(place: Place, capsys: Output) -> None:
    wide = model("x", ["area_code"], "select area_code from raw.tally").replace(
        "description", 'audience = "public"\ndescription', 1
    )
    place.sql({"marts/x.sql": wide})
    assert run(place, "check", "--static") == 1
    assert "sql/marts/x.sql：表的 audience = public" in capsys.readouterr().err


def test_list_names_the_editions(built: Place, capsys: Output) -> None:
    assert run(built, "list", "--format", "json") == 0
    [row] = json.loads(capsys.readouterr().out)
    assert row["editions"] == "public analyst full"
    release = read_pointer(built.paths)
    assert row["bytes"] == sum(edition.bytes for edition in release.files)
