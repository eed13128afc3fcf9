"""How many wrong codes an address may type before it has to wait, so that none can be guessed.

A code to type is one of 3.4 thousand million. A whole hall may stand behind one address, so the
limit is far above what honest mistakes need, and a QR's secret, which nobody can guess, is free.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from meeting.limits import Guesses, guesses_of

MOST = 60  # wrong codes in a minute
MOST_WRITTEN = 8  # names in a minute
MOST_CHOSEN = 20  # in a minute: four times what 150 people in half an hour need from one address


WRONG_CODES = _l(
    "Too many wrong codes were typed here. The slip can be scanned instead, or the desk finds you "
    "by your name."
)
WRITTEN = _l(
    "Many names have just been written down from here, and this one was not. The reception desk "
    "writes it down at once."
)
CHOSEN = _l(
    "Many names have just been chosen from here, and yours was not taken. The reception desk "
    "checks you in at once."
)


def wrong_codes() -> Guesses:
    """Those of this application."""
    return guesses_of("checkin.code", MOST, WRONG_CODES)


def self_written() -> Guesses:
    """How many names an address has put on the list by itself: a family, not a prank."""
    return guesses_of("checkin.self_walk_in", MOST_WRITTEN, WRITTEN)


def chosen_names() -> Guesses:
    """How many names an address has taken off the list: nobody takes them all before their holders
    are there.
    """
    return guesses_of("checkin.name_chosen", MOST_CHOSEN, CHOSEN)
