"""What an attack is: data only. `families` lists all, `stage` is where they are tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FINE, BAD, REFUSED = "fine", "bad", "refused"
TIME, MEMORY, CRASH, BYTES, COLUMNS, TEXT = (
    *("limit:time", "limit:memory", "limit:crash", "limit:bytes", "limit:columns", "limit:text"),
)
STOPPED = (TIME, MEMORY, CRASH, BYTES, COLUMNS, TEXT)
"""Any limit will do: which one comes first depends on the machine."""

Row = tuple[str, str, str] | tuple[str, str, Sequence[str]]


@dataclass(frozen=True)
class Attack:
    """One hostile query.

    `sees`: how it may end (words of the record, a limit with its name). Whatever it is, no secret
    is in what the analyst sees, no file is read, written or made anywhere, the published file keeps
    its hash, memory and time stay within the limits, and the next query of the same person works.

    In `sql` stand {file} (the published file as the runner sees it), {name} (its name), {stem}
    (without its ending), {secret} and {out} (folders elsewhere), {other} (another edition beside
    the published file), {full} (the full edition of the same version; its name: {full_name}).
    """

    family: str
    tries: str
    sql: str
    sees: tuple[str, ...]


def family(name: str, *rows: Row) -> tuple[Attack, ...]:
    """The attacks of one family: what it tries, the query, how it may end."""
    return tuple(
        Attack(name, tries, sql, (sees,) if isinstance(sees, str) else tuple(sees))
        for tries, sql, sees in rows
    )
