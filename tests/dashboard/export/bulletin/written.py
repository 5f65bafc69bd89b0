"""Templates for tests, as an office would write them, and what Word and WPS make of them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

HEAD = ("{{ 送审稿 }}", "{{ 演示 }}", "{{ 版别 }}", "应急管理工作简报", "{{ 期号 }}")
FOOT = (
    *("{%p if 全市.沿用 %}", "沿用上期：{{ 全市.沿用 }}", "{%p endif %}"),
    "截至{{ 截至 }}，库版本{{ 版本 }}",
)
BODY = (
    "全市{{ 全市.census_task_completion_rate.句 }}，完成率{{ 全市.census_task_completion_rate }}。",
    "推进调度会{{ 全市.dispatch_meetings }}。",
    "{%p if 全市.census_tasks_completed.变化 %}",
    "完成普查任务数{{ 全市.census_tasks_completed.变化 }}。",
    "{%p endif %}",
    "{%p for 区 in 各区市 %}",
    "{{ 区.名称 }}完成{{ 区.census_tasks_completed }}"
    "{% if 区.census_tasks_completed.增 %}，新完成{{ 区.census_tasks_completed.增 }}{% endif %}。",
    "{%p endfor %}",
    '{%p if 图.overview["burn-up"] %}',
    '{{ 图.overview["burn-up"] }}',
    '图{{ 图.overview["burn-up"].号 }}　完成普查任务数',
    "{%p endif %}",
)
NAMESPACES = (
    ' xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"'
    ' xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"'
)


def document(paragraphs: Sequence[str], *, table: Sequence[Sequence[str]] = ()) -> Any:
    """A document of these paragraphs, and of a table behind them."""
    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        rows = made.add_table(rows=len(table), cols=len(table[0])).rows
        for row, texts in zip(rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return made


def template(
    path: Path, body: Sequence[str] = BODY, *, table: Sequence[Sequence[str]] = ()
) -> Path:
    """A template that says what every bulletin must, with `body` in its middle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document((*HEAD, *body, *FOOT), table=table).save(str(path))
    return path


def split(made: Any) -> None:
    """Each character a run of its own, with the marks that spelling checks leave between them."""
    for paragraph in made.paragraphs:
        cut(paragraph, range(1, len(paragraph.text)))


def cut(paragraph: Any, at: Iterable[int]) -> None:
    """The paragraph in runs that end before the characters `at`, each of another size."""
    text, edges = paragraph.text, [0, *at]
    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    for number, (begin, end) in enumerate(zip(edges, [*edges[1:], len(text)], strict=True)):
        paragraph._p.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellStart"/>'))
        paragraph.add_run(text[begin:end]).font.size = Pt(10 + number % 5)


def changed(path: Path, name: str, change: Callable[[str], str]) -> Path:
    """The document with one of its parts written otherwise."""
    with zipfile.ZipFile(path) as package:
        parts = {one: package.read(one) for one in package.namelist()}
    parts[name] = change(parts[name].decode("utf-8")).encode()
    with zipfile.ZipFile(path, "w") as package:
        for one, content in parts.items():
            package.writestr(one, content)
    return path
