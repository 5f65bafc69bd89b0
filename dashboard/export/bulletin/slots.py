"""What a template may name of the data: places, their metrics, and what is behind its plan.

A template says `全市.geohazard_sites_found` or `区.geohazard_sites_found.变化`; the words behind
the dots are the keys of PLACE, METRIC and LATE, the one home of what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from dashboard import format, read
from dashboard.components import headline, stale
from dashboard.components import metric as reading
from dashboard.components.headline import Delay
from dashboard.components.metric import Reading
from dashboard.export.bulletin.printing import NOTHING, BadTemplate, Number, Piece, Printable
from dashboard.reading import bulletin
from dashboard.reading import proof as registers
from dashboard.view import Area, View, month_before

T = TypeVar("T")
Member = Callable[[T], Any]


class Members(Generic[T]):
    """Gives the template what MEMBERS has for a word; Jinja asks by item what is no attribute."""

    MEMBERS: Mapping[str, Member[Any]]

    def __getitem__(self, word: str) -> Any:
        if word not in self.MEMBERS:
            raise BadTemplate(f"没有“{word}”。可用：{'、'.join(self.MEMBERS)}")
        return self.MEMBERS[word](self)


# ------------------------------------------------------------------ a metric in a place


@dataclass(frozen=True, kw_only=True)
class Metric(Members["Metric"], Printable):
    """A metric of one area and week; false without a value, or when that is nought."""

    one: Reading
    view: View

    @classmethod
    def of(cls, view: View, name: str, area: Area) -> Metric:
        """The metric called `name`, which prints its value with its unit."""
        made = cls(one=reading.reading(view, name, area.code), view=view)
        text = str(format.quantity(made.one.value, made.one.definition.unit))
        return replace(made, pieces=(made.number(text, made.one.value),))

    def __bool__(self) -> bool:
        return bool(self.one.value)

    def number(self, text: str, value: float | None, aspect: str = "") -> Number:
        """A figure of this metric."""
        one = self.one
        return Number(text, f"{one.definition.metric}{aspect}", one.area, one.as_of, value)

    @property
    def month(self) -> float | None:
        """What came since the month began; None when either end is not known."""
        one = self.one
        if one.value is None:
            return None
        metric, area = one.definition.metric, one.area
        before = read.value(self.view.version, metric, area, month_before(one.as_of))
        return None if before is None or before.value is None else one.value - before.value


def _bare(one: Metric) -> Printable:
    """Without the unit, which the sentence goes on with; 万 and 亿 stay."""
    unit = one.one.definition.unit
    text = format.quantity(one.one.value, unit)
    rest = text.unit.removesuffix(unit) if unit != format.PERCENT else text.unit
    return Printable((one.number(f"{text.digits}{rest}", one.one.value),))


def _part(name: str) -> Member[Metric]:
    def printed(one: Metric) -> Printable:
        value = None if one.one.now is None else getattr(one.one.now, name)
        return Printable((one.number(format.plain(value), value, f"/{name}"),))

    return printed


def _sentence(one: Metric) -> Printable:
    """The metric's own sentence, as the pages say it."""
    return Printable(
        tuple(
            said.text if said.part is None else one.number(said.text, said.value, said.aspect)
            for said in reading.sentence(one.one)
        )
    )


def _news(one: Metric) -> float | None:
    """The change of this week; none in the weeks between two returns, which bring nothing new."""
    return None if one.one.dated else one.one.change


def _compared(one: Metric, change: float | None, aspect: str, with_: str) -> Printable:
    """`比上周增加3处`; nothing when it did not change."""
    if not change:
        return NOTHING
    size = str(format.difference(change, one.one.definition.unit))
    words = "增加" if change > 0 else "减少"
    if one.one.definition.unit == format.PERCENT:
        words = "提高" if change > 0 else "下降"
    return Printable((f"比{with_}{words}", one.number(size, change, aspect)))


def _moved(one: Metric, change: float | None, aspect: str, sign: int) -> Printable:
    """`3处`; nothing unless it went that way."""
    if not change or change * sign < 0:
        return NOTHING
    size = str(format.difference(change, one.one.definition.unit))
    return Printable((one.number(size, change, aspect),))


def _planned(one: Metric) -> Printable:
    planned = one.one.planned
    if planned is None:
        return NOTHING
    text = str(format.quantity(planned, one.one.definition.unit))
    return Printable((one.number(text, planned, "/planned"),))


