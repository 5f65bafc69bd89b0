"""Puts parsed files into the ledger: who counts, what it supersedes, what it is compared with.

Everything that a ledger line names is durable before the line is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from etl.checking.skips import skip_text
from etl.contract import Contract, load_contracts
from etl.loading.claims import (
    CONFLICT,
    DISJOINT,
    LEAST_REPEATED,
    TAKE,
    UNCHANGED,
    Claim,
    Past,
    Verdict,
    judge,
    says_what_it_is,
)
from etl.loading.compare import Comparison, repeated_keys
from etl.loading.durable import StorageError, explained, storage_error
from etl.loading.intake import Intake, Part
from etl.loading.ledger import REFUSED, Key, Ledger, Load, append_loads, utc_now
from etl.loading.parsing import Desk
from etl.loading.receive import Incoming, keep, received_name
from etl.loading.refusal import RULE_OF, refused_part
from etl.loading.register import AREA
from etl.loading.states import read_manifest
from etl.naming import clean_path
from warehouse.common.files import write_atomic

REFUSAL = "refused"


@dataclass(frozen=True)
class Settled:
    """What became of one part of a file: `kind` is a verdict of claims.py or REFUSAL; `load` its
    ledger line (None when nothing was appended), `before` the load that it superseded."""

    item: Incoming
    part: Part
    kind: str
    load: Load | None = None
    before: Load | None = None
    others: tuple[str, ...] = ()


@dataclass
class Book:
    """The ledger as it grows during one load."""

    desk: Desk
    ledger: Ledger
    supersede: bool
    first_no: int

    def commit(self, intakes: Mapping[Incoming, Intake], *, areas: bool) -> list[Settled]:
        """Judges and appends the `area` parts of these files (`areas`), or all the others."""
        chosen: dict[Claim, tuple[Incoming, Intake, Part]] = {}
        refused: list[tuple[Incoming, Intake, Part]] = []
        for item, intake in sorted(intakes.items(), key=lambda pair: pair[0].hint):
            for part in intake.parts:
                if part.source is None:
                    if not areas:
                        refused.append((item, intake, part))
                elif (part.source == AREA) == areas:
                    chosen[self._claim(item, intake, part)] = (item, intake, part)
        judged = judge(chosen, self._past(chosen), self.supersede)
        verdicts = [self._held_against(v, chosen[v.claim][2]) for v in judged]
        settled, loads = self._settle(verdicts, chosen)
        more, refusals = self._refuse(refused, len(loads))
        self._append([*loads, *refusals])
        return settled + more

    def _claim(self, item: Incoming, intake: Intake, part: Part) -> Claim:
        sha256 = self.desk.shas[item]
        return Claim(item.hint, sha256, part.key, part.data or "", intake.answers, part.number)

    def _held_against(self, verdict: Verdict, part: Part) -> Verdict:
        """Rule 6 of claims.py, which wants a look into the data."""
        before = self.ledger.current().get(verdict.claim.key)
        if (
            self.supersede
            or verdict.kind != TAKE
            or before is None
            or before.sha256 == verdict.claim.sha256
            or says_what_it_is(verdict.claim)
        ):
            return verdict
        old, both = repeated_keys(self.desk.paths.root, part, before)
        if both >= LEAST_REPEATED * old:
            return verdict
        return replace(verdict, kind=DISJOINT, others=(before.file,))

    def _past(self, claims: Iterable[Claim]) -> Past:
        contents = {claim.sha256 for claim in claims}
        conflicts: dict[tuple[str, Key], int] = {}
        apart: set[tuple[str, Key]] = set()
        for load in self.ledger.loads:
            if load.source is None and load.sha256 in contents:
                facts = read_manifest(self.desk.paths, load)["load"]
                if facts.get("refusal") in (CONFLICT, DISJOINT):
                    source, unit, as_of = facts["claimed"]
                    conflicts[load.sha256, (source, unit, as_of)] = load.load_no
                    if facts["refusal"] == DISJOINT:
                        apart.add((load.sha256, (source, unit, as_of)))
        loads = self.ledger.loads
        return Past(loads, self._answers_of, conflicts, self.first_no, frozenset(apart))

    def _answers_of(self, load: Load) -> str | None:
        answers: str | None = read_manifest(self.desk.paths, load)["load"]["answers"]
        return answers

    def _settle(
        self, verdicts: Sequence[Verdict], chosen: Mapping[Claim, tuple[Incoming, Intake, Part]]
    ) -> tuple[list[Settled], list[Load]]:
        current = dict(self.ledger.current())
        settled: list[Settled] = []
        loads: list[Load] = []
        taken = [(v, *chosen[v.claim]) for v in verdicts if v.kind == TAKE]
        trends = self._trends([part for _, _, _, part in taken], current)
        for verdict in verdicts:
            item, intake, part = chosen[verdict.claim]
            before = current.get(verdict.claim.key)
            if verdict.kind == TAKE:
                part = trends.get(part, part)
                if before is not None and self._is_same(before, part):
                    settled.append(Settled(item, part, UNCHANGED, None, before))
                    continue
                load = self._line(item, intake, part, len(loads), before)
                current[verdict.claim.key] = load
                loads.append(load)
                settled.append(Settled(item, part, TAKE, load, before))
            elif verdict.kind == UNCHANGED and before is not None and _is_remade(before, part):
                load = self._line(item, intake, part, len(loads), before)
                current[verdict.claim.key] = load
                loads.append(load)
                settled.append(Settled(item, part, TAKE, load, before))
            elif verdict.kind in RULE_OF:
                part = refused_part(self.desk.paths.root, item, part, verdict)
                known = self._known_refusal(self.desk.shas[item], part)
                load = known or self._line(item, intake, part, len(loads), None)
                loads += [] if known else [load]
                settled.append(Settled(item, part, verdict.kind, load, before, verdict.others))
            else:
                settled.append(Settled(item, part, verdict.kind, None, before, verdict.others))
        return settled, loads

    def _refuse(
        self, refused: Sequence[tuple[Incoming, Intake, Part]], offset: int
    ) -> tuple[list[Settled], list[Load]]:
        settled: list[Settled] = []
        loads: list[Load] = []
        for item, intake, part in refused:
            known = self._known_refusal(self.desk.shas[item], part)
            load = known or self._line(item, intake, part, offset + len(loads), None)
            loads += [] if known else [load]
            settled.append(Settled(item, part, REFUSAL, load))
        return settled, loads

    def _known_refusal(self, sha256: str, part: Part) -> Load | None:
        for load in reversed(self.ledger.loads):
            if load.sha256 == sha256 and load.source is None and load.manifest == part.manifest:
                return load
        return None

    def _is_same(self, before: Load, part: Part) -> bool:
        """Whether a second parse of the same content under another register gave the same."""
        if before.data is None or part.data is None or before.contract_hash != part.contract_hash:
            return False
        root = self.desk.paths.root
        old, new = (root / name for name in (before.data, part.data))
        if old == new or old.read_bytes() != new.read_bytes():
            return old == new
        found = [
            json.loads((root / m).read_bytes())["findings"]
            for m in (before.manifest, part.manifest)
        ]
        return bool(found[0] == found[1])

    def _line(
        self, item: Incoming, intake: Intake, part: Part, offset: int, before: Load | None
    ) -> Load:
        table = part.source is not None
        folder = f"{part.source}/{part.as_of}/{part.unit_code}" if table else REFUSED
        return Load(
            load_no=self.ledger.next_no + offset,
            loaded_at=utc_now(),
            file=item.name,
            received=self._keep(item, folder),
            sha256=self.desk.shas[item],
            format=intake.format,
            encoding=intake.encoding,
            sheet=part.sheet,
            source=part.source,
            unit_code=part.unit_code if table else None,
            as_of=part.as_of if table else None,
            contract_hash=part.contract_hash if table else None,
            layout_hash=part.layout_hash,
            read=part.read,
            accepted=part.accepted,
            rejected=part.rejected,
            skipped=part.skipped,
            unclaimed=part.unclaimed,
            confirm=part.confirm,
            data=part.data if table else None,
            manifest=part.manifest,
            contract=f"raw/{part.source}/contract-{part.contract_hash}.json" if table else None,
            supersedes=before.load_no if before is not None else None,
            is_demo=part.is_demo,
            skip_reasons=skip_text(dict(part.skips)),
            data_sha256=part.data_sha256 if table else None,
        )

    def _keep(self, item: Incoming, folder: str) -> str:
        sha256 = self.desk.shas[item]
        target = self.desk.paths.received / folder / received_name(sha256, item.name)
        if target.exists():
            return str(target.relative_to(self.desk.paths.root))
        try:
            staged = self.desk.copy(item)
        except OSError as error:
            raise storage_error(error, "再次读取文件", item.path) from error
        if staged.sha256 != sha256:
            raise StorageError(
                f"{clean_path(item.path)} 在装载过程中被改动。"
                "请等文件保存完毕后重新执行；本次没有登记。"
            )
        return keep(self.desk.paths, staged, folder)

    def _trends(self, parts: Sequence[Part], current: Mapping[Key, Load]) -> dict[Part, Part]:
        """Parts whose manifest got findings against earlier returns (T1, T2) -> with new counts."""
        data = {key: load.data for key, load in current.items()}
        data |= {part.key: part.data for part in parts}
        return Comparison(self.desk.paths.root, data).of(parts)

    def _append(self, loads: Sequence[Load]) -> None:
        if not loads:
            return
        self.desk.ready()
        with explained("存放数据", self.desk.paths.raw):
            self._write_contracts(loads)
            self.desk.sync()
        append_loads(self.desk.paths, loads)
        self.ledger = Ledger((*self.ledger.loads, *loads))

    def _write_contracts(self, loads: Sequence[Load]) -> None:
        for load in loads:
            if load.source is not None and load.contract is not None:
                write_contract(self.desk.paths.root / load.contract, load_contracts()[load.source])


def _is_remade(before: Load, part: Part) -> bool:
    """Whether the Parquet in force was made again and came out otherwise (a newer library): the
    ledger must tell its new hash."""
    is_there = before.data == part.data and before.data_sha256 is not None
    return is_there and part.data_sha256 != before.data_sha256


def write_contract(path: Path, contract: Contract) -> None:
    """The resolved contract as JSON; its name holds its hash, which stays when only its audiences
    change: then it is written again."""
    content = contract.to_json().encode()
    if not path.exists() or path.read_bytes() != content:
        write_atomic(path, content)
