"""The attack suite: every attack of tests/warehouse/attacks, and what must be seen of it."""

from __future__ import annotations

import os
import string
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.warehouse.attacks.attack import Attack
from tests.warehouse.attacks.families import ATTACKS
from tests.warehouse.attacks.stage import (
    CANARY,
    GRACE_SECONDS,
    IDLE_BYTES,
    LIMITS,
    Stage,
    attempted,
    memory_watched,
    prepared,
)
from warehouse.sandbox.runner import Runner


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One deployment for all attacks: what one of them spoils, the next one meets."""
    place, secret, out = prepared(tmp_path_factory.mktemp("attacked"))
    with Runner(LIMITS) as runner:
        yield Stage(runner, place, secret, out)


def test_there_are_enough_attacks_and_no_two_are_the_same() -> None:
    assert len(ATTACKS) >= 150
    assert len({attack.sql for attack in ATTACKS}) == len(ATTACKS)
    assert min(Counter(attack.family for attack in ATTACKS).values()) >= 5


def test_a_reader_of_a_secret_would_be_seen(stage: Stage) -> None:
    before = stage.footprints()
    secret = stage.secret / "control.txt"
    secret.write_text(CANARY)
    os.utime(secret, (1, 2))
    unread = stage.footprints()
    assert unread.keys() - before.keys() == {secret}
    secret.read_text()
    assert stage.footprints() != unread
    secret.unlink()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: f"{one.family}: {one.tries}")
def test_an_attack_gains_nothing(stage: Stage, attack: Attack) -> None:
    sql = string.Formatter().vformat(attack.sql, (), stage.words())
    before = stage.footprints()
    with memory_watched(stage.runner) as peak:
        seen, seconds = attempted(stage, sql)
    end = f"{seen.end}:{seen.limit}" if seen.limit else seen.end
    assert end in attack.sees, seen.text
    _tells_nothing(stage, seen.text.replace(sql, ""))
    if seen.answer is not None:
        _tells_nothing(stage, f"{seen.answer.table.column_names} {seen.rows}".replace(sql, ""))
        assert seen.answer.table.nbytes <= LIMITS.bytes
        assert len(seen.rows) <= LIMITS.rows
    assert stage.footprints() == before
    assert seconds <= LIMITS.seconds + LIMITS.counting_seconds + GRACE_SECONDS
    assert peak.bytes <= LIMITS.memory_bytes + IDLE_BYTES
    assert stage.analyst().ask("select count(*) from staging.week").rows == [(2,)]


def _tells_nothing(stage: Stage, text: str) -> None:
    """Neither a secret nor where anything lies on this machine."""
    assert CANARY not in text
    for folder in (stage.place.folder, stage.secret, stage.out):
        assert str(folder) not in text
    assert "root:x:0" not in text
