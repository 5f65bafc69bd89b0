"""The commented copy: a comment at exactly the figure, the text unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from dashboard.proof.comments import write_copy
from dashboard.proof.docx import open_docx
from dashboard.proof.proofread import proofread
from tests.dashboard.proof.word import BOX, INSERTED, document, saved, xml

from .conftest import AS_OF

BAD = ("崂山区累计排查地质灾害隐患点1", "24处，完成治理6", "2处，汇交文字", "成果97本。")


def commented(made: Any, tmp_path: Path) -> tuple[Any, Any]:
    """The document, and its commented copy read back."""
    source = saved(made, tmp_path / "稿件.docx")
    opened = open_docx(source)
    write_copy(opened, proofread(opened.extract, AS_OF), tmp_path / "副本.docx")
    return Document(str(source)), Document(str(tmp_path / "副本.docx"))


def marked(copy: Any) -> dict[str, str]:
    """Text that a comment covers -> the comment."""
    found = {}
    comments = {str(c.comment_id): c.text for c in copy.comments}
    for start in copy.element.body.iter(qn("w:commentRangeStart")):
        number = start.get(qn("w:id"))
        covered = ""
        for element in start.xpath("following::*"):
            if element.tag == qn("w:commentRangeEnd") and element.get(qn("w:id")) == number:
                break
            covered += (element.text or "") if element.tag == qn("w:t") else ""
        found[covered] = comments[number]
    return found


def test_a_comment_covers_exactly_the_wrong_figure(use_demo: Path, tmp_path: Path) -> None:
    _, copy = commented(document("甲", BAD), tmp_path)
    found = marked(copy)
    assert "不一致（库中为61处）" in found["62处"]
    assert "不一致（库中为96本）" in found["97本"]
    assert "/source?area=370212&asof=2021-03-21&metric=geohazard_sites_treated" in found["62处"]


def test_a_figure_that_agrees_has_no_comment(use_demo: Path, tmp_path: Path) -> None:
    _, copy = commented(document("甲", BAD), tmp_path)
    assert "124处" not in marked(copy)


def test_the_first_comment_sums_up(use_demo: Path, tmp_path: Path) -> None:
    _, copy = commented(document("甲", BAD), tmp_path)
    assert marked(copy)["甲"].startswith("共找到 3 个数：不一致 2 个")


def test_the_text_and_its_look_are_unchanged(use_demo: Path, tmp_path: Path) -> None:
    made = document("甲", BAD)
    made.paragraphs[1].runs[1].bold = True
    source, copy = commented(made, tmp_path)
    assert [p.text for p in copy.paragraphs] == [p.text for p in source.paragraphs]

    def looks(of: Any) -> list[tuple[str, bool | None]]:
        return [(c, r.bold) for p in of.paragraphs for r in p.runs for c in r.text]

    assert looks(copy) == looks(source)


def test_several_figures_of_one_run_have_a_comment_each(use_demo: Path, tmp_path: Path) -> None:
    text = "崂山区完成治理地质灾害隐患点62处，整改完成森林火灾隐患点308处，完成普查任务83项。"
    _, copy = commented(document("甲", text), tmp_path)
    assert {"62处", "308处", "83项"} <= set(marked(copy))


def test_cells_and_tracked_insertions_are_marked(use_demo: Path, tmp_path: Path) -> None:
    made = document("甲", "崂山区")
    made.paragraphs[1]._p.append(xml(INSERTED, "汇交文字成果97本。"))
    table = made.add_table(2, 2)
    for row, texts in zip(
        table.rows, (("区", "完成普查任务（项）"), ("崂山区", "83")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    _, copy = commented(made, tmp_path)
    assert {"97本", "83"} <= set(marked(copy))


def test_what_cannot_be_commented_stands_in_the_first_comment(
    use_demo: Path, tmp_path: Path
) -> None:
    made = document("甲")
    made.paragraphs[0]._p.append(xml(BOX, "崂山区汇交文字成果97本。"))
    made.sections[0].header.paragraphs[0].text = "崂山区完成普查任务83项"
    _, copy = commented(made, tmp_path)
    (text,) = marked(copy).values()
    assert "文本框第1段 97本：不一致" in text
    assert "页眉第1段 83项：不一致" in text
