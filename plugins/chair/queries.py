"""What the chair's tablet shows: where one is among the approved opinions, and who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.opinions.api import OpinionView


@dataclass(frozen=True)
class Place:
    """One opinion among those the chair sees."""

    opinion: OpinionView
    index: int  # from 1
    count: int


def place(
    opinions: Sequence[OpinionView], *, at: int = 0, after: int = 0, before: int = 0
) -> Place | None:
    """Where to stand: at a number, at the next or previous one, or at the first that is open.

    A number that is not there any more leads to the nearest one behind it, so that nobody who turns
    the pages falls out of the list.
    """
    if not opinions:
        return None
    chosen = _chosen(opinions, at, after, before)
    return Place(chosen, opinions.index(chosen) + 1, len(opinions))


def _chosen(opinions: Sequence[OpinionView], at: int, after: int, before: int) -> OpinionView:
    first, last = opinions[0], opinions[-1]
    if after:
        return next((one for one in opinions if one.number > after), last)
    if before:
        return next((one for one in reversed(opinions) if one.number < before), first)
    if at:
        return next((one for one in opinions if one.number >= at), last)
    return next((one for one in opinions if one.outcome is None), last)
