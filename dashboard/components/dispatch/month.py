"""一月一总结: the month so far in sentences ready to be pasted, and the table they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components.dispatch import common, held
from dashboard.components.frame import Content
from dashboard.components.html import Child, Html, el, scrolling, table
from dashboard.components.metric import Reading
from dashboard.reading import dispatch
from dashboard.view import Area, View

METRICS = (
    "census_task_completion_rate",
    "census_objects_passed",
    "geohazard_treatment_rate",
    "forest_fire_rectification_rate",
    "river_length_improved_m",
    "communities_with_shelters",
    "supplies_coverage_rate",
    "broadcast_installed_flash_flood_rate",
)
NAMED = 2  # so many areas that moved most are named; more are counted
DRAFT = "自动生成，供核对"


@dataclass(frozen=True)
class Progress:
    """One metric from the month's start to the week, in the whole area and in those below it."""

    whole: Reading  # its `before` is the month's start
    below: tuple[tuple[Area, float], ...]  # who moved by how much, the most first

    @property
    def title(self) -> str:
        """The metric's name."""
        return self.whole.definition.title

    @property
    def unit(self) -> str:
        """The metric's unit."""
        return self.whole.definition.unit


def summary(view: View) -> Content:
    """Sentences on meetings, matters and the key metrics; then every figure in a table."""
    first = view.as_of.replace(day=1)
    start = _start(view, first)
    area = common.home(view)
    known = [_progress(view, name, area, start) for name in METRICS]
    shown = [one for one in known if one.whole.value is not None]
    said = [_dispatch(view), *_progressed(view, shown, start), *_ends(shown)]
    sentences = [one for one in said if one]
    text = el("p", "".join(sentences), class_="draft")
    body: list[Child] = [text, _table(view, shown, start) if shown else None]
    name = f"{view.as_of.year}年{view.as_of.month}月总结"
    title = f"{name}（截至{format.short_day(view.as_of)}）：{_conclusion(shown)}"
    return Content(title, body, len(sentences) + len(shown), common.note(view, DRAFT))


def _start(view: View, first: date) -> date | None:
    """The last week before the month; None where the data begin within it."""
    return max((week for week in view.weeks if week < first), default=None)


def _progress(view: View, metric: str, area: Area, start: date | None) -> Progress:
    below = [
        (child, one.change)
        for child in view.areas.children(area)
        if (one := _reading(view, metric, child.code, start)).change is not None
        and m.reaches(one.definition, child.level)
    ]
    order = sorted(below, key=lambda pair: -pair[1])
    return Progress(_reading(view, metric, area.code, start), tuple(order))


def _reading(view: View, metric: str, area: str, start: date | None) -> Reading:
    return Reading(
        definition=read.definition(view.version, metric),
        area=area,
        as_of=view.as_of,
        now=read.value(view.version, metric, area, view.as_of),
        before=None if start is None else read.value(view.version, metric, area, start),
        planned=None,
    )


def _dispatch(view: View) -> str:
    row = dispatch.month(view.version, common.home(view).code, view.as_of)
    place, upto = common.place(view), format.short_day(view.as_of)
    if row is None:
        return f"{view.as_of.month}月（截至{upto}），{place}没有会议、事项台账。"
    meetings = (
        f"召开调度会、联席会议等{row['meetings']}次，督导调研{row['field_visits']}次"
        if held.known(view)
        else f"没有报送过{held.LEDGER}"
    )
    if not common.matters(view):
        return f"{view.as_of.month}月（截至{upto}），{place}{meetings}，没有报送过问题事项台账。"
    return (
        f"{view.as_of.month}月（截至{upto}），{place}{meetings}；"
        f"月初未办结事项{row['opening_matters']}件，本月提出{row['raised_matters_in_month']}件、"
        f"办结{row['closed_matters_in_month']}件，现未办结{row['closing_matters']}件，"
        f"其中逾期{row['overdue_matters']}件。"
    )


def _progressed(view: View, shown: Sequence[Progress], start: date | None) -> list[str]:
    if start is None:
        return ["本月以前没有数据，指标没有月初数可比。"] if shown else []
    told = [_moved(view, one) for one in shown if one.whole.change is not None]
    if not told:
        return []
    return [f"与月初（{format.short_day(start, view.as_of)}）相比，{'；'.join(told)}。"]


def _before(one: Progress) -> float | None:
    return None if one.whole.before is None else one.whole.before.value


