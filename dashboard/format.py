"""How figures, changes and dates read in Chinese: the only place that turns a value into text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Context, Decimal

DEMO = "演示数据，不反映真实进度"
NO_DATA = "无数据"
UNCHANGED = "持平"
BELOW = "不足"  # before the finest step that is written
ROUNDED = "各数分别四舍五入，末位可差1"
PERCENT = "%"
PERCENTAGE_POINTS = "个百分点"
MINUS = "−"  # U+2212: as wide as the plus, and never broken from its number
WEEKDAYS = "一二三四五六日"
BEIJING = timezone(timedelta(hours=8))  # no summer time, so no zone database is needed

# Units that can be split; everything else is counted, and half a site is not printed.
MEASURED = frozenset({"", "元", "米", "公里", "平方米", "平方公里"})

_HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # wide enough for any float
_NOISE = 12  # decimals of a share that subtracting two of them leaves intact
_WAN = 10_000
_YI = 100_000_000


@dataclass(frozen=True)
class Scale:
    """One way of writing a column of numbers: divided by `divisor`, followed by `suffix`."""

    divisor: float
    suffix: str
    decimals: int


@dataclass(frozen=True)
class Text:
    """A written value: the digits and what follows them, so that a card may set them apart."""

    digits: str
    unit: str

    def __str__(self) -> str:
        return f"{self.digits}{self.unit}"


def scale_for(values: Iterable[float | None], unit: str) -> Scale:
    """The one scale for all `values` of a column: 万 and 亿 are never mixed within it.

    Money turns to 万元 and 亿元 early, lengths at 1 万米, everything else at 10 万, because a
    reader counts 处 and 个 one by one but sums of money only in bulk.
    """
    known = [abs(v) for v in values if v is not None and math.isfinite(v)]
    largest = max(known, default=0.0)
    if unit == PERCENT:
        return Scale(0.01, PERCENT, 1)
    if "/" in unit:
        return Scale(1, unit, 2)
    if unit == "元" and largest >= _YI:
        return Scale(_YI, "亿元", 2)
    if unit == "元" and largest >= _WAN:
        return Scale(_WAN, "万元", 1)
    if unit == "米" and largest >= _WAN:
        return Scale(_WAN, "万米", 2)
    if largest >= 10 * _WAN:
        return Scale(_WAN, f"万{unit}", 1)
    return Scale(1, unit, 1 if unit in MEASURED and not all(map(_is_whole, known)) else 0)


def _is_whole(number: float) -> bool:
    return float(number).is_integer()


def grouped(number: float, decimals: int) -> str:
    """`number` with thousands separators and exactly `decimals` decimals, a half rounded up."""
    return _grouped(Decimal(repr(float(number))), decimals)


def _grouped(number: Decimal, decimals: int) -> str:
    text = f"{_rounded(abs(number), decimals):,f}"
    negative = number < 0 and text.strip("0.,") != ""
    return f"{MINUS}{text}" if negative else text


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), context=_HALF_UP)


def _in_percent(ratio: float) -> Decimal:
    """Moved by two places in decimal: 0.2925 is 29.25, where a float makes it a little less."""
    return Decimal(repr(float(ratio))).scaleb(2, context=_HALF_UP)


def trimmed(text: str) -> str:
    """Without the zeros behind the last decimal that says something."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent_digits(ratio: float) -> str:
    """A share in percent with one decimal; only a full one reads 100, only nothing reads 0.

    0.9996 is 99.9: rounding must not declare a task finished that is not.
    """
    shown = _rounded(_in_percent(ratio), 1)
    if shown == 100 and ratio < 1:
        shown = Decimal("99.9")
    if shown == 0 and ratio > 0:
        shown = Decimal("0.1")
    return trimmed(_grouped(shown, 1)) if shown in (0, 100) else _grouped(shown, 1)


def scaled(value: float | None, scale: Scale) -> str:
    """`value` in a column written in `scale`, without the unit; 无数据 when there is none."""
    if value is None or not math.isfinite(value):
        return NO_DATA
    if scale.suffix == PERCENT:
        return percent_digits(value)
    return grouped(value / scale.divisor, scale.decimals)


def exact(value: float | None) -> str:
    """A number with every digit that it was written with: `0.0291`, `1,234`, `无数据`."""
    if value is None or not math.isfinite(value):
        return NO_DATA
    number = Decimal(repr(float(value)))
    digits = number.as_tuple().exponent
    return trimmed(_grouped(number, max(0, -digits if isinstance(digits, int) else 0)))


def printed_rate(ratio: float | None) -> str:
    """A share to the ten-thousandth, as circulars print error rates: `2.91%`, `无数据`."""
    if ratio is None or not math.isfinite(ratio):
        return NO_DATA
    return f"{_grouped(_in_percent(ratio), 2)}{PERCENT}"


def written(value: float | None, scale: Scale) -> str:
    """`value` in `scale` with its unit: `0.37万米`; 无数据 when there is none."""
    text = scaled(value, scale)
    return text if text == NO_DATA else f"{text}{scale.suffix}"


def quantity(value: float | None, unit: str) -> Text:
    """One value by itself: `Text("1.1", "万米")`, `Text("49.2", "%")`, `Text("无数据", "")`."""
    if value is None or not math.isfinite(value):
        return Text(NO_DATA, "")
    scale = scale_for([value], unit)
    return Text(
        trimmed(scaled(value, scale)) if unit != PERCENT else scaled(value, scale), scale.suffix
    )


