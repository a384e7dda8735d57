"""The random numbers of TensorFlow Playground: `SeedRandom("0.5")()`.

The generator is ARC4 ("alleged RC4", 1994) as the JavaScript library seedrandom 2.4.3 uses it: the
seed's characters are folded into a key of at most 256 bytes, the key schedule permutes the
numbers 0..255, the first 256 bytes are thrown away, and seven bytes become one double of at least
52 random bits.
"""

from __future__ import annotations

_WIDTH = 256
_MASK = _WIDTH - 1
_FIRST_BYTES = 6
_LEAST = 2**52
_TOO_MANY = 2**53


class SeedRandom:
    """A stream of uniform numbers in [0, 1), the same for the same seed.

    >>> random = SeedRandom("0.12345")
    >>> 0 <= random() < 1
    True
    """

    def __init__(self, seed: str) -> None:
        self._bytes = _scheduled(_key(seed))
        self._i = 0
        self._j = 0
        self._chunk(_WIDTH)

    def __call__(self) -> float:
        """Return the next number in [0, 1)."""
        numerator = self._chunk(_FIRST_BYTES)
        denominator = 1 << (8 * _FIRST_BYTES)
        last = 0
        while numerator < _LEAST:
            numerator = (numerator + last) * _WIDTH
            denominator *= _WIDTH
            last = self._chunk(1)
        while numerator >= _TOO_MANY:
            numerator >>= 1
            denominator >>= 1
            last >>= 1
        return (numerator + last) / denominator

    def copy(self) -> SeedRandom:
        """Return a second stream that goes on from here, apart from this one."""
        twin = SeedRandom.__new__(SeedRandom)
        twin._bytes = self._bytes.copy()
        twin._i, twin._j = self._i, self._j
        return twin

    def _chunk(self, count: int) -> int:
        """Return the next `count` bytes as one number, the first byte leading."""
        state, i, j, number = self._bytes, self._i, self._j, 0
        for _ in range(count):
            i = (i + 1) & _MASK
            low = state[i]
            j = (j + low) & _MASK
            high = state[j]
            state[i], state[j] = high, low
            number = number << 8 | state[(high + low) & _MASK]
        self._i, self._j = i, j
        return number


def _key(seed: str) -> list[int]:
    """Fold the UTF-16 code units of `seed` into at most 256 bytes."""
    encoded = seed.encode("utf-16-le", "surrogatepass")
    key: list[int] = []
    smear = 0
    for place in range(len(encoded) // 2):
        slot = place & _MASK
        if slot == len(key):
            key.append(0)
        unit = encoded[2 * place] | encoded[2 * place + 1] << 8
        smear ^= key[slot] * 19
        key[slot] = (smear + unit) & _MASK
    return key or [0]


def _scheduled(key: list[int]) -> list[int]:
    """Permute 0..255 by `key`."""
    state = list(range(_WIDTH))
    j = 0
    for i in range(_WIDTH):
        moved = state[i]
        j = (j + key[i % len(key)] + moved) & _MASK
        state[i], state[j] = state[j], moved
    return state
