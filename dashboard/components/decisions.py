"""需研究决定: the few matters of the week that wait for a leader, by rules the warehouse keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby

from dashboard import format, read
from dashboard.components import folded, subject
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, figure, link, table, table_view
from dashboard.components.place import area_link
from dashboard.reading import decisions
from dashboard.reading.decisions import Decision, Rule
from dashboard.view import CITY, DISTRICT, View

TITLE = "需研究决定"
SHOWN = 7  # as many as fit one meeting; the others, and no kind's first, are folded away
AT_ONCE = 2  # of each kind before the next, so that one kind does not hide the others
NAMED = 3
ORDER = (
    f"先列每类最突出的{AT_ONCE}件，类别按人身安全、工程资金、进度、数据的次序；"
    "同类先看受威胁人数，再看超出程度"
)
HEAD = ("事项", "地区", "责任单位", "从何时起", "超出多少", "请研究决定")
COUNTED = {"return_missing": "份", "standstill": "项"}  # named by one of several
PAGES = {  # where each kind is looked at; of any other the page of the metric it speaks of
    "order_expired": "hazards",
    "site_overdue": "hazards",
    "project_overdue": "works",
    "project_paid_ahead": "works",
    "project_unpaid": "works",
    "return_missing": "",
}


def listing(view: View) -> Content | Empty:
    """What waits in the view's area: districts' matters for the city, its own for any other."""
    rules = decisions.rules(view.version)
    found = ordered(_within(view, decisions.decisions(view.version, view.as_of)), rules)
    if not found:
        titles = "、".join(rule.title for rule in rules.values())
        return Empty(TITLE, "本周没有到门槛的事项", f"{titles}，均未达到列入门槛{_reach(view)}")
    rows = [_row(view, one, rules[one.kind]) for one in found]
    # the first round stands whole: each kind is seen before any is folded away
    shown = max(SHOWN, sum(min(n, AT_ONCE) for n in Counter(one.kind for one in found).values()))
    body = folded.listing(HEAD, rows, total=len(rows), unit="件", class_="list asked", shown=shown)
    return Content(_title(found, rules), [*body, _rules(rules)], len(found), ORDER + _reach(view))


def ordered(found: Iterable[Decision], rules: dict[str, Rule]) -> list[Decision]:
    """The order told in ORDER; equals keep theirs."""
    ranked: list[tuple[tuple[int, int, int], Decision]] = []
    by_kind = sorted(found, key=lambda one: rules[one.kind].order)
    for kind, part in groupby(by_kind, key=lambda one: one.kind):
        worst_first = sorted(part, key=lambda one: (-(one.persons or 0), -one.excess, -one.items))
        ranked += [
            ((place // AT_ONCE, rules[kind].order, place), one)
            for place, one in enumerate(worst_first)
        ]
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _within(view: View, found: Iterable[Decision]) -> list[Decision]:
    """Levels hold each other's rows: of the city the districts' are told, else the area's own."""
    if view.area.level != CITY:
        return [one for one in found if one.area == view.area.code]
    districts = {area.code for area in view.areas.all if area.level == DISTRICT}
    return [one for one in found if one.area in districts]


def _reach(view: View) -> str:
    return "" if view.area.level in (CITY, DISTRICT) else "；区(市)以下只列隐患点和防治工程"


def _title(found: list[Decision], rules: dict[str, Rule]) -> str:
    counts = Counter(one.kind for one in found)
    kinds = [f"{rule.title}{counts[kind]}件" for kind, rule in rules.items() if counts[kind]]
    more = f"等{len(kinds)}类" if len(kinds) > NAMED else ""
    return f"{TITLE}{len(found)}件：{'、'.join(kinds[:NAMED])}{more}"


def _row(view: View, one: Decision, rule: Rule) -> tuple[Child, ...]:
    area = view.areas.by_code[one.area]
    matter = link(_subject(one), _address(view, one))
    since = "现不落后" if one.since is None else format.short_day(one.since, view.as_of)
    return (
        [el("span", rule.title, class_="kind", data_tip=rule.rule), " ", matter],
        area_link(view, area),
        _duty(view, one),
        el("span", since, class_="nowrap"),
        EXTENTS[one.kind](view, one),
        el("strong", rule.asked),
    )


