"""Numbers the parts, clauses and points of a whole paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from meeting.papers import wording as office
from meeting.papers.model import Block, Heading, Item


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Number the parts I., II., their clauses 1., 2., the points of a clause a), b).

    An item without a label is a clause where its part has no titled clauses, else a point. A label
    that somebody has set is kept.
    """
    part = clause = point = 0
    inside_clause = False
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            part, clause, point, inside_clause = part + 1, 0, 0, False
            yield replace(block, label=office.roman(part))
        elif isinstance(block, Heading) and block.level == 2:
            clause, point, inside_clause = clause + 1, 0, True
            yield replace(block, label=block.label or office.numbered(clause))
        elif isinstance(block, Heading | Item) and not block.label:
            if isinstance(block, Heading) or inside_clause:
                point += 1
                yield replace(block, label=office.letter(point))
            else:
                clause += 1
                yield replace(block, label=office.numbered(clause))
        else:
            yield block
