"""`python -m warehouse attach`: what it prints works, and is in nobody's way."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.warehouse.conftest import Place
from warehouse.cli import main
from warehouse.common.audience import EDITIONS
from warehouse.read import open_current


def test_the_python_lines_open_the_current_version_while_another_is_published(
    built: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    first = built.open()
    assert main(["attach", "--data", str(built.paths.root)]) == 0
    text = capsys.readouterr().out
    assert f"当前版本 {first.version}，全量版（数据截至 2021-03-21，演示数据）" in text
    assert f"duckdb -readonly '{first.path}'" in text
    assert f"jdbc:duckdb:{first.path}" in text
    lines = re.search(r"Python\n((?:  .*\n)+)", text)
    assert lines is not None
    code = "\n".join(line.strip() for line in lines.group(1).splitlines())
    code += "\nprint(con.execute('select version from meta.version').fetchall()[0][0], flush=True)"
    code += "\nimport sys; sys.stdin.read()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout is not None
        assert client.stdout.readline().strip() == first.version
        built.build()
        assert built.open().version != first.version
        client.communicate("")
    assert client.returncode == 0


@pytest.mark.parametrize("role", EDITIONS)
def test_the_file_of_the_role_is_named(
    shared: Place, capsys: pytest.CaptureFixture[str], role: str
) -> None:
    assert main(["attach", "--data", str(shared.paths.root), "--role", role]) == 0
    assert f"duckdb -readonly '{open_current(shared.paths, role).path}'" in capsys.readouterr().out


def test_without_a_warehouse_it_is_code_1(place: Place) -> None:
    assert main(["attach", "--data", str(place.paths.root)]) == 1
