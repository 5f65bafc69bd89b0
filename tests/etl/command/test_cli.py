"""The command line: what it prints, its exit codes, and Chinese to the last error."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.command.cli import main
from etl.command.console import shorten, table
from etl.contract import load_contracts
from etl.loading.ledger import read_ledger
from tests.etl.books import AS_OF, WEEK, Form, site, task, write_book, write_csv
from warehouse.common.columns import width
from warehouse.paths import DataPaths, data_paths

ROOT = Path(__file__).parent.parent.parent.parent
FILE_KEYS = {"file", "source", "encoding", "read", "accepted", "rejected", "skipped", "findings"}
FINDING_KEYS = {"sheet", "cell", "value", "rule", "level", "message", "remedy"}


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def etl(*arguments: str | Path) -> int:
    """A command in this process, reading in this process too."""
    words = [str(a) for a in arguments]
    if words[0] in ("check", "load"):
        words += ["--workers", "0"]
    return main(words)


def as_json(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    out = capsys.readouterr().out
    body = json.loads(out)
    assert isinstance(body, list)
    return body


def clean(paths: DataPaths, name: str = "好.xlsx") -> Path:
    return write_book(paths.root / name, Form("hazard_site", [site(1), site(2)]))


def dirty(paths: DataPaths, name: str = "坏.xlsx") -> Path:
    rows = [site(1), site(2, remediation_status="销号了", contact_phone="1381234567x")]
    return write_book(
        paths.root / name, Form("hazard_site", rows), Form("census_return", [task(1)])
    )


# ------------------------------------------------------------------ check


def test_a_clean_file_exits_0_and_writes_no_return_workbook(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert etl("check", clean(paths)) == 0
    out = capsys.readouterr().out
    assert "好.xlsx" in out
    assert "隐患点台账" in out
    assert not paths.returns.exists()
    assert not paths.raw.exists(), "checking loads nothing"


def test_findings_exit_1_are_grouped_by_rule_and_sent_back(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert etl("check", dirty(paths)) == 1
    out = capsys.readouterr().out
    assert "[错误] V3 不在代码表中：1 条" in out
    assert "坏.xlsx › 隐患点台账!" in out
    (workbook,) = paths.returns.glob("*.xlsx")
    assert str(workbook) in out
    assert "退回说明" in openpyxl.load_workbook(workbook).sheetnames


def test_the_return_workbook_goes_where_it_is_told(paths: DataPaths, tmp_path: Path) -> None:
    assert etl("check", dirty(paths), "--out", tmp_path / "退回") == 1
    assert len(list((tmp_path / "退回").glob("退回修正单-坏-*.xlsx"))) == 1
    assert not paths.returns.exists()


def test_json_is_a_list_of_objects_with_the_promised_keys_and_nothing_else_on_stdout(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    text = write_csv(
        paths.root / "表.csv", Form("hazard_site", [site(1), site(1)]), encoding="gb18030"
    )
    assert etl("check", clean(paths), dirty(paths), text, "--json") == 1
    first, second, third = as_json(capsys)
    for one in (first, second, third):
        assert set(one) >= FILE_KEYS
        assert one["read"] == one["accepted"] + one["rejected"] + one["skipped"]
        assert sum(one["skips"].values()) == one["skipped"]
        for found in one["findings"]:
            assert set(found) == FINDING_KEYS
            assert found["level"] in ("error", "confirm", "info")
    assert (first["file"], first["source"], first["encoding"]) == ("好.xlsx", "hazard_site", None)
    assert second["source"] == "hazard_site,census_return"
    assert [s["source"] for s in second["sheets"]] == ["hazard_site", "census_return"]
    assert sum(s["read"] for s in second["sheets"]) == second["read"] == 3
    bad = next(f for f in second["findings"] if f["rule"] == "V3")
    assert (bad["sheet"], bad["value"]) == ("隐患点台账", "销号了")
    assert third["encoding"].upper() == "GB18030"
    assert (third["accepted"], third["rejected"]) == (1, 1)


def test_a_finding_about_the_whole_file_has_neither_sheet_nor_cell(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = paths.root / "空.xlsx"
    empty.write_bytes(b"")
    assert etl("check", empty, "--json") == 2
    (one,) = as_json(capsys)
    assert (one["source"], one["read"]) == (None, 0)
    assert [(f["sheet"], f["cell"]) for f in one["findings"]] == [(None, None)]


def test_an_unreadable_file_exits_2_and_the_others_are_still_told(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert etl("check", paths.root / "没有.xlsx", clean(paths), "--json") == 2
    missing, good = as_json(capsys)
    assert "不存在" in missing["findings"][0]["message"]
    assert good["accepted"] == 2


def test_what_is_only_said_is_clean(paths: DataPaths, capsys: pytest.CaptureFixture[str]) -> None:
    form = Form("hazard_site", [site(1)], extra={"本局内部编号": ["甲1"]})
    assert etl("check", write_book(paths.root / "a.xlsx", form), "--json") == 0
    (one,) = as_json(capsys)
    assert {f["level"] for f in one["findings"]} == {"info"}


def test_a_hostile_file_is_checked_in_a_worker(paths: DataPaths) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "etl", "check", str(dirty(paths)), "--json"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)[0]["rejected"] == 1


def test_a_return_workbook_says_whose_it_is_when_it_is_checked(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    form = Form("hazard_site", [site(1, hazard_grade="特大型")], unit=None, as_of=None)
    text = write_csv(paths.root / "台账.csv", form)
    etl("check", text, "--unit", "崂山区", "--as-of", "2021-03-21")
    (workbook,) = paths.returns.glob("*.xlsx")
    capsys.readouterr()
    etl("check", workbook, "--json", "--out", paths.root / "x")
    (one,) = as_json(capsys)
    table = next(s for s in one["sheets"] if s["source"])
    assert (table["unit_code"], table["as_of"]) == ("370212", "2021-03-21")
    assert {f["rule"] for f in one["findings"] if f["level"] != "info"} == {"L3"}


def test_workers_that_cannot_start_are_told_without_a_traceback(
    paths: DataPaths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> Iterator[object]:
        raise RuntimeError("隔离进程启动失败：内存不足")
        yield

    monkeypatch.setattr("etl.loading.workers.run_isolated", fail)
    assert etl("check", clean(paths)) == 2
    assert capsys.readouterr().err.startswith("未完成：隔离进程启动失败")


# ------------------------------------------------------------------ load, status, sources …


def test_loading_tells_what_became_of_every_file(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    write_book(paths.inbox / "a.xlsx", Form("hazard_site", [site(1), site(2, found_on="昨天")]))
    assert etl("load") == 1
    out = capsys.readouterr().out
    assert "行数：读到 2 = 接收 1 + 退回 1 + 跳过 0" in out
    assert "退回修正单：1 份" in out
    assert etl("load") == 0
    assert "未变 1 张" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really"])
def test_a_file_that_cannot_be_read_makes_a_load_exit_2_and_the_others_are_loaded(
    paths: DataPaths, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    write_book(paths.inbox / "a.xlsx", Form("hazard_site", [site(1)]))
    (paths.inbox / "b.xlsx").write_bytes(content)
    assert etl("load") == 2
    assert "新装载 1 张表" in capsys.readouterr().out
    assert etl("load") == 2, "it is still there and still cannot be read"


def test_a_table_that_is_not_taken_is_a_finding_and_no_unreadable_file(paths: DataPaths) -> None:
    (paths.inbox / "说明.csv").parent.mkdir(parents=True)
    (paths.inbox / "说明.csv").write_text("甲,乙\n1,2\n")
    assert etl("load") == 1


def test_a_load_without_findings_exits_0(paths: DataPaths) -> None:
    write_book(paths.inbox / "a.xlsx", Form("hazard_site", [site(1)]))
    assert (
        etl("load", "--as-of", "2021年3月21日", "--unit", "崂山区", "--source", "隐患点台账") == 0
    )
    assert read_ledger(paths).loads[0].source == "hazard_site"


def test_status_names_who_did_not_report(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert etl("status") == 0
    assert "还没有装载任何数据" in capsys.readouterr().out
    for weeks in (0, 2):
        form = Form("hazard_site", [site(1)], as_of=AS_OF + weeks * WEEK)
        write_book(paths.inbox / f"{weeks}.xlsx", form)
    etl("load")
    capsys.readouterr()
    assert etl("status", "--source", "hazard_site") == 0
    lines = capsys.readouterr().out.splitlines()
    laoshan = next(line for line in lines if line.startswith("崂山区"))
    assert "2021-03-28" in laoshan
    assert any("市南区" in line and "从未报送" in line for line in lines)


def test_sources_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert etl("sources") == 0
    out = capsys.readouterr().out
    assert all(name in out for name in load_contracts())


def test_a_template_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert etl("template", "hazard_site", "--out", tmp_path / "t.xlsx") == 0
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames[0] == "隐患点台账"
    monkeypatch.chdir(tmp_path)
    assert etl("template", "shelter") == 0
    assert (tmp_path / f"{load_contracts()['shelter'].title}.xlsx").exists()


def test_sample_data_go_into_the_inbox(
    paths: DataPaths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert etl("sample", "--until", "2020-12-06", "--unit", "崂山区") == 0
    assert list(paths.inbox.rglob("*.xlsx"))
    assert "演示数据" in capsys.readouterr().out


# ------------------------------------------------------------------ wrong usage


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "缺少 命令"),
        (["frobnicate"], "不能是 'frobnicate'"),
        (["check"], "缺少 文件"),
        (["load", "--nonsense"], "不认识的参数 --nonsense"),
        (["load", "--as-of", "昨天"], "不是日期"),
        (["load", "--unit", "火星"], "没有报送单位“火星”"),
        (["load", "--source", "x"], "没有来源“x”"),
        (["load", "--workers", "-1"], "不是个数"),
        (["load", "--as-of"], "后面缺少内容"),
        (["template", "x"], "没有来源“x”"),
    ],
)
def test_wrong_usage_exits_2_in_chinese(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("用法不对：")
    assert told in error
    for english in ("usage", "error", "argument", "required", "invalid"):
        assert english not in error


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: (p.root / "没有.xlsx", "找不到"),
        lambda p: (_layout(p, "nonsense = 1"), "不认识的键"),
        lambda p: (_layout(p, 'title = "x"\nsource = "x"'), "没有来源"),
        lambda p: (_broken_ledger(p), "台账已损坏"),
    ],
    ids=["no such file", "layout with unknown key", "layout of no source", "broken ledger"],
)
def test_trouble_exits_2_with_one_chinese_sentence_and_no_traceback(
    paths: DataPaths, spoil: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    argument, told = spoil(paths)
    words = ["--layout", argument, clean(paths)] if argument.suffix == ".toml" else [argument]
    assert etl("load", *words) == 2
    error = capsys.readouterr().err
    assert error.startswith("未完成：")
    assert told in error


def _layout(paths: DataPaths, text: str) -> Path:
    path = paths.root / "布局.toml"
    path.write_text(text)
    return path


def _broken_ledger(paths: DataPaths) -> Path:
    paths.raw.mkdir(parents=True)
    paths.ledger.write_text("{\n")
    return clean(paths)


# ------------------------------------------------------------------ columns in a terminal


def test_columns_stand_in_line_whatever_the_script() -> None:
    lines = table(("名", "数"), [("崂山区", 3), ("ab", 1234)]).splitlines()
    assert len({width(line) for line in lines}) == 1
    assert lines[1].endswith("   3")


def test_a_long_path_loses_its_beginning() -> None:
    assert width(shorten("2021-03-21/370212/崂山区周报.xlsx", 20)) <= 20
    assert shorten("x", 20) == "x"
