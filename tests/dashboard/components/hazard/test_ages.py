"""Ages: every untreated site once by each kind of days."""

from __future__ import annotations

from dashboard.components.hazard import ages, common
from dashboard.reading import hazards
from tests.dashboard import demo
from tests.dashboard.conftest import content, text_of


def test_each_histogram_counts_every_untreated_site_once() -> None:
    for as_of in (demo.BULLETIN, demo.NEWEST):
        view = demo.view(as_of=as_of)
        one = common.status(view)
        found = hazards.ages(view.version, demo.CITY, "all", as_of)
        assert one is not None
        for basis in ("overdue", "registered"):
            assert sum(a.sites for a in found if a.basis == basis) == one.untreated_sites
        assert sum(a.sites for a in found if a.is_late) == one.overdue_sites


def test_the_title_tells_how_many_are_late_and_how_long_the_worst() -> None:
    assert content(ages.chart(demo.view())).title == (
        "未治理388处，其中逾期7处，逾期31—90天的2处，另有66处未填整改时限"
    )
    assert content(ages.chart(demo.view(demo.LAOSHAN, family="geological"))).title == (
        "未治理61处，均未逾期"
    )


def test_where_no_deadline_is_registered_nothing_is_called_in_time() -> None:
    view = demo.view(as_of=demo.NEWEST, family="flash_flood")
    assert content(ages.chart(view)).title == "未治理67处，均未填整改时限，无从判断逾期"


def test_sites_without_a_deadline_are_in_no_bucket() -> None:
    assert "未填整改时限" in text_of(content(ages.chart(demo.view())).body)
