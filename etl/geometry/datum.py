"""GCJ-02 degrees to WGS84.

GCJ-02 is WGS84 with a published-in-code, never officially documented offset of 100 to 700 m that
changes slowly with the place. The offset is a closed formula one way; the way back is found by
repeating it until the point no longer moves (each step shrinks what is left a thousandfold). Back
and forth agrees within 1e-9 degree (0.1 mm); against the official transformation the formula is
known to hold within a metre or two. WGS84 and CGCS2000 differ by decimetres at most: here they
count as one.
"""

from __future__ import annotations

import math

Position = tuple[float, float]
"""Longitude, latitude in degrees."""

_AXIS = 6378245.0  # Krasovsky 1940, which the offset is scaled by
_FLAT = 0.006693421622965943  # its first eccentricity squared
_STEPS = 6
_NEAR = 1e-10  # degree


def to_gcj02(place: Position) -> Position:
    """Where a WGS84 position is shown in GCJ-02."""
    east, north = _offset(*place)
    return place[0] + east, place[1] + north


def from_gcj02(place: Position) -> Position:
    """The WGS84 position of a GCJ-02 one."""
    longitude, latitude = place
    for _ in range(_STEPS):
        shown = to_gcj02((longitude, latitude))
        east, north = place[0] - shown[0], place[1] - shown[1]
        longitude, latitude = longitude + east, latitude + north
        if abs(east) < _NEAR and abs(north) < _NEAR:
            break
    return longitude, latitude


def _offset(longitude: float, latitude: float) -> Position:
    """Degrees east and north that GCJ-02 adds to a WGS84 position."""
    x, y = longitude - 105.0, latitude - 35.0
    root, product = math.sqrt(abs(x)), 0.1 * x * y
    common = 20.0 * _sine(6 * x) + 20.0 * _sine(2 * x)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + product + 0.2 * root
    north += (common + 20.0 * _sine(y) + 40.0 * _sine(y / 3)) * 2 / 3
    north += (160.0 * _sine(y / 12) + 320.0 * _sine(y / 30)) * 2 / 3
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + product + 0.1 * root
    east += (common + 20.0 * _sine(x) + 40.0 * _sine(x / 3)) * 2 / 3
    east += (150.0 * _sine(x / 12) + 300.0 * _sine(x / 30)) * 2 / 3
    slant = math.radians(latitude)
    bend = 1 - _FLAT * math.sin(slant) ** 2
    meridian = _AXIS * (1 - _FLAT) / (bend * math.sqrt(bend))
    parallel = _AXIS / math.sqrt(bend) * math.cos(slant)
    return math.degrees(east / parallel), math.degrees(north / meridian)


def _sine(half_turns: float) -> float:
    return math.sin(half_turns * math.pi)
