"""How each verdict of 核数 is marked: a sign, a colour, and what it means; the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """Never the colour alone: the sign says it in print and to who sees no red."""

    sign: str
    tone: str
    means: str


MARKS: Mapping[str, Mark] = {
    "不一致": Mark("◆", "bad", "认出了指标、地区和日期，数与库中不同"),
    "过期": Mark("▲", "warn", "是上一周的数"),
    "无法核对": Mark("？", "plain", "认不准是哪个指标、地区或日期，或库中没有"),
    "一致": Mark("●", "good", "与库中相同"),
}
