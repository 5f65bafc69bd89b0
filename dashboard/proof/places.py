"""Which area a text speaks of: names of the register, 全市, 全区, and what stays unclear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dashboard.proof import words
from dashboard.view import CITY, DISTRICT, STREET, Area, Areas

_BOTH = re.compile(r"(.+?)[(（](.+?)[)）]$")  # 西海岸新区(黄岛区): either name
_SHORT_ENDS = re.compile(words.OTHER_NAME)
_STREET = re.compile(r"(.{2,})(?:街道|镇)$")
_SPOKEN_OF = re.compile(r"[,:]|最|次之|居|方面|片区|一带|地区|辖区")
_FIRST = 2  # letters by which names are looked up


@dataclass(frozen=True)
class Mention:
    """A place named in a text, from code point `start` to before `end`.

    `areas`: the areas of that name (several where two streets have a village of one name; none
    for a street's short name, which may be the name of much else); `is_same`: 全区, the district
    spoken of before.
    """

    start: int
    end: int
    areas: tuple[Area, ...]
    is_same: bool = False


class Gazetteer:
    """Finds the names of the register's areas in a text."""

    def __init__(self, areas: Areas) -> None:
        self.areas = areas

    @cached_property
    def _names(self) -> dict[str, list[tuple[str, tuple[Area, ...], bool]]]:
        """First two letters -> (name, areas, whether it is short), the longest first."""
        full: dict[str, list[Area]] = {}
        short: dict[str, list[Area]] = {}
        for area in self.areas.all:
            names = list(_full_names(area))
            if area.level == DISTRICT:
                names += [f"{before}{name}" for name in names for before in self._prefixes]
            for name in names:
                full.setdefault(name, []).append(area)
            if area.level == DISTRICT:
                short.setdefault(area.short_name, []).append(area)
        full.update({word: [self.areas.city] for word in words.CITY_WORDS})
        found: dict[str, list[tuple[str, tuple[Area, ...], bool]]] = {}
        for known, is_short in ((full, False), (short, True)):
            for name, named in known.items():
                if not is_short or name not in full:
                    entry = (name, tuple(dict.fromkeys(named)), is_short)
                    found.setdefault(name[:_FIRST], []).append(entry)
        for entries in found.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return found

    @cached_property
    def _prefixes(self) -> tuple[str, str]:
        """青岛市, 青岛: what a district's name may begin with (青岛市市南区, 青岛市南区)."""
        city = self.areas.city.name
        return city, city.removesuffix("市")

    @cached_property
    def _short_streets(self) -> dict[str, list[str]]:
        """沙子口 for 沙子口街道, by the first two letters."""
        found: dict[str, list[str]] = {}
        for area in self.areas.all:
            if area.level == STREET and (name := _STREET.match(area.name)) is not None:
                found.setdefault(name[1][:_FIRST], []).append(name[1])
        return found

    def at(self, text: str, at: int) -> Mention | None:
        """The longest name that begins there."""
        for name, areas, is_short in self._names.get(text[at : at + _FIRST], ()):
            if not text.startswith(name, at):
                continue
            end = at + len(name)
            if is_short and _SHORT_ENDS.match(text, end):
                continue
            return Mention(at, end, areas)
        for name in self._short_streets.get(text[at : at + _FIRST], ()):
            if text.startswith(name, at) and _SPOKEN_OF.match(text, at + len(name)):
                return Mention(at, at + len(name), ())
        for word in words.DISTRICT_WORDS:
            if text.startswith(word, at):
                return Mention(at, at + len(word), (), is_same=True)
        return None

    def all(self, text: str) -> Iterator[Mention]:
        """Every place named, in order; 在全市率先 names none."""
        at = 0
        while at < len(text):
            if (compares := words.COMPARES.match(text, at)) is not None:
                at = compares.end()
            elif (found := self.at(text, at)) is not None:
                yield found
                at = found.end
            else:
                at += 1


def _full_names(area: Area) -> Iterator[str]:
    both = _BOTH.match(area.name)
    names = [area.name, *(both.groups() if both else ())]
    for name in names:
        yield name
        if "(" in name:
            yield name.replace("(", "（").replace(")", "）")


def sole_district(mentions: Iterable[Mention]) -> Area | None:
    """The district that an article is about: the one it names, if it names no other area above it.

    Streets and villages count for nothing here; the city does: where both are spoken of, a
    sentence that names neither is unclear.
    """
    named = {m.areas for m in mentions if m.areas and m.areas[0].level in (CITY, DISTRICT)}
    if len(named) != 1:
        return None
    (only,) = named
    return only[0] if len(only) == 1 else None
