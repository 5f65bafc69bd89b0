"""简报.docx: the template filled from the pinned version, every figure in it taken down."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.shared import Length
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from dashboard import format, read
from dashboard.components import stale
from dashboard.export import checks, written
from dashboard.export.bulletin import files, grammar, package, template
from dashboard.export.bulletin.charts import Chart, Charts, Counter
from dashboard.export.bulletin.printing import BadTemplate, Printable, Record, stand_in, unmarked
from dashboard.export.bulletin.register import Entry
from dashboard.export.bulletin.slots import Place
from dashboard.export.errors import Faulty
from dashboard.export.job import Job
from dashboard.export.manifest import Figure
from dashboard.export.progress import DOCUMENT, STAGES, TEMPLATE, Step
from dashboard.export.truth import Asked
from dashboard.proof.docx import open_docx
from dashboard.view import View
from warehouse.common.audience import PUBLIC

FILE = files.DOCUMENT
DRAFT = "送审稿"
_BLANK = "　"  # what a hand fills in: as wide as a character
_NO_DAY = f"{_BLANK * 4}年{_BLANK}月{_BLANK}日"
# Without them LibreOffice keeps 3 mm free on either side: as wide as the text it would stick out.
_CLOSE = 'distT="0" distB="0" distL="0" distR="0"'
_TALLEST = 0.8  # of the text's height: a picture leaves room for its caption


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl mends XML that does not fit by leaving out what does not: here it is refused."""

    def init_docx(self, reload: bool = True) -> None:
        super().init_docx(reload)
        package.properties_found(self.docx.part.package)

    def fix_tables(self, xml: str) -> Any:
        try:
            parse_xml(xml)
        except SyntaxError as error:  # lxml's is one
            raise BadTemplate(
                "模板填写后不成文档：某处 {% if %} 或 {% for %} 跨了段落或单元格。"
                "管几段的写成单独一段的 {%p … %}，管几行的写成单独一行的 {%tr … %}"
            ) from error
        return super().fix_tables(xml)


@dataclass(frozen=True)
class _Name:
    """What a name of the template stands for, and what may be written behind it."""

    kind: str
    value: Any


def try_template(job: Job) -> None:
    """The part that comes first: a template that cannot be filled stops the export at once."""
    job.say(Step(TEMPLATE, STAGES[TEMPLATE]))
    path, names = _template(job)
    _check(path, job.order.version, names, _environment())


def make(job: Job) -> None:
    """The part of an export that writes the document, once its charts are there."""
    job.say(Step(DOCUMENT, STAGES[DOCUMENT]))
    path, names = _template(job)
    record, marked = Record(), job.scratch / FILE
    content, always = _filled(path, job, names, record)
    marked.write_bytes(content)
    _take_down(job, path, marked, record, always)
    (job.folder / FILE).write_bytes(package.fixed(marked.read_bytes()))
    job.manifest.add(job.folder, FILE)


def _template(job: Job) -> tuple[Path, dict[str, _Name]]:
    view = read.view(job.warehouse, "", read.areas(job.order.version).city, job.order.as_of)
    charts = Charts(job.manifest, job.folder, view.area.code, Counter())
    path = template.chosen(job.paths.bulletin / template.OWN)
    return path, _names(view, job.order.entry, charts)


def _names(view: View, entry: Entry | None, charts: Charts) -> dict[str, _Name]:
    """Everything that a template may name: of the issue, of the data, of its places."""
    areas, edition = view.areas, read.edition_title(view.version)
    below = tuple(Place(view, area) for area in areas.children(view.area))
    signed = entry is not None and entry.signer is not None
    printed = entry and entry.printed_on
    texts = {
        "期号": f"〔{view.as_of.year}〕第{_BLANK}期" if entry is None else entry.name,
        "送审稿": "" if signed else DRAFT,
        "签发人": (entry and entry.signer) or "",
        "印发日期": format.day(printed) if printed else _NO_DAY,
        "印数": str(entry.copies) if entry and entry.copies else "",
        "截至": format.day(view.as_of),
        "周": format.week(view.as_of),
        "本月": f"{view.as_of.month}月",
        "演示": format.DEMO if view.is_demo else "",
        "公开": "公开" if view.role == PUBLIC else "",
        "版别": edition or "",
        "版本": view.version,
        "市名": view.area.name,
    }
    return {
        **{place.area.name: _Name(grammar.PLACE, place) for place in below},
        **{place.area.name.partition("(")[0]: _Name(grammar.PLACE, place) for place in below},
        **{name: _Name(grammar.TEXT, text) for name, text in texts.items()},
        "全市": _Name(grammar.PLACE, Place(view, view.area)),
        "各区市": _Name(grammar.PLACES, below),
        "图": _Name(grammar.CHARTS, charts),
    }


