"""A personal number in the name of a file, a folder or a sheet goes no further than received/."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from etl.command.cli import main
from etl.loading.ledger import read_ledger
from tests.etl.books import Form, site, write_book, write_csv
from warehouse.build import build
from warehouse.paths import DataPaths, data_paths
from warehouse.read import open_current

PHONE, OTHER, CITIZEN = "13812345678", "13912345678", "370212198001011235"
SECRETS = (PHONE, OTHER, CITIZEN)


@pytest.fixture
def paths(data_home: Path) -> DataPaths:
    return data_paths(data_home)


def sent(folder: Path) -> list[Path]:
    """Two files that differ in the number only, one refused, one CSV; a sheet called so, too."""
    bad = site(2, remediation_status="销号了")
    rows = Form("hazard_site", [site(1), bad], sheet=f"隐患点台账{PHONE}")
    later = Form("hazard_site", [site(1), bad], unit="城阳区", sheet=f"隐患点台账{CITIZEN}")
    return [
        write_book(folder / CITIZEN / f"台账（{PHONE}）.xlsx", rows),
        write_book(folder / CITIZEN / f"台账（{OTHER}）.xlsx", later),
        write_book(folder / f"无日期{PHONE}.xlsx", Form("hazard_site", [site(3)], as_of=None)),
        write_csv(folder / f"黄岛{PHONE}.csv", Form("hazard_site", [site(4, area_code="370211")],
                                                  unit="西海岸新区")),
    ]  # fmt: skip


def traces(paths: DataPaths) -> list[str]:
    """Where below the data folder, but in received/, one of the numbers can be found."""
    found = []
    for path in sorted(paths.root.rglob("*")):
        name = str(path.relative_to(paths.root))
        if name.split("/")[0] == "received" or not path.is_file():
            continue
        content = path.read_bytes().decode("utf-8", "ignore")
        if path.suffix == ".parquet":
            content = pl.read_parquet(path).write_ndjson()
        if path.suffix == ".duckdb":
            content = str(_everything(path))
        found += [f"{name}: {secret}" for secret in SECRETS if secret in name + content]
    return found


def _everything(path: Path) -> list[object]:
    connection = duckdb.connect(str(path), read_only=True)
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where not internal"
    ).fetchall()
    return [connection.execute(f'from "{s}"."{t}"').fetchall() for s, t in tables]


def test_a_number_in_a_name_is_nowhere_but_in_received(
    paths: DataPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sent(tmp_path / "sent")
    assert main(["load", str(files[0].parents[1]), "--workers", "0"]) == 1
    build(paths)
    assert main(["status"]) == 0
    printed = "".join(capsys.readouterr())
    assert not [secret for secret in SECRETS if secret in printed]
    assert traces(paths) == []
    assert "‹已隐去›" in printed
    assert open_current(paths).query("select file from meta.load").height == len(files)


def test_files_whose_hidden_names_are_equal_are_told_apart(
    paths: DataPaths, tmp_path: Path
) -> None:
    files = sent(tmp_path / "sent")
    assert main(["load", *map(str, files[:2]), "--workers", "0"]) == 1
    loads = read_ledger(paths).loads
    assert [load.unit_code for load in loads] == ["370212", "370214"]
    for fact in ("file", "received", "sha256", "manifest"):
        assert len({getattr(load, fact) for load in loads}) == 2, fact
    assert len(list(paths.returns.rglob("*.xlsx"))) == 2
    for load, file in zip(loads, files, strict=False):
        assert (paths.root / load.received).read_bytes() == file.read_bytes()


def test_a_number_in_a_name_is_not_printed_by_check(
    paths: DataPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [*map(str, sent(tmp_path / "sent")), str(tmp_path / f"没有{PHONE}.xlsx")]
    assert main(["check", *files, "--json", "--workers", "0"]) == 2
    assert main(["check", *files, "--workers", "0"]) == 2
    assert main(["load", files[-1]]) == 2
    printed = "".join(capsys.readouterr())
    assert not [secret for secret in SECRETS if secret in printed]
    assert traces(paths) == []


def test_the_workbook_sent_back_is_marked_on_the_sheet_so_named(
    paths: DataPaths, tmp_path: Path
) -> None:
    import openpyxl

    main(["load", str(sent(tmp_path / "sent")[0]), "--workers", "0"])
    (workbook,) = paths.returns.rglob("*.xlsx")
    grid = openpyxl.load_workbook(workbook)[f"隐患点台账{PHONE}"]
    assert any(cell.comment for row in grid.iter_rows() for cell in row)


def test_isolated_workers_tell_no_name_either(paths: DataPaths, tmp_path: Path) -> None:
    sent(tmp_path / "sent")
    command = [sys.executable, "-m", "etl", "load", str(tmp_path / "sent"), "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert not [secret for secret in SECRETS if secret in done.stdout + done.stderr]
    assert traces(paths) == []
