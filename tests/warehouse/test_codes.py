"""Code lists become tables; a broken list names file and line."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse.codes import code_tables, codes_hash, create_codes
from warehouse.errors import ModelError
from warehouse.paths import SQL_DIR
from warehouse.tables import code_lists


def lists(folder: Path, text: str, name: str = "grade.csv") -> duckdb.DuckDBPyConnection:
    (folder / "codes").mkdir()
    (folder / "codes" / name).write_text(text, "utf-8")
    connection = duckdb.connect(":memory:")
    create_codes(connection, folder)
    return connection


def test_everything_is_text_but_sort(tmp_path: Path) -> None:
    connection = lists(tmp_path, "code,title,sort,description\n01,甲,2,\n02,乙,,有说明\n")
    rows = connection.execute("select code, title, sort, description from codes.grade").fetchall()
    assert rows == [("01", "甲", 2, None), ("02", "乙", None, "有说明")]


def test_every_real_list_has_a_title_and_every_title_a_list() -> None:
    assert {f"codes.{name}" for name in code_lists()} == set(code_tables(SQL_DIR))


def test_the_real_lists_are_all_taken() -> None:
    connection = duckdb.connect(":memory:")
    create_codes(connection, SQL_DIR)
    for table in code_tables(SQL_DIR):
        assert connection.execute(f"select count(*) from {table}").fetchall()[0][0] > 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,title\n1,甲\n1,乙\n", "grade.csv:3：代码 1 重复"),
        ("code,title\n1\n", "grade.csv:2：这一行有 1 格，表头有 2 格"),
        ("code,title,sort\n1,甲,一\n", "grade.csv:2：次序 '一' 不是整数"),
        ("name,title\n1,甲\n", "grade.csv:1：表头缺少 code"),
        ("code,title,备注\n1,甲,\n", "grade.csv:1：列名 备注 不合规"),
        ("", "表头缺少 code、title"),
    ],
)
def test_a_broken_list_names_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        lists(tmp_path, text)
    assert said in str(caught.value)


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    lists(tmp_path, "code,title\n1,甲\n")
    before = codes_hash(tmp_path)
    (tmp_path / "codes" / "grade.csv").write_text("code,title\n1,乙\n", "utf-8")
    assert codes_hash(tmp_path) != before
