"""Named errors of the warehouse: each says, in Chinese, what went wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class WarehouseError(RuntimeError):
    """Anything that stops a build or a read; the text is fit to show to a user."""


@dataclass(frozen=True)
class Problem:
    """One fault in one SQL file: `line` counts from 1, None when it concerns the whole file."""

    file: str
    line: int | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}：{self.problem}。{self.remedy}"


class ModelError(WarehouseError):
    """SQL files that cannot be built; all faults found are listed, nothing was published."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


class RawError(WarehouseError):
    """What `etl load` left behind is missing or cannot be read."""


class AuditError(WarehouseError):
    """The warehouse that was built breaks its own rules; the text prints the offending rows."""


class BuildError(WarehouseError):
    """A build that could not be carried through (disk, memory, permission, another build)."""


class NoWarehouse(WarehouseError):
    """There is no published warehouse to read."""


class BrokenPointer(WarehouseError):
    """The pointer current.json cannot be understood."""


class TamperedWarehouse(WarehouseError):
    """The published file is not the one that was published."""


class StrayWal(WarehouseError):
    """A .wal lies beside a published file; opening would replay it into the figures."""


class QueryError(WarehouseError):
    """A query that the warehouse refused."""


@dataclass(frozen=True)
class Marked:
    """An error's text around its place, for a screen that marks it otherwise than by a line with a
    caret: what is told first, the line up to the place and from it on, what is told after."""

    lead: str
    before: str
    after: str
    rest: str


class MisusedQuery(QueryError):
    """A query that cannot be asked so: its text is to be changed, nothing is wrong here.

    `line` and `column` (from 1, in characters) tell where, if that is known; `meant` are names that
    were perhaps meant; `repaired` is the whole text with full-width punctuation put right; `marked`
    is the text again, where there is a place.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        meant: tuple[str, ...] = (),
        repaired: str | None = None,
        marked: Marked | None = None,
    ) -> None:
        super().__init__(message)
        self.marked = marked
        self.line, self.column, self.meant, self.repaired = line, column, meant, repaired


class RefusedQuery(QueryError):
    """A query that asks for what nobody may: writing, files, settings, extensions."""


class QueryLimit(QueryError):
    """A query that hit a limit; `limit` is its key in `warehouse.sandbox.refuse.LIMITS`."""

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit


class CancelledQuery(QueryError):
    """A query that was cancelled."""


class SandboxError(WarehouseError):
    """Queries cannot be run safely here, or not be put on record: the administrator's."""


class NotInEdition(MisusedQuery):
    """What was asked for is in the full warehouse, and not in the edition that was opened.

    `title` is what the table or column is called, `edition` what the edition is called.
    """

    def __init__(self, edition: str, name: str, title: str) -> None:
        self.edition, self.title = edition, title
        super().__init__(f"{edition}不含 {name}（{title}）")


class NoEdition(WarehouseError):
    """The published version has no edition for the role that reads it."""


class UnknownName(WarehouseError):
    """A metric, area or version that the warehouse does not hold."""


class UnknownVersion(UnknownName):
    """A version named by the caller that was never published, or is named ambiguously."""
