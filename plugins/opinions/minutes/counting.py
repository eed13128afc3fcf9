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
Parts = dict[str, Callable[[OpinionView], bool]]  # by the heads of their columns
Groups = dict[str, list[OpinionView]]  # by what the rows are called
OPEN = "chưa có kết quả"
WIDE = 20  # millimetres of a column that takes letters of full size
ALL, ONLY, NOWHERE = "Cộng", "Số ý kiến", "Khác, không nêu nơi ở"


def totals(*several: Told) -> list[Paragraph]:
    """In the hall, then before the meeting, of all these; nothing where there was none."""
    said = []
    if any(told.in_hall for told in several):
        counts = counted(*(told.in_hall for told in several))
        said.append(several[0].say("totals", counts=counts))
    if any(told.before for told in several):
        counts = counted(*(told.before for told in several))
        said.append(several[0].say("totals_before", counts=counts))
    return [Paragraph(words=text(one)) for one in said]


def counted(*several: Sequence[OpinionView]) -> str:
    """``14 lượt ý kiến của 12 người; trong đó: trả lời tại hội nghị 10; …``.

    People are counted meeting by meeting: one name in two communes is two people.
    """
    found = [one for each in several for one in each]
    named = sum(map(_people, several))
    nameless = sum(not one.name for one in found)
    opening = wording.count(len(found), "lượt ý kiến")
    if named:
        opening += f" của {wording.count(named, 'người')}"
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
    return f"{opening}; trong đó: {'; '.join(kinds)}"


def _people(found: Sequence[OpinionView]) -> int:
    """How many people these are of, as far as they are named."""
    return len({one.delegate_id or (one.name, one.village) for one in found if one.name})


def by_topic(*several: Told) -> Table:
    """Topic by topic how many had which outcome. Outcomes that nothing had have no column."""
    found = [one for told in several for one in told.found]
    titles = [one.title for told in several for one in told.plan.categories]
    order = [*titles, NO_TOPIC]
    return by_outcome("Lĩnh vực", found, lambda one: one.category_title or NO_TOPIC, order)


def by_outcome(
    title: str,
    found: Sequence[OpinionView],
    key: Callable[[OpinionView], str],
    order: Sequence[str],
    always: Sequence[str] = (),
) -> Table:
    """For each key how many had which outcome; those of ``always`` have a row without any too."""
    outcomes: list[Outcome | None] = [
        one for one in IN_SENTENCE if any(each.outcome is one for each in found)
    ]
    if any(one.outcome is None for one in found):
        outcomes.append(None)
    parts: Parts = {
        _capital(IN_SENTENCE[kind] if kind else OPEN): _ended_so(kind) for kind in outcomes
    }
    first = Column(title=title, share=max(28.0, 143 - 14.5 * len(parts)))
    return _counted_table(first, parts, _grouped(found, key, always), order, each=14.5)


def _ended_so(kind: Outcome | None) -> Callable[[OpinionView], bool]:
    return lambda one: one.outcome is kind


def by_village(told: Told) -> list[Block]:
    """Village by village how many were sent before and raised at the meeting; who was silent."""
    unit = wording.sentence(told.plan.unit_label.singular).rstrip(".")
    plan = told.plan
    known = plan.session(told.telling.meeting.session_index).villages
    names = {plan.village_name(one): one.name for one in known}  # below the unit word, without it
    parts: Parts = {}
    if len({_is_before(one) for one in told.found}) > 1:
        parts = {
            "Gửi trước hội nghị": _is_before,
            "Nêu tại hội nghị": lambda one: not _is_before(one),
        }
    first = Column(title=unit, share=143 - 25 * (len(parts) or 1))

    def where(one: OpinionView) -> str:
        place = persons.place(one)
        return names.get(place, place) or NOWHERE

    order = [*names.values(), NOWHERE]
    table = _counted_table(first, parts, _grouped(told.found, where), order, each=25)
    return [table, *_silent(list(names), told)]


def _silent(places: Sequence[str], told: Told) -> list[Paragraph]:
    """From where nothing came. Not where somebody is protected: who is left would be known."""
    if told.unpublished or any(persons.is_routed_out(one) for one in told.found):
        return []
    heard = {persons.place(one) for one in told.found}
    silent = [place for place in places if place not in heard]
    if not silent:
        return []
    return [Paragraph(words=text(told.say("silent", villages=wording.listed(silent))))]


def _is_before(one: OpinionView) -> bool:
    return one.channel is Channel.PRE_COLLECTED


def _grouped(
    found: Sequence[OpinionView], key: Callable[[OpinionView], str], always: Sequence[str] = ()
) -> Groups:
    groups: Groups = {name: [] for name in always}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


def _counted_table(
    first: Column,
    parts: Parts,
    groups: Groups,
    order: Sequence[str],
    *,
    each: float,
) -> Table:
    """A row for each group in the given order, with its sum and the sum of all."""
    columns = (
        Column(title="STT", share=12, align="center"),
        first,
        *(Column(title=one, share=each, align="center") for one in parts),
        Column(title=ALL if parts else ONLY, share=15 if parts else each, align="center"),
    )
    found = [one for group in groups.values() for one in group]
    ranked = [name for name in dict.fromkeys(order) if name in groups]
    ranked += [name for name in groups if name not in ranked]
    number = count(1)
    rows = tuple(row(next(number), name, *_figures(groups[name], parts)) for name in ranked)
    total: Row = row("", ALL, *_figures(found, parts))
    return Table(
        columns=columns, rows=rows, total=total if len(rows) > 1 else None, small=each < WIDE
    )


def _figures(found: Sequence[OpinionView], parts: Parts) -> list[int | str]:
    """How many of each part, none as a dash, and all of them."""
    sums = [sum(map(part, found)) for part in parts.values()]
    return [*(one or "-" for one in sums), len(found)]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
