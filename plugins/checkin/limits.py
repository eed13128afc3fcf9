"""How many wrong codes an address may type before it has to wait, so that none can be guessed.

A code to type is one of 3.4 thousand million. A whole hall may stand behind one address, so the
limit is far above what honest mistakes need, and a QR's secret, which nobody can guess, is free.
"""

from __future__ import annotations

from meeting.limits import Guesses, guesses_of

MOST = 60  # wrong codes in a minute
MOST_WRITTEN = 8  # names in a minute
MOST_CHOSEN = 20  # in a minute: four times what 150 people in half an hour need from one address


def wrong_codes() -> Guesses:
    """Those of this application."""
    return guesses_of("checkin.code", MOST)


def self_written() -> Guesses:
    """How many names an address has put on the list by itself: a family, not a prank."""
    return guesses_of("checkin.self_walk_in", MOST_WRITTEN)


def chosen_names() -> Guesses:
    """How many names an address has taken off the list: nobody takes them all before their holders
    are there.
    """
    return guesses_of("checkin.name_chosen", MOST_CHOSEN)
