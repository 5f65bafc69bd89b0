"""A slice of the random queries, always the same ones; `make fuzz` takes ten minutes of others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.warehouse.attacks.fuzz import AT_ONCE, faults, fuzz
from tests.warehouse.attacks.grammar import Grammar
from tests.warehouse.attacks.stage import CANARY, LIMITS, Stage, prepared
from tests.warehouse.attacks.vocabulary import Function, Vocabulary, vocabulary
from warehouse.sandbox.runner import Runner

SEED, EACH = 20210321, 80
WORDS = Vocabulary(
    {"staging.area": {"area_code": "VARCHAR"}},
    [Function("count", "aggregate"), Function("abs", "scalar", ("BIGINT",), None, "BIGINT"),
     Function("glob", "table", ("VARCHAR",))],
    {"secret": "/a", "out": "/b"},
)  # fmt: skip


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One deployment for all."""
    place, secret, out = prepared(tmp_path_factory.mktemp("fuzzed"))
    with Runner(LIMITS) as runner:
        yield Stage(runner, place, secret, out)


def test_the_same_seed_gives_the_same_queries() -> None:
    one, same, other = Grammar(1, WORDS), Grammar(1, WORDS), Grammar(2, WORDS)
    texts = [one.query() for _ in range(50)]
    assert [same.query() for _ in range(50)] == texts
    assert [other.query() for _ in range(50)] != texts


def test_the_grammar_knows_every_table_and_what_reads_files(stage: Stage) -> None:
    words = vocabulary(stage.analyst(), stage.words())
    assert words.tables["staging.area"]["area_code"] == "VARCHAR"
    assert {"read_text", "glob", "read_csv"} <= set(words.of_kind("table"))
    assert words.of_kind("scalar")["abs"][0].takes


def test_no_random_query_escapes_or_hangs(stage: Stage) -> None:
    ends, wrong = fuzz(stage, SEED, lambda asked: asked < EACH)
    assert wrong == []
    assert ends.total() == AT_ONCE * EACH
    assert ends["fine"] > ends.total() / 3, "most that is asked is refused unseen"
    assert ends["refused"]


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        (f"select '{CANARY[:3]}' || '{CANARY[3:]}'", "不该看见"),
        ("select chr(114) || 'oot:x:0'", "不该看见"),
    ],
)
def test_what_must_not_be_seen_is_noticed(stage: Stage, sql: str, fault: str) -> None:
    seen = stage.analyst().ask(sql)
    assert fault in " ".join(faults(stage, sql, seen, 0.1))


def test_a_query_that_takes_too_long_is_noticed(stage: Stage) -> None:
    seen = stage.analyst().ask("select 1")
    assert faults(stage, "select 1", seen, 0.1) == []
    assert "秒" in " ".join(faults(stage, "select 1", seen, 60.0))
