"""What several tiles say about a metric: value, change, parts, light, definition on hover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from string import Formatter

from dashboard import format, read
from dashboard.components.html import NOTHING, Child, Html, el, figure, light_mark
from dashboard.read import Definition, Value
from dashboard.reading import cadence as cadences
from dashboard.reading.cadence import Cadence
from dashboard.view import LEVELS, View, week_of


@dataclass(frozen=True)
class Indicator:
    """A metric as a page shows it.

    Plans are made for counts (完成普查任务数), leaders read shares (普查任务完成率): the share is
    shown, and its light follows the plan of the count that its definition names.
    """

    metric: str


@dataclass(frozen=True)
class Reading:
    """A metric in one area and week, with the return before and the plan beside it."""

    definition: Definition
    area: str
    as_of: date
    now: Value | None
    before: Value | None
    planned: float | None
    judged: Reading | None = None  # the count whose plan decides the light, when it is another one
    cadence: Cadence | None = None  # how often the slowest of its sources is returned

    @property
    def value(self) -> float | None:
        """The value, None when there is no row or nothing to divide by."""
        return None if self.now is None else self.now.value

    @property
    def change(self) -> float | None:
        """Against the return before; None when either is missing."""
        before = None if self.before is None else self.before.value
        return None if self.value is None or before is None else self.value - before

    @property
    def denominator_change(self) -> float:
        """By how much the task itself moved since the return before; 0 when unknown."""
        if self.now is None or self.before is None:
            return 0.0
        return (self.now.denominator or 0.0) - (self.before.denominator or 0.0)

    @property
    def data_on(self) -> date:
        """Up to when the figure says anything: that of the return it is from, within its period."""
        return self.as_of if self.now is None else self.now.data_on

    @property
    def week_before(self) -> date:
        """The last week in which the return before this one was the newest."""
        return _week_before(self.as_of, self.now)

    @property
    def earlier(self) -> str:
        """What the change is against: `上周`, or `上期` where the returns are further apart."""
        return "上期" if self.cadence is not None and self.cadence.is_slow else "上周"

    @property
    def dated(self) -> str:
        """`按月报送，数据截至5月30日` in the weeks between two returns; empty otherwise."""
        if self.cadence is None or self.value is None or week_of(self.data_on) == self.as_of:
            return ""
        every = self.cadence.title.removeprefix("每")
        return f"按{every}报送，数据截至{format.short_day(self.data_on, self.as_of)}"

    @property
    def basis(self) -> str | None:
        """What the light is judged against: plan or value; None for a metric without a light."""
        if self._follows_plan_of_count:
            return "plan"
        thresholds = self.definition.thresholds
        return None if thresholds is None else str(thresholds["basis"])

    @property
    def light(self) -> str | None:
        """green, yellow, red or None."""
        if self.judged is not None and self._follows_plan_of_count:
            return self.judged.light
        return read.light(self.definition, self.value, self.planned)

    @property
    def _follows_plan_of_count(self) -> bool:
        return self.judged is not None and self.judged.planned is not None

    @property
    def against(self) -> str:
        """What the plan asks for, in words; empty without a plan."""
        one = self.judged or self
        if one.planned is None:
            return ""
        unit = one.definition.unit
        actual = format.quantity(one.value, unit)
        on = f"{format.short_day(one.data_on, one.as_of)}的" if one.dated else ""
        planned = format.quantity(one.planned, unit)
        return f"{one.definition.title}：实际{actual}，{on}计划{planned}"

    def figure(self, text: Child, value: float | None, aspect: str = "", class_: str = "") -> Html:
        """`text` marked up as this reading's value, or as the named aspect of it."""
        return figure(
            text,
            metric=f"{self.definition.metric}{aspect}",
            area=self.area,
            as_of=self.as_of,
            value=value,
            class_=f"num {class_}".strip(),
        )


def plan_of(view: View, indicator: Indicator) -> str:
    """The metric that has the plan: the indicator's own, or the count it is judged by."""
    return read.definition(view.version, indicator.metric).planned_by or indicator.metric


def with_plans(view: View, shown: Iterable[Indicator]) -> tuple[str, ...]:
    """The metrics of `shown` and those whose plans they are judged by, each once."""
    names = (name for one in shown for name in (one.metric, plan_of(view, one)))
    return tuple(dict.fromkeys(names))


def reading(view: View, metric: str, area: str | None = None) -> Reading:
    """Reads `metric` for `area`, or for the view's own, judged by the plan of its count."""
    code = area or view.area.code
    meant = read.definition(view.version, metric)
    now = read.value(view.version, metric, code, view.as_of)
    return Reading(
        definition=meant,
        area=code,
        as_of=view.as_of,
        now=now,
        before=read.value(view.version, metric, code, _week_before(view.as_of, now)),
        planned=read.planned(view.version, metric, code, view.as_of),
        judged=None if meant.planned_by is None else reading(view, meant.planned_by, code),
        cadence=cadences.of(view.version, meant),
    )


def _week_before(as_of: date, now: Value | None) -> date:
    """The last week in which the return before was the newest."""
    return week_of(as_of if now is None else now.data_on) - timedelta(weeks=1)


