"""`status`: which unit reported what, up to which date, and which weeks are missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from etl.checking.areas import level_of
from etl.checking.facts import reporting_units
from etl.codes import cadence_days
from etl.command.console import table
from etl.contract import Contract, load_contracts
from etl.loading.ledger import Ledger

SHOWN = 6
"""Missing weeks named one by one."""


def status_lines(ledger: Ledger, source: str | None = None) -> Iterator[str]:
    """One table per source that was loaded: expected units, their last and missing returns."""
    contracts = [c for c in load_contracts().values() if source in (None, c.name)]
    shown = False
    for contract in contracts:
        days: dict[str, set[date]] = {}
        for (name, unit, as_of), _ in ledger.current().items():
            if name == contract.name:
                days.setdefault(unit, set()).add(date.fromisoformat(as_of))
        if days:
            shown = True
            yield f"■ {contract.title}（{contract.name}）"
            yield _table(contract, days)
            yield ""
    if not shown:
        yield "还没有装载任何数据。" if source is None else "这个来源还没有装载任何数据。"


def _expected(contract: Contract, seen: set[str]) -> dict[str, str]:
    """Code -> title of the units that are to report, in customary order, and of others that did."""
    units = {unit.code: unit.title for _, unit in reporting_units()}
    if contract.scope != "district" or cadence_days()[contract.cadence] is None:
        return {code: title for code, title in units.items() if code in seen}
    own_area = {u.code for _, u in reporting_units() if u.code == u.area_code}
    districts = {code for code in own_area if level_of(code) == "district"}
    return {code: title for code, title in units.items() if code in districts | seen}


def _table(contract: Contract, days: dict[str, set[date]]) -> str:
    first = min(day for unit in days.values() for day in unit)
    last = max(day for unit in days.values() for day in unit)
    rows = []
    for code, title in _expected(contract, set(days)).items():
        got = days.get(code, set())
        missing = list(_missing(contract, got, first, last))
        names = "、".join(str(day) for day in missing[-SHOWN:])
        more = f" 等 {len(missing)} 期" if len(missing) > SHOWN else ""
        rows.append((title, len(got), str(max(got)) if got else "从未报送", f"{names}{more}"))
    return table(("报送单位", "期数", "最近一期", "缺报（截止日）"), rows)


def _missing(contract: Contract, got: set[date], first: date, last: date) -> Iterator[date]:
    """Sundays of the weeks (ends of the periods) without a return, from the first to the last."""
    length = cadence_days()[contract.cadence]
    if length is None:
        return
    end = first + timedelta(days=(6 - first.weekday()) % 7)
    while end - timedelta(days=6) <= last:
        if not any(end - timedelta(days=length) < day <= end for day in got):
            yield end
        end += timedelta(days=7 if length == 7 else length)
