"""How often an address may guess a code before it has to wait, so that none can be found by trying.

In memory, for the last minute. A whole hall may stand behind one address, so a limit is far above
what honest mistakes need; and what nobody can guess, like the secret of a QR, is not counted.

    guesses = guesses_of("checkin.code", most=60, said=_l("Too many wrong codes came from here."))
    guesses.begin(address)      # before looking: 429 with what is said and the seconds to wait
    guesses.right(address)      # it was none that counts

A guess counts from its beginning: of many that are sent at once none slips through while the
others are being looked up.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from math import ceil

from flask import current_app
from werkzeug.exceptions import TooManyRequests

from meeting import clock

WINDOW = timedelta(minutes=1)
MOST_ADDRESSES = 4000  # remembered at once; the one that was silent longest is forgotten first


class TooMany(TooManyRequests):
    """Asked too often: what there was too much of, and what helps besides waiting."""

    def __init__(self, seconds: int, said: object) -> None:
        super().__init__(retry_after=seconds)
        self.seconds = seconds
        self.said = said


class Guesses:
    """Wrong guesses of one kind in the last minute, by the address they came from.

    ``said`` tells who has to wait what happened and what to do; how long to wait is added.
    """

    def __init__(self, most: int, said: object = "") -> None:
        self.most = most
        self._said = said
        self._wrong: OrderedDict[str, deque[datetime]] = OrderedDict()

    def count(self, address: str) -> None:
        """One more from this address."""
        self._wrong.setdefault(address, deque(maxlen=self.most)).append(clock.now())
        self._wrong.move_to_end(address)
        if len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)

    def wait(self, address: str) -> int:
        """Seconds until this address may guess again; 0 when it may now."""
        wrong = self._wrong.get(address)
        if wrong is None:
            return 0
        now = clock.now()
        while wrong and wrong[0] <= now - WINDOW:
            wrong.popleft()
        if not wrong:
            del self._wrong[address]
        if len(wrong) < self.most:
            return 0
        return ceil((wrong[0] + WINDOW - now).total_seconds())

    def begin(self, address: str) -> None:
        """One more, wrong until it is found ``right``. Raises TooMany as ``check`` does."""
        self.check(address)
        self.count(address)

    def right(self, address: str) -> None:
        """The last one was not wrong."""
        wrong = self._wrong.get(address)
        if wrong:
            wrong.pop()

    def check(self, address: str) -> None:
        """Raises TooMany, which says how long to wait, while there were too many."""
        seconds = self.wait(address)
        if seconds:
            raise TooMany(seconds, self._said)


def guesses_of(kind: str, most: int, said: object) -> Guesses:
    """The running count of this application for one kind of code, e.g. ``roster.village_link``."""
    kinds: dict[str, Guesses] = current_app.extensions.setdefault("meeting.limits", {})
    return kinds.setdefault(kind, Guesses(most, said))