def _duty(view: View, one: Decision) -> Child:
    """Sites are one matter per department in charge; data nobody signs is the census office's."""
    if one.responsible is None:
        return f"{view.areas.by_code[one.area].name}普查办"
    return [one.responsible, "（主管）"] if one.kind == "site_overdue" else one.responsible


def _subject(one: Decision) -> str:
    """`地质灾害隐患点6处，威胁348人`, `普查进度周报表等2份`, or the name alone."""
    said = one.subject
    if one.kind == "site_overdue":
        said += format.counted(one.items, "处")
    if one.kind in COUNTED and one.items > 1:
        said += f"等{format.counted(one.items, COUNTED[one.kind])}"
    if one.kind == "sampling_low":
        said += format.counted(one.items, "次")
    return f"{said}，威胁{format.counted(one.persons, '人')}" if one.persons else said


def _address(view: View, one: Decision) -> str:
    page = PAGES[one.kind] if one.kind in PAGES else subject.page_of(one.subject_code)
    family = {"family": one.subject_code.partition("/")[0]} if one.kind == "site_overdue" else {}
    return view.elsewhere(page, one.area, **family)


def _told(view: View, one: Decision, text: str, value: float | None, aspect: str) -> Html:
    return figure(
        text,
        metric=f"decision.{one.kind}/{one.subject_code}/{aspect}",
        area=one.area,
        as_of=view.as_of,
        value=value,
    )


def _measured(view: View, one: Decision, unit: str = "天") -> Html:
    return _told(view, one, format.counted(one.measure or 0, unit), one.measure, "measure")


def _expired(view: View, one: Decision) -> Child:
    return ["督办期限已过", _measured(view, one), f"（{one.reference}）"]


def _overdue(view: View, one: Decision) -> Child:
    return el("span", "最久逾期", _measured(view, one), data_tip=f"逾期最久的是{one.reference}")


def _apart(view: View, one: Decision) -> Child:
    done = str(format.quantity(one.done_share, format.PERCENT))
    paid = str(format.quantity(one.paid_share, format.PERCENT))
    return [
        "工程量完成",
        _told(view, one, done, one.done_share, "done_share"),
        "，支付",
        _told(view, one, paid, one.paid_share, "paid_share"),
    ]


def _unfinished(view: View, one: Decision) -> Child:
    return ["计划完工日期已过", _measured(view, one)]


def _still(view: View, one: Decision) -> Child:
    return ["连续", _measured(view, one, "周"), "没有进展，没有缺报"]


def _missed(view: View, one: Decision) -> Child:
    unit = read.definition(view.version, one.subject_code).unit
    scale = format.scale_for([one.actual, one.expected], unit)
    on = "" if one.due is None else f"到{format.short_day(one.due, view.as_of)}"
    return [
        f"{on}预计",
        _told(view, one, format.written(one.actual, scale), one.actual, "actual"),
        "，计划",
        _told(view, one, format.written(one.expected, scale), one.expected, "expected"),
    ]


def _unreturned(view: View, one: Decision) -> Child:
    return ["连续", _measured(view, one, "周"), "未报"]


def _undersampled(view: View, one: Decision) -> Child:
    return [
        "缺得最多的一次调查",
        _told(view, one, f"{format.plain(one.expected)}个", one.expected, "expected"),
        "，抽样",
        _told(view, one, f"{format.plain(one.actual)}个", one.actual, "actual"),
    ]


def _moved(view: View, one: Decision) -> Child:
    return [
        _told(view, one, format.plain(one.expected), one.expected, "expected"),
        "→",
        _told(view, one, format.plain(one.actual), one.actual, "actual"),
    ]


EXTENTS: dict[str, Callable[[View, Decision], Child]] = {
    "order_expired": _expired,
    "site_overdue": _overdue,
    "project_overdue": _unfinished,
    "project_paid_ahead": _apart,
    "project_unpaid": _apart,
    "standstill": _still,
    "plan_missed": _missed,
    "return_missing": _unreturned,
    "sampling_low": _undersampled,
    "task_moved": _moved,
}


def _rules(rules: dict[str, Rule]) -> Html:
    listed = table(("类别", "列入的规则", "请研究决定"), map(_rule, rules.values()), class_="list")
    return table_view(listed, "列入规则")


def _rule(rule: Rule) -> tuple[str, str, str]:
    return rule.title, rule.rule, rule.asked
