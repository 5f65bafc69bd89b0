"""Ten seconds of random queries; `make fuzz` takes ten minutes."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.attacks.fuzz import fuzz, vocabulary
from tests.warehouse.attacks.grammar import Grammar, Vocabulary
from tests.warehouse.attacks.stage import LIMITS, Stage, prepared
from warehouse.sandbox.runner import Runner

SEED, SECONDS = 20210321, 10.0
WORDS = Vocabulary(["staging.area"], ["area_code"], ["count"])


def test_the_same_seed_gives_the_same_queries() -> None:
    one, same, other = Grammar(1, WORDS), Grammar(1, WORDS), Grammar(2, WORDS)
    texts = [one.query() for _ in range(50)]
    assert [same.query() for _ in range(50)] == texts
    assert [other.query() for _ in range(50)] != texts


def test_no_random_query_escapes_or_hangs(tmp_path: Path) -> None:
    place, secret, out = prepared(tmp_path)
    with Runner(LIMITS) as runner:
        stage = Stage(runner, place, secret, out)
        words = vocabulary(stage.analyst())
        assert "staging.area" in words.tables
        assert {"read_text", "count"} <= set(words.functions)
        ends, wrong = fuzz(stage, SECONDS, SEED)
    assert wrong == []
    assert ends.total() > 20
    assert {"fine", "bad"} <= set(ends)
