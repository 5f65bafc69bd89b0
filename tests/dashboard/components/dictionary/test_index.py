"""The index names everything there is, once."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.components.dictionary import index
from dashboard.reading import dictionary
from dashboard.view import View
from tests.dashboard import demo
from tests.dashboard.conftest import content

Look = Callable[..., View]


def test_every_metric_stands_with_its_value(look: Look) -> None:
    view = look(demo.LAOSHAN)
    made = content(index.metrics(view))
    titles = dictionary.metric_titles(view.version)
    assert made.rows == len(titles)
    assert str(made.body).count("<li") == len(titles)
    assert 'data-area="370212"' in str(made.body)


def test_every_table_is_in_one_of_the_lists(look: Look) -> None:
    view = look()
    metrics = len(dictionary.metric_titles(view.version))
    listed = content(index.tables(view)).rows + content(index.codes(view)).rows
    assert listed + metrics == len(dictionary.tables(view.version))


def test_every_source_is_listed_with_its_owner(look: Look) -> None:
    made = content(index.sources(look()))
    assert "市应急管理局" in str(made.body)
    assert made.rows == len(dictionary.sources(look().version))
