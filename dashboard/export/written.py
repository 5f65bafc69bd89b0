"""Whether a figure as it is written can stand for its value: 8.27万 for 82700, 31.1% for 0.3105.

Columns leave the unit to their heading, so a bare number may be in any scale that pages use.
"""

from __future__ import annotations

import math
import re

from dashboard import format

_NUMBER = re.compile(r"[\d,]*\d(?:\.\d+)?")
_SUFFIXES = (("万", 1e4), ("亿", 1e8), (format.PERCENTAGE_POINTS, 0.01))
_BARE = (1.0, 0.01, 1e4, 1e8)
_HAIR = 1e-6  # of the last decimal: halves are rounded up, and some are not quite halves in binary
_BELOW = "不足"


def stands_for(text: str, value: float | None) -> bool:
    """False when `text` says another number than `value`; text without one number says none.

    Signs are not compared: how far behind is written without one.
    """
    numbers = _NUMBER.findall(text)
    if value is None or not math.isfinite(value):
        return not numbers
    if format.UNCHANGED in text:
        return math.isclose(value, 0.0, abs_tol=1e-9)
    if format.NO_DATA in text:
        return False
    if len(numbers) != 1:
        return True
    number, decimals = float(numbers[0].replace(",", "")), len(numbers[0].partition(".")[2])
    scales = [scale for suffix, scale in _SUFFIXES if suffix in text] or _BARE
    step = 10.0**-decimals
    if _BELOW in text:
        return any(abs(value) / scale < number * (1 + _HAIR) for scale in scales)
    if format.PERCENT in text:
        return _is_share(abs(value) * 100, number, step)
    if scales is _BARE and _is_share(abs(value) * 100, number, step):
        return True
    return any(_rounds_to(abs(value) / scale, number, step) for scale in scales)


def _is_share(value: float, number: float, step: float) -> bool:
    # A share that is not quite all, or more than nothing, is never written as 100 or 0.
    if number in (0.0, 100.0):
        return math.isclose(value, number, abs_tol=1e-7)
    if (number, value > number) in ((99.9, True), (0.1, False)):
        return 0 < value < 100
    return _rounds_to(value, number, step)


def _rounds_to(value: float, number: float, step: float) -> bool:
    return abs(value - number) <= step * (0.5 + _HAIR) + math.ulp(value)
