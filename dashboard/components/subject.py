"""The page on which a metric's subject is looked at: where a late or doomed matter leads to."""

from __future__ import annotations

from dashboard.view import View

CENSUS = "census"  # the house's main subject: any metric that names no other page belongs to it
PAGES = {
    "hazard_remediation_rate": "hazards",
    "geohazard_sites_treated": "hazards",
    "forest_fire_hazards_rectified": "hazards",
    "river_length_improved_m": "works",
    "reservoir_completion_rate": "works",
    "reservoirs_reinforced": "works",
    "seawall_completion_rate": "works",
    "seawall_length_m": "works",
    "house_renovations_completed": "works",
    "communities_with_shelters": "shelters",
    "communities_with_supplies": "shelters",
    "broadcast_installed_flash_flood_communities": "broadcast",
}


def page_of(metric: str) -> str:
    """The address of the page that shows what `metric` counts."""
    return PAGES.get(metric, CENSUS)


def address(view: View, metric: str, area: str) -> str:
    """That page, of `area` in the view's week."""
    return view.elsewhere(page_of(metric), area)
