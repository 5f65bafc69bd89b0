"""The house keeps its shape: imports go one way, the tree is the designed one, nothing leaks."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PACKAGES = ("etl", "warehouse", "dashboard")
TOP_LEVEL = {
    *("pyproject.toml", "README.md", "Makefile", "LICENSE", "CHANGELOG.md", "requirements.lock"),
    *("etl", "sql", "warehouse", "dashboard", "tests"),
    *(".ci", ".streamlit", ".gitignore"),
}


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("lint-imports")
    return run([str(tool), "--no-logo", "--no-cache"], folder)


def config(repository: Path) -> dict:
    return tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def tracked(repository: Path) -> list[str]:
    """Paths under version control, or a skip where the tree was unpacked without it."""
    listed = run(["git", "ls-files", "-z"], repository)
    if listed.returncode:
        pytest.skip("不在 git 工作树中：无从知道哪些文件入库")
    return [name for name in listed.stdout.split("\0") if (repository / name).is_file()]


# ------------------------------------------------------------------ imports


def test_imports_go_one_way(repository: Path) -> None:
    checked = lint_imports(repository)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("etl/planted.py", "import duckdb"),
        ("etl/planted.py", "import streamlit"),
        ("etl/planted.py", "import plotly.graph_objects"),
        ("etl/planted.py", "from dashboard import format"),
        ("etl/planted.py", "from warehouse import errors"),
        ("etl/planted.py", "import warehouse.model"),
        ("etl/planted.py", "import warehouse"),
        ("warehouse/paths.py", "from warehouse import model"),
        ("warehouse/planted.py", "import streamlit"),
        ("warehouse/planted.py", "import plotly"),
        ("warehouse/planted.py", "import openpyxl"),
        ("warehouse/planted.py", "from etl import contract"),
        ("warehouse/planted.py", "from dashboard import theme"),
        ("dashboard/planted.py", "import duckdb"),
        ("dashboard/planted.py", "from etl import contract"),
        ("dashboard/theme.py", "from dashboard import read"),
        ("dashboard/theme.py", "from dashboard import format"),
        ("dashboard/format.py", "from dashboard import theme"),
        ("dashboard/read.py", "from dashboard import components"),
        ("dashboard/components/planted.py", "from dashboard import app_pages"),
        ("dashboard/app_pages/planted.py", "from dashboard import export"),
        ("dashboard/desk/planted.py", "from dashboard import components"),
        ("dashboard/desk/planted.py", "from dashboard import proof"),
        ("dashboard/proof/planted.py", "from dashboard import components"),
        ("dashboard/reading/planted.py", "from dashboard import proof"),
    ],
)
def test_an_import_against_the_stream_is_refused(
    repository: Path, tmp_path: Path, module: str, statement: str
) -> None:
    for package in PACKAGES:
        shutil.copytree(
            repository / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "tests/import_contract.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(repository / name, tmp_path / name)
    planted = tmp_path / module
    before = planted.read_text("utf-8") if planted.exists() else ""
    planted.write_text(f"{before}\n{statement}\n", "utf-8")
    checked = lint_imports(tmp_path)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "BROKEN" in checked.stdout


def test_every_layer_that_the_contract_names_exists(repository: Path) -> None:
    """import-linter passes over an optional layer that was renamed away."""
    contracts = config(repository)["tool"]["importlinter"]["contracts"]
    [layers] = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    names = re.findall(r"\w+", " ".join(layers))
    assert names == [
        *("export", "app_pages", "components", "desk", "proof"),
        *("reading", "read", "theme", "format"),
    ]
    modules = [repository / "dashboard" / name for name in names]
    missing = [m.name for m in modules if not m.is_dir() and not m.with_suffix(".py").exists()]
    assert missing == []


def test_no_contract_has_exceptions(repository: Path) -> None:
    contracts = config(repository)["tool"]["importlinter"]["contracts"]
    assert [c["name"] for c in contracts if "ignore_imports" in c] == []


def test_the_warehouse_package_itself_is_empty(repository: Path) -> None:
    """etl imports warehouse.paths and thereby runs this file: it must bring nothing along."""
    assert (repository / "warehouse/__init__.py").read_text("utf-8").strip() == ""


# ------------------------------------------------------------------ the tree


def test_the_top_level_holds_only_what_the_design_allows(tracked: list[str]) -> None:
    assert {name.split("/")[0] for name in tracked} - TOP_LEVEL == set()


def test_sql_holds_no_python_and_no_templates(tracked: list[str]) -> None:
    kinds = {Path(name).suffix for name in tracked if name.startswith("sql/")}
    assert kinds <= {".sql", ".csv"}


def module_of(test: Path, package: Path) -> Path | None:
    """The module that `test` is about: test_read.py or test_read_dates.py -> read.py."""
    words = test.stem.removeprefix("test_").split("_")
    for length in range(len(words), 0, -1):
        name = "_".join(words[:length])
        for found in (package / f"{name}.py", package / f"__{name}__.py", package / name):
            if found.exists():
                return found
    return None


def test_tests_mirror_the_tree(repository: Path) -> None:
    tests = repository / "tests"
    orphans = [
        str(path.relative_to(repository))
        for package in PACKAGES
        for path in (tests / package).rglob("test_*.py")
        if module_of(path, repository / path.parent.relative_to(tests)) is None
    ]
    assert orphans == []


# ------------------------------------------------------------------ hygiene

HOSTS = (
    "pypi." + "org",
    "python" + "hosted",
    "npmjs." + "org",
    "--index" + "-url",
    "--find" + "-links",
)
LEAKS = {
    "本机路径": re.compile(r"(?<![\w.~])/(?:root|home|work|workspace|Users|private/var)/\w"),
    "软件源主机": re.compile("|".join(map(re.escape, HOSTS))),
    "私钥": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "令牌": re.compile(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[opsu]_\w{30,}|github_pat_\w{20,}|glpat-[\w-]{20}|xox[abp]-\w{10,})"
        r"|\bsk-[A-Za-z0-9_-]{20,}"
    ),
    "带口令的地址": re.compile(r"\b[a-z][a-z0-9+]*://[^\s/:@'\"{}]+:[^\s/@'\"{}]+@"),
}


def leaks_in(text: str) -> list[str]:
    return [
        f"第 {number} 行：{kind}"
        for number, line in enumerate(text.splitlines(), start=1)
        for kind, pattern in LEAKS.items()
        if pattern.search(line)
    ]


def test_no_tracked_file_names_a_machine_a_registry_or_a_secret(
    repository: Path, tracked: list[str]
) -> None:
    found = {
        name: leaks
        for name in tracked
        if b"\0" not in (content := (repository / name).read_bytes())
        and (leaks := leaks_in(content.decode("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("本机路径", 'DATA = "' + "/home/" + 'zhang/pucha"'),
        ("本机路径", "cd " + "/root/" + "pucha"),
        ("软件源主机", "https://" + "pypi." + "org/simple"),
        ("私钥", "-----BEGIN RSA " + "PRIVATE KEY-----"),
        ("令牌", "token: gh" + "p_" + "a" * 36),
        ("带口令的地址", "postgres://bureau:" + "pass" + "@db/pucha"),
    ],
)
def test_a_leak_would_be_noticed(kind: str, text: str) -> None:
    assert leaks_in(text) == [f"第 1 行：{kind}"]


def test_no_data_and_no_large_file_is_tracked(repository: Path, tracked: list[str]) -> None:
    data = {".parquet", ".duckdb", ".xlsx", ".xls", ".xlsb", ".ods", ".wal"}
    assert [name for name in tracked if Path(name).suffix in data] == []
    assert [name for name in tracked if (repository / name).stat().st_size > 1_000_000] == []


# ------------------------------------------------------------------ SQL style

GOOD_MART = """\
/*
title = "隐患治理进度"
grain = "每区(市)、每种隐患类型、每周一行"
key = ["area_code", "as_of", "hazard_type"]
definition = "LONG_DEFINITION"

[columns]
closed_sites = "已销号处数"
*/
with sites as (
    select
        area_code,
        as_of,
        hazard_type,
        remediation_status
    from staging.hazard_site
),

