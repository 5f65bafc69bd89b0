"""The eight facts of a community, each on a card: what it is, since when, and where it is from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components import source, stale
from dashboard.components.community import common
from dashboard.components.community.common import UNREPORTED
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Html, el
from dashboard.reading import community
from dashboard.reading.community import Row
from dashboard.view import View

Tone = Literal["good", "warn", "bad", "plain"]


@dataclass(frozen=True)
class Said:
    """What a card says of one week: the word in large type, its tone, and details below."""

    word: str
    tone: Tone
    mark: str = ""  # the state in a word, so that colour never tells it alone
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One card: how it reads a week's row, and the metric that its figures make."""

    id: str
    title: str
    metric: str
    say: Callable[[View, Row], Said]


def card(view: View, id_: str) -> Content | Empty:
    """One fact of the view's community, and what it was by the return before."""
    fact = BY_ID[id_]
    title = el("span", fact.title, data_tip=_meaning(view, fact), tabindex="0")
    row = community.portrait(view.version, view.area.code, view.as_of)
    if row is None:
        return common.no_survey(title)
    said = fact.say(view, row)
    one = m.reading(view, fact.metric)
    aged = stale.mark(view, one)
    body = el(
        "div",
        el(
            "p",
            el("span", said.word, class_=f"num word {said.tone}"),
            _mark(said),
            class_="headline-figure",
        ),
        el("p", el("span", _since(view, fact, said), class_="change")),
        el("p", one.dated, class_="note dated") if one.dated else None,
        *(el("p", line, class_="note") for line in said.details),
        el(
            "p",
            aged,
            source.button(fact.metric),
            class_="foot",
        ),
        class_="card fact",
    )
    return Content(title, body, 1)


def _meaning(view: View, fact: Fact) -> str:
    """What is counted, in the words of the metric; what differs for one community first."""
    own = {
        "hazards": f"登记在本社区(村)或{common.within(view, 'hazard_site')}，在册而未完成治理的",
        "nearest": "两类登记中最近的一处，可跨区(市)；直线距离，不是步行路程",
    }
    meant = m.meaning(read.definition(view.version, fact.metric))
    return f"{fact.title}：{own[fact.id]}\n{meant}" if fact.id in own else meant


def _mark(said: Said) -> Html | None:
    return el("span", said.mark, class_=f"light {said.tone}") if said.mark else None


def _since(view: View, fact: Fact, said: Said) -> str:
    one = m.reading(view, fact.metric)
    row = community.portrait(view.version, view.area.code, one.week_before)
    if row is None:
        return f"{one.earlier}无数据"
    before = fact.say(view, row)
    if before.word == said.word:
        return f"与{one.earlier}相同"
    return f"{one.earlier}：{before.word}"


def _persons(count: int | None, missing: str = UNREPORTED) -> str:
    return missing if count is None else format.counted(count, "人")


def _hazards(view: View, row: Row) -> Said:
    count = row["nearby_sites"]
    if not count:
        if row["is_threat_known"]:
            return Said("0处", "good", "未见")
        return Said(UNREPORTED, "warn", UNREPORTED, ("所在区(市)没有报过隐患点台账",))
    kinds = (
        *((row["geological_sites"], "地质灾害"), (row["forest_fire_sites"], "森林火灾")),
        (row["flash_flood_sites"], "山洪"),
    )
    told = "、".join(f"{name}{n}处" for n, name in kinds if n)
    late = row["nearby_overdue_sites"]
    persons = _persons(row["nearby_persons"], "未填")
    details = (told, f"威胁人数{persons}" + (f"；逾期{late}处" if late else "；都未逾期"))
    return Said(format.counted(count, "处"), "bad", "未治理", details)


def _zone(view: View, row: Row) -> Said:
    if not row["is_flash_flood_zone"]:
        return Said("不在", "plain")
    covered = row["is_broadcast_compliant"]
    return Said("在", "warn" if covered else "bad", "受山洪威胁")


def _shelter(view: View, row: Row) -> Said:
    if row["has_shelter"] is None:
        return Said(UNREPORTED, "warn", UNREPORTED, ("所在区(市)没有报过避难场所登记表",))
    residents = f"常住人口{_persons(row['residents_persons'])}"
    if not row["has_shelter"]:
        return Said("没有", "bad", "缺", (residents,))
    capacity = row["shelter_capacity_persons"]
    details = [f"可容纳{_persons(capacity)}，{residents}"]
    if row["repair_shelters"]:
        details.append(f"其中维修中{row['repair_shelters']}处")
    word = format.counted(row["shelters"], "处")
    if capacity >= row["residents_persons"]:
        return Said(word, "good", "够用", tuple(details))
    return Said(word, "warn", "容量不足", tuple(details))


def _nearest(view: View, row: Row) -> Said:
    if row["distance_m"] is None:
        return Said("未能量算", "warn", UNREPORTED, ("没有坐标，或没有可用的登记",))
    far = bool(row["lacks_near_shelter"])
    capacity = _persons(row["nearest_capacity_persons"])
    details = (
        f"{row['nearest_shelter_name']}（{row['nearest_register']}）",
        f"可容纳{capacity}；直线距离，不是步行路程",
    )
    word = format.counted(row["distance_m"], "米")
    return Said(word, "bad" if far else "good", "太远" if far else "近", details)


def _supplies(view: View, row: Row) -> Said:
    if not row["has_supplies"]:
        return Said("没有", "bad", "缺")
    worth, on = row["supplies_value_yuan"], row["supplied_on"]
    told = "金额未填" if worth is None else f"储备金额{format.quantity(worth, '元')}"
    since = "" if on is None else f"，{format.short_day(on, view.as_of)}配备"
    return Said("已配备", "good", "有", (told + since,))


def _broadcast(view: View, row: Row) -> Said:
    if row["lacks_broadcast"] is None:
        return Said(UNREPORTED, "warn", UNREPORTED, ("所在区(市)没有报过终端登记表",))
    terminals = f"在线{row['working_terminals']}个，登记{row['terminals']}个"
    if not row["is_broadcast_installed"]:
        return Said("未安装", "bad", "缺", (terminals,))
    if row["is_broadcast_compliant"]:
        return Said("达标", "good", "有", (terminals,))
    return Said("未达标", "warn", "已安装", (terminals,))


def _officers(view: View, row: Row) -> Said:
    count = row["information_officers"]
    if count is None:
        return Said(UNREPORTED, "warn", UNREPORTED)
    return Said(_persons(count), "good" if count else "bad", "有" if count else "缺")


def _people(view: View, row: Row) -> Said:
    households = row["households"]
    told = UNREPORTED if households is None else format.counted(households, "户")
    details = (f"户数{told}", f"65岁以上{_persons(row['elderly_persons'])}")
    return Said(_persons(row["residents_persons"]), "plain", "", details)


FACTS = (
    Fact("hazards", "附近隐患点", "hazard_open_sites", _hazards),
    Fact("zone", "山洪危险区", "broadcast_installed_flash_flood_communities", _zone),
    Fact("broadcast", "预警广播", "broadcast_compliant_communities", _broadcast),
    Fact("nearest", "最近的避难场所", "communities_with_shelters", _nearest),
    Fact("shelter", "社区避难场所", "shelter_capacity_persons", _shelter),
    Fact("supplies", "应急物资", "communities_with_supplies", _supplies),
    Fact("officers", "灾害信息员", "information_officers", _officers),
    Fact("people", "人口", "residents_persons", _people),
)
BY_ID = {fact.id: fact for fact in FACTS}
