"""What the proof tells: a line per figure, a summary, JSON. No word of the text but the figures."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from dashboard.proof import proofread
from dashboard.proof.check import Finding
from dashboard.proof.figures import Figure
from dashboard.proof.proofread import Proof
from dashboard.proof.verdict import AGREES, DIFFERS, OUTDATED, UNSURE

VERDICTS = (DIFFERS, OUTDATED, UNSURE, AGREES)
_DECIMALS = 4
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def to_dict(proof: Proof, file: str, *, with_text: bool = False) -> dict[str, Any]:
    """The object that `--json` prints; offsets count code points of the extracted text, which is
    there as `content` when asked for."""
    return {
        **({"content": proof.extract.text} if with_text else {}),
        "file": file,
        "as_of": proof.as_of.isoformat(),
        "version": proof.version,
        "parts": dict(proof.extract.parts),
        "counts": {verdict: proof.count(verdict) for verdict in VERDICTS},
        "figures": [_figure(proof.version, finding) for finding in proof.findings],
    }


def _figure(version: str, finding: Finding) -> dict[str, Any]:
    said, figure = finding.verdict, finding.claim.figure
    return {
        "text": finding.text,
        "start": finding.start,
        "end": finding.end,
        "value": _number(figure.value),
        "unit": figure.unit,
        "metric": said.metric,
        "area": said.area,
        "verdict": said.verdict,
        "expected": _number(said.expected),
        "as_of": said.as_of.isoformat() if said.as_of else None,
        "place": finding.place,
        "reason": said.reason,
        "told": told_of(version, finding),
        "source": proofread.source(version, finding),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def shown(value: Decimal, figure: Figure) -> str:
    """A value of the warehouse in the unit of the figure: `11,000米`, `49.1935%`."""
    rounded = value.quantize(Decimal(1).scaleb(-_DECIMALS), context=_WIDE)
    text = f"{rounded:,f}"
    return f"{text.rstrip('0').rstrip('.')}{figure.unit or ''}"


def told_of(version: str, finding: Finding) -> str:
    """The verdict with what it rests on, in one line."""
    said = finding.verdict
    head = said.verdict
    if said.verdict in (DIFFERS, OUTDATED) and said.expected is not None:
        known = f"库中为{shown(said.expected, finding.claim.figure)}"
        head += f"（{'上周数；' if said.verdict == OUTDATED else ''}{known}）"
    parts = [head]
    if said.metric is not None:
        parts.append(proofread.titles(version)[said.metric])
    if said.area is not None and said.metric is not None:
        parts.append(proofread.area_name(version, said.area))
    if said.as_of is not None:
        parts.append(f"截至{said.as_of}")
    if said.verdict == UNSURE and said.expected is not None:
        parts.append(f"库中为{shown(said.expected, finding.claim.figure)}")
    if said.reason is not None:
        parts.append(said.reason)
    return "，".join(parts)


def said_of(version: str, finding: Finding) -> str:
    """The same, and where the value comes from."""
    address = proofread.source(version, finding)
    told = told_of(version, finding)
    return told if address is None else f"{told}，来源 {address}"


def summary(proof: Proof) -> str:
    """How many figures there are of each verdict, and what they were checked against."""
    counts = "，".join(f"{verdict} {proof.count(verdict)} 个" for verdict in VERDICTS)
    read = "、".join(f"{what} {number}" for what, number in proof.extract.parts if number)
    return (
        f"共找到 {len(proof.findings)} 个数：{counts}。"
        f"对照截至 {proof.as_of} 的数据，版本 {proof.version}；读了{read}"
    )


def lines(proof: Proof) -> list[str]:
    """One line per figure, wrong ones first, then the summary."""
    order = {verdict: n for n, verdict in enumerate(VERDICTS)}
    told = sorted(proof.findings, key=lambda f: (order[f.verdict.verdict], f.start))
    found = [f"{f.place}\t{f.text}\t{said_of(proof.version, f)}" for f in told]
    return [*found, summary(proof)]
