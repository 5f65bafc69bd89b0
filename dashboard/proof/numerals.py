"""A written number, Arabic or Chinese, exactly: `1.1万`, `1亿2000万`, `三百零九`, `二点九一`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LIMIT, MOST_DECIMALS = 10**16, 10  # nothing in a bulletin; decimal's own precision is 28
LARGE = {"万": 10_000, "亿": 100_000_000}
_PART = re.compile(r"([\d.]+)([百千]?[万亿]{0,2}|十)")
_CHINESE_FRACTION = re.compile(r"点([零〇○一二三四五六七八九]+)$")


@dataclass(frozen=True)
class Number:
    """A number as it was written.

    `place` is the worth of the last digit written (1.1万: 1000); `step` that of its last digit
    that is not nought (300: 100); `is_scaled`: with 万 or 亿; `has_decimals`: behind a point.
    """

    value: Decimal
    place: Decimal
    step: Decimal
    is_scaled: bool = False
    has_decimals: bool = False


def parse(text: str) -> Number | None:
    """The number; None for what is none (三四百, 几十). Spaces and separators are left out."""
    bare = re.sub(r"[\s,]", "", text)
    return _arabic(bare) if bare[:1].isdigit() else _chinese(bare)


def _arabic(text: str) -> Number | None:
    parts = _PART.findall(text)
    if not parts or "".join(d + s for d, s in parts) != text:
        return None
    total = place = Decimal(0)
    for digits, scale in parts:
        if digits.count(".") > 1 or digits.endswith("."):
            return None
        worth = _worth(scale)
        number = Decimal(digits)
        if place and number * worth >= place:  # 2万3亿: written in no order
            return None
        _, _, exponent = number.as_tuple()
        assert isinstance(exponent, int)  # never infinite: the text is of digits
        total, place = total + number * worth, Decimal(1).scaleb(exponent) * worth
    if total >= LIMIT or -place.adjusted() > MOST_DECIMALS:
        return None
    scaled = any(scale for _, scale in parts)
    return Number(total, place, _step(total, place), scaled, "." in text)


def _worth(scale: str) -> Decimal:
    worth = Decimal(1)
    for c in scale:
        worth *= SMALL.get(c) or LARGE[c]
    return worth


def _chinese(text: str) -> Number | None:
    fraction = _CHINESE_FRACTION.search(text)
    whole = _whole(text[: fraction.start()] if fraction else text)
    if whole is None or whole >= LIMIT:
        return None
    if fraction is not None and len(fraction[1]) > MOST_DECIMALS:
        return None
    if fraction is None:
        step = _step(Decimal(whole), Decimal(1))
        scaled = text.endswith(("万", "亿"))
        return Number(Decimal(whole), step if scaled else Decimal(1), step, scaled)
    digits = "".join(str(DIGITS[c]) for c in fraction[1])
    value, place = Decimal(f"{whole}.{digits}"), Decimal(1).scaleb(-len(digits))
    return Number(value, place, _step(value, place), has_decimals=True)


def _whole(text: str) -> int | None:
    """三百零九 is 309, 二〇二一 is 2021; None where two digits follow each other (三四百)."""
    if not text:
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text)) if len(text) != 2 else _pair(text)
    total = section = 0
    digit: int | None = None
    for c in text:
        if c in DIGITS:
            if digit:
                return None  # 三四百 is more or less
            digit = DIGITS[c]
        elif c in SMALL:
            section += (1 if digit is None else digit) * SMALL[c]
            digit = None
        elif c in LARGE:
            section += digit or 0
            total = (total + section) * LARGE[c] if c == "亿" else total + section * LARGE[c]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)


def _pair(text: str) -> int | None:
    """二〇 is twenty; 三五, 七八 are neither."""
    return 10 * DIGITS[text[0]] + DIGITS[text[1]] if "〇" in text or "○" in text else None


def _step(value: Decimal, place: Decimal) -> Decimal:
    step = place
    while value and value % (step * 10) == 0:
        step *= 10
    return step
