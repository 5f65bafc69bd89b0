"""What the desk is told before it has a bulletin made."""

from __future__ import annotations

from dashboard import format
from dashboard.components.frame import Content
from dashboard.components.html import el
from dashboard.view import View


def told(view: View) -> Content:
    """The page's heading, and what holds for every bulletin."""
    lines = [
        f"生成截至{format.day(view.as_of)}的简报（在页首换一周）：图片、简报、数据附表和清单，"
        "与命令 export 做的完全相同",
        "各页都是全市的；另要区(市)的，用命令加 --areas",
        "全部核对无误才替换原有的；出错、取消，原有的都不动",
        "填了期号的，成功后登记在册；签发人、印发日期在期号登记表里填，填好再生成一次就是定稿，"
        "此前都印“送审稿”",
        "同时只生成一份；生成时可以离开本页，回来接着看",
    ]
    items = (el("li", line) for line in lines)
    return Content("简报：一键生成本周的图、文、表", el("ul", *items, class_="rules"), len(lines))
