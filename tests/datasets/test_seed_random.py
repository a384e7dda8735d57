"""The random stream of the original."""

from __future__ import annotations

import numpy as np
import pytest

from neurarium.datasets.seed_random import SeedRandom


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, other = SeedRandom("0.5"), SeedRandom("0.5")
    assert [one() for _ in range(100)] == [other() for _ in range(100)]


def test_a_copy_goes_on_from_here_and_leaves_the_first_alone() -> None:
    random = SeedRandom("0.5")
    [random() for _ in range(10)]
    twin = random.copy()
    ahead = [twin() for _ in range(50)]
    assert [random() for _ in range(50)] == ahead


def test_numbers_are_uniform_from_0_to_1() -> None:
    random = SeedRandom("uniform")
    numbers = np.array([random() for _ in range(5000)])
    assert numbers.min() >= 0
    assert numbers.max() < 1
    counts = np.histogram(numbers, bins=10, range=(0, 1))[0]
    assert counts.min() > 400
    assert counts.max() < 600


@pytest.mark.parametrize("seed", ["", "a" * 700, "씨앗", "🌱", "\ud800"])
def test_any_text_is_a_seed(seed: str) -> None:
    assert 0 <= SeedRandom(seed)() < 1


def test_every_character_of_a_long_seed_counts() -> None:
    assert SeedRandom("a" * 300)() != SeedRandom("a" * 299 + "b")()