def unit_of(view: View, area: str) -> str:
    """Who reports for `area`: its district."""
    district = view.areas.district(view.areas.by_code[area])
    return area if district is None else district.code


def why_none(view: View, one: Reading) -> str:
    """Why the reading has no value: 应计数为0, 未报送, or 无数据 where neither is known."""
    if one.now is not None and one.now.denominator == 0:
        return "应计数为0"
    unit = unit_of(view, one.area)
    if read.has_reported(view.version, unit, one.definition.sources, view.as_of):
        return format.NO_DATA
    return "未报送"


def cannot_say(view: View, one: Reading) -> str:
    """Why there is no value: never reported, given at a coarser level, or nothing to divide by."""
    if one.now is not None:
        return "分母为零或未报，不能计算比率"
    if not reaches(one.definition, view.area.level):
        return f"本指标只统计到{read.level_title(view.version, one.definition.level)}"
    return "没有这类对象，或还没有报送过"


def value_figure(one: Reading) -> Html:
    """The value as digits and unit."""
    text = format.quantity(one.value, one.definition.unit)
    unit = el("span", text.unit, class_="unit") if text.unit else None
    return one.figure([text.digits, unit], one.value)


def light(one: Reading, *, word: bool = True) -> Html:
    """The status mark; what it was judged by is told when pointed at."""
    mark = light_mark(one.light, one.basis, word=word)
    return el("span", mark, data_tip=one.against) if mark and one.against else mark


def change(one: Reading) -> Html:
    """`较上周 +2.1个百分点` (`较上期` of monthly returns), good or bad by the metric's direction.

    And whether the task moved.
    """
    if one.value is None:
        return NOTHING
    unit = one.definition.unit
    if one.change is None:
        return el("span", f"{one.earlier}无数据", class_="change")
    tone = _tone(one.change, one.definition.direction)
    text = one.figure(format.signed(one.change, unit), one.change, "/change", tone)
    moved = one.denominator_change
    task = f"，总数{format.signed(moved, one.definition.denominator_unit)}" if moved else None
    return el("span", f"较{one.earlier} ", text, task, class_="change", data_tip=_against(one))


def _against(one: Reading) -> str | None:
    """Which return the change is against, where that is not last week's."""
    if one.before is None or one.earlier == "上周":
        return None
    return f"上期数据截至{format.short_day(one.before.data_on, one.as_of)}"


def dated(readings: Iterable[Reading]) -> str:
    """What their notes say together: the one date, or from when to when."""
    every = [one for one in readings if one.dated]
    if not every:
        return ""
    first, last = (pick(every, key=lambda one: one.data_on) for pick in (min, max))
    if first.data_on == last.data_on:
        return first.dated
    return f"{first.dated}至{format.short_day(last.data_on, last.as_of)}"


def _tone(change_: float, direction: str) -> str:
    if change_ == 0 or direction not in ("up", "down"):
        return "flat"
    return "better" if (change_ > 0) == (direction == "up") else "worse"


@dataclass(frozen=True)
class Said:
    """A piece of a metric's sentence: words, or the part of the metric that is written there."""

    text: str
    part: str | None = None  # numerator, denominator, value
    value: float | None = None

    @property
    def aspect(self) -> str:
        """How a figure of the part is named behind its metric: `/numerator`; empty for value."""
        return "" if self.part in (None, "value") else f"/{self.part}"


def sentence(one: Reading) -> tuple[Said, ...]:
    """The metric's own sentence with its parts filled in: `排查…124处、完成治理61处`; empty
    where there is no row, or the metric has none."""
    if one.now is None or not one.definition.phrase:
        return ()
    known = {
        "numerator": one.now.numerator,
        "denominator": one.now.denominator,
        "value": one.now.value,
    }
    fields = list(Formatter().parse(one.definition.phrase))
    following = [text for text, *_ in fields[1:]] + [""]
    pieces: list[Said] = []
    for (text, name, _, _), next_text in zip(fields, following, strict=True):
        pieces.append(Said(text))
        if name is not None:
            written = format.before_unit(known[name], next_text)
            pieces.append(Said(written, name, known[name]))
    return tuple(pieces)


def parts(one: Reading) -> Child:
    """The metric's own sentence, its figures marked up; nothing where there is none."""
    pieces: list[Child] = [
        said.text if said.part is None else one.figure(said.text, said.value, said.aspect)
        for said in sentence(one)
    ]
    return pieces or NOTHING


def meaning(definition: Definition) -> str:
    """What to show on hover: title, definition, owner, target and dated changes."""
    lines = [f"{definition.title}（{definition.unit}）", f"口径：{definition.definition}"]
    if definition.target is not None:
        lines.append(f"目标：{format.quantity(definition.target, definition.unit)}")
    lines += [f"口径变更：{c['on']} {c['text']}" for c in definition.changes]
    if definition.owner:
        lines.append(f"主管单位：{definition.owner}")
    return "\n".join(lines)


def reaches(definition: Definition, level: str) -> bool:
    """Whether the metric is given at `level` or finer."""
    return LEVELS.index(level) <= LEVELS.index(definition.level)
