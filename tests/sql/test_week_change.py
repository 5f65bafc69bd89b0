"""What changed this week, and who is late: one row per change, none where nothing changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.sql.harness import rows
from tests.sql.returns import (
    CHENGYANG,
    COMMUNITY,
    LAOSHAN,
    SECOND_COMMUNITY,
    build,
    community,
    load,
    shelter,
    site,
    terminal,
)

W10, W11, W12 = "2021-03-14", "2021-03-21", "2021-03-28"


def changes(warehouse: Any, as_of: str, area: str = LAOSHAN) -> list[tuple[Any, ...]]:
    return rows(
        warehouse,
        "select kind, subject, quantity, unit, previous, current from marts.week_change "
        f"where as_of = '{as_of}' and area_code = '{area}' order by kind, subject",
    )


def test_hazard_sites_found_treated_and_removed_are_listed_by_family() -> None:
    warehouse = build(
        "marts.week_change",
        hazard_site=[
            site("A", W10),
            site("B", W10, "treated"),
            site("C", W10, hazard_type="cemetery"),
            site("A", W11, "treated"),
            site("B", W11, "closed"),
            site("D", W11),
        ],
    )
    assert changes(warehouse, W11) == [
        ("found", "地质灾害隐患点", 1, "处", 2, 3),
        ("removed", "地质灾害隐患点", 1, "处", 0, 1),
        ("treated", "地质灾害隐患点", 1, "处", 1, 2),
        ("vanished", "森林火灾隐患点", 1, "处", 1, 0),
    ]


def test_new_shelters_terminals_and_supplies_are_listed_and_losses_named() -> None:
    warehouse = build(
        "marts.week_change",
        shelter=[
            shelter("A", COMMUNITY, W10),
            shelter("A", COMMUNITY, W11, shelter_state="closed"),
        ],
        community=[
            community(COMMUNITY, W10, is_flash_flood_zone=True),
            community(COMMUNITY, W11, is_flash_flood_zone=True, has_supplies=True),
            community(SECOND_COMMUNITY, W11, is_flash_flood_zone=True),
        ],
        broadcast_terminal=[
            terminal("A", SECOND_COMMUNITY, W10),
            terminal("A", COMMUNITY, W11),
        ],
    )
    assert changes(warehouse, W11) == [
        ("declined", "建有避难场所的社区数", -1, "个", 1, 0),
        ("declined", "社区避难场所数", -1, "个", 1, 0),
        ("denominator", "山洪危险区社区(村)数", 1, "个", 1, 2),
        ("denominator", "社区(村)数", 1, "个", 1, 2),
        ("installed", "山洪危险区已安装预警广播的社区数", 1, "个", 0, 1),
        ("supplied", "配备应急物资的社区数", 1, "个", 0, 1),
    ]


def test_who_is_late_is_listed_with_how_long_and_what_stands_in() -> None:
    warehouse = build(
        "marts.week_change",
        loads=[
            load("hazard_site", LAOSHAN, W10),
            load("hazard_site", CHENGYANG, W10),
            load("hazard_site", LAOSHAN, W11),
            load("hazard_site", LAOSHAN, W12),
        ],
    )
    listed = "select kind, quantity, unit, note from marts.week_change where as_of = '{}' "
    assert rows(warehouse, listed.format(W12) + f"and area_code = '{CHENGYANG}'") == [
        ("returned_late", 2, "周", "沿用截至3月14日的一期")
    ]
    assert rows(warehouse, listed.format(W12) + "and area_code = '370202'") == [
        ("not_returned", None, "周", None)
    ]
    assert rows(warehouse, listed.format(W12) + f"and area_code = '{LAOSHAN}'") == []


def test_a_source_that_nobody_ever_sent_makes_nobody_late() -> None:
    warehouse = build("marts.week_change", loads=[load("hazard_site", LAOSHAN, W10)])
    assert rows(warehouse, "select distinct subject_code from marts.week_change") == [
        ("hazard_site",)
    ]


def test_a_unit_that_reports_again_has_caught_up() -> None:
    warehouse = build(
        "marts.week_change",
        loads=[
            load("hazard_site", LAOSHAN, W10),
            load("hazard_site", CHENGYANG, W11),
            load("hazard_site", LAOSHAN, W12),
        ],
    )
    assert changes(warehouse, W12) == [("caught_up", "隐患点台账", 1, "周", None, None)]


def corrected(*places: dict[str, Any]) -> Any:
    """Laoshan's ledger of 10 March, sent again; `places` are what moved."""
    return build(
        "marts.week_change",
        "marts.correction",
        loads=[
            load("hazard_site", LAOSHAN, "2021-03-10", load_no=91, load_state="已被取代"),
            load("hazard_site", LAOSHAN, "2021-03-10", load_no=92, supersedes=91),
            load("hazard_site", LAOSHAN, W11),
        ],
        tables={"meta.correction": [{"load_no": 92, **place} for place in places]},
    )


SITE = {"correction_kind": "cell", "object_id": "A", "object_name": "示例A", "row_no": 6}
FIGURE = {
    **SITE,
    "correction_no": 1,
    "column_name": "threatened_persons",
    "previous_text": "120",
    "current_text": "118",
}
STATUS = {
    **SITE,
    "correction_no": 2,
    "column_name": "remediation_status",
    "previous_text": "待整改",
    "current_text": None,
}


def test_a_correction_is_listed_in_the_week_it_corrects_with_how_many_places_moved() -> None:
    warehouse = corrected(FIGURE, STATUS)
    assert changes(warehouse, W10) == [("corrected", "隐患点台账", 2, "处", None, None)]
    assert changes(warehouse, W11) == []


def test_a_correction_says_what_moved_from_what_to_what() -> None:
    listed = rows(
        corrected(FIGURE, STATUS),
        "select as_of, used_as_of, object_name, column_title, unit, previous_text, "
        "current_text, previous_number, current_number from marts.correction "
        "order by correction_no, as_of",
    )
    week, day = dt.date.fromisoformat(W10), dt.date(2021, 3, 10)
    assert listed == [
        (week, day, "示例A", "威胁人数", "人", "120", "118", 120.0, 118.0),
        (week, day, "示例A", "整改状态", None, "待整改", None, None, None),
    ]


def test_a_return_sent_again_unchanged_has_no_place_and_a_lost_original_an_unknown_number() -> None:
    assert changes(corrected(), W10)[0][2] == 0
    lost = {"correction_no": 1, "correction_kind": "unknown"}
    assert changes(corrected(lost), W10)[0][2] is None


def test_every_kind_of_change_is_in_the_code_list() -> None:
    warehouse = build("marts.week_change", hazard_site=[site("A", W10), site("A", W11, "closed")])
    assert (
        rows(
            warehouse,
            "select distinct kind from marts.week_change "
            "where kind not in (select code from codes.change_kind)",
        )
        == []
    )
