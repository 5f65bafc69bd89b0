"""What is said when there is nothing."""

from __future__ import annotations

from dashboard.components.hazard import common
from tests.dashboard import demo


def test_a_ledger_without_the_kind_is_told_from_no_ledger() -> None:
    made = common.nothing(demo.view(demo.LAOSHAN, family="flash_flood"), "题")
    assert made.reason == "崂山区台账中没有山洪危险区"


def test_an_unknown_family_in_the_address_is_all_of_them() -> None:
    assert common.family(demo.view(family="nonsense")) == "all"
