"""What the wall screen's address asks for: which scenes, of which areas, for how long each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import address
from dashboard.view import Area, Areas

PAGES, AREAS, SECONDS = "pages", "areas", "seconds"
DEFAULT_SECONDS, FASTEST, SLOWEST = 20, 5, 600
MOST = 60  # scenes in one round: an hour of one minute each


@dataclass(frozen=True)
class Stop:
    """One scene of one area."""

    scene: str
    area: Area


@dataclass(frozen=True)
class Rotation:
    """One round of the screen, and what whoever wrote the address must be told about it."""

    stops: tuple[Stop, ...]
    seconds: int
    notices: tuple[str, ...]


def resolve(query: Mapping[str, str], areas: Areas, scenes: Mapping[str, str]) -> Rotation:
    """Reads `pages`, `areas` and `seconds`; `scenes` are the titles by name, in their order.

    All scenes of the first area come first, then those of the second. Nothing falls back silently.
    """
    chosen, about_scenes = _scenes(address.several(query.get(PAGES, "")), scenes)
    places, about_areas = _areas(address.several(query.get(AREAS, "")), areas)
    seconds, about_seconds = _seconds(query.get(SECONDS, "").strip())
    stops = tuple(Stop(scene, area) for area in places for scene in chosen)
    said = [*about_scenes, *about_areas, *about_seconds]
    if len(stops) > MOST:
        said.append(f"一轮最多{MOST}屏，网址选了{len(stops)}屏，后面的不显示。")
    return Rotation(stops[:MOST], seconds, tuple(said))


def _listed(unknown: list[str]) -> str:
    return "、".join(f"“{address.quoted(one)}”" for one in unknown)


def _scenes(asked: list[str], known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    by_title = {title: name for name, title in known.items()}
    found = {one: by_title.get(one, one.lower()) for one in asked}
    chosen = list(dict.fromkeys(name for name in found.values() if name in known))
    unknown = [one for one, name in found.items() if name not in known]
    if not unknown:
        return chosen or list(known), []
    fallback = "其余照常轮换" if chosen else "已改为轮换全部各屏"
    options = "、".join(known.values())
    return chosen or list(known), [
        f"网址中没有{_listed(unknown)}这一屏（可选{options}），{fallback}。"
    ]


def _areas(asked: list[str], areas: Areas) -> tuple[list[Area], list[str]]:
    found: list[Area] = []
    why: dict[str, list[str]] = {}
    for one in asked:
        area, reason = address.find(one, areas)
        if area is None:
            why.setdefault(reason, []).append(one)
        elif area not in found:
            found.append(area)
    fallback = "其余照常轮换" if found else f"已改为显示{areas.city.name}"
    said = [f"网址中的地区{_listed(named)}{reason}，{fallback}。" for reason, named in why.items()]
    return found or [areas.city], said


def _seconds(asked: str) -> tuple[int, list[str]]:
    if not asked:
        return DEFAULT_SECONDS, []
    if not (asked.isascii() and asked.isdecimal()):
        return DEFAULT_SECONDS, [
            f"网址中的每屏秒数“{address.quoted(asked)}”不是整数，已改为{DEFAULT_SECONDS}秒。"
        ]
    # A number of thousands of digits is no int that Python reads.
    number = int(asked) if len(asked) <= len(str(SLOWEST)) + 3 else SLOWEST + 1
    if number < FASTEST:
        return FASTEST, [f"每屏最短{FASTEST}秒，网址中的{number}秒已改为{FASTEST}秒。"]
    if number > SLOWEST:
        return SLOWEST, [f"每屏最长{SLOWEST}秒，网址中的秒数已改为{SLOWEST}秒。"]
    return number, []
