"""依据的原始行, summed up: which file and sheet of which unit and week, adding what."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components import choice, folded
from dashboard.components import metric as m
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, link, table
from dashboard.components.metric import Reading
from dashboard.components.origin import common
from dashboard.reading import origin
from dashboard.reading.origin import FileRows, SourceRows
from dashboard.view import View

NAME = "依据的原始行"


def listing(view: View) -> Content | Empty:
    """The files of the chosen source, what each adds, and the sum beside the figure."""
    source = common.chosen(view)
    if source is None:
        titles = read.source_titles(view.version)
        names = read.definition(view.version, common.asked(view)).sources
        listed = "、".join(titles.get(name, name) for name in names)
        return Empty(NAME, "本指标的来源不逐行保存", f"来源：{listed}" if listed else "")
    one = common.reading(view)
    found = origin.files(
        view.version, common.asked(view), source.source, view.area.code, view.as_of
    )
    if not found:
        reason = f"《{source.title}》里没有计入{view.area.name}的行"
        return Empty(NAME, reason, "本周及以前没有报送，或没有符合口径的行")
    return Content(_title(source), _body(view, one, source, found), source.rows, _note(source))


def _title(source: SourceRows) -> str:
    said = f"{NAME}：《{source.title}》{format.counted(source.files, '份文件')}"
    said += f"、{format.counted(source.rows, '行')}"
    if source.carried_rows:
        said += f"，其中沿用上期{format.counted(source.carried_rows, '行')}"
    return said


def _note(source: SourceRows) -> str | None:
    if common.repeats(source):
        return "几行说的是同一个对象的，只计一次，所以行数大于计入的数"
    return None


def _body(view: View, one: Reading, source: SourceRows, found: tuple[FileRows, ...]) -> list[Child]:
    head: list[Child] = ["报送单位", "数据日期", "文件", "工作表", "行数"]
    head += common.heads(one) if source.is_exact else []
    rows = [_row(view, one, source, file) for file in found]
    return [
        _choice(view, source),
        _sum(view, one, source),
        *folded.listing(head, rows, total=len(rows), unit="张表", class_="list files"),
    ]


def _choice(view: View, source: SourceRows) -> Child:
    found = common.behind(view)
    if len(found) < 2:
        return None
    options = [(s.source, f"{s.title}{'' if s.is_exact else '（不相加）'}") for s in found]
    return choice.chips(common.from_first(view), common.SOURCE, "来源", options, source.source)


def _sum(view: View, one: Reading, source: SourceRows) -> Html:
    """各行合计 beside 本数, or why they cannot be added."""
    if not source.is_exact:
        return el("p", _not_added(view), class_="adding")
    parts = (one.now.numerator, one.now.denominator) if one.now else (None, None)
    added = ["各行合计", *_parts(one, "rows_", (source.numerator, source.denominator))]
    printed = ["本数", *_parts(one, "", parts)]
    head = ["", *common.heads(one)]
    if one.definition.has_denominator:
        head, added, printed = [*head, "值"], [*added, ""], [*printed, m.value_figure(one)]
    sums = table(head, [added, printed], class_="numbers sums")
    return el("div", sums, el("p", common.verdict(one, source)), class_="adding")


def _not_added(view: View) -> str:
    exact = next((s for s in common.behind(view) if s.is_exact), None)
    if exact is None:
        return common.why_not_exact(view)
    return f"本数由《{exact.title}》的行合起来；计算时还要查这张表，下面的行不相加。"


def _parts(one: Reading, prefix: str, values: tuple[float | None, float | None]) -> list[Child]:
    names = common.PARTS[: len(common.heads(one))]
    return [
        common.part(one, f"{prefix}{name}", value)
        for name, value in zip(names, values, strict=False)
    ]


def _row(view: View, one: Reading, source: SourceRows, file: FileRows) -> list[Child]:
    unit: Child = file.unit_name
    if file.unit_code in view.areas.by_code and view.area.code != file.unit_code:
        unit = link(file.unit_name, common.of_area(view, file.unit_code))
    cells: list[Child] = [
        unit,
        common.carried(file.is_carried, file.used_as_of, view.as_of),
        el("code", file.file),
        file.sheet or "—",
        format.grouped(file.rows, 0),
    ]
    if source.is_exact:
        values = (file.numerator, file.denominator)[: len(common.heads(one))]
        cells += [format.exact(value) for value in values]
    return cells
