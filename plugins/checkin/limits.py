"""How many wrong codes an address may type before it has to wait, so that none can be guessed.

A code to type is one of 3.4 thousand million. A whole hall may stand behind one address, so the
limit is far above what honest mistakes need, and a QR's secret, which nobody can guess, is free.
"""

from __future__ import annotations

from meeting.limits import Guesses, guesses_of

MOST = 60  # wrong codes in a minute
MOST_WRITTEN = 8  # names in a minute


def wrong_codes() -> Guesses:
    """Those of this application."""
    return guesses_of("checkin.code", MOST)


def self_written() -> Guesses:
    """How many names an address has put on the list by itself: a family, not a prank."""
    return guesses_of("checkin.self_walk_in", MOST_WRITTEN)
