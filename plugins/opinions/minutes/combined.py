"""The opinions in the papers over all sessions of a plan.

Numbers of opinions repeat from session to session, so what is told stands under its session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from meeting.papers import sessions
from meeting.papers.model import Block, Column, Heading, Paragraph, text
from meeting.points import Telling
from plugins.opinions.minutes import conclusion, counting, narrative
from plugins.opinions.minutes.report import BY_TOPIC
from plugins.opinions.minutes.told import Told, told
from plugins.opinions.queries import OpinionView

BY_SESSION = "Kết quả theo {unit}"


def _all(telling: Telling) -> list[Told]:
    return [told(one, numbered=False) for one in telling.each]


def _by_session(telling: Telling, write: Callable[[Told], Sequence[Block]]) -> list[Block]:
    """What each session has to tell under its name."""
    blocks: list[Block] = []
    for one in _all(telling):
        found = write(one)
        if found:
            blocks.append(Heading(words=sessions.title(one.telling.meeting), level=2))
            blocks.extend(found)
    return blocks


# -- in the notice --------------------------------------------------------------------------------


def counts(telling: Telling) -> Sequence[Block]:
    """How many opinions in all, for the opening; in what is posted how many it leaves out."""
    found = _all(telling)
    said = counting.totals(*found)
    left_out = sessions.untold(telling) if said else []
    return [*said, *narrative.unpublished(*found), *left_out]


def answered(telling: Telling) -> Sequence[Block]:
    """What was cleared up and answered, session by session."""
    found = _by_session(telling, lambda one: conclusion.answered(one, level=3))
    return [Heading(words=conclusion.ANSWERED), *found] if found else []


def charges(telling: Telling) -> Sequence[Block]:
    """One table of what was given to whom, by unit and day, with the session of each."""
    pairs = [(each, one) for one in _all(telling) for each in conclusion.owed(one)]
    if not pairs:
        return []
    pairs.sort(key=lambda pair: conclusion.turn(*pair))
    where = (Column(title=sessions.column(telling.plan), share=24), _session)
    return [
        Heading(words=conclusion.CHARGES),
        Paragraph(words=text(telling.say("opinions.charges")), keep_with_next=True),
        conclusion.charges_table(pairs, [where]),
    ]


def _session(_one: OpinionView, told: Told) -> str:
    return sessions.cell(told.telling.meeting)


def beyond(telling: Telling) -> Sequence[Block]:
    """What is passed on to others, session by session."""
    found = _by_session(telling, _passed_on)
    return [Heading(words=conclusion.BEYOND), *found] if found else []


def _passed_on(told: Told) -> list[Block]:
    return [Paragraph(words=text(f"- {line}")) for line in conclusion.passed_on(told)]


# -- in the report --------------------------------------------------------------------------------


def by_topic(telling: Telling) -> Sequence[Block]:
    """All opinions in words and by topic."""
    found = _all(telling)
    if not any(one.found for one in found):
        return [Paragraph(words=text(telling.say("opinions.none"))), *sessions.untold(telling)]
    return [
        Heading(words=BY_TOPIC, level=2),
        *counting.totals(*found),
        counting.by_topic(*found),
        *sessions.untold(telling),
    ]


def by_session(telling: Telling) -> Sequence[Block]:
    """What became of them in each session."""
    several = _all(telling)
    found = [one for told in several for one in told.found]
    if not found:
        return []
    where = {one.id: sessions.cell(told.telling.meeting) for told in several for one in told.found}
    order = [sessions.cell(one) for one in telling.meetings]
    unit = sessions.column(telling.plan)
    return [
        Heading(words=BY_SESSION.format(unit=unit.lower()), level=2),
        counting.by_outcome(unit, found, lambda one: where[one.id], order, always=order),
    ]
