"""What is made of each source: counts, unfolding to names that lead to the dictionary."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format
from dashboard.components.dictionary import address
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Html, el, link, on_screen
from dashboard.reading import quality
from dashboard.reading.quality import Feed
from dashboard.view import View


def listing(view: View) -> Content | Empty:
    """Sources, the tables they feed, the metrics these end in."""
    feeds = quality.feeds(view.version)
    title = "来龙去脉"
    if not feeds:
        return Empty(title, format.NO_DATA)
    used = [feed for feed in feeds if feed.metrics]
    most = max(feeds, key=lambda feed: (feed.is_due, len(feed.metrics)))
    said = (
        f"{len(feeds)}个来源中{len(used)}个用于指标，"
        f"报表中{most.title}用得最多（{len(most.metrics)}个）"
    )
    body = el("ol", *(_feed(view, feed) for feed in feeds), class_="feeds")
    return Content(
        f"{title}：{said}",
        body,
        len(feeds),
        ["箭头指向由它算出的", on_screen("；点开看名称，名称通到数据字典")],
    )


def _feed(view: View, feed: Feed) -> Html:
    entry = address.entry(view, "source", feed.source)
    tables = [(address.entry(view, "table", name), title) for name, title in feed.tables]
    metrics = [(address.entry(view, "metric", name), title) for name, title in feed.metrics]
    return el(
        "li",
        el(
            "p",
            link(feed.title, entry, class_="from"),
            el("span", feed.owner, class_="note"),
            class_="source",
        ),
        _made("表", "张", tables),
        _made("指标", "个", metrics),
    )


def _made(what: str, unit: str, names: Sequence[tuple[str, str]]) -> Html:
    if not names:
        return el("p", f"→ 没有用于{what}", class_="none")
    listed = el("ul", *(el("li", link(title, to)) for to, title in names))
    return el("details", el("summary", f"→ {what}{len(names)}{unit}"), listed)
