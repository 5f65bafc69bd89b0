"""The demonstration's areas: real districts and Laoshan's real streets, invented communities."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from etl.codes import load_code_list
from etl.forms.workbook import YES, Row
from etl.sample.draw import draw
from etl.sample.story import story, table

_DIGITS = "零一二三四五六七八九"
DEGREES = 6  # decimals of a coordinate, about a tenth of a metre


@dataclass(frozen=True)
class Street:
    """A subdistrict; `label` is the stem of the invented names in it."""

    code: str
    unit: str
    name: str
    label: str
    longitude: float
    latitude: float
    radius: float
    communities: int


@dataclass(frozen=True)
class Community:
    """An invented community with its representative point."""

    code: str
    name: str
    street: Street
    longitude: float
    latitude: float


@dataclass(frozen=True)
class District:
    """A reporting district: its size (Laoshan = 1), pace and what kinds of work it has."""

    unit: str
    label: str
    size: float
    first_done_week: int
    last_done_week: int
    is_coastal: bool
    is_rural: bool
    is_mining: bool
    flash_flood_communities: int

    @property
    def name(self) -> str:
        """The district's official name."""
        return load_code_list("district").title_of[self.unit]

    @property
    def office(self) -> str:
        """The name that departments and offices of the district carry in front."""
        return self.name.split("(")[0]


def numeral(number: int) -> str:
    """A Chinese numeral below one hundred: 21 -> 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + ("" if ones == 0 and tens else _DIGITS[ones])


@cache
def districts() -> Mapping[str, District]:
    """The ten districts by unit code."""
    return {
        row["unit_code"]: District(
            unit=row["unit_code"],
            label=row["label"],
            size=float(row["size"]),
            first_done_week=int(row["first_done_week"]),
            last_done_week=int(row["last_done_week"]),
            is_coastal=row["is_coastal"] == YES,
            is_rural=row["is_rural"] == YES,
            is_mining=row["is_mining"] == YES,
            flash_flood_communities=int(row["flash_flood_communities"]),
        )
        for row in table("districts")
    }


@cache
def streets(unit: str) -> tuple[Street, ...]:
    """The streets of a district."""
    return tuple(
        Street(
            code=row["street_code"],
            unit=row["unit_code"],
            name=row["street_name"],
            label=row["label"],
            longitude=float(row["longitude"]),
            latitude=float(row["latitude"]),
            radius=float(row["radius"]),
            communities=int(row["communities"]),
        )
        for row in table("streets")
        if row["unit_code"] == unit
    )


@cache
def communities(unit: str) -> tuple[Community, ...]:
    """The communities of a district, street by street."""
    return tuple(
        _community(street, n) for street in streets(unit) for n in range(1, street.communities + 1)
    )


def _community(street: Street, n: int) -> Community:
    code = f"{street.code}{n:03d}"
    longitude, latitude = near(street.longitude, street.latitude, street.radius, code)
    return Community(code, f"示例{street.label}{numeral(n)}社区", street, longitude, latitude)


def near(longitude: float, latitude: float, radius: float, *key: object) -> tuple[float, float]:
    """A point within `radius` degrees of another one."""
    angle, distance = 2 * math.pi * draw("angle", *key), radius * math.sqrt(draw("distance", *key))
    return (
        round(longitude + distance * math.cos(angle), DEGREES),
        round(latitude + distance * math.sin(angle), DEGREES),
    )


def area_rows() -> list[Row]:
    """The register as the city office reports it: city, districts, streets, communities."""
    levels = load_code_list("area_level").title_of
    city = story().city_unit

    def row(code: str, name: str, level: str, parent: str | None, alias: str | None = None) -> Row:
        return {
            "area_code": code,
            "area_name": name,
            "area_level": levels[level],
            "parent_code": parent,
            "area_alias": alias,
        }

    rows = [row(city, load_code_list("city").title_of[city], "city", None)]
    rows += [
        row(unit, district.name, "district", city, district.label)
        for unit, district in districts().items()
    ]
    for unit in districts():
        rows += [row(s.code, s.name, "street", unit, s.label) for s in streets(unit)]
        rows += [row(c.code, c.name, "community", c.street.code) for c in communities(unit)]
    return rows
