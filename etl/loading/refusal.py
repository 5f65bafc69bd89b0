"""Tables that another file speaks for: why they are not taken, as a manifest of their own."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from etl.codes import load_code_list
from etl.contract import load_contracts
from etl.findings import finding
from etl.loading.claims import CONFLICT, DISJOINT, STALE, Verdict
from etl.loading.durable import explained
from etl.loading.intake import Part
from etl.loading.ledger import REFUSED
from etl.loading.receive import Incoming
from warehouse.common.files import write_atomic

RULE_OF = {CONFLICT: "B1", STALE: "B2", DISJOINT: "B4"}
"""Verdict that refuses a table -> the rule that its finding names."""


def refused_part(root: Path, item: Incoming, part: Part, verdict: Verdict) -> Part:
    """The refusal of a table that another file speaks for, with its manifest."""
    text, remedy = _why(verdict)
    found = finding(item.name, RULE_OF[verdict.kind], "error", text, remedy, sheet=part.sheet)
    told = found.to_dict()
    del told["file"]
    body: dict[str, Any] = json.loads((root / part.manifest).read_bytes())
    body["load"] |= {
        "refusal": verdict.kind, "claimed": list(verdict.claim.key), "source": None,
        "accepted": 0, "unclaimed": 0, "confirm": 0, "rejected": part.read - part.skipped,
    }  # fmt: skip
    body |= {"findings": [told], "answers": []}
    content = json.dumps(body, ensure_ascii=False).encode()
    digest = hashlib.sha256(content).hexdigest()[:8]
    name = f"raw/{REFUSED}/{verdict.claim.sha256[:12]}-{digest}.json"
    path = root / name
    if not path.exists():
        with explained("写入核对记录", path):
            write_atomic(path, content)
    return replace(
        part, source=None, unit_code=None, as_of=None, contract_hash=None, data=None,
        manifest=name, accepted=0, rejected=part.read - part.skipped, unclaimed=0,
        errors=1, confirm=0,
    )  # fmt: skip


def _why(verdict: Verdict) -> tuple[str, str]:
    """(what is wrong, what to do)."""
    source, unit, as_of = verdict.claim.key
    title = load_contracts()[source].title
    name = load_code_list("unit").title_of.get(unit, unit)
    what = f"{title}（填报单位：{name}，统计截至日期：{as_of}）"
    if verdict.kind == CONFLICT:
        others = "、".join(f"“{other}”" for other in verdict.others)
        text = f"与{others}报的是同一份{what}，内容不同，看不出以哪个为准，都没有入库"
        remedy = (
            "把不用的文件移出收件夹；或在较新的文件名中注明“更正”“第2版”；"
            "或单独装载要用的文件并加 --supersede"
        )
    elif verdict.kind == DISJOINT:
        text = f"已装载的“{verdict.others[0]}”是同一份{what}，它的行多半不在本文件中"
        text += "，像是另一部分，没有入库；已装载的照旧有效"
        remedy = "合成一份重报，或确为更正时加 --supersede"
    else:
        text = f"退回的那一份{what}已被更新的报送取代，本文件没有入库"
        remedy = "核对以哪一份为准；确以本文件为准的，单独装载它并加 --supersede"
    return text, remedy
