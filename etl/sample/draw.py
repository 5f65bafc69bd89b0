"""Chance without a dice: the same key always draws the same number, whatever was drawn before."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
_SCALE = 2.0**64


def draw(*key: object) -> float:
    """A number in [0, 1) that depends on the key alone."""
    text = "\x1f".join(map(str, key))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") / _SCALE


def whole(low: int, high: int, *key: object) -> int:
    """An integer from low to high, both included."""
    return low + int(draw(*key) * (high - low + 1))


def pick(options: Sequence[T], *key: object) -> T:
    """One of the options."""
    return options[int(draw(*key) * len(options))]


def shuffled(items: Sequence[T], *key: object) -> list[T]:
    """The items in an order that depends on the key alone."""
    return [
        item
        for _, item in sorted(
            ((draw(*key, n), item) for n, item in enumerate(items)), key=lambda pair: pair[0]
        )
    ]
