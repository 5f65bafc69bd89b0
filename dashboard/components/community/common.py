"""What the tiles of 社区画像 share: words for threats and lacks, the 试算 mark, a mart's rule."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format
from dashboard.components import source
from dashboard.components.frame import Empty
from dashboard.components.html import Child, Html, el
from dashboard.reading import community
from dashboard.reading.community import Row
from dashboard.view import View

GAP, RANK, PARTS, THREAT = (
    *("community_gap", "community_rank", "community_resilience", "community_threat"),
)
UNREPORTED = "未报"
NOT_INSTALLED = "未安装预警广播"  # short of the standard too, but nobody would call it that
TRIAL = "按公开的规则试算，不是考核结果"
NO_SURVEY = "本周及以前没有社区减灾能力调查表"


def trial() -> Html:
    """The mark of everything that is this dashboard's own reckoning and nobody's assessment."""
    return el("span", "试算", class_="trial", data_tip=TRIAL, tabindex="0")


def threats(view: View, row: Row) -> list[str]:
    """What threatens the community: `地质灾害`, `山洪`."""
    return [said for name, said in community.threats(view.version).items() if row[name]]


def lacks(view: View, row: Row) -> list[str]:
    """What it lacks, in the order in which to mend it."""
    return [
        NOT_INSTALLED if name == "lacks_broadcast" and not row["is_broadcast_installed"] else said
        for name, said in community.lacks(view.version).items()
        if row[name]
    ]


def unknown(view: View, row: Row) -> int:
    """How many of the things asked for were not reported: neither had nor lacking."""
    return sum(row[name] is None for name in community.lacks(view.version))


def threatened_by(view: View, row: Row) -> str:
    """`地质灾害、山洪`; what is said where nothing threatens, or where nobody reported."""
    said = "、".join(threats(view, row))
    if row["is_threat_known"]:
        return said or "没有"
    return f"{said}；隐患点未报" if said else "隐患点未报"


def within(view: View, kind: str) -> str:
    """`直线1公里以内`."""
    metres = community.reach(view.version)[kind]
    if metres % 1000 == 0:
        return f"直线{format.grouped(metres / 1000, 0)}公里以内"
    return f"直线{format.grouped(metres, 0)}米以内"


def distance(row: Row) -> str:
    """How far an object lies, as the crow flies; — where one of the two has no coordinates."""
    return "—" if row["distance_m"] is None else format.counted(row["distance_m"], "米")


def interval(row: Row) -> str:
    """`第3—第9`; one place where the weights move nothing."""
    best, worst = row["best_rank"], row["worst_rank"]
    return f"第{best}" if best == worst else f"第{best}—第{worst}"


def between(row: Row) -> str:
    """`名次在第3—第9之间`."""
    if row["best_rank"] == row["worst_rank"]:
        return f"名次总是{interval(row)}"
    return f"名次在{interval(row)}之间"


def rule_button(table: str, word: str = "查看规则") -> Html:
    """Opens the rule of a mart."""
    return el("button", word, type="button", class_="source", data_dialog=f"rule-{table}")


def rule(view: View, table: str, name: str) -> str:
    """The sentence of the mart's description that begins with `name`：, as its header words it."""
    lines = community.model(view.version, table).description.splitlines()
    return next(line for line in lines if line.startswith(f"{name}："))


def rule_dialogs(view: View, tables: Sequence[str]) -> list[Html]:
    """The marts' own words and SQL, closed until asked for."""
    return [_dialog(community.model(view.version, table)) for table in tables]


def _dialog(one: community.Model) -> Html:
    lines = [line for line in one.description.splitlines() if line.strip()]
    return el(
        "dialog",
        el("h3", one.title),
        *(el("p", line) for line in lines),
        el("h4", "取数语句（SQL）"),
        source.statement(one.sql),
        el("button", "关闭", type="button", data_close=True),
        id=f"rule-{one.table.partition('.')[2]}",
        aria_label=f"{one.title}的规则",
    )


def no_survey(title: Child) -> Empty:
    """The tile of an area that no survey has told of yet."""
    return Empty(title, format.NO_DATA, NO_SURVEY)
