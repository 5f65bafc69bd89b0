"""Who asked what, when, and how it ended; narrowed by person, outcome and day, page by page."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import format
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, link, scrolling, table
from dashboard.reading import audit
from dashboard.reading.audit import Record, Sought, Stamp
from dashboard.view import View

WHO, OUTCOME, DAY, FROM = "who", "outcome", "day", "from"
EACH = 50
SHOWN_CHARACTERS = 200  # of a statement, before it is unfolded
ENDS = {
    "fine": ("完成", "good"),
    "bad": ("语句有误", "warn"),
    "limit": ("超过限制", "warn"),
    "refused": ("不允许", "bad"),
    "cancelled": ("已取消", ""),
    "failed": ("没有完成", "bad"),
}
HEAD = ("时间", "查询人", "结果", "用时", "行数", "版别与版本", "语句")


def sought(view: View) -> Sought:
    """What the address asks for; a choice that there is not narrows nothing."""
    outcome = view.choices.get(OUTCOME, "")
    return Sought(
        who=view.choices.get(WHO, "").strip() or None,
        outcome=outcome if outcome in audit.OUTCOMES else None,
        day=audit.day_of(view.choices.get(DAY, "")),
    )


def refusal(view: View) -> Empty:
    """What others see."""
    return Empty(
        "查询记录只给管理员看",
        "你不是管理员，或者还没有登录",
        "需要查看的，请系统管理员在人员名单里写明 administrator = true",
    )


def show(view: View, stamp: Stamp) -> Content | Empty:
    """The choices, and the records they leave; `stamp` is of the record as it stands."""
    wanted, start = sought(view), _start(view)
    found = audit.read(wanted, start, EACH)
    title = "查询记录" if wanted == Sought() else "查询记录：所选范围"
    form = _form(view, wanted)
    if not found.records:
        said = "这个范围没有查询记录" if start == 0 else "没有更早的记录了"
        return Content(title, [form, el("p", said, class_="state")], 0)
    shown = f"第 {start + 1}—{start + len(found.records)} 条，新的在前"
    editions = audit.edition_titles(view.version)
    rows = [_cells(one, editions) for one in found.records]
    body = scrolling(table(HEAD, rows, class_="list queries"))
    return Content(title, [form, body, _pager(view, start, found.has_more)], len(rows), shown)


def _start(view: View) -> int:
    given = view.choices.get(FROM, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 8 else 0


def _form(view: View, wanted: Sought) -> Html:
    options = [("", "全部结果"), *((name, said) for name, (said, _) in ENDS.items())]
    chosen = wanted.outcome or ""
    day = wanted.day.isoformat() if wanted.day else ""
    return el(
        "form",
        el("label", el("span", "查询人"), _input("text", WHO, wanted.who or "", "全部")),
        el(
            "label",
            el("span", "结果"),
            el(
                "select",
                *(el("option", said, value=v, selected=v == chosen) for v, said in options),
                name=OUTCOME,
            ),
        ),
        el("label", el("span", "日期"), _input("text", DAY, day, "如 2021-03-21")),
        el("input", type="hidden", name=FROM, value=""),  # another choice begins at the newest
        el("button", "查找", type="submit"),
        class_="search queries-form",
        role="search",
        data_go_search=True,
    )


def _input(kind: str, name: str, value: str, placeholder: str) -> Html:
    return el(
        "input",
        type=kind,
        name=name,
        value=value,
        placeholder=placeholder or None,
        autocomplete="off",
    )


def _cells(one: Record, editions: Mapping[str, str]) -> list[Child]:
    said, tone = ENDS.get(one.outcome, (one.outcome, ""))
    limit = f"：{one.limit}" if one.limit else ""
    return [
        el("time", f"{one.at:%Y-%m-%d %H:%M:%S}", datetime=one.at.isoformat()),
        one.who,
        el("span", f"{said}{limit}", class_=f"light {tone}" if tone else None),
        el("span", f"{one.seconds:.3f} 秒", class_="once"),
        "—" if one.rows is None else format.grouped(one.rows, 0),
        [editions.get(one.edition, one.edition), " ", el("code", one.version)],
        _statement(one),
    ]


def _statement(one: Record) -> Html:
    """The beginning, and behind a fold all that was kept, the parameters and the hash."""
    params = [el("p", f"${name} = {value}", class_="note") for name, value in one.params]
    short = " ".join(one.sql.split())
    cut = f"{short[:SHOWN_CHARACTERS]}…" if len(short) > SHOWN_CHARACTERS else short
    sha = el("p", "SHA-256 ", el("code", one.sha256), class_="note")
    return el("details", el("summary", el("code", cut)), el("pre", one.sql), *params, sha)


def _pager(view: View, start: int, has_more: bool) -> Child:
    steps = []
    if start:
        newer = str(max(0, start - EACH)) if start > EACH else ""
        steps.append(link("‹ 较新的", view.address(choices={FROM: newer})))
    if has_more:
        steps.append(link("较早的 ›", view.address(choices={FROM: str(start + EACH)})))
    return el("nav", *steps, class_="pager", aria_label="翻页") if steps else None
