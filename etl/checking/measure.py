"""Units of measure: which words stand for which unit, and how one converts to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from etl.checking.normal import plain


@dataclass(frozen=True)
class Unit:
    """A unit of some kind of quantity; `scale` times the kind's base unit."""

    kind: str
    scale: Fraction


def _table() -> dict[str, Unit]:
    kinds: Mapping[str, Mapping[str, Fraction | int]] = {
        "money": {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 10**6, "亿元": 10**8},
        "length": {"米": 1, "m": 1, "延米": 1, "公里": 1_000, "千米": 1_000, "km": 1_000},
        "surface": {
            "平方米": 1,
            "平米": 1,
            "m2": 1,
            "公顷": 10_000,
            "hm2": 10_000,
            "亩": Fraction(10_000, 15),
            "万亩": Fraction(10**8, 15),
            "平方公里": 10**6,
            "km2": 10**6,
        },
        "share": {"%": Fraction(1, 100), "‰": Fraction(1, 1000)},
        "persons": {"人": 1, "名": 1, "人次": 1, "万人": 10_000},
        "households": {"户": 1, "家": 1, "万户": 10_000},
        "pieces": {"个": 1, "处": 1, "项": 1, "座": 1, "件": 1},
        "copies": {"本": 1, "册": 1},
        "sheets": {"幅": 1, "张": 1},
        "sets": {"套": 1},
        "degrees": {"度": 1, "°": 1},
    }
    return {
        plain(word): Unit(kind, Fraction(scale))
        for kind, units in kinds.items()
        for word, scale in units.items()
    }


UNITS: Mapping[str, Unit] = MappingProxyType(_table())
MAGNITUDES: Mapping[str, int] = MappingProxyType({"万": 10_000, "亿": 10**8})


def unit_of(word: str) -> Unit | None:
    """The unit a word stands for, whatever its width or case; None when it is not a unit."""
    return UNITS.get(plain(word))


def is_money(word: str | None) -> bool:
    """Whether a unit is one of money."""
    unit = unit_of(word) if word else None
    return unit is not None and unit.kind == "money"


_NEVER_ADDED = ("share", "degrees")


def adds_up(word: str | None) -> bool:
    """Whether numbers of this unit may be added: counts and amounts, not rates or angles."""
    unit = unit_of(word) if word else None
    return unit is not None and unit.kind not in _NEVER_ADDED


def factor(given: str, wanted: str) -> Fraction | None:
    """What turns a number in `given` into one in `wanted`; None when they do not convert."""
    if plain(given) == plain(wanted):
        return Fraction(1)
    a, b = unit_of(given), unit_of(wanted)
    if a is None or b is None or a.kind != b.kind:
        return None
    return a.scale / b.scale


def suffix_factors(wanted: str | None) -> dict[str, Fraction]:
    """Every suffix a number cell may carry -> its factor, for a column in `wanted`.

    1.2亿 in a column of 万元 is 12,000: a bare 万 or 亿 counts the base unit (元, 人).
    """
    own = unit_of(wanted) if wanted else None
    base = own.scale if own else Fraction(1)
    factors = {word: Fraction(scale) / base for word, scale in MAGNITUDES.items()}
    if wanted:
        factors[plain(wanted)] = Fraction(1)
    if own:
        factors |= {word: u.scale / own.scale for word, u in UNITS.items() if u.kind == own.kind}
    return factors
