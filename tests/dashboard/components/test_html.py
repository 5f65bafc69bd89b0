"""Markup: nothing unescaped, figures readable by machine."""

from __future__ import annotations

from datetime import date

from dashboard.components.html import Html, el, figure, join, light_mark, link, named, table


def test_text_and_attributes_are_escaped() -> None:
    made = el("p", "<b>&", el("i", "x"), title='"><script>', data_x="a&b", hidden=True, id=None)
    assert made == (
        '<p title="&quot;&gt;&lt;script&gt;" data-x="a&amp;b" hidden>&lt;b&gt;&amp;<i>x</i></p>'
    )


def test_children_may_nest_and_none_is_nothing() -> None:
    assert join(["a", None, [Html("<br/>"), 3]]) == "a<br/>3"


def test_a_figure_carries_what_it_is_and_its_unrounded_value() -> None:
    as_of = date(2021, 3, 21)
    made = figure("49.2%", metric="rate", area="370212", as_of=as_of, value=61 / 124)
    assert f'data-value="{61 / 124!r}"' in made
    assert f' value="{61 / 124!r}"' in made
    assert 'data-metric="rate" data-area="370212" data-asof="2021-03-21"' in made


def test_a_figure_without_a_value_has_an_empty_one() -> None:
    made = figure("无数据", metric="m", area="a", as_of=date(2021, 3, 21), value=None)
    assert 'data-value=""' in made


def test_a_light_has_a_shape_and_a_word_that_depend_on_the_basis() -> None:
    assert "滞后" in light_mark("red", "plan")
    assert "未达标" in light_mark("red", "value")
    assert "<svg" in light_mark("green", "plan")
    assert light_mark(None, "plan") == ""


def test_an_identifier_breaks_behind_its_parts_only() -> None:
    assert named("marts.week_change") == "<code>marts.<wbr/>week_<wbr/>change</code>"


def test_a_link_has_a_real_address() -> None:
    made = link("崂山区", ".?area=370212&asof=2021-03-21")
    assert 'href=".?area=370212&amp;asof=2021-03-21"' in made


def test_a_table_heads_its_columns_and_rows() -> None:
    made = table(["周", "值"], [("3月21日", 5)])
    assert '<th scope="col">周</th>' in made
    assert '<th scope="row">3月21日</th><td class="amount" data-label="值">5</td>' in made


def test_a_column_of_amounts_stands_at_the_right_with_its_heading() -> None:
    rows = [("甲", "1,234", "12天", "3月1日"), ("乙", "—", el("b", "5天"), "2")]
    made = table(["地区", "人口", "逾期", "自"], rows)
    assert '<th scope="col" class="amount">人口</th>' in made
    assert '<td class="amount" data-label="逾期"><b>5天</b></td>' in made
    assert '<th scope="col">自</th>' in made  # a day is no amount
    assert '<td data-label="自">2</td>' in made
    assert "amount" not in table(["地区", "人口"], [("甲", "—")])
