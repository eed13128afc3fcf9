"""The opinions' part of the minutes. Its words are Vietnamese whatever the screens speak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from meeting.papers import wording
from meeting.papers.model import Block, Heading, Item, Paragraph, text
from meeting.plan import Plan
from meeting.points import Section, Telling
from plugins.opinions import queries
from plugins.opinions.minutes import sentences
from plugins.opinions.queries import OpinionView
from plugins.opinions.reads import pieces
from plugins.opinions.reads.pieces import Piece
from plugins.opinions.rules import Outcome

HEADING = "Ý kiến của Nhân dân và trả lời"
NONE = "Không có ý kiến tại hội nghị."
BEFORE = "Ý kiến tập hợp trước hội nghị"
TOTALS = "Tổng hợp ý kiến"
KEPT_TOGETHER = 600  # letters; a longer one may break over pages, else it leaves one half empty

_COUNTED = {  # in the order in which a summary names them
    Outcome.ANSWERED_ON_SPOT: "trả lời tại hội nghị",
    Outcome.PENDING: "giao giải quyết, trả lời sau",
    Outcome.BEYOND_AUTHORITY: "vượt thẩm quyền",
    Outcome.OFF_TOPIC_WRITTEN: "trả lời riêng bằng văn bản",
    Outcome.NOTED: "tiếp thu, ghi nhận",
    Outcome.MERGED: "trùng nội dung",
    Outcome.REFERRED: "hướng dẫn gửi đơn theo quy định",
}


@dataclass(frozen=True)
class Told:
    """All that the minutes need to tell the opinions of a meeting."""

    plan: Plan
    threads: dict[int, list[Piece]]
    joined: dict[int, list[OpinionView]]  # by the number of the one they were joined with


def opinions(telling: Telling) -> Sequence[Block]:
    """Opinions, what was said about them and what became of them, in order of arrival.

    What was collected before and nobody took up in the hall has a part of its own.
    """
    session, meeting_id = telling.session, telling.meeting.id
    found = queries.all_opinions(session, meeting_id)
    told = Told(
        plan=telling.plan,
        threads=pieces.threads(session, meeting_id),
        joined=_joined(found),
    )
    in_hall = [one for one in found if one.raised_at is not None]
    before = [one for one in found if one.raised_at is None]
    blocks: list[Block] = [Heading(words=HEADING, level=2)]
    blocks.extend(_part(in_hall, told) if in_hall else [Paragraph(words=text(NONE))])
    if before:
        blocks.extend([Heading(words=BEFORE, level=2), *_part(before, told)])
    return blocks


def _joined(found: Sequence[OpinionView]) -> dict[int, list[OpinionView]]:
    joined: dict[int, list[OpinionView]] = {}
    for one in found:
        if one.merged_into is not None:
            joined.setdefault(one.merged_into, []).append(one)
    return joined


def _part(found: Sequence[OpinionView], told: Told) -> list[Block]:
    blocks: list[Block] = []
    for turn in _by_turn(found):
        several = len(turn) > 1
        if several:
            who = sentences.asked(turn[0])
            opening = f"{who} nêu {wording.count(len(turn), 'ý kiến')}:"
            blocks.append(Paragraph(words=text(opening), keep_with_next=True))
        for one in turn:
            blocks.extend(_told(one, told, named=not several))
    return blocks


def _by_turn(found: Sequence[OpinionView]) -> list[list[OpinionView]]:
    """Opinions of one speech together, where its first one stands. A masked one stands alone:
    beside the others everybody would know whose it is.
    """
    turns: dict[object, list[OpinionView]] = {}
    for one in found:
        alone = one.turn_id is None or one.sensitive
        turns.setdefault(("opinion", one.id) if alone else one.turn_id, []).append(one)
    return list(turns.values())


def _told(one: OpinionView, told: Told, *, named: bool) -> list[Block]:
    first, *rest = _sentences(one, told, named=named)
    together = bool(rest) and len(first) <= KEPT_TOGETHER
    label = f"Ý kiến {one.number}."
    blocks: list[Block] = [Item(label=label, words=text(first), keep_with_next=together)]
    return [*blocks, *(Paragraph(words=text(sentence)) for sentence in rest)]


def _sentences(one: OpinionView, told: Told, *, named: bool) -> list[str]:
    """A sensitive one is told without name and words."""
    if one.sensitive:
        return [f"{sentences.masked(one)}{sentences.became(one, told.plan)}".strip()]
    thread = told.threads.get(one.id, [])
    following = [
        sentences.also_asked(told.joined.get(one.number, [])),
        *(sentences.said(piece, one, told.plan) for piece in thread),
        sentences.became(one, told.plan),
    ]
    first = sentences.raised(one) if named else one.brief or sentences.raised(one)
    return [first, *filter(None, following)]


def totals(telling: Telling) -> Sequence[Block]:
    """How many opinions of how many people, and what became of them."""
    found = queries.all_opinions(telling.session, telling.meeting.id)
    in_hall = [one for one in found if one.raised_at is not None]
    before = [one for one in found if one.raised_at is None]
    told = [f"Hội nghị có {_counts(in_hall)}."] if in_hall else []
    if before:
        told.append(f"Tập hợp trước hội nghị {_counts(before)}.")
    if not told:
        return []
    return [Heading(words=TOTALS), *(Paragraph(words=text(one)) for one in told)]


def _counts(found: Sequence[OpinionView]) -> str:
    named = {one.delegate_id or (one.name, one.village) for one in found if one.name}
    nameless = sum(not one.name for one in found)
    opening = wording.count(len(found), "lượt ý kiến")
    if named:
        opening += f" của {wording.count(len(named), 'người')}"
    if nameless:
        opening += f" ({wording.count(nameless, 'ý kiến không ghi tên')})"
    number = Counter(one.outcome for one in found if one.outcome)
    kinds = [
        f"{words} {wording.count(number[kind])}" for kind, words in _COUNTED.items() if number[kind]
    ]
    open_ones = len(found) - sum(number.values())
    if open_ones:
        kinds.append(f"chưa có kết quả {wording.count(open_ones)}")
    return f"{opening}; trong đó: {', '.join(kinds)}"


SECTIONS = (Section(order=40, build=opinions), Section(order=50, build=totals))
