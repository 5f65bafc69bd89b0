"""全部指标: each with its figure and its way in; an unknown one is named."""

from __future__ import annotations

from dashboard.components.origin import index
from dashboard.reading import origin
from tests.dashboard import demo
from tests.dashboard.conftest import text_of


def test_every_metric_stands_once_with_its_figure_and_link() -> None:
    view = demo.view(demo.LAOSHAN)
    body = str(index.listing(view).body)
    every = origin.metrics(view.version)
    assert len(every) > 50
    for one in every:
        assert body.count(f'data-metric="{one.metric}"') == 1
        assert view.source(one.metric).replace("&", "&amp;") in body
    assert "《隐患点台账》" in body


def test_an_unknown_metric_is_named_and_cut_when_long() -> None:
    said = index.unknown(demo.view(metric="不存在" * 30)).reason
    assert "不存在" in said
    assert len(said) < 80
    assert "<" not in text_of(index.unknown(demo.view(metric="<b>")).title)
