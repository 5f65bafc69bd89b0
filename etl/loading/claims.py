"""Which file counts when several speak for the same source, unit and date.

Files stay in the inbox, so every load meets old ones again. The rules, in a clerk's words:

1. A file taken before is not taken again, whether it is still in force or was corrected since.
2. A new file supersedes the one in force: it is a corrected resubmission.
3. Two new files in one load whose contents differ: neither is taken, because nobody said which one
   counts, unless one says so itself: it is the return workbook of the other, or its name holds
   更正, 修正, 重报 … or 第2版, v2. They are then taken in that order, and the last one counts.
4. A return workbook of a file that is no longer in force is not taken: it would undo a newer one.
5. A file refused under 3 or 6 stays out once another one was chosen.
6. A new file that repeats less than half of the keys of the one in force is not taken: it is rather
   another part of the return. One that says itself what it is, as under 3, is taken.
`--supersede` says of the files named in that load that they count: 1, 4, 5 and 6 give way, 3 does
not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from etl.loading.ledger import Key, Load
from etl.returning.returned import RETURN_PREFIX

TAKE, UNCHANGED, EARLIER = "take", "unchanged", "earlier"
CONFLICT, STALE, PASSED_OVER = "conflict", "stale", "passed_over"
DISJOINT = "disjoint"
LEAST_REPEATED = 0.5
"""The share of the keys in force that a file must repeat to be a correction by itself (rule 6)."""

_WORD = re.compile(r"(?:更正|订正|改正|修正|修订|重报)(?:稿|版|件)?[（(]?(\d*)")
_NUMBER = re.compile(r"第([0-9]+|[一二三四五六七八九十])版|(?<![A-Za-z])[vV]([0-9]+)(?![0-9.])")
_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True)
class Claim:
    """One table of one file that wants to be the return of `key`. `data`: where its rows would lie;
    `answers`: SHA-256 of the file whose return workbook this is."""

    hint: str
    sha256: str
    key: Key
    data: str
    answers: str | None
    number: int = 0
    """Its place among the tables of its file."""

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.hint.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Verdict:
    """What becomes of a claim; `others` are the hints of the files that it collides with."""

    claim: Claim
    kind: str
    rank: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Past:
    """What the ledger knows: all loads in order, the mark of a load that came from a return
    workbook (SHA-256 of its original), refusals under rules 3 and 6 as (content, key) -> load_no;
    `apart`: those under 6."""

    loads: tuple[Load, ...]
    answers_of: Callable[[Load], str | None]
    conflicts: Mapping[tuple[str, Key], int]
    first_no: int
    """The first load_no of the load that is under way: what it took itself is not yet history."""
    apart: frozenset[tuple[str, Key]] = frozenset()


def revision(name: str) -> int:
    """Which version a file says it is: 0 plain, 1 更正, 更正2 -> 2, 第3版 or v3 -> 3."""
    stem = name.rsplit(".", 1)[0].removeprefix(RETURN_PREFIX)
    if match := _NUMBER.search(stem):
        word = match.group(1) or match.group(2)
        return (_DIGITS.get(word) or int(word)) - 1 if word.isdigit() or word in _DIGITS else 0
    if match := _WORD.search(stem):
        return int(match.group(1) or 1)
    return 0


def says_what_it_is(claim: Claim) -> bool:
    """Whether the file itself says that it corrects another: by its name, or as its return."""
    return claim.answers is not None or revision(claim.name) > 0


def judge(claims: Iterable[Claim], past: Past, supersede: bool = False) -> list[Verdict]:
    """A verdict for every claim; those to take come in the order in which they are to be loaded."""
    by_key: dict[Key, list[Load]] = {}
    for load in past.loads:
        if load.key is not None:
            by_key.setdefault(load.key, []).append(load)
    verdicts: list[Verdict] = []
    for key, group in groupby(sorted(claims, key=lambda c: (c.key, c.hint)), lambda c: c.key):
        verdicts += _judge_key(list(group), by_key.get(key, []), past, supersede)
    return sorted(verdicts, key=lambda v: (v.rank, v.claim.hint, v.claim.number))


def _judge_key(
    claims: Sequence[Claim], lines: Sequence[Load], past: Past, supersede: bool
) -> list[Verdict]:
    current = lines[-1] if lines else None
    verdicts: list[Verdict] = []
    new: dict[str, Claim] = {}
    again: set[str] = set()
    for claim in claims:
        kind = _known(claim, lines, current, past, supersede)
        if kind == TAKE and claim.data in again:
            verdicts.append(Verdict(claim, UNCHANGED))
        elif kind is not None:
            again.add(claim.data)
            others = (current.file,) if kind == DISJOINT and current is not None else ()
            verdicts.append(Verdict(claim, kind, -1 if kind == TAKE else 0, others))
        elif claim.sha256 in new:
            verdicts.append(Verdict(claim, UNCHANGED, others=(new[claim.sha256].hint,)))
        else:
            new[claim.sha256] = claim
    return verdicts + _judge_new(list(new.values()), current, past, supersede)


def _known(
    claim: Claim, lines: Sequence[Load], current: Load | None, past: Past, supersede: bool
) -> str | None:
    """The verdict on content that was met before; None for new content."""
    if current is not None and current.sha256 == claim.sha256:
        # same content, other rules (contract, layout, register): taken anew, it is the same return
        return UNCHANGED if current.data == claim.data else TAKE
    if supersede:
        return None
    if any(line.sha256 == claim.sha256 for line in lines):
        return EARLIER
    refused = past.conflicts.get((claim.sha256, claim.key))
    if refused is not None and current is not None and current.load_no > refused:
        return PASSED_OVER
    if (claim.sha256, claim.key) in past.apart:
        return DISJOINT  # it does not compete with a file that holds both parts
    return None


def _judge_new(
    claims: Sequence[Claim], current: Load | None, past: Past, supersede: bool
) -> list[Verdict]:
    if not claims:
        return []
    if current is not None and current.load_no >= past.first_no:
        # taken a moment ago in this very load (`area` sources go first): nobody said which counts
        return [Verdict(c, CONFLICT, others=(current.file,)) for c in claims]
    ranks = _ranks(claims)
    tied = [c for c in claims if sum(r == ranks[c.sha256] for r in ranks.values()) > 1]
    verdicts = [
        Verdict(c, CONFLICT, others=tuple(o.hint for o in tied if o is not c)) for c in tied
    ]
    in_force = {current.sha256, past.answers_of(current)} if current else set()
    for claim in sorted((c for c in claims if c not in tied), key=lambda c: ranks[c.sha256]):
        is_stale = claim.answers is not None and in_force and claim.answers not in in_force
        if is_stale and not supersede:
            verdicts.append(Verdict(claim, STALE))
            continue
        verdicts.append(Verdict(claim, TAKE, ranks[claim.sha256]))
        in_force = {claim.sha256, claim.answers}
    return verdicts


def _ranks(claims: Sequence[Claim]) -> dict[str, int]:
    """Content -> version: what its name says, at least one more than the file it answers."""
    ranks = {c.sha256: revision(c.name) for c in claims}
    for _ in claims:  # a return workbook of a return workbook …
        for claim in claims:
            if claim.answers in ranks and claim.answers != claim.sha256:
                ranks[claim.sha256] = max(ranks[claim.sha256], ranks[claim.answers] + 1)
    return ranks
