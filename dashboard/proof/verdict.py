"""Whether a written figure agrees with the warehouse: the one home of the rules of rounding.

* nothing said: the very value; with decimals (1.1万, 49.2%) the value rounded to the last digit
  written, a half upwards; a whole percentage may be rounded, but 100% and 0% are exact;
* 万 or 亿 without decimals (95万) for a value that is not just that: rounded in silence, 无法核对;
* a step is one of the last digit written that is not nought (300: 100, 1.1万: 1000);
* 余, 多, 超: above what is written, by less than a step and, from a hundred on, less than a fifth
  (300余: 301 to 359); 不少于, 以上: the same, or just what is written;
* 近, 不足: below it, by less than half a step and a tenth (近400: 361 to 399);
  不超过, 以下: below it by less than a step (and a fifth), or just what is written;
* 约, 左右: within half a step and a twentieth, both ways (约400: 380 to 420);
* further away: with 余, 多, 近 by a step, with 约 by half of one, 不一致 (200余 for 317); short of
  that, and however far where the words stay true (超300 for 950), 无法核对, never 一致.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from dashboard.proof import words
from dashboard.proof.figures import UNCLEAR, Figure
from dashboard.proof.numerals import Number
from dashboard.proof.passage import Claim
from dashboard.proof.wording import Slot

AGREES, DIFFERS, OUTDATED, UNSURE = "一致", "不一致", "过期", "无法核对"
_HALF_UP = Context(prec=60, rounding=ROUND_HALF_UP)
_HUNDRED = Decimal(100)
_NOISE = Decimal("1e-9")
MORE_SHARE, LESS_SHARE, ABOUT_SHARE = Decimal("0.2"), Decimal("0.1"), Decimal("0.05")
SMALL = 100  # from here on the shares hold as well
FAR = "说法不算错，但与库中的数相差太远"

Lookup = Callable[[Slot, str, date], Decimal | None]
"""The value of a metric's part in an area and week, in the metric's unit (a rate in percent)."""


@dataclass(frozen=True)
class Weeks:
    """The week that the text is checked against, the one before it, and all that have data."""

    as_of: date
    known: tuple[date, ...]

    def before(self, week: date) -> date | None:
        """The week before, None for the first one."""
        earlier = [one for one in self.known if one < week]
        return earlier[-1] if earlier else None


@dataclass(frozen=True)
class Verdict:
    """What is said of a figure; `expected` is in the figure's own unit, None where unknown."""

    verdict: str
    metric: str | None = None
    area: str | None = None
    as_of: date | None = None
    expected: Decimal | None = None
    reason: str | None = None


def judge(claim: Claim, weeks: Weeks, lookup: Lookup) -> Verdict:
    """The verdict of one claim."""
    if not claim.options:
        return Verdict(UNSURE, reason=claim.reason)
    only = claim.options[0].metric if len({o.metric for o in claim.options}) == 1 else None
    as_of = claim.stated or weeks.as_of
    if claim.reason is not None or claim.area is None:
        return Verdict(UNSURE, only, claim.area, reason=claim.reason)
    if as_of not in weeks.known:
        return Verdict(UNSURE, only, claim.area, reason=f"{as_of} 不是有数据的统计周的周日")
    found = [(o, lookup(o, claim.area, as_of)) for o in claim.options]
    known = [(option, value) for option, value in found if value is not None]
    if not known or len(known) < len(found):
        return Verdict(UNSURE, only, claim.area, as_of, reason="库中没有这个地区这一周的数")
    if len({value for _, value in known}) > 1:
        return Verdict(UNSURE, None, claim.area, as_of, reason="可以指不同的指标，分不清是哪一个")
    option, value = min(known, key=lambda one: one[0].of_rate)
    return _compared(claim, option, value, as_of, weeks, lookup)


def _compared(
    claim: Claim, option: Slot, value: Decimal, as_of: date, weeks: Weeks, lookup: Lookup
) -> Verdict:
    figure = claim.figure
    expected = in_unit(value, figure)
    says, why = agrees(figure, expected)
    if says == DIFFERS and claim.area is not None and (last := weeks.before(as_of)) is not None:
        earlier = lookup(option, claim.area, last)
        if earlier is not None and agrees(figure, in_unit(earlier, figure))[0] == AGREES:
            says, why = OUTDATED, f"是上周（{last}）的数"
    return Verdict(says, option.metric, claim.area, as_of, expected, why)


def in_unit(value: Decimal, figure: Figure) -> Decimal:
    """The value in the unit that the figure is written in: 11000 米 is 11 公里, 90% is 9 成."""
    if figure.unit == words.TENTH:
        return value / 10
    _, times = words.CONVERTED.get(figure.unit or "", ("", Decimal(1)))
    return value / times


def agrees(figure: Figure, expected: Decimal) -> tuple[str, str | None]:
    """AGREES, DIFFERS or UNSURE, and why the last."""
    number = figure.number
    if number is None:
        return UNSURE, "不是一个确定的数"
    if figure.nearness == UNCLEAR:
        return UNSURE, "约数的写法前后不一，不知允许差多少"
    if figure.nearness is not None:
        return _near(figure.nearness, number, expected)
    return _plain(figure, number, expected)


def _plain(figure: Figure, number: Number, expected: Decimal) -> tuple[str, str | None]:
    written = number.value
    if abs(expected - written) < _NOISE:
        return AGREES, None
    rounded = expected.quantize(number.place, context=_HALF_UP) if number.place < 1 else None
    if number.place >= 1:
        rounded = (expected / number.place).quantize(Decimal(1), context=_HALF_UP) * number.place
    if rounded != written:
        return DIFFERS, None
    if figure.unit in (words.PERCENT, words.TENTH):
        whole = _HUNDRED if figure.unit == words.PERCENT else Decimal(10)
        if written in (0, whole):
            return DIFFERS, None  # 99.96% is not 100%
        if figure.unit == words.TENTH:
            return UNSURE, "“成”是约数，没有写明“约”“近”或“以上”"
        return AGREES, None
    if number.has_decimals or not _is_coarse(figure, number):
        return AGREES, None
    return UNSURE, "像是取整的数，没有写“约”或“余”"


def _is_coarse(figure: Figure, number: Number) -> bool:
    """Whether the last digit stands for more than one of what is counted: 95万, 11公里."""
    _, times = words.CONVERTED.get(figure.unit or "", ("", Decimal(1)))
    return number.is_scaled or times > 1


def _near(nearness: str, number: Number, expected: Decimal) -> tuple[str, str | None]:
    over, step, written = expected - number.value, number.step, number.value
    if abs(over) < _NOISE:
        over = Decimal(0)
    if nearness == words.ABOUT:
        if abs(over) <= min(step / 2, written * ABOUT_SHARE):
            return AGREES, None
        return (UNSURE, FAR) if abs(over) <= step / 2 else (DIFFERS, None)
    if nearness in (words.LESS, words.NEARLY, words.AT_MOST):
        over = -over
    if over < 0 or (over == 0 and nearness not in (words.AT_LEAST, words.AT_MOST)):
        return DIFFERS, None
    limit = step if written < SMALL else min(step, written * MORE_SHARE)
    if nearness in (words.LESS, words.NEARLY):
        limit = min(step / 2, written * LESS_SHARE)
    if over < limit:
        return AGREES, None
    is_false = nearness in (words.ODD, words.NEARLY) and over >= step
    return (DIFFERS, None) if is_false else (UNSURE, FAR)


def is_bad(verdict: Verdict) -> bool:
    """Whether the text has to be changed there."""
    return verdict.verdict in (DIFFERS, OUTDATED)