counted as (
    select
        area_code,
        as_of,
        hazard_type,
        count(*) as sites,
        count(*) filter (where remediation_status = 'closed') as closed_sites
    from sites
    where
        hazard_type is not null
        and remediation_status in ('closed', 'open')
    group by area_code, as_of, hazard_type
)

select
    counted.area_code,
    counted.as_of,
    counted.hazard_type,
    counted.sites - counted.closed_sites as open_sites,
    counted.closed_sites,
    areas.sort_code
from counted
inner join codes.area as areas on counted.area_code = areas.area_code
""".replace("LONG_DEFINITION", "口径：累计已销号处数，本周合并的只计一次；" * 9)


@pytest.mark.parametrize(
    ("written", "instead", "rule"),
    [
        ("", "", None),
        ("    select\n        area_code,", "    SELECT\n        area_code,", "CP01"),
        ("count(*) as sites", "COUNT(*) as sites", "CP03"),
        ("count(*) as sites", "count(*) sites", "AL02"),
        ("        area_code,\n        as_of,", "        area_code, as_of,", "LT09"),
        ("        hazard_type,", "      hazard_type,", "LT02"),
        ("areas.sort_code", "sort_code", "RF02"),
        ("hazard_type is not null", "hazard_type = null", "CV05"),
        ("from sites", "from sites  ", "LT01"),
        ("'open')", "'open'" + ", 'open'" * 14 + ")", "LT05"),
    ],
)
def test_sql_style_passes_what_is_well_written_and_names_what_is_not(
    repository: Path, tmp_path: Path, written: str, instead: str, rule: str | None
) -> None:
    shutil.copy(repository / "pyproject.toml", tmp_path)
    changed = GOOD_MART.replace(written, instead, 1) if rule else GOOD_MART
    assert (changed == GOOD_MART) == (rule is None)
    (tmp_path / "mart.sql").write_text(changed, "utf-8")
    checked = run([sys.executable, "-m", "sqlfluff", "lint", "mart.sql"], tmp_path)
    assert checked.returncode == (1 if rule else 0), checked.stdout + checked.stderr
    assert rule is None or rule in checked.stdout
