"""The minutes as a running narrative: opinion by opinion, what was said and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from meeting.papers import wording
from meeting.papers.model import Block, Heading, Item, Paragraph, text
from plugins.opinions.minutes import sentences
from plugins.opinions.minutes.persons import is_private
from plugins.opinions.minutes.told import Told
from plugins.opinions.queries import OpinionView

HEADING = "Ý kiến của Nhân dân và trả lời"
BEFORE = "Ý kiến tập hợp trước hội nghị"
KEPT_TOGETHER = 600  # letters; a longer one may break over pages, else it leaves one half empty


def opinions(told: Told) -> list[Block]:
    """In order of arrival; what nobody took up in the hall has a part of its own."""
    blocks: list[Block] = [Heading(words=HEADING, level=2), *in_hall(told)]
    if told.before:
        blocks.extend([Heading(words=BEFORE, level=2), *by_turn(told.before, told)])
    return [*blocks, *unpublished(told)]


def in_hall(told: Told) -> list[Block]:
    """What was raised in the hall, or that nothing was."""
    if told.in_hall:
        return by_turn(told.in_hall, told)
    return [] if told.unpublished else [Paragraph(words=text(told.say("none")))]


def unpublished(*several: Told) -> list[Block]:
    """In a masked paper: how many opinions it does not tell, of all these meetings."""
    count = sum(told.unpublished for told in several)
    if not count:
        return []
    said = several[0].say("unpublished", count=wording.count(count))
    return [Paragraph(words=text(said))]


def by_turn(found: Sequence[OpinionView], told: Told) -> list[Block]:
    """Opinions one by one; several of one speech under their speaker."""
    blocks: list[Block] = []
    for turn in _turns(found):
        several = len(turn) > 1
        if several:
            who, count = sentences.asked(turn[0], told), wording.count(len(turn))
            opening = told.say("several", who=who, count=count)
            blocks.append(Paragraph(words=text(opening), keep_with_next=True))
        for one in turn:
            blocks.extend(opinion(one, told, named=not several))
    return blocks


def _turns(found: Sequence[OpinionView]) -> list[list[OpinionView]]:
    """Opinions of one speech together, where its first one stands. A private one stands alone:
    beside the others everybody would know whose it is.
    """
    turns: dict[object, list[OpinionView]] = {}
    for one in found:
        alone = one.turn_id is None or is_private(one)
        turns.setdefault(("opinion", one.id) if alone else one.turn_id, []).append(one)
    return list(turns.values())


def opinion(one: OpinionView, told: Told, *, named: bool = True) -> list[Block]:
    """An opinion with everything about it."""
    first, *rest = sentences.whole(one, told, named=named)
    together = bool(rest) and len(first) <= KEPT_TOGETHER
    label = f"Ý kiến {one.number}."
    blocks: list[Block] = [Item(label=label, words=text(first), keep_with_next=together)]
    return [*blocks, *(Paragraph(words=text(sentence)) for sentence in rest)]
