"""两下两上、一评审: how far each budget has come, its amount in each round, what experts cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard import format
from dashboard.components import folded, place, source
from dashboard.components import metric as m
from dashboard.components.dispatch import common, held
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, scrolling, table
from dashboard.reading import dispatch
from dashboard.reading.dispatch import ALL, Row
from dashboard.view import CITY, View

NAME, STEPS = "普查经费预算", "两下两上、一评审"
LEDGER = "普查经费预算表"
CUT, APPROVED = "budget_cut_rate", "budgets_approved"
ROUNDS = ("declared", "prereviewed", "submitted", "reviewed")
ROUND_HEADS = ("一上申报", "二下预审", "二上送审", "评审核定")
DONE, REVIEW = "approved", "review"
MONEY = format.scale_for([10_000], "元")  # 万元: in 亿元 a district's budget would be 0.2


def process(view: View) -> Content | Empty:
    """The steps of the process: how many districts, or how much money, reached each."""
    known, area = _known(view), common.home(view)
    if area.code not in known:
        return common.nothing(view, STEPS, LEDGER)
    told = common.note(view, "全部牵头部门都走到，才算走到这一步")
    if area.level == CITY:
        districts = below(view)
        counts = _reached(view, [row for _, row in districts if row is not None])
        approved = counts[-1][1]
        said = f"{STEPS}：{len(districts)}个区(市)中{approved}个走完，已批复"
        steps = (
            _step(title, format.counted(n, "个"), is_passed=place_ == len(counts) and n > 0)
            for place_, (title, n) in enumerate(counts, start=1)
        )
        return Content(said, _chain(steps), len(districts), told)
    total = known[area.code][-1]
    return Content(f"{STEPS}：{_stage(view, total)}", _money_chain(view, total), 1, told)


def _known(view: View) -> Mapping[str, tuple[Row, ...]]:
    return dispatch.budgets(view.version, view.as_of)


def _titles(view: View) -> dict[str, str]:
    return {row["code"]: row["title"] for row in dispatch.budget_stages(view.version)}


def below(view: View) -> list[tuple[str, Row | None]]:
    """Every district with its total; None where nothing was returned."""
    known = _known(view)
    return [
        (area.code, known[area.code][-1] if area.code in known else None)
        for area in view.areas.children(view.areas.city)
    ]


def _reached(view: View, totals: Sequence[Row]) -> list[tuple[str, int]]:
    """Step -> how many have reached it or a later one."""
    titles = _titles(view)
    order = {code: n for n, code in enumerate(titles)}
    at = [order.get(row["budget_stage"], -1) for row in totals]
    return [(title, sum(one >= n for one in at)) for n, title in enumerate(titles.values())]


def _chain(steps: Iterable[Html]) -> Html:
    return el("ol", *steps, class_="chain budget-steps")


def _step(title: str, value: str, share: str = "", *, is_passed: bool) -> Html:
    return el(
        "li",
        el("span", title, class_="name"),
        common.strong(value),
        el("span", share, class_="share") if share else None,
        class_="passed" if is_passed else None,
    )


def _money_chain(view: View, total: Row) -> Html:
    """The day of the method, then each round's money and how many departments are through."""
    (_, method), *rounds = _titles(view).items()
    issued = common.day(view, total["method_issued_on"])
    steps = [_step(method, issued, "下发", is_passed=False)]
    for (code, title), name in zip(rounds, (*ROUNDS, DONE), strict=True):
        amount, done = total[f"{name}_yuan"], total[f"{name}_departments"]
        value = f"{format.trimmed(format.scaled(amount, MONEY))}{MONEY.suffix}"
        steps.append(
            _step(
                title,
                "—" if amount is None else value,
                f"{done}／{total['departments']}个部门",
                is_passed=code == DONE == total["budget_stage"],
            )
        )
    return _chain(steps)