WEEK, MONTH = "/change", "/month_change"
METRIC: Mapping[str, Member[Metric]] = {
    "数字": _bare,
    "分子": _part("numerator"),
    "分母": _part("denominator"),
    "句": _sentence,
    "变化": lambda one: _compared(one, _news(one), WEEK, one.one.earlier),
    "增": lambda one: _moved(one, _news(one), WEEK, 1),
    "减": lambda one: _moved(one, _news(one), WEEK, -1),
    "本月变化": lambda one: _compared(one, one.month, MONTH, "上月底"),
    "本月增": lambda one: _moved(one, one.month, MONTH, 1),
    "本月减": lambda one: _moved(one, one.month, MONTH, -1),
    "计划": _planned,
    "沿用": lambda one: Printable(tuple(filter(None, (stale.words(one.view, one.one),)))),
    "名称": lambda one: one.one.definition.title,
    "单位": lambda one: one.one.definition.unit,
}
Metric.MEMBERS = METRIC


@dataclass(frozen=True)
class Count(Members["Count"], Printable):
    """A count of the registers in one area and week; false without one."""

    name: str = ""
    unit: str = ""
    bare: tuple[Piece, ...] = ()


COUNT: Mapping[str, Member[Count]] = {
    "数字": lambda one: Printable(one.bare),
    "名称": lambda one: one.name,
    "单位": lambda one: one.unit,
}
Count.MEMBERS = COUNT


def _count(view: View, name: str, area: Area) -> Count:
    known = bulletin.counts(view.version)[name]
    amounts = (
        registers.counts(view.version, view.as_of) if bulletin.has_counts(view.version) else {}
    )
    amount = amounts.get((name, area.code))
    if amount is None:
        return Count((), known.title, known.unit)
    digits = format.plain(amount)
    bare = Number(digits, name, area.code, view.as_of, amount)
    full = Number(f"{digits}{known.unit}", name, area.code, view.as_of, amount)
    return Count((full,), known.title, known.unit, (bare,))


# ------------------------------------------------------------------ what is behind its plan


@dataclass(frozen=True)
class Late(Members["Late"]):
    """One thing of one area that is behind its plan."""

    delay: Delay

    def printed(self, text: str, value: float, aspect: str = "") -> Printable:
        """A figure of marts.delay."""
        one = self.delay
        metric = f"{one.metric}{aspect}"
        return Printable((Number(text, metric, one.area.code, one.as_of, value),))

    def quantity(self, value: float, aspect: str = "") -> Printable:
        """The same in the unit of the metric."""
        return self.printed(str(format.quantity(value, self.delay.unit)), value, aspect)


LATE: Mapping[str, Member[Late]] = {
    "名称": lambda late: late.delay.title,
    "实际": lambda late: late.quantity(late.delay.actual),
    "计划": lambda late: late.quantity(late.delay.planned, "/planned"),
    "差距": lambda late: late.printed(
        str(format.difference(late.delay.gap, late.delay.unit)), late.delay.gap, "/gap"
    ),
    "责任单位": lambda late: late.delay.responsible,
}
Late.MEMBERS = LATE


# ------------------------------------------------------------------ places


@dataclass(frozen=True)
class Place(Members["Place"]):
    """An area: its names, what is behind its plan, and its metrics by name."""

    view: View
    area: Area

    def __getitem__(self, word: str) -> Any:
        if word in PLACE:
            return PLACE[word](self)
        version = self.view.version
        if word in bulletin.metrics(version):
            return Metric.of(self.view, word, self.area)
        if word in bulletin.counts(version):
            return _count(self.view, word, self.area)
        if bulletin.withheld(version, word):
            return Withheld()
        raise BadTemplate(f"没有指标 {word}")


@dataclass(frozen=True)
class Withheld(Members["Withheld"], Printable):
    """A metric that the edition does not hold: nothing is said of it."""

    def __getitem__(self, word: str) -> Any:
        return NOTHING


def _late(place: Place) -> tuple[Late, ...]:
    """What is behind by more than a little, the longest first; none where nobody is to know."""
    view = replace(place.view, area=place.area)
    if not bulletin.has_delays(view.version):
        return ()
    behind = headline.delays(view)
    return tuple(Late(one) for one in behind if one.area == place.area and not one.is_near)


def _carried(place: Place) -> str:
    """Whose old returns the figures of the place stand on, and how old they are."""
    is_city = place.area == place.view.areas.city
    return stale.everywhere(place.view) if is_city else stale.of_unit(place.view, place.area.code)


PLACE: Mapping[str, Member[Place]] = {
    "名称": lambda place: place.area.name,
    "简称": lambda place: place.area.short_name,
    "沿用": _carried,
    "滞后": _late,
}
Place.MEMBERS = PLACE
