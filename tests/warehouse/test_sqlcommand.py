"""`python -m warehouse sql`: formats, bounds, exit codes; the very runner of the page."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.warehouse.asking import ENDLESS
from tests.warehouse.conftest import Place
from warehouse.cli import main
from warehouse.common.audience import AUDIENCES
from warehouse.output import BYTE_ORDER_MARK
from warehouse.querylog import QueryLog

Output = pytest.CaptureFixture[str]


def sql(place: Place, *arguments: str) -> int:
    return main(["sql", "--data", str(place.paths.root), *arguments])


def test_json_can_be_read_by_scripts(shared: Place, capsys: Output) -> None:
    text = "select metric, as_of, value, sources from value join definition using (metric) limit 1"
    assert sql(shared, text, "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["as_of"] in ("2021-03-14", "2021-03-21")
    assert rows[0]["sources"] == ["tally"]


def test_a_file_that_cannot_be_written_is_told(
    shared: Place, capsys: Output, tmp_path: Path
) -> None:
    assert sql(shared, "select 1", "-o", str(tmp_path)) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"未完成：{tmp_path} 写不进去（")
    assert "Traceback" not in told


def test_standard_input_is_read(
    shared: Place, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("select count(*) as n from staging.week;"))
    assert sql(shared, "-", "--format", "csv") == 0
    assert capsys.readouterr().out == "n\n2\n"


def test_rows_left_out_are_told_on_standard_error(shared: Place, capsys: Output) -> None:
    assert sql(shared, "from area", "--limit", "2", "--format", "csv") == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 3
    assert "显示 2 / 共 " in captured.err


def test_the_frame_is_bound(shared: Place, capsys: Output) -> None:
    text = "select $area as a, $asof + 1 as b"
    options = ["--area", "370212", "--asof", "2021-03-21", "--format", "csv"]
    assert sql(shared, text, *options) == 0
    assert capsys.readouterr().out == "a,b\n370212,2021-03-22\n"


def test_a_csv_file_is_for_spreadsheets_and_standard_output_for_programs(
    shared: Place, capsys: Output, tmp_path: Path
) -> None:
    text = "select '=1+1' as t, -5 as n"
    assert sql(shared, text, "--format", "csv") == 0
    assert capsys.readouterr().out == "t,n\n=1+1,-5\n"
    file = tmp_path / "结果.csv"
    assert sql(shared, text, "--format", "csv", "-o", str(file)) == 0
    assert file.read_text("utf-8") == f"{BYTE_ORDER_MARK}t,n\n'=1+1,-5\n"


def test_values_that_python_does_not_know_are_printed(shared: Place, capsys: Output) -> None:
    assert sql(shared, "select 'infinity'::date as a", "--format", "csv") == 0
    assert capsys.readouterr().out == "a\ninfinity\n"


def test_parquet_keeps_the_types(shared: Place, tmp_path: Path) -> None:
    file = tmp_path / "结果.parquet"
    text = "select as_of, count(*) as n from metrics.value group by as_of order by as_of"
    assert sql(shared, text, "--format", "parquet", "-o", str(file)) == 0
    assert pl.read_parquet(file).schema == {"as_of": pl.Date, "n": pl.Int64}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("select", 1),
        ("select 1; select 2", 1),
        ("select * from nope", 1),
        ("select 'x'::int", 1),
        (ENDLESS, 3),
        ("select len(range(3000000000))", 3),
        ("drop table area", 4),
        ("from '/etc/passwd'", 4),
        ("copy area to 'x.csv'", 4),
        ("set threads = 1", 4),
    ],
)
def test_the_exit_code_tells_what_kind_of_failure_with_nothing_on_standard_output(
    shared: Place, capsys: Output, text: str, code: int
) -> None:
    assert sql(shared, text, "--timeout", "1.5") == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("未完成：")


@pytest.mark.parametrize(
    "options",
    [
        ["--limit", "0"],
        ["--limit", "10000000"],
        ["--timeout", "0"],
        ["--timeout", "nan"],
        ["--timeout", "1000"],
        ["--asof", "昨天"],
        ["--format", "xlsx"],
    ],
)
def test_wrong_usage_is_code_2(shared: Place, options: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        sql(shared, "select 1", *options)
    assert caught.value.code == 2


@pytest.mark.parametrize("role", AUDIENCES)
def test_the_edition_of_the_role_is_read(
    shared: Place, capsys: Output, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "select edition from meta.version"
    assert sql(shared, asked, "--role", role, "--format", "csv") == 0
    monkeypatch.setenv("PUCHA_ROLE", role)
    assert sql(shared, asked, "--format", "csv") == 0
    assert capsys.readouterr().out.split() == ["edition", role] * 2


@pytest.mark.parametrize("text", ["from meta.load", "from load", "select file from meta.load"])
def test_a_table_that_the_edition_lacks_is_named_as_such(
    shared: Place, capsys: Output, text: str
) -> None:
    assert sql(shared, text, "--role", "public") == 1
    assert "公开版不含 meta.load（装载记录）" in capsys.readouterr().err


def test_a_role_that_does_not_exist_is_wrong_usage(
    shared: Place, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUCHA_ROLE", "mayor")
    assert sql(shared, "select 1") == 2
    assert "PUCHA_ROLE 是“mayor”" in capsys.readouterr().err


def test_without_a_warehouse_it_is_code_1(place: Place, capsys: Output) -> None:
    assert sql(place, "select 1") == 1
    assert "还没有发布过数据" in capsys.readouterr().err


def test_every_query_is_on_record(shared: Place) -> None:
    sql(shared, "select 4711")
    sql(shared, "select 4712 from nope")
    second, first, *_ = QueryLog(shared.paths).lines()
    assert (first["sql"], first["outcome"]) == ("select 4711", "fine")
    assert (second["sql"], second["outcome"]) == ("select 4712 from nope", "bad")
    assert first["who"].startswith("cli:")
    assert first["edition"] == "full"
