"""Long work in the server's process lets the phones come first, again and again."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
STRETCH = 200  # rows; some ten milliseconds


def paced(rows: Iterable[T]) -> Iterator[T]:
    """The rows, with a breath after each stretch of them."""
    for number, row in enumerate(rows, 1):
        yield row
        if number % STRETCH == 0:
            time.sleep(0)
