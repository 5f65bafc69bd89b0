"""`make fuzz`: random queries against the wall; none escapes, none hangs, each one ends as it may.

python -m tests.warehouse.attacks.fuzz [秒] [种子]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.warehouse.asking import Seen
from tests.warehouse.attacks.grammar import Grammar
from tests.warehouse.attacks.stage import CANARY, LIMITS, Stage, prepared
from tests.warehouse.attacks.vocabulary import vocabulary
from warehouse.errors import SandboxError
from warehouse.sandbox.runner import Runner

SECONDS_VARIABLE = "FUZZ_SECONDS"
USUAL_SECONDS = 600.0
ENDS = ("fine", "bad", "refused", "limit", "failed")
AT_ONCE = 3
HANG_SECONDS = 15.0
"""Beyond its limit, with the queue and a busy machine; what hangs has no end at all."""


def fuzz(stage: Stage, seed: int, goes_on: Callable[[int], bool]) -> tuple[Counter[str], list[str]]:
    """How many queries ended how, and what was wrong: nothing, if the wall holds.

    Each of `AT_ONCE` analysts asks as long as `goes_on`, which is told how many they have asked.
    """
    words, before = vocabulary(stage.analyst(), stage.words()), stage.footprints()

    def one_analyst(number: int) -> tuple[Counter[str], list[str]]:
        grammar, one = Grammar(seed + number, words), stage.analyst(f"人{number}")
        ends, wrong = Counter[str](), list[str]()
        while goes_on(ends.total()):
            sql = grammar.query()
            started = time.monotonic()
            seen = one.ask(sql)
            took = time.monotonic() - started
            ends[seen.end if seen.limit is None else f"{seen.end}:{seen.limit}"] += 1
            wrong += [f"{what}：{sql}" for what in faults(stage, sql, seen, took)]
        return ends, wrong

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(one_analyst, range(AT_ONCE)))
    ends = sum((one for one, _ in found), Counter[str]())
    wrong = [fault for _, faults in found for fault in faults]
    if stage.footprints() != before:
        wrong.append("有文件被读、被写或新建")
    if stage.analyst().ask("select count(*) from staging.week").rows != [(2,)]:
        wrong.append("之后的查询不对了")
    return ends, wrong


def faults(stage: Stage, sql: str, seen: Seen, seconds: float) -> list[str]:
    """What is wrong with the end of one query."""
    shown = seen.text.replace(sql, "")
    if seen.answer is not None:
        shown += f" {seen.answer.table.column_names} {_rows(seen)}"
    wrong = []
    if CANARY in shown or str(stage.place.folder) in shown or "root:x:0" in shown:
        wrong.append("看见了不该看见的")
    if seen.end not in ENDS or isinstance(seen.error, SandboxError):
        wrong.append(f"结局是 {seen.end}（{seen.text}）")
    if seconds > LIMITS.seconds + LIMITS.counting_seconds + HANG_SECONDS:
        wrong.append(f"用了 {seconds:.1f} 秒")
    if seen.answer is not None and seen.answer.table.num_rows > LIMITS.rows:
        wrong.append("行数超过上限")
    return wrong


def _rows(seen: Seen) -> str:
    """Every cell as text: a type that Python cannot hold is shown by Arrow."""
    assert seen.answer is not None
    return str([column.to_string() for column in seen.answer.table.columns])


def main() -> int:
    """Prints the seed, and at the end what was found; 1 when the wall did not hold."""
    usual = float(os.environ.get(SECONDS_VARIABLE) or USUAL_SECONDS)
    parser = argparse.ArgumentParser(prog="python -m tests.warehouse.attacks.fuzz")
    parser.add_argument("seconds", nargs="?", type=float, default=usual)
    parser.add_argument("seed", nargs="?", type=int, default=random.SystemRandom().randrange(2**31))
    options = parser.parse_args()
    print(f"种子 {options.seed}，{options.seconds:g} 秒", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        place, secret, out = prepared(Path(folder))
        with Runner(LIMITS) as runner:
            stage = Stage(runner, place, secret, out)
            until = time.monotonic() + options.seconds
            ends, wrong = fuzz(stage, options.seed, lambda _: time.monotonic() < until)
    print(f"{ends.total():,} 条语句：{'，'.join(f'{e} {n:,}' for e, n in ends.most_common())}")
    for fault in wrong:
        print(f"不对：{fault}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
