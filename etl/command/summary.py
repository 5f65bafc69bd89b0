"""What `check` and `load` print: short, in Chinese, the first findings in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from etl.checking.skips import added_skips, skip_text
from etl.codes import load_code_list
from etl.command.checking import Checked
from etl.command.console import table
from etl.contract import load_contracts
from etl.findings import Finding, rule_titles
from etl.loading.claims import CONFLICT, DISJOINT, EARLIER, PASSED_OVER, STALE, TAKE, UNCHANGED
from etl.loading.commit import REFUSAL, Settled
from etl.loading.load import Report
from warehouse.paths import DataPaths

SHOWN = 3
"""Findings of one rule printed in full."""
FILES_SHOWN = 30
"""Files that `load` lists one by one."""

SHOWN_IN_ALL = 20
"""Findings printed by `load` in all; the return workbooks have every one."""

LEVEL_WORDS = {"error": "错误", "confirm": "待说明", "info": "提示"}
OUTCOMES = {
    TAKE: "装载",
    UNCHANGED: "未变",
    EARLIER: "已有更正",
    CONFLICT: "两份冲突未采用",
    STALE: "退回单过期未采用",
    DISJOINT: "像是另一部分未采用",
    PASSED_OVER: "已选另一份未采用",
    REFUSAL: "未采用",
}


def source_title(source: str | None) -> str:
    """The title of a source's form."""
    contract = load_contracts().get(source or "")
    return contract.title if contract else "—"


def unit_title(unit: str | None) -> str:
    """The name of a reporting unit."""
    return load_code_list("unit").title_of.get(unit or "", unit or "—")


def check_lines(one: Checked) -> Iterator[str]:
    """The summary of one checked file."""
    facts = "，".join(filter(None, (one.format, one.encoding)))
    yield f"■ {one.file}（{facts}）" if facts else f"■ {one.file}"
    if one.sheets:
        head = ("工作表", "来源", "报送单位", "截至", "读到", "接收", "退回", "跳过", "待认领")
        rows = [
            (s.sheet, source_title(s.source) if s.source else "未采用",
             unit_title(s.unit_code) if s.source else "", s.as_of if s.source else "",
             s.read, s.accepted, s.rejected, s.skipped, s.unclaimed)
            for s in one.sheets
        ]  # fmt: skip
        yield table(head, rows, 40)
    if one.skips:
        yield f"跳过的行：{skip_text(one.skips)}"
    if not one.findings:
        yield "没有发现问题。"
    yield from finding_lines(one.findings)


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Findings grouped by rule, the gravest level first, the first ones of each in full."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    order = list(LEVEL_WORDS)
    for found in sorted(findings, key=lambda f: order.index(f.level)):
        groups.setdefault((found.level, found.rule), []).append(found)
    titles = rule_titles()
    for (level, rule), group in groups.items():
        yield f"  [{LEVEL_WORDS[level]}] {rule} {titles.get(rule, '')}：{len(group)} 条"
        for found in group[:SHOWN]:
            yield f"    {found.message}"
            yield f"      → {found.remedy}"
        if len(group) > SHOWN:
            yield f"    …… 另有 {len(group) - SHOWN} 条"


def load_lines(report: Report, paths: DataPaths) -> Iterator[str]:
    """The summary of a load: a table of what changed, totals, conservation, findings."""
    if report.was_torn:
        yield "注意：台账末尾有半行（上次装载中断所致），已略去；缺的由本次补上。"
    yield from _files(report)
    for hint, reason in report.unreadable:
        yield f"未读：{hint}：{reason}"
    if not report.settled and not report.unreadable:
        yield f"没有要装载的文件。把工作簿放进 {paths.inbox}，或写明路径。"
        return
    yield from _totals(report)
    yield from _findings(report)
    yield from _returns(report, paths)