def _environment(printed: Callable[[Any], Any] | None = None) -> SandboxedEnvironment:
    """How templates are read; every text is escaped on its way into the document."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=printed)


def _check(
    path: Path, version: str, names: Mapping[str, _Name], environment: SandboxedEnvironment
) -> list[str]:
    known = grammar.Grammar(version)
    known.names |= {name: one.kind for name, one in names.items()}
    return template.check(path, known, environment)


def _filled(
    path: Path, job: Job, names: Mapping[str, _Name], record: Record
) -> tuple[bytes, list[str]]:
    """The document, its figures marked, and the words of the template that must be in it."""
    filled = _Template(str(path))

    def printed(value: Any) -> Any:
        if isinstance(value, Chart):
            return Markup(_picture(filled, value)) if value else ""
        return record.marked(value) if isinstance(value, Printable) else value

    environment = _environment(printed)
    always = _check(path, job.order.version, names, environment)
    try:
        filled.render({name: one.value for name, one in names.items()}, environment)
    except BadTemplate as error:
        raise BadTemplate(f"{path}：{error}") from error
    except TemplateError as error:  # it passed every check that was thought of
        raise BadTemplate(f"{path}：模板填写不成（{error}）。请改用随带的模板重做") from error
    city = read.areas(job.order.version).city
    package.dated(filled.docx, FILE.removesuffix(".docx"), city.name, job.order.as_of)
    content = io.BytesIO()
    filled.save(content)
    return content.getvalue(), always


def _picture(filled: DocxTemplate, chart: Chart) -> str:
    """The tile as wide as the text, or as high as leaves room for its caption."""
    page = filled.docx.sections[0]
    wide = page.page_width - page.left_margin - page.right_margin
    tallest = (page.page_height - page.top_margin - page.bottom_margin) * _TALLEST
    width, height = chart.size
    scale = min(wide / width, tallest / height)
    made = str(InlineImage(filled, str(chart.file), width=Length(int(width * scale))))
    told = f'name="图{chart.number}" descr={quoteattr(chart.title)}'  # for who does not see it
    made = re.sub(r'(<wp:docPr id="\d+") name="[^"]*"', lambda found: f"{found[1]} {told}", made)
    return made.replace("<wp:inline ", f"<wp:inline {_CLOSE} ", 1)


# ------------------------------------------------------------------ what stands in it


def _take_down(job: Job, path: Path, marked: Path, record: Record, always: list[str]) -> None:
    """The figures of the document, each held against the warehouse, with their places."""
    extract = open_docx(marked).extract
    for paragraph in extract.paragraphs:
        place = f"{FILE} › {paragraph.place}"
        for one in record.found(paragraph.text):
            asked = Asked.of(job.order.version, one.metric, one.area, one.as_of)
            against = checks.equal(asked, one.value, place, None)
            if not written.stands_for(one.text, one.value):
                raise Faulty(place, f"写的是“{one.text}”，而值是 {one.value}（{one.metric}）")
            facts = (one.metric, one.area, one.as_of.isoformat(), one.value, one.text)
            job.manifest.figures.append(Figure(*facts, place, None, against))
    text = unmarked(extract.text)
    if lost := [word for word in always if word not in text]:
        raise BadTemplate(f"{path}：填写后少了“{lost[0]}”等 {len(lost)} 处。请改用随带的模板重做")
    _carries(job, path, text)


def _carries(job: Job, path: Path, text: str) -> None:
    """What every document of the data must say of itself."""
    order, edition = job.order, read.edition_title(job.order.version)
    view = read.view(job.warehouse, "", read.areas(order.version).city, order.as_of)
    wanted = {
        "截至": format.day(order.as_of),
        "版本": order.version,
        "演示": format.DEMO if job.warehouse.is_demo else "",
        "送审稿": DRAFT if order.is_draft else "",
        "版别": edition or "",
        "全市.沿用": stale.everywhere(view),
    }
    for name, said in wanted.items():
        if said not in text:
            raise BadTemplate(
                f"{path}：模板里缺少 {{{{ {name} }}}}：每份简报都要印出“{said}”。请补上"
            )


def faults(file: Path, figures: list[Figure]) -> list[str]:
    """Which figures do not stand in the finished document where they were taken down."""
    by_place: dict[str, list[str]] = {}
    for one in figures:
        by_place.setdefault(one.place, []).append(one.text)
    texts = {f"{FILE} › {p.place}": p.text for p in open_docx(file).extract.paragraphs}
    return [
        f"{place}：印出的数与清单不同（应依次为{'、'.join(said)}）"
        for place, said in by_place.items()
        if not stand_in(texts.get(place, ""), said)
    ]


def is_of_document(figure: Figure) -> bool:
    """Whether the figure stands in the document."""
    return figure.place.startswith(f"{FILE} › ")
