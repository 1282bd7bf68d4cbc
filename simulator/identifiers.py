"""Numbers → identifiers that look random and are the same in every run.

Session ids, event ids and price steps are not drawn: each is the scramble of a
row's own number and a salt. So nothing is stored per row, and a row rendered twice
(a delivery repeated) carries the same id.
"""

import uuid
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]

_HEX_PAIRS = np.array(
    [[ord(digit) for digit in f"{byte:02x}"] for byte in range(256)], np.uint8
)
_UUID_DASHES = (8, 13, 18, 23)
_UUID_DIGITS = np.array([i for i in range(36) if i not in _UUID_DASHES])


def scrambled(numbers: Numbers, salt: int) -> NDArray[np.uint64]:
    """A 64-bit scramble of each number (splitmix64): a bijection, so no collisions.

    The salt is scrambled too: added as it is, it would only shift the sequence, and
    the ids of two seeds would overlap.

    >>> scrambled(np.array([1, 2, 3]), salt=7) % np.uint64(100)
    array([98, 74,  6], dtype=uint64)
    """
    return _mixed(numbers.astype(np.uint64) + _mixed(np.array([salt], np.uint64)))


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = (numbers + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def hex_texts(numbers: Numbers, salt: int) -> NDArray[np.uint8]:
    """32 hexadecimal digits for each number, as ASCII codes, shape (numbers, 32)."""
    words = np.stack([scrambled(numbers, salt), scrambled(numbers, salt + 1)], axis=1)
    pairs = words.astype(">u8").view(np.uint8)
    return _HEX_PAIRS[pairs].reshape(len(numbers), 32)


def uuid_texts(numbers: Numbers, salt: int) -> NDArray[np.uint8]:
    """A UUID for each number, as ASCII codes, shape (numbers, 36).

    >>> uuid_texts(np.array([1]), salt=7).tobytes().decode()
    '9fff7a74-2389-d60a-69ab-917503be5677'
    """
    texts = np.full((len(numbers), 36), ord("-"), np.uint8)
    texts[:, _UUID_DIGITS] = hex_texts(numbers, salt)
    return texts


def object_uuid(number: int, salt: int) -> str:
    """The UUID at the end of an object's name."""
    return str(uuid.UUID(hex=hex_texts(np.array([number]), salt).tobytes().decode()))
