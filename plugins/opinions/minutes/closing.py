"""What stands against closing: what nobody has decided on, or written down. Named up to a limit."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.contract import _
from meeting.points import CloseCheck, Problem
from plugins.opinions import queries
from plugins.opinions.models import Opinion
from plugins.opinions.queries import OpinionView
from plugins.opinions.reads.pieces import HAS_WORDS
from plugins.opinions.rules import Outcome
from plugins.speakers.api import State, Turn, turn

NAMED = 12  # of each sort, one by one


def unsettled(session: Session, meeting_id: int) -> Sequence[Problem]:
    """Opinions without outcome or without words, answers without words, speeches without both."""
    return [
        *_undecided(session, meeting_id),
        *_without_words(session, meeting_id),
        *_unwritten(session, meeting_id),
        *_unheard(session, meeting_id),
    ]


def _undecided(session: Session, meeting_id: int) -> list[Problem]:
    """Opinions nobody has decided on, by number and asker."""
    found, more = _first(session, meeting_id, Opinion.outcome.is_(None), HAS_WORDS)
    problems = [
        _of_opinion(
            one,
            _("Opinion %(number)s (%(who)s) has no outcome.", number=one.number, who=_who(one)),
        )
        for one in found
    ]
    if more:
        message = _("%(count)s more opinions have no outcome.", count=more)
        problems.append(Problem(message=message, endpoint="opinions.desk", count=more))
    return problems


def _without_words(session: Session, meeting_id: int) -> list[Problem]:
    """What a speech has opened and nobody has written in."""
    joined = sa.and_(Opinion.outcome.is_not(None), Opinion.outcome == Outcome.MERGED)
    found, more = _first(session, meeting_id, ~HAS_WORDS, ~joined)
    problems = [
        _of_opinion(
            one,
            _(
                "Nothing is written in opinion %(number)s (%(who)s). "
                "Write down what was said, or that nothing was asked for.",
                number=one.number,
                who=_who(one),
            ),
        )
        for one in found
    ]
    if more:
        message = _("Nothing is written in %(count)s more opinions.", count=more)
        problems.append(Problem(message=message, endpoint="opinions.desk", count=more))
    return problems


def _unwritten(session: Session, meeting_id: int) -> list[Problem]:
    """Answers that the chair counts as given and whose words nobody has written down."""
    return [
        _of_opinion(
            one,
            _(
                "Opinion %(number)s (%(who)s) counts as answered, "
                "but what was said is not written down yet.",
                number=one.number,
                who=_who(one),
            ),
        )
        for one in queries.answered_without_words(session, meeting_id)
    ]


def _unheard(session: Session, meeting_id: int) -> list[Problem]:
    """Speeches of which the record has no opinion at all. It may be right so: nothing waits."""
    query = (
        sa.select(Turn.id)
        .where(
            Turn.meeting_id == meeting_id,
            Turn.state == State.SPOKEN,
            ~sa.exists().where(Opinion.turn_id == Turn.id),
        )
        .order_by(Turn.ended_at, Turn.id)
        .limit(NAMED)
    )
    spoke = (turn(session, meeting_id, turn_id) for turn_id in session.scalars(query))
    return [
        Problem(
            message=_("%(who)s spoke, and no opinion is written down.", who=one.speaker),
            endpoint="opinions.desk",
            values={"turn": one.id},
            blocks=False,
        )
        for one in spoke
        if one is not None
    ]


def _first(
    session: Session, meeting_id: int, *conditions: sa.ColumnElement[bool]
) -> tuple[list[OpinionView], int]:
    """The first that fit, in order of number, and how many more do."""
    fitting = (Opinion.meeting_id == meeting_id, *conditions)
    query = sa.select(Opinion).where(*fitting).order_by(Opinion.number).limit(NAMED)
    found = queries.filled(session, meeting_id, session.scalars(query).all())
    total = session.scalar(sa.select(sa.func.count(Opinion.id)).where(*fitting)) or 0
    return found, total - len(found)


def _of_opinion(one: OpinionView, message: str) -> Problem:
    return Problem(message=message, endpoint="opinions.opinion", values={"opinion_id": one.id})


def _who(opinion: OpinionView) -> str:
    return ", ".join(filter(None, (opinion.name or _("no name given"), opinion.village)))


CHECK = CloseCheck(check=unsettled)
