"""A build may be killed at any moment: the pointer names a whole warehouse, no read fails or mixes.

Builds are started on data that change every time, and a hundred of them killed with SIGKILL at
random moments, while four processes read. Builds come from a fork server, so that the moments
fall into the build and not into starting Python.
"""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Empty

import pytest

from tests.warehouse.small import LAOSHAN, SECOND, Deployment, model, two_weeks, write_sql
from warehouse.build import Options, build
from warehouse.common.files import file_sha256
from warehouse.paths import data_paths
from warehouse.publish import BUILDING, read_pointer, releases
from warehouse.read import open_current

KILLS = 100
READERS = 4
KEPT = 5  # so that versions are pruned under the readers' hands
FIGURE = (
    "select (select version from meta.version) as version, sum(t.done) as done from raw.tally as t"
)
STAMP = {
    f"{schema}/stamp.sql": model(
        "章", ["version"], FIGURE.replace("sum(t.done)", "cast(sum(t.done) as bigint)"), done="数"
    )
    for schema in ("staging", "marts")
}
ROLLED = (
    "select cast(sum(numerator) as bigint) from metrics.value "
    "where metric = 'done_rate' and area_code = '370200'"
)


def build_once(root: Path, sql_dir: Path) -> None:
    """What the killed process does."""
    build(data_paths(root), sql_dir, Options(keep=KEPT, threads=1))


def read_on(
    root: Path, stop: Event, told: multiprocessing.Queue[tuple[int, set[str], str]]
) -> None:
    """Read until told to stop; report reads, versions seen and the first thing that went wrong."""
    reads, seen, wrong = 0, set[str](), ""
    try:
        while not stop.wait(0.002):
            warehouse = open_current(data_paths(root))
            first = warehouse.rows("select version, done from staging.stamp")
            second = warehouse.rows("select version, done from marts.stamp")
            ((rolled,),) = warehouse.rows(ROLLED)
            if first != second or first[0] != (warehouse.version, rolled):
                wrong = f"mixed: {warehouse.version} {first} {second} {rolled}"
                break
            reads, seen = reads + 1, seen | {warehouse.version}
    except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
        wrong = repr(error)
    told.put((reads, seen, wrong))


def change(deployment: Deployment, done: int) -> None:
    """A correction for the newest week: every build has other figures."""
    row = {"area_code": LAOSHAN, "done": done, "planned": 8000, "spent_yuan": 0.1}
    deployment.load("tally", LAOSHAN, SECOND, [row])


@pytest.mark.slow
def test_builds_killed_at_any_moment_never_hurt_a_reader(tmp_path: Path) -> None:
    root = tmp_path / "data"
    deployment = two_weeks(root)
    sql_dir = write_sql(tmp_path, STAMP)
    build_once(root, sql_dir)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warehouse.build", "pyarrow", __name__])
    stop, told = context.Event(), context.Queue()
    readers = [context.Process(target=read_on, args=(root, stop, told)) for _ in range(READERS)]
    for reader in readers:
        reader.start()

    def start() -> multiprocessing.context.ForkServerProcess:
        process = context.Process(target=build_once, args=(root, sql_dir))
        process.start()
        return process

    chance = random.Random(20210321)
    killed = tries = 0
    expected = 0.0
    while killed < KILLS:
        assert tries < 3 * KILLS, "the moments do not fall into the builds"
        change(deployment, 100 + tries)
        started = time.perf_counter()
        process = start()
        # Every tenth build may end: how long one takes changes with what else the machine does.
        process.join(None if tries % 10 == 0 else chance.uniform(0, 1.1 * expected))
        if process.exitcode is not None:
            expected = time.perf_counter() - started
        process.kill()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        killed += process.exitcode == -signal.SIGKILL
        tries += 1
        pointer = read_pointer(deployment.paths)
        file = deployment.paths.published / pointer.file
        assert file_sha256(file) == pointer.sha256
        assert file.stat().st_mode & 0o222 == 0

    stop.set()
    reports = []
    for _ in readers:
        try:
            reports.append(told.get(timeout=60))
        except Empty:
            pytest.fail("a reader died")
    for reader in readers:
        reader.join()
    assert [wrong for _, _, wrong in reports if wrong] == []
    assert all(reads > KILLS for reads, _, _ in reports)
    assert len(set().union(*(seen for _, seen, _ in reports))) > 3, "no new version was ever read"

    build_once(root, sql_dir)
    assert list(deployment.paths.published.glob(f"{BUILDING}*")) == []
    assert all(
        file_sha256(deployment.paths.published / r.file) == r.sha256
        for r in releases(deployment.paths)
    )
    newest = open_current(deployment.paths).rows("select done from marts.stamp")
    assert newest == [(3 + 1 + 1 + 100 + tries - 1,)]
