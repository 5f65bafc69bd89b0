"""Where attacks are tried: a deployment, secrets beside it and elsewhere, and eyes on all of it."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from tests.warehouse.asking import Analyst, Seen
from tests.warehouse.conftest import Place
from warehouse.common.audience import ANALYST
from warehouse.sandbox.limits import MEBIBYTE, Limits
from warehouse.sandbox.runner import Runner

CANARY = "CANARY-7f3a91"
"""What stands in every secret."""
OTHER = "other-edition.duckdb"
ROLE = ANALYST
"""Whose edition is attacked: the others, which hold more, lie beside it."""
LIMITS = Limits(
    seconds=1.0,
    rows=100,
    bytes=2 * MEBIBYTE,
    columns=100,
    text_bytes=128 * 1024,
    memory_bytes=512 * MEBIBYTE,
    duckdb_bytes=256 * MEBIBYTE,
    counting_seconds=0.1,
    warm=2,
)
GRACE_SECONDS = 3.0
"""Between a limit and its effect, on a busy machine."""
IDLE_BYTES = 256 * MEBIBYTE
"""More than what an idle worker has in memory."""
_LONG_AGO = 1_000_000_000


@dataclass(frozen=True)
class Footprint:
    """A file as it is; reading it changes `atime`, as it was set before `mtime`."""

    mode: int
    size: int
    mtime: int
    atime: int
    sha256: str


@dataclass(frozen=True)
class Stage:
    """Everything an attack could touch."""

    runner: Runner
    place: Place
    secret: Path
    out: Path

    def words(self) -> dict[str, str]:
        """What stands for what in an attack's text."""
        file = self.analyst().query("").file
        return {
            "file": str(file),
            "name": file.name,
            "stem": file.stem,
            "secret": str(self.secret),
            "out": str(self.out),
            "other": str(self.place.paths.published / OTHER),
            "full": str(self.place.open().path),
            "full_name": self.place.open().path.name,
        }

    def analyst(self, who: str = "攻击者") -> Analyst:
        """Somebody with this stage's runner."""
        return Analyst(self.runner, self.place, who, params={"area": "370212"}, role=ROLE)

    def footprints(self) -> dict[Path, Footprint]:
        """Every file there is; the secrets' bytes are not read, so that a reader can be seen."""
        return {
            path: _footprint(path, is_secret=self.secret in path.parents)
            for folder in (self.place.folder, self.secret, self.out)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }


@dataclass
class Peak:
    """The most memory that a worker had."""

    bytes: int = 0
    done: threading.Event = field(default_factory=threading.Event)


@contextmanager
def memory_watched(runner: Runner) -> Iterator[Peak]:
    """Looks at the workers' memory all the time."""
    peak = Peak()
    page = os.sysconf("SC_PAGE_SIZE")

    def watch() -> None:
        while not peak.done.wait(0.01):
            process = runner.pool.nursery._process
            for pid in _children(process.pid) if process else []:
                try:
                    resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page
                except (OSError, IndexError):
                    continue  # it has just ended
                peak.bytes = max(peak.bytes, resident)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        peak.done.set()
        watcher.join()


def attempted(stage: Stage, sql: str) -> tuple[Seen, float]:
    """What the attacker sees, and after how many seconds."""
    started = time.monotonic()
    seen = stage.analyst().ask(sql)
    return seen, time.monotonic() - started


def prepared(folder: Path) -> tuple[Place, Path, Path]:
    """A published deployment, another edition beside its file, secrets, and a place to write."""
    place = Place(folder / "bureau")
    place.build()
    secret, out = folder / "secret", folder / "out"
    secret.mkdir()
    out.mkdir()
    _write_secrets(secret)
    _write_database(place.paths.published / OTHER)
    for path in secret.iterdir():
        os.utime(path, (_LONG_AGO, _LONG_AGO + 1))
    return place, secret, out


def _write_secrets(folder: Path) -> None:
    (folder / "secret.txt").write_text(CANARY)
    (folder / "secret.csv").write_text(f"a\n{CANARY}\n")
    (folder / "secret.json").write_text(f'{{"a": "{CANARY}"}}\n')
    pl.DataFrame({"a": [CANARY]}).write_parquet(folder / "secret.parquet")
    _write_database(folder / "secret.duckdb")


def _write_database(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"create table secret as select '{CANARY}' as a")


def _children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(c) for t in threads for c in (t / "children").read_text().split()]
    except OSError:
        return []


def _footprint(path: Path, *, is_secret: bool) -> Footprint:
    facts = path.stat()
    content = b"" if is_secret else path.read_bytes()
    return Footprint(
        facts.st_mode,
        facts.st_size,
        facts.st_mtime_ns,
        facts.st_atime_ns if is_secret else 0,
        hashlib.sha256(content).hexdigest(),
    )
