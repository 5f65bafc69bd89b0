"""One sentence for several: 甲区、乙区分别…3处、5处; 采集率、校对率分别为…; …9处，其中甲区3处。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard.proof import words
from dashboard.proof.passage import Claim, Passage, State
from dashboard.proof.signs import FIGURE, is_figure
from dashboard.proof.topics import SEVERAL, Topic
from dashboard.proof.wording import Pattern, Slot, unchecked

Told = tuple[int, dict[str, Claim]]

_UNIT = rf"(?:{words.UNIT}|%)"
_AREAS = re.compile(r"([、和与及]+)分别")
_CHAIN = re.compile(
    rf"(?P<head>[^,;:。()、\ue000-\uf7ff]*)(?P<first>{FIGURE})(?P<unit>{_UNIT})"
    rf"(?P<more>(?:[、和]{FIGURE}{_UNIT})+)(?P<tail>[^,;:。()、\ue000-\uf7ff]*)"
)
_HEADS = re.compile(
    rf"(?P<heads>[^,;:。()\ue000-\uf7ff]*?)分别(?:{'|'.join(words.LINKS)})"
    rf"(?P<chain>{FIGURE}{_UNIT}(?:[、和,]{FIGURE}{_UNIT})+)"
)
_ONE = re.compile(rf"({FIGURE})({_UNIT})")


def distributed(reader: Passage, at: int, end: int) -> Told | None:
    """Figures that 分别 deals out among areas or metrics; None when there is no such stretch."""
    return _among_areas(reader, at, end) or _among_metrics(reader, at, end)


def _among_areas(reader: Passage, at: int, end: int) -> Told | None:
    text, skeleton = reader.text, reader.skeleton
    joined = _AREAS.match(text, at, end)
    if joined is None:
        return None
    named = [skeleton.areas_in(at + n, at + n + 1) for n in range(len(joined[1]) + 1)]
    chain = _CHAIN.match(text, joined.end(), end)
    if chain is None or not reader.closes(chain.end(), end):
        return None
    signs = [chain["first"], *(m[1] for m in _ONE.finditer(chain["more"]))]
    units = [chain["unit"], *(m[2] for m in _ONE.finditer(chain["more"]))]
    if len(signs) != len(named) or not all(named) or len(set(units)) > 1:
        return None
    claims = {}
    for sign, mentions in zip(signs, named, strict=True):
        slots = _slots(reader, f"{chain['head']}{sign}{chain['unit']}{chain['tail']}", sign)
        topic = reader.topics.resolve(mentions)
        claims[sign] = reader.claim(sign, slots, topic, (at, chain.end()), [])
    return (chain.end(), claims) if all(c.options for c in claims.values()) else None


def _among_metrics(reader: Passage, at: int, end: int) -> Told | None:
    m = _HEADS.match(reader.text, at, end)
    if m is None or not reader.closes(m.end(), end):
        return None
    heads = re.split("[、和及]", m["heads"])
    ones = list(_ONE.finditer(m["chain"]))
    if len(heads) != len(ones) or len(heads) < 2:
        return None
    topic = reader.topics.within(at, at + 1)
    if reader.skeleton.areas_in(at + 1, m.end()):
        topic = Topic(None, SEVERAL)
    claims = {}
    for head, one in zip(heads, ones, strict=True):
        slots = _slots(reader, f"{head}{one[0]}", one[1])
        claims[one[1]] = reader.claim(one[1], slots, topic, (at, m.end()), [])
    return (m.end(), claims) if all(c.options for c in claims.values()) else None


def _slots(reader: Passage, sentence: str, sign: str) -> tuple[Slot, ...]:
    """What the figure is in a made-up sentence that says it alone."""
    return tuple(dict.fromkeys(slot for slot, s in _alone(reader.patterns, sentence) if s == sign))


def _alone(patterns: tuple[Pattern, ...], sentence: str) -> Iterator[tuple[Slot, str]]:
    for pattern in patterns:
        if pattern.needs:
            continue
        m = pattern.regex.fullmatch(sentence)
        if m is not None:
            for slot, sign in zip(pattern.slots, m.groups(), strict=True):
                if sign is not None and not unchecked(slot):
                    yield slot, sign


def by_area(reader: Passage, at: int, state: State) -> Told | None:
    """`其中崂山区61处` behind a sentence of one figure: the same of an area within that one's."""
    last, skeleton = state.last, reader.skeleton
    named = skeleton.areas_in(at, at + 1)
    if last is None or not named or not is_figure(reader.text[at]):
        return None
    checked = [s for s in last.pattern.slots if not unchecked(s)]
    if len(checked) != 1 or len(last.pattern.slots) != 1:
        return None
    one = _ONE.match(reader.text, at)
    whole = reader.topics.within(last.start, last.end)
    if one is None or not reader.closes(one.end(), len(reader.text)):
        return None
    if not _same_unit(one[2], checked[0].unit) or whole.area is None:
        return None
    topic = reader.topics.resolve(named)
    if topic.area is None or whole.area not in reader.topics.areas.path(topic.area)[:-1]:
        return None
    claim = reader.claim(one[1], (checked[0],), topic, (at, one.end()), state.matched)
    return one.end(), {one[1]: claim}


def _same_unit(written: str, unit: str) -> bool:
    return written == unit or written in words.SAME.get(unit, ())
