"""Building blocks of a tile's HTML: escaping, figures a machine can read, status marks, links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from html import escape

from dashboard import theme

VOID = frozenset({"br", "hr", "img", "input", "wbr"})


class Html(str):
    """Markup that is already safe; every other string is escaped when it becomes a child."""

    __slots__ = ()


Child = str | int | None | Iterable["Child"]
NOTHING = Html("")


def el(name: str, /, *children: Child, **attributes: str | int | float | bool | None) -> Html:
    """`<name attributes>children</name>`.

    Text children and attribute values are escaped; `class_` and `data_metric` become `class` and
    `data-metric`; None and False leave an attribute out, True writes it bare.
    """
    written = "".join(
        f" {_attribute(key)}" if given is True else f' {_attribute(key)}="{escape(str(given))}"'
        for key, given in attributes.items()
        if given is not None and given is not False
    )
    inner = join(children)
    if name in VOID and not inner:
        return Html(f"<{name}{written}/>")
    return Html(f"<{name}{written}>{inner}</{name}>")


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def join(children: Iterable[Child]) -> Html:
    """The children one after another, text escaped, None left out."""
    parts: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Html):
            parts.append(child)
        elif isinstance(child, str | int):
            parts.append(escape(str(child)))
        else:
            parts.append(join(child))
    return Html("".join(parts))


def figure(
    text: Child, *, metric: str, area: str, as_of: date, value: float | None, class_: str = "num"
) -> Html:
    """A printed figure with what it stands for: metric, area, week and the unrounded value.

    `metric` alone means metrics.value.value; `metric/planned`, `/change`, `/numerator` … name what
    is derived from it. A figure without a value has an empty data-value.
    """
    return el(
        "data",
        text,
        class_=class_,
        value="" if value is None else repr(float(value)),
        data_metric=metric,
        data_area=area,
        data_asof=as_of.isoformat(),
        data_value="" if value is None else repr(float(value)),
    )


_SHAPES = {
    "circle": '<circle cx="6" cy="6" r="5"/>',
    "triangle": '<polygon points="6,0.8 11.6,11 0.4,11"/>',
    "diamond": '<polygon points="6,0 12,6 6,12 0,6"/>',
}


def light_mark(
    light: str | None, basis: str | None, *, word: bool = True, said: str | None = None
) -> Html:
    """The status as shape, colour and word (`said` where it is no judgement of a metric).

    Nothing when the metric has no light.
    """
    if light is None:
        return NOTHING
    shown = theme.LIGHTS[light]
    said = said or shown.word(basis)
    shape = Html(
        f'<svg class="shape" viewBox="0 0 12 12" aria-hidden="true">{_SHAPES[shown.shape]}</svg>'
    )
    return el(
        "span",
        shape,
        el("span", said, class_=None if word else "unseen"),
        class_=f"light {shown.token}",
        data_light=light,
    )


_IDENTIFIER = re.compile(r"([A-Za-z_][A-Za-z0-9_./*›=<>-]{2,})")


def identified(text: str) -> list[Child]:
    """Text with the identifiers in it set as code: no bare English stands on a page."""
    parts = _IDENTIFIER.split(text)
    return [el("code", part) if _IDENTIFIER.fullmatch(part) else part for part in parts]


def named(identifier: str) -> Html:
    """An identifier set as code that breaks, where it must, behind its parts."""
    parts = re.split(r"(?<=[._])", identifier)
    return el("code", parts[0], *([el("wbr"), part] for part in parts[1:]))


def link(text: Child, address: str, **attributes: str | int | bool | None) -> Html:
    """A link within the dashboard: a real address, followed without loading the page anew."""
    return el("a", text, href=address, data_go=True, **attributes)


def table(head: Sequence[Child], rows: Iterable[Iterable[Child]], *, class_: str = "") -> Html:
    """A table whose first column heads its rows; each cell knows its column, for narrow screens.

    A column of nothing but amounts (and words for none) is aligned as numbers are, at the right.
    """
    written = [[join([cell]) for cell in row] for row in rows]
    right = {
        place
        for place, column in enumerate(zip(*written, strict=True))
        if place and _are_amounts(column)
    }
    made = (el("tr", *_cells(head, row, right)) for row in written)
    return framed(head, made, class_=class_, right=right)


def framed(
    head: Iterable[Child],
    rows: Iterable[Html],
    *,
    class_: str = "",
    right: Collection[int] = (),
) -> Html:
    """A table of ready-made rows under one line of headings; columns `right` hold amounts."""
    headings = (
        el("th", cell, scope="col", class_="amount" if place in right else None)
        for place, cell in enumerate(head)
    )
    return el(
        "table",
        el("thead", el("tr", *headings)),
        el("tbody", *rows),
        class_=class_ or None,
    )


def on_screen(*content: Child) -> Html:
    """What tells how to use the screen: it is not printed."""
    return el("span", *content, class_="on-screen")


def scrolling(*content: Child) -> Html:
    """What may be wider than the screen: it scrolls by itself, with the keyboard too."""
    return el("div", *content, class_="scroll", tabindex="0")


_TAG = re.compile(r"<[^>]*>")
_AMOUNT = re.compile(r"[+−]?[\d,]+(\.\d+)?\s?(%|百分点|[天周人处个户件项座份次元万亿米])*")
_NONE = frozenset({"", "—", "未填", "未报", "未能量算", "无数据", "持平"})


def _are_amounts(column: Iterable[Html]) -> bool:
    texts = {_TAG.sub("", cell).strip() for cell in column} - _NONE
    return bool(texts) and all(_AMOUNT.fullmatch(text) for text in texts)


def _cells(head: Sequence[Child], row: Iterable[Child], right: Collection[int]) -> Iterable[Html]:
    for label, (position, content) in zip(head, enumerate(row), strict=True):
        if position:
            yield el(
                "td",
                content,
                class_="amount" if position in right else None,
                data_label=label if isinstance(label, str) else None,
            )
        else:
            yield el("th", content, scope="row")


def table_view(content: Html, title: str = "数据表") -> Html:
    """The same figures as a table, folded away below a chart."""
    return el("details", el("summary", title), scrolling(content), class_="as-table")
