"""The template that comes with the program: what it names exists, and how it is laid out."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm

from dashboard.export.bulletin import charts, slots
from dashboard.export.bulletin.template import SHIPPED
from dashboard.proof.docx import open_docx

NAMED = re.compile(r"(?:全市|区)\.([a-z0-9_]+)")
SLACK = 1000  # of 36,000 to a millimetre: what whole twips lose


@pytest.fixture(scope="module")
def text() -> str:
    return open_docx(SHIPPED).extract.text


def test_it_names_only_metrics_and_counts_that_there_are(repository: Path, text: str) -> None:
    known = {path.stem for path in (repository / "sql/metrics").glob("*.sql")}
    with (repository / "sql/codes/bulletin_count.csv").open(encoding="utf-8") as lines:
        known |= {row["code"] for row in csv.DictReader(lines)}
    named = set(NAMED.findall(text))
    assert len(named) > 20
    assert named - known == set()


def test_its_sections_are_those_of_the_founding_bulletin(text: str) -> None:
    assert re.findall("【.+?】", text) == ["【工作动态】", "【区市工作】", "【本月小结】"]


def test_its_page_is_that_of_the_national_standard() -> None:
    """GB/T 9704-2012: A4, 37 mm above and 28 mm left of a text of 156 by 225 mm."""
    page = Document(str(SHIPPED)).sections[0]
    wide = page.page_width - page.left_margin - page.right_margin
    high = page.page_height - page.top_margin - page.bottom_margin
    for is_, should in (
        (page.top_margin, Mm(37)),
        (page.left_margin, Mm(28)),
        (wide, Mm(156)),
        (high, Mm(225)),
    ):
        assert abs(is_ - should) < SLACK


def test_its_imprint_stands_on_one_page() -> None:
    """报, 发, 印发 and the note below: each line is kept whole, and with the next one."""
    document = Document(str(SHIPPED))
    imprint = [p for p in document.paragraphs if p.style.name == "版记"]
    assert [p.text[:2] for p in imprint[:2]] == ["报：", "发："]
    told = document.styles["版记"].paragraph_format
    assert told.keep_with_next
    assert told.keep_together


def test_each_font_of_the_standard_has_one_to_fall_back_on() -> None:
    with zipfile.ZipFile(SHIPPED) as package:
        fonts = package.read("word/fontTable.xml").decode()
    for name in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"):
        assert re.search(f'w:name="{name}"><w:altName w:val="[^"]+"/>', fonts), name


def test_every_word_behind_a_dot_is_explained_in_the_readme(repository: Path) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    written = set(re.findall(r"\.(\w+)[`[ ]", readme))
    for words in (slots.METRIC, slots.COUNT, slots.LATE, charts.CHART):
        assert set(words) - written - {"名称"} == set()
