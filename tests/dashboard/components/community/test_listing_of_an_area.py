"""短板清单 and the trial scores of an area: whom to go to first, and by what rule."""

from __future__ import annotations

import re

from dashboard.components.community import lead, listing, matrix, parts, scores, where
from dashboard.reading import community
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


def test_the_sentence_counts_the_threatened_that_lack_and_links_to_the_first() -> None:
    view = demo.view(demo.LAOSHAN, page="community")
    made = lead.sentence(view)
    counts = community.summary(view.version, demo.LAOSHAN, view.as_of)
    said = text_of(made.title)
    assert said.startswith(f"崂山区150个社区(村)中{counts.urgent}个受威胁又有缺项")
    first = community.gaps(view.version, demo.LAOSHAN, view.as_of)[0]
    assert f'href="community?area={first["area_code"]}' in str(made.title)


def test_the_list_is_in_order_of_threats_times_lacks_and_links_to_each_community() -> None:
    view = demo.view(demo.LAOSHAN, page="community")
    found = community.gaps(view.version, demo.LAOSHAN, view.as_of)
    index = [one["gap_index"] for one in found]
    assert index == sorted(index, reverse=True)
    assert [one["place"] for one in found] == list(range(1, len(found) + 1))
    body = str(content(listing.chart(view)).body)
    for one in found:
        assert f'href="community?area={one["area_code"]}' in body


def test_the_list_shows_its_own_rule_and_is_marked_as_trial() -> None:
    made = content(listing.chart(demo.view(demo.LAOSHAN)))
    assert "试算" in str(made.title)
    assert "位次：威胁种数 × 缺项数，大的在前" in str(made.note)


def test_a_community_sees_itself_among_its_street() -> None:
    body = str(content(listing.chart(demo.view("370212001001"))).body)
    assert body.count('aria-current="true"') == 1
    assert "（本社区）" in body


def test_the_matrix_holds_every_community_once() -> None:
    view = demo.view(demo.LAOSHAN)
    made = content(matrix.chart(view))
    cells = re.findall(r'<td class="ramp-\d">([\d,]+)</td>', str(made.body))
    assert sum(int(cell.replace(",", "")) for cell in cells) == made.rows == 150


def test_every_part_is_shown_with_its_rule_and_the_weights_make_a_hundred() -> None:
    made = content(parts.averages(demo.view(demo.LAOSHAN)))
    assert "权重合计100%" in str(made.note)
    assert "未报：不算 0 分" in str(made.note)


def test_the_lowest_score_comes_first_with_the_interval_of_its_rank() -> None:
    view = demo.view(demo.LAOSHAN)
    found = community.lowest(view.version, demo.LAOSHAN, view.as_of)
    known = [one["resilience_score"] for one in found]
    assert known == sorted(known)
    first = found[0]
    said = f"第{first['best_rank']}—第{first['worst_rank']}"
    assert said in text_of(content(scores.chart(view)).body)


def test_the_plane_draws_each_state_in_its_own_shape() -> None:
    shapes = [shape for _, _, shape in where.STATES.values()]
    assert len(set(shapes)) == len(shapes)
    assert where.state({"lacks": 4, "threat_kinds": 1}) == "many"
    assert where.state({"lacks": 4, "threat_kinds": 0}) == "spared"
    assert where.state({"lacks": 0, "threat_kinds": 3}) == "none"
