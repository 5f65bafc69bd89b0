"""A few rows of a long text file are those that reading the whole file gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.reading import read_book
from etl.returning.excerpt import excerpt
from etl.returning.rewrite import is_plain_number

CELL = st.text(alphabet="示例社区甲乙丙1234567890-. ab", max_size=8)
CODECS = {"UTF-8": "utf-8", "UTF-8-BOM": "utf-8-sig", "GB18030": "gb18030"}


def write(path: Path, rows: list[list[str]], codec: str, line_end: str = "\r\n") -> Path:
    lines = [",".join(["编号", "名称", "说明"]), *(",".join(row) for row in rows)]
    path.write_bytes((line_end.join(lines) + line_end).encode(codec))
    return path


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 9).map(str), CELL, CELL).map(list), min_size=3, max_size=20
    ),
    chosen=st.sets(st.integers(2, 21)),
    encoding=st.sampled_from(sorted(CODECS)),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_the_rows_are_those_of_the_whole_file(
    tmp_path_factory: Any,
    rows: list[list[str]],
    chosen: set[int],
    encoding: str,
    line_end: str,
) -> None:
    path = write(tmp_path_factory.mktemp("x") / "a.csv", rows, CODECS[encoding], line_end)
    whole = read_book(path).sheets[0].frame
    wanted = {1, *chosen} & set(whole["_row"])
    some = excerpt(path, encoding, wanted)
    assert some is not None
    expected = whole.filter(whole["_row"].is_in(list(wanted)))
    for name in some.columns:
        assert some[name].to_list() == expected[name].to_list()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b'a,b\n"x\ny",1\n', "UTF-8"),
        (b"a,b\r1,2\r3,4\r", "UTF-8"),
        (b"a,b\n1,2\n", "UTF-16"),
        (b"a,b\n1,2\n", None),
        (b"", "UTF-8"),
        ("甲,乙\n".encode("gb18030"), "UTF-8"),
    ],
    ids=["quotes", "old line ends", "UTF-16", "workbook", "empty", "another encoding"],
)
def test_where_lines_may_not_be_records_nothing_is_guessed(
    tmp_path: Path, content: bytes, encoding: str | None
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert excerpt(path, encoding, {1}) is None


@pytest.mark.parametrize("text", ["0", "7", "-7", "12.5", "0.25", "-0.5", "123456789012345"])
def test_plain_numbers_are_written_as_numbers(text: str) -> None:
    assert is_plain_number(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "007", "1.", ".5", "1.50", "1e5", "１２", "1,000", "1234567890123456", "-0", "²"],
)
def test_codes_and_odd_numbers_stay_text(text: str) -> None:
    assert not is_plain_number(text)