def plain(value: float | None) -> str:
    """A count or a part as it stands, grouped: `1,234`, `1.5`, `无数据`."""
    if value is None or not math.isfinite(value):
        return NO_DATA
    return trimmed(grouped(value, 0 if float(value).is_integer() else 2))


def before_unit(value: float | None, following: str) -> str:
    """A part within a sentence whose next word is its unit: 100000000 before `元` is `1亿`."""
    unit = next((u for u in ("元", "米", "人") if following.startswith(u)), "")
    if value is None or not unit:
        return plain(value)
    text = quantity(value, unit)
    return f"{text.digits}{text.unit.removesuffix(unit)}"


def difference(value: float | None, unit: str) -> Text:
    """How far apart two values of `unit` are, without sign; shares differ by 个百分点."""
    if value is None or not math.isfinite(value):
        return Text(NO_DATA, "")
    if unit == PERCENT:
        shown = _rounded(_in_percent(round(abs(value), _NOISE)), 1)
        digits = f"{BELOW}0.1" if shown == 0 and value else trimmed(_grouped(shown, 1))
        return Text(digits, PERCENTAGE_POINTS)
    text = quantity(abs(value), unit)
    if text.digits != "0" or not value:
        return text
    return Text(_below(scale_for([value], unit)), text.unit)


def difference_scaled(value: float, scale: Scale) -> str:
    """How far apart two values written in `scale` are, without sign, in that scale."""
    if scale.suffix == PERCENT:
        return str(difference(value, PERCENT))
    text = grouped(abs(value) / scale.divisor, scale.decimals)
    if value and not text.strip("0.,"):
        text = _below(scale)
    return f"{text}{scale.suffix}"


def _below(scale: Scale) -> str:
    """What is finer than the scale tells: `不足1`, `不足0.01`."""
    return f"{BELOW}{trimmed(f'{10**-scale.decimals:.{scale.decimals}f}')}"


def signed(value: float | None, unit: str) -> str:
    """A change with its sign: `+3处`, `−1.2个百分点`, `增加不足0.1个百分点`, `持平`, `无数据`."""
    if value is None or not math.isfinite(value):
        return NO_DATA
    if value == 0:
        return UNCHANGED
    size = difference(value, unit)
    if size.digits.startswith(BELOW):
        return f"{'增加' if value > 0 else '减少'}{size}"
    return f"{'+' if value > 0 else MINUS}{size}"


def printed_gap(value: float) -> str:
    """How far a printed rate is from the counted one, to the ten-thousandth: `+1.88个百分点`."""
    digits = _grouped(_in_percent(round(abs(value), _NOISE)), 2)
    return f"{'+' if value > 0 else MINUS}{digits}{PERCENTAGE_POINTS}"


def signed_scaled(value: float | None, scale: Scale) -> str:
    """A change in a column whose values are written in `scale`, without the unit; — for none."""
    if value is None or not math.isfinite(value):
        return "—"
    if value == 0:
        return UNCHANGED
    size = abs(value)
    if scale.suffix == PERCENT:
        digits = _grouped(_in_percent(round(size, _NOISE)), scale.decimals)
    else:
        digits = grouped(size / scale.divisor, scale.decimals)
    return f"{'+' if value > 0 else MINUS}{digits}"


def day(on: date) -> str:
    """`2021年3月21日`."""
    return f"{on.year}年{on.month}月{on.day}日"


def short_day(on: date, beside: date | None = None) -> str:
    """`3月21日`; with the year when it is not that of `beside`."""
    if beside is not None and on.year != beside.year:
        return day(on)
    return f"{on.month}月{on.day}日"


def weekday(on: date) -> str:
    """`周日`."""
    return f"周{WEEKDAYS[on.weekday()]}"


def week(as_of: date) -> str:
    """The ISO week that ends on Sunday `as_of`: `2021年第11周（3月15日—3月21日）`."""
    year, number, _ = as_of.isocalendar()
    return f"{year}年第{number}周（{short_day(as_of - timedelta(days=6))}—{short_day(as_of)}）"


def distance(metres: float) -> str:
    """`730米`, `13.1公里`."""
    whole = round(metres)
    return f"{whole}米" if whole < 1000 else f"{grouped(whole / 1000, 1)}公里"


def days(number: int) -> str:
    """`35天`."""
    return f"{grouped(number, 0)}天"


def counted(number: int, unit: str) -> str:
    """`3个`, grouped."""
    return f"{grouped(number, 0)}{unit}"


def listed(names: Iterable[str], at_most: int = 3, unit: str = "个") -> str:
    """`甲、乙、丙等5个`: the first few names, and how many there are when some are left out.

    `unit` counts them and says what they are where the sentence does not: `等5个区(市)`.
    """
    every = list(names)
    shown = "、".join(every[:at_most])
    return shown if len(every) <= at_most else f"{shown}等{len(every)}{unit}"


def week_name(as_of: date) -> str:
    """The ISO week that ends on Sunday `as_of`: `2021-W11`."""
    year, number, _ = as_of.isocalendar()
    return f"{year}-W{number:02d}"


def stale(until: date, weeks: int) -> str:
    """`数据截至3月7日，已2周未报`: what is said of whatever is older than the week shown."""
    return f"数据截至{short_day(until, until + timedelta(weeks=weeks))}，已{weeks}周未报"


def timestamp(at: str) -> str:
    """`2021-03-22T01:02:03Z` in Beijing time, `2021年3月22日 09:02`; other text unchanged."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    local = moment.astimezone(BEIJING) if moment.tzinfo else moment
    return f"{day(local.date())} {local:%H:%M}"
