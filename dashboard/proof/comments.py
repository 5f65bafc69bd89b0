"""A copy of the document with a comment at every figure that is wrong or was not compared."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.text.run import Run

from dashboard.proof.docx import Opened, Piece
from dashboard.proof.proofread import Proof
from dashboard.proof.report import said_of, summary
from dashboard.proof.verdict import AGREES
from warehouse.common.files import write_atomic

AUTHOR, INITIALS = "核数", "核"


def write_copy(opened: Opened, proof: Proof, path: Path) -> None:
    """Writes the commented copy to `path`. Raises OSError when it cannot be written.

    Word allows no comments in headers, footers, notes and text boxes: what was found there stands
    in the comment at the beginning, which sums up.
    """
    marked = [f for f in proof.findings if f.verdict.verdict != AGREES]
    elsewhere: list[str] = []
    for finding in sorted(
        marked, key=lambda f: -f.start
    ):  # backwards: runs before stay as they are
        run_pair = _runs(opened.pieces, finding.start, finding.end)
        text = said_of(proof.version, finding)
        if run_pair is None:
            elsewhere.insert(0, f"{finding.place} {finding.text}：{text}")
        else:
            _comment(opened.document, run_pair, text)
    if opened.pieces:
        first = opened.pieces[0].node.getparent()
        _comment(opened.document, (first, first), "\n".join([summary(proof), *elsewhere]))
    made = BytesIO()
    opened.document.save(made)
    write_atomic(path, made.getvalue())


def _comment(document: Any, runs: tuple[Any, Any], text: str) -> None:
    marked = [Run(element, document) for element in dict.fromkeys(runs)]
    document.add_comment(marked, text=text, author=AUTHOR, initials=INITIALS)


def _runs(pieces: list[Piece], start: int, end: int) -> tuple[Any, Any] | None:
    """The first and last run of exactly these characters, split off; None outside the body."""
    touched = [p for p in pieces if p.start < end and p.end > start]
    if not touched or touched[0].start > start or touched[-1].end < end:
        return None
    first, last = touched[0], touched[-1]
    _split(last.node, end - last.start)
    if first is last:
        run = _split(first.node, start - first.start)
        return run, run
    return _split(first.node, start - first.start), last.node.getparent()


def _split(node: Any, at: int) -> Any:
    """Cuts the run of a w:t before its character `at`; the run that holds what follows.

    Nothing is cut where nothing stands before it in the run.
    """
    run, text = node.getparent(), node.text or ""
    if at >= len(text):
        return run
    before = [c for c in run if c.tag != qn("w:rPr")]
    if at == 0 and before[0] is node:
        return run
    behind = deepcopy(run)
    for child in list(behind):
        if child.tag != qn("w:rPr"):
            behind.remove(child)
    rest = deepcopy(node)
    rest.text = text[at:]
    rest.set(qn("xml:space"), "preserve")
    node.text = text[:at]
    node.set(qn("xml:space"), "preserve")
    behind.append(rest)
    for sibling in list(node.itersiblings()):
        behind.append(sibling)
    run.addnext(behind)
    return behind
