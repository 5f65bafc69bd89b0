"""How things stand for whoever looks: what may be started, what is under way, what is finished."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard import format, read, who
from dashboard.export import order
from dashboard.export.bench import finished
from dashboard.export.bench.finished import Finished
from dashboard.export.bench.runs import Run, press, without_place
from dashboard.export.bulletin import register
from dashboard.export.errors import ExportError
from dashboard.export.progress import STAGES
from dashboard.format import week_name
from dashboard.reading.audit import edition_titles
from warehouse.common.audience import AUDIENCES, FULL, may_see
from warehouse.paths import data_paths


def told(as_of: date) -> dict[str, Any]:
    """All that the page shows of the week that ends on `as_of`, fit for JSON."""
    role, titles = who.role(), _titles()
    return {
        "refusal": refusal(),
        "week": format.week(as_of),
        "roles": [[one, titles[one]] for one in reversed(AUDIENCES) if may_see(role, one)],
        "issue": _issue(as_of),
        "run": of_run(press().now()),
        "finished": [
            _of_finished(one, titles) for one in finished.listed(data_paths().export, role)
        ],
    }


def _titles() -> Mapping[str, str]:
    return edition_titles(read.current().version)


def refusal() -> str | None:
    """Why whoever looks may not start one; None for those who may."""
    looker = who.looker()
    if looker.role == FULL or looker.is_administrator:
        return None
    return (
        "生成简报的须能读全量版，或是管理员；你可以下载下面已经生成的。"
        "需要生成的，请系统管理员在人员名单里写明 role 或 administrator"
    )


def may_stop(run: Run) -> bool:
    """Whether whoever looks may: who started it, and administrators."""
    looker = who.looker()
    return looker.name == run.who or looker.is_administrator


def waits_for(run: Run) -> str:
    """What is told to whoever comes second."""
    what = f"{week_name(run.wish.as_of)}的简报" if _may_see(run) else "另一份简报"
    minutes = int(run.spent // 60)
    since = f"已 {minutes} 分钟" if minutes else "刚开始"
    return f"{run.who}正在生成{what}（{since}），同时只能生成一份，请等它结束后再试"


def _may_see(run: Run) -> bool:
    return may_see(who.role(), run.wish.role)


def of_run(run: Run | None) -> dict[str, Any] | None:
    """The run as whoever looks may see it; of a wider edition only that there is one."""
    if run is None:
        return None
    known: dict[str, Any] = {
        "id": run.id,
        "news": run.news,
        "state": run.state,
        "is_under_way": run.is_under_way,
        "who": run.who,
        "seconds": round(run.spent, 1),
        "is_told": _may_see(run),
        "may_stop": run.is_under_way and may_stop(run),
    }
    if not _may_see(run):
        return known
    step, stages = run.step, list(STAGES)
    return known | {
        "week": week_name(run.wish.as_of),
        "role": run.wish.role,
        "stages": list(STAGES.values()),
        "stage": stages.index(step.stage) if step.stage in STAGES else 0,
        "text": without_place(step.text),
        "done": step.done,
        "of": step.of,
        "said": run.said,
    }


def _issue(as_of: date) -> dict[str, Any]:
    """The number that the register has for the week, or the next one; its fault, where it has."""
    try:
        known = register.read(data_paths().bulletin / register.FILE)
    except ExportError as problem:
        return {"number": None, "is_registered": False, "trouble": without_place(str(problem))}
    if (entry := known.of_week(as_of)) is not None:
        return {"number": entry.number, "is_registered": True, "trouble": None}
    used = [one.number for one in known.entries if one.year == as_of.year]
    return {"number": max(used, default=0) + 1, "is_registered": False, "trouble": None}


def _of_finished(one: Finished, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "week": format.week(date.fromisoformat(one.as_of)),
        "issue": one.issue,
        "edition": titles[one.role],
        "version": one.version,
        "made": format.timestamp(one.made_at),
        "size": f"{format.grouped(one.bytes / (1 << 20), 1)} MiB",
        "is_draft": one.is_draft,
        "is_demo": one.is_demo,
        "parts": one.parts,
        "lacking": order.lacking(one.pages),
    }
