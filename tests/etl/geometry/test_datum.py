"""GCJ-02: the published pair, the way back, and how far the two systems are apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.geometry.datum import from_gcj02, to_gcj02

BEIJING = (116.404, 39.915)  # the pair that the public implementations print in their manuals
BEIJING_GCJ02 = (116.41024449916938, 39.91640428150164)
METRES = 111_320


def test_the_published_pair_is_met():
    assert to_gcj02(BEIJING) == pytest.approx(BEIJING_GCJ02, abs=1e-9)
    assert from_gcj02(BEIJING_GCJ02) == pytest.approx(BEIJING, abs=1e-9)


@given(st.floats(73, 136), st.floats(3, 54))
def test_there_and_back_is_the_same_place_to_a_millimetre(longitude, latitude):
    back = from_gcj02(to_gcj02((longitude, latitude)))
    assert back == pytest.approx((longitude, latitude), abs=1e-8)


@given(st.floats(119, 122), st.floats(35, 37.5))
def test_around_the_city_the_offset_is_some_hundred_metres_east(longitude, latitude):
    shown = to_gcj02((longitude, latitude))
    east, north = shown[0] - longitude, shown[1] - latitude
    assert 300 < east * METRES * math.cos(math.radians(latitude)) < 600
    assert abs(north) * METRES < 150