def _files(report: Report) -> Iterator[str]:
    """A row per file that was not just unchanged; those with something to look at come first."""
    files: dict[str, list[Settled]] = {}
    for s in report.settled:
        files.setdefault(s.item.hint, []).append(s)
    changed = [f for f in files.values() if any(s.kind not in (UNCHANGED, EARLIER) for s in f)]
    changed.sort(key=lambda f: all(s.kind == TAKE and not s.part.errors for s in f))
    if changed:
        rows = [_row(f) for f in changed[:FILES_SHOWN]]
        yield table(("文件", "读到", "接收", "退回", "跳过", "待认领", "结果"), rows, 56)
    if len(changed) > FILES_SHOWN:
        rest = [s for f in changed[FILES_SHOWN:] for s in f]
        yield f"…… 其余 {len(changed) - FILES_SHOWN} 个文件：{_results(rest)}"


def _row(parts: Sequence[Settled]) -> tuple[object, ...]:
    new = [s.part for s in parts if s.kind not in (UNCHANGED, EARLIER)]
    names = ("read", "accepted", "rejected", "skipped", "unclaimed")
    return (parts[0].item.hint, *(sum(getattr(p, n) for p in new) for n in names), _results(parts))


def _results(parts: Sequence[Settled]) -> str:
    """装载 7 张，更正 1 张（取代第 12 号），未采用 1 张（说明.xlsx）…"""
    kinds = Counter(OUTCOMES[s.kind] for s in parts if s.kind != TAKE)
    fresh = sum(s.kind == TAKE and s.before is None for s in parts)
    replaced = [s.before.load_no for s in parts if s.kind == TAKE and s.before is not None]
    words = [f"装载 {fresh} 张"] if fresh else []
    if replaced:
        numbers = "、".join(map(str, replaced[:SHOWN]))
        more = " 等" if len(replaced) > SHOWN else ""
        words.append(f"更正 {len(replaced)} 张（取代第 {numbers}{more} 号）")
    return "，".join([*words, *(f"{word} {count} 张" for word, count in kinds.items())])


def _totals(report: Report) -> Iterator[str]:
    kinds = Counter(s.kind for s in report.settled)
    corrected = [s for s in report.taken if s.before is not None]
    refused = len(report.settled) - sum(kinds[k] for k in (TAKE, UNCHANGED, EARLIER))
    yield (
        f"合计：新装载 {kinds[TAKE] - len(corrected)} 张表，更正 {len(corrected)} 张，"
        f"未变 {kinds[UNCHANGED]} 张，已有更正 {kinds[EARLIER]} 张，未采用 {refused} 张，"
        f"未读文件 {len(report.unreadable)} 个"
    )
    new = [s.part for s in report.settled if s.load is not None]
    if new:
        read, accepted, rejected, skipped, unclaimed = (
            sum(getattr(p, n) for p in new)
            for n in ("read", "accepted", "rejected", "skipped", "unclaimed")
        )
        sign = "=" if read == accepted + rejected + skipped else "≠"
        gone = sum(s.before.accepted for s in corrected if s.before)
        yield (
            f"行数：读到 {read} {sign} 接收 {accepted} + 退回 {rejected} + 跳过 {skipped}；"
            f"接收中待认领 {unclaimed}；被本次更正取代的旧行 {gone}"
        )
    if skips := added_skips(dict(part.skips) for part in new):
        yield f"跳过的行：{skip_text(skips)}"


def _findings(report: Report) -> Iterator[str]:
    """Counts, and the first open findings of every file in full."""
    found = report.open_findings()
    if found.is_empty():
        return
    levels = Counter(found["level"].to_list())
    yield f"问题：须改正 {levels['error']} 条，待说明 {levels['confirm']} 条"
    shown = found.group_by("load_no", maintain_order=True).head(SHOWN).head(SHOWN_IN_ALL)
    for level, message in shown.select("level", "message").iter_rows():
        yield f"  [{LEVEL_WORDS[level]}] {message}"
    if found.height > shown.height:
        yield f"  …… 另有 {found.height - shown.height} 条，见退回修正单"


def _returns(report: Report, paths: DataPaths) -> Iterator[str]:
    written = report.returns.written
    if written:
        yield f"退回修正单：{len(written)} 份，在 {paths.returns}"
    for file, reason in report.returns.failed:
        yield f"退回修正单未能写出：{file}：{reason}"
