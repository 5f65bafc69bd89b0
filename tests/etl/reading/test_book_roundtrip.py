"""Any table of text that is written reads back the same."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.reading import read_book

Table = list[list[str]]

_HAN = "崂山区隐患点台账治理完成广播终端避难场所普查汇交整改销号街道社区地质灾害山洪森林火灾"
_TRADITIONAL = "避難收容處所臺北市中正區鄉鎮市區村里地址經度緯度預計收容人數門牌"
_PLAIN = "abcXYZ0123456789 .,;\t\"'\n-=+_@#%()<>&/\\|"
# what Excel escapes (_x000D_) or means as a moment is not text any more
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_|\d{4}-\d\d-\d\d[ T]|^PT\d|^\+\d")


def tables(alphabet: st.SearchStrategy[str], rows: int = 8) -> st.SearchStrategy[Table]:
    texts = st.text(alphabet, max_size=8).filter(lambda text: not _ESCAPED.search(text))
    return st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=rows
        )
    )


ANY = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co"))
IN_XML = st.one_of(ANY, st.sampled_from(_HAN + _PLAIN))


def cells(path: Path) -> Table:
    """The table as read, nulls as empty texts."""
    frame = read_book(path).sheets[0].frame
    return [[cell or "" for cell in row[1:]] for row in frame.rows()]


def trimmed(table: Table) -> Table:
    """Without the empty rows and columns at the end, which a sheet does not have."""
    rows = list(table)
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((place + 1 for row in rows for place, text in enumerate(row) if text), default=0)
    return [row[:width] for row in rows]


@settings(max_examples=60)
@given(table=tables(IN_XML))
def test_xlsx_of_xlsxwriter(table: Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for row, texts in enumerate(table):
                for column, text in enumerate(texts):
                    sheet.write_string(row, column, text)
        assert trimmed(cells(path)) == trimmed(table)


@settings(max_examples=40)
@given(table=tables(IN_XML))
def test_xlsx_of_openpyxl(table: Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        book = openpyxl.Workbook()
        for row, texts in enumerate(table, start=1):
            for column, text in enumerate(texts, start=1):
                cell = book.active.cell(row, column)
                # openpyxl does not tell the reader to keep a text of blanks only
                cell.value = text if text.strip() else ""
                cell.data_type = "s"
        book.save(path)
        kept = [[text if text.strip() else "" for text in row] for row in table]
        assert trimmed(cells(path)) == trimmed(kept)


@pytest.mark.parametrize(
    ("codec", "alphabet", "captions"),
    [
        ("utf-8", ANY, _HAN),
        ("utf-8-sig", ANY, _HAN),
        ("utf-16", ANY, _HAN),
        # which of the two it is shows in common characters only
        ("gb18030", st.sampled_from(_HAN), _HAN),
        ("cp950", st.sampled_from(_TRADITIONAL), _TRADITIONAL),
    ],
)
def test_csv_in_every_encoding(codec: str, alphabet: st.SearchStrategy[str], captions: str) -> None:
    @settings(max_examples=60)
    @given(table=tables(st.one_of(alphabet, st.sampled_from(_PLAIN + "\r"))))
    def check(table: Table) -> None:
        header = [captions[place : place + 6] for place in range(len(table[0]))]
        written = [header, *table]
        text = io.StringIO(newline="")
        csv.writer(text).writerows(written)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.csv"
            path.write_bytes(text.getvalue().encode(codec))
            assert cells(path) == written

    check()
