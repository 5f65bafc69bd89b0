"""The search box: narrowed in the browser as one types; the address keeps what was sought (?q=)."""

from __future__ import annotations

from dashboard import format
from dashboard.components.dictionary import address
from dashboard.components.dictionary.words import KINDS
from dashboard.components.frame import Content
from dashboard.components.html import Html, el, link
from dashboard.reading import dictionary
from dashboard.reading.dictionary import Entry
from dashboard.view import View

FOUND, NONE = "找到#项", "没有找到，请换一个词"
HINT = "边输入边查；按“查找”后，地址里带上所查的词，可以转发"
ASK = "输入名称、代码或表头上的写法，如：整改状态、治理率、乡镇"
LIST = "dictionary-found"


def box(view: View) -> Content:
    """The box, and every entry below it: those that hold all the words are shown."""
    every = dictionary.index(view.version)
    sought = view.choices.get("q", "").strip()
    words = sought.lower().split()
    hits = [bool(words) and all(word in one.find for word in words) for one in every]
    form = el(
        "form",
        el("label", "查找", for_="dictionary-q"),
        el(
            "input",
            type="search",
            id="dictionary-q",
            name="q",
            value=sought,
            placeholder=ASK,
            autocomplete="off",
            data_search=LIST,
        ),
        el("button", "查找", type="submit"),
        class_="search",
        role="search",
        data_go_search=True,
    )
    told = el(
        "p",
        _told(words, sum(hits)),
        class_="note",
        role="status",
        data_told=FOUND,
        data_none=NONE,
        data_ask=HINT,
    )
    lines = [_line(view, one, hit) for one, hit in zip(every, hits, strict=True)]
    found = el("ul", *lines, id=LIST, class_="found", tabindex="0", aria_label="查找结果")
    return Content(f"数据字典：{_counted(every)}", [form, told, found], len(every))


def _counted(every: tuple[Entry, ...]) -> str:
    units = {"metric": "个", "column": "种", "table": "张", "code": "张", "source": "个"}
    counts = {kind: sum(one.kind == kind for one in every) for kind in units}
    return "、".join(
        f"{format.counted(number, units[kind])}{KINDS[kind]}" for kind, number in counts.items()
    )


def _told(words: list[str], found: int) -> str:
    if not words:
        return HINT
    return FOUND.replace("#", str(found)) if found else NONE


def _line(view: View, one: Entry, is_hit: bool) -> Html:
    return el(
        "li",
        el("span", KINDS[one.kind], class_="kind"),
        link(one.title, address.entry(view, one.kind, one.name)),
        el("code", one.name),
        el("span", one.about, class_="note"),
        hidden=not is_hit,
        data_find=one.find,
    )
