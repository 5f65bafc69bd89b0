"""Chance without a dice."""

from etl.sample.draw import draw, pick, shuffled, whole


def test_the_same_key_draws_the_same_number_whatever_was_drawn_before():
    first = draw("a", 1)
    _ = [draw("b", n) for n in range(100)]
    assert draw("a", 1) == first == 0.5058861624664539


def test_draws_fill_their_range():
    numbers = {whole(1, 6, "die", n) for n in range(200)}
    assert numbers == {1, 2, 3, 4, 5, 6}
    assert {pick("abc", n) for n in range(50)} == set("abc")


def test_shuffling_keeps_every_item():
    items = list(range(40))
    assert sorted(shuffled(items, "x")) == items
    assert shuffled(items, "x") == shuffled(items, "x") != shuffled(items, "y")
