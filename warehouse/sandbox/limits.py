"""What one query may use, and how many may run: the one home of all these numbers."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE, GIBIBYTE = 1 << 20, 1 << 30


@dataclass(frozen=True)
class Limits:
    """Bounds of the analysts' SQL; a deployment or a test may choose others.

    `seconds` and `rows` are what a query gets when it does not ask; it may ask for as much as
    `most_seconds` and `most_rows`. Everything else is the same for all.
    """

    seconds: float = 30.0
    """Wall clock of a query, from the moment its worker has it; waiting in the queue is not in."""
    most_seconds: float = 300.0
    threads: int = 2
    duckdb_bytes: int = 1 * GIBIBYTE
    """DuckDB's own limit: what it counts. The first to speak, with a good message."""
    memory_bytes: int = 2 * GIBIBYTE
    """Address space beyond what an idle worker maps: what DuckDB does not count is in it too."""
    rows: int = 10_000
    most_rows: int = 1_000_000
    bytes: int = 64 * MEBIBYTE
    """Of the result on its way here; what goes beyond is left out and told."""
    columns: int = 1_000
    cells: int = 20_000_000
    """Rows times columns of the result: a column of nothing takes no bytes, but is written out."""
    text_bytes: int = 256 * 1024
    counting_seconds: float = 1.0
    """How long the rows beyond the shown ones are counted, once the shown ones are there."""
    at_once: int = 4
    per_person: int = 2
    """Of those, how many may belong to one person: nobody can take all places."""
    waiting: int = 40
    """How many may stand in the queue, all told; `waiting_per_person` of one person."""
    waiting_per_person: int = 8
    warm: int = 4
    """Idle workers kept for a file: as many as may run at once."""
    files: int = 3
    """Files (versions, editions) for which idle workers are kept: the last ones asked for."""
    polite_seconds: float = 2.0
    """A query that runs longer gives way to the others (nice); so do many short ones of a person,
    half of which are forgotten after `forgiving_seconds` (courtesy)."""
    forgiving_seconds: float = 60.0
    start_seconds: float = 30.0
    open_files: int = 32

    @property
    def cpu_seconds(self) -> int:
        """Processor time of a worker's life: a second line behind the wall clock."""
        return int(self.most_seconds * self.threads) + 10