def _is_silent(one: Progress) -> bool:
    """Whether nothing was due since the month's start: the figure is the same return's."""
    now, before = one.whole.now, one.whole.before
    return now is not None and before is not None and now.data_on == before.data_on


def _moved(view: View, one: Progress) -> str:
    change = one.whole.change or 0.0
    now = format.quantity(one.whole.value, one.unit)
    if _is_silent(one):
        on = format.short_day(one.whole.data_on, view.as_of)
        return f"{one.title}{now}，本月未到报送期（数据截至{on}）"
    if change == 0:
        return f"{one.title}{now}，与月初持平"
    was = format.quantity(_before(one), one.unit)
    if str(was) == str(now):
        return f"{one.title}{now}，与月初相差{format.difference(change, one.unit)}"
    word = "升至" if change > 0 else "降至"
    task = one.whole.denominator_change
    moved = f"（{_grown(one, task)}）" if task else ""
    return f"{one.title}由{was}{word}{now}{moved}"


def _grown(one: Progress, task: float) -> str:
    return f"总数{format.signed(task, one.whole.definition.denominator_unit)}"


def _ends(shown: Sequence[Progress]) -> list[str]:
    """Who moved most in most of the metrics, and who least; the table says it of each."""
    told = [one for one in shown if _differs(one)]
    if not told:
        return []
    most = _frequent(told, 0)
    least = _frequent(told, -1)
    return [f"{len(told)}项指标各地比较，{most}进展最大，{least}进展最小。"]


def _frequent(shown: Sequence[Progress], end: int) -> str:
    """`崂山有4项`: who stands most often at that end of the order, ties included."""
    counts = Counter(
        area.short_name for one in shown for area, moved in one.below if moved == one.below[end][1]
    )
    top = max(counts.values())
    names = [name for name, n in counts.items() if n == top]
    each = "各" if len(names) > 1 else ""
    return f"{format.listed(names, NAMED, '地')}{each}有{top}项"


def _differs(one: Progress) -> bool:
    return len(one.below) > 1 and one.below[0][1] != one.below[-1][1]


def _most(one: Progress) -> str:
    return _named(one, one.below[0][1])


def _least(one: Progress) -> str:
    return _named(one, one.below[-1][1])


def _named(one: Progress, change: float) -> str:
    names = [area.short_name for area, moved in one.below if moved == change]
    said = "、".join(names) if len(names) <= NAMED else f"{names[0]}等{len(names)}地"
    return f"{said}（{format.signed(change, one.unit)}）"


def _conclusion(shown: Sequence[Progress]) -> str:
    """How many of the key metrics rose, stood still, fell."""
    due = [one for one in shown if not _is_silent(one)]
    if shown and not due:
        return "各项指标本月未到报送期"
    changes = [one.whole.change for one in due if one.whole.change is not None]
    if not changes:
        return "指标没有月初数可比"
    up, down = sum(c > 0 for c in changes), sum(c < 0 for c in changes)
    still = len(changes) - up - down
    counts = ((up, "上升"), (still, "持平"), (down, "下降"))
    if len(changes) in (up, still, down):
        return f"{len(changes)}项关键指标全部{next(word for n, word in counts if n)}"
    said = [f"{n}项{word}" for n, word in counts if n]
    return f"{len(changes)}项关键指标中{'、'.join(said)}"


def _table(view: View, shown: Sequence[Progress], start: date | None) -> Html:
    head = [
        "指标",
        "月初" if start is None else f"月初（{format.short_day(start, view.as_of)}）",
        f"{format.short_day(view.as_of)}",
        "增减",
        "进展最大",
        "进展最小",
    ]
    return scrolling(table(head, (_row(one) for one in shown), class_="list months-sum"))


def _row(one: Progress) -> tuple[Child, ...]:
    now, change, unit = one.whole.value, one.whole.change, one.unit
    before = _before(one)
    task = one.whole.denominator_change
    return (
        el("span", one.title, data_tip=m.meaning(one.whole.definition), tabindex="0"),
        one.whole.figure(str(format.quantity(before, unit)), before, "/month_start"),
        one.whole.figure(str(format.quantity(now, unit)), now),
        [
            "—" if change is None
            else one.whole.figure(
                "未到报送期" if _is_silent(one) else format.signed(change, unit),
                change, "/month_change",
            ),
            el("span", f" {_grown(one, task)}", class_="note") if task else None,
        ],
        _most(one) if _differs(one) else "—",
        _least(one) if _differs(one) else "—",
    )  # fmt: skip
