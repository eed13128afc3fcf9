"""How many opinions of how many people, by outcome, topic and village."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count

from meeting.papers import wording
from meeting.papers.model import Block, Column, Paragraph, Row, Table, row, text
from plugins.opinions.collecting.wording import NO_TOPIC
from plugins.opinions.minutes import persons
from plugins.opinions.minutes.told import Told
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import Channel, Outcome

IN_SENTENCE = {  # in the order in which a summary names them
    Outcome.ANSWERED_ON_SPOT: "trả lời tại hội nghị",
    Outcome.PENDING: "giao giải quyết, trả lời sau",
    Outcome.BEYOND_AUTHORITY: "vượt thẩm quyền",
    Outcome.OFF_TOPIC_WRITTEN: "trả lời riêng bằng văn bản",
    Outcome.NOTED: "tiếp thu, ghi nhận",
    Outcome.MERGED: "trùng nội dung",
    Outcome.REFERRED: "hướng dẫn gửi đơn theo quy định",
}
OPEN = "chưa có kết quả"
ALL, NOWHERE = "Cộng", "Không nêu nơi ở"


def totals(told: Told) -> list[Paragraph]:
    """In the hall, then before the meeting; nothing where there was none."""
    said = []
    if told.in_hall:
        said.append(told.say("totals", counts=counted(told.in_hall)))
    if told.before:
        said.append(told.say("totals_before", counts=counted(told.before)))
    return [Paragraph(words=text(one)) for one in said]


def counted(found: Sequence[OpinionView]) -> str:
    """``14 lượt ý kiến của 12 người; trong đó: trả lời tại hội nghị 10, …``."""
    named = {one.delegate_id or (one.name, one.village) for one in found if one.name}
    nameless = sum(not one.name for one in found)
    opening = wording.count(len(found), "lượt ý kiến")
    if named:
        opening += f" của {wording.count(len(named), 'người')}"
    if nameless:
        opening += f" ({wording.count(nameless, 'ý kiến không ghi tên')})"
    number = Counter(one.outcome for one in found if one.outcome)
    kinds = [
        f"{words} {wording.count(number[kind])}"
        for kind, words in IN_SENTENCE.items()
        if number[kind]
    ]
    open_ones = len(found) - sum(number.values())
    if open_ones:
        kinds.append(f"{OPEN} {wording.count(open_ones)}")
    return f"{opening}; trong đó: {', '.join(kinds)}"


def by_topic(told: Told) -> Table:
    """Topic by topic how many had which outcome. Outcomes that nothing had have no column."""
    titles = [one.title for one in told.plan.categories]
    outcomes: list[Outcome | None] = [
        one for one in IN_SENTENCE if any(each.outcome is one for each in told.found)
    ]
    if any(one.outcome is None for one in told.found):
        outcomes.append(None)
    words = [_capital(IN_SENTENCE[one] if one else OPEN) for one in outcomes]
    topics = Column(title="Lĩnh vực", share=max(4.6, 8.8 - 0.7 * len(words)))
    parts = [lambda one, kind=kind: one.outcome is kind for kind in outcomes]
    return _counted_table(
        topics, words, parts, told.found, lambda one: one.category_title or NO_TOPIC,
        [*titles, NO_TOPIC],
    )  # fmt: skip


def by_village(told: Told) -> list[Block]:
    """Village by village how many were sent before and raised at the meeting; who was silent."""
    unit = wording.sentence(told.plan.unit_label.singular).rstrip(".")
    plan = told.plan
    known = plan.session(told.telling.meeting.session_index).villages
    names = {plan.village_name(one): one.name for one in known}  # below the unit word, without it
    heads: list[str] = []
    parts: list[Callable[[OpinionView], bool]] = []
    if len({_is_before(one) for one in told.found}) > 1:
        heads = ["Gửi trước hội nghị", "Nêu tại hội nghị"]
        parts = [_is_before, lambda one: not _is_before(one)]
    table = _counted_table(
        Column(title=unit, share=5), heads, parts, told.found,
        lambda one: names.get(persons.place(one), persons.place(one)) or NOWHERE,
        [*names.values(), NOWHERE],
    )  # fmt: skip
    heard = {persons.place(one) for one in told.found}
    silent = [place for place in names if place not in heard]
    said = told.say("silent", villages=wording.listed(silent)) if silent else ""
    return [table, *([Paragraph(words=text(said))] if said else [])]


def _is_before(one: OpinionView) -> bool:
    return one.channel is Channel.PRE_COLLECTED


def _counted_table(
    first: Column,
    heads: Sequence[str],
    parts: Sequence[Callable[[OpinionView], bool]],
    found: Sequence[OpinionView],
    key: Callable[[OpinionView], str],
    order: Sequence[str],
) -> Table:
    """A row for each key that occurs, in the given order, with its sum and the sum of all."""
    columns = (
        Column(title="TT", share=0.7, align="center"),
        first,
        *(Column(title=one, share=1.3, align="center") for one in heads),
        Column(title=ALL if heads else "Số ý kiến", share=1.3 if not heads else 1, align="center"),
    )
    groups: dict[str, list[OpinionView]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    ranked = [*(each for each in dict.fromkeys(order) if each in groups)]
    ranked += [each for each in groups if each not in ranked]
    number = count(1)
    rows = tuple(row(next(number), each, *_figures(groups[each], parts)) for each in ranked)
    total: Row = row("", ALL, *_figures(found, parts))
    return Table(columns=columns, rows=rows, total=total if len(rows) > 1 else None, small=True)


def _figures(
    found: Sequence[OpinionView], parts: Sequence[Callable[[OpinionView], bool]]
) -> list[int | str]:
    """How many of each part, none as a dash, and all of them."""
    sums = [sum(map(part, found)) for part in parts]
    return [*(one or "-" for one in sums), len(found)]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