def _stage(view: View, total: Row) -> str:
    titles = _titles(view)
    stage = total["budget_stage"]
    if stage == DONE:
        return f"已批复（{common.day(view, total['approved_on'])}）"
    return f"走到{titles[stage]}" if stage in titles else "尚未开始"


def amounts(view: View) -> Content | Empty:
    """The amount of each round: by district in the city, by department in a district."""
    known, area = _known(view), common.home(view)
    if area.code not in known:
        return common.nothing(view, NAME, LEDGER)
    rows = known[area.code]
    if area.level == CITY:
        return _of_city(view)
    rounds = [f"{one}（{MONEY.suffix}）" for one in (*ROUND_HEADS, "压减额")]
    head = ["牵头部门", *rounds, "压减率", "批复"]
    lines = [_department(view, row) for row in rows if row["department"] != ALL]
    lines.append(_total(view, rows[-1], area.code))
    said = f"{area.name}{NAME}{_cut(view, area.code)}"
    body = scrolling(table(head, lines, class_="list numbers budget"))
    return Content(said, body, len(lines), _note(view, "压减率只算合计"))


def _note(view: View, told: str) -> list[Child]:
    return common.note(view, f"{told}；压减率＝（送审−核定）÷送审 ", source.button(CUT))


def _cut(view: View, area: str) -> str:
    one = m.reading(view, CUT, area)
    if one.value is None:
        return "：还没有评审"
    experts = sum(row["experts_persons"] or 0 for row in held.known(view, REVIEW))
    who = f"（{experts}位专家评审）" if experts else ""
    return f"：评审压减{_rate(one)}{who}"


def _rate(one: m.Reading) -> str:
    """With two decimals: the review is known by them."""
    return f"{format.grouped((one.value or 0.0) * 100, 2)}%"


def _figure(one: m.Reading) -> Child:
    return "—" if one.value is None else one.figure(_rate(one), one.value)


def _cells(row: Row) -> list[Child]:
    values = [row[f"{name}_yuan"] for name in ROUNDS]
    return ["—" if v is None else format.scaled(v, MONEY) for v in values]


def _approved(view: View, row: Row) -> str:
    return "未批复" if row["approved_on"] is None else common.day(view, row["approved_on"])


def _department(view: View, row: Row) -> tuple[Child, ...]:
    return (row["department"], *_cells(row), _cut_off(row), "—", _approved(view, row))


def _cut_off(row: Row) -> str:
    return "—" if row["cut_yuan"] is None else format.scaled(row["cut_yuan"], MONEY)


def _total(view: View, row: Row, area: str) -> tuple[Child, ...]:
    rate = _figure(m.reading(view, CUT, area))
    return ("合计", *_cells(row), _cut_off(row), rate, _approved(view, row))


def _of_city(view: View) -> Content:
    districts, titles = below(view), _titles(view)
    approved = [code for code, row in districts if row is not None and row["budget_stage"] == DONE]
    names = format.listed([place.short(view, code) for code in approved], 4, "个区(市)")
    said = f"{NAME}：{f'{names}已批复' if approved else '还没有区(市)批复'}"
    head = [
        "区(市)",
        *(f"{one}（{MONEY.suffix}）" for one in ROUND_HEADS),
        "压减率",
        "走到",
        "批复",
    ]
    lines = [_district(view, code, row, titles) for code, row in districts]
    body = folded.listing(
        head, lines, total=len(lines), unit="个", class_="list numbers budget staged"
    )
    return Content(said, body, len(lines), _note(view, "单位报送过预算表的才有数"))


def _district(view: View, code: str, row: Row | None, titles: dict[str, str]) -> tuple[Child, ...]:
    name = common.where(view, code)
    if row is None:
        return (name, *["—"] * len(ROUNDS), "—", "没有报送", "—")
    stage = titles.get(row["budget_stage"], "尚未开始")
    rate = _figure(m.reading(view, CUT, code))
    return (name, *_cells(row), rate, stage, _approved(view, row))
