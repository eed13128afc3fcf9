"""How many wrong codes an address may type before it has to wait, so that none can be guessed.

A code to type is one of 3.4 thousand million. A whole hall may stand behind one address, so the
limit is far above what honest mistakes need, and a QR's secret, which nobody can guess, is free.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from flask import current_app

from meeting import clock

MOST = 60  # wrong codes in a minute
MINUTE = timedelta(minutes=1)


class WrongCodes:
    """Remembers in memory, for the last minute, who typed wrong codes."""

    def __init__(self) -> None:
        self._typed: deque[tuple[datetime, str]] = deque()

    def count(self, address: str) -> None:
        """One more from this address."""
        self._typed.append((clock.now(), address))

    def too_many(self, address: str) -> bool:
        """Whether this address has to wait."""
        while self._typed and self._typed[0][0] <= clock.now() - MINUTE:
            self._typed.popleft()
        return sum(one == address for _, one in self._typed) >= MOST


def wrong_codes() -> WrongCodes:
    """Those of this application."""
    known: WrongCodes = current_app.extensions.setdefault("checkin.wrong_codes", WrongCodes())
    return known
