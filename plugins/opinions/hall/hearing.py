"""On the secretary's one screen: what is being said, written down while it is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import g, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from meeting.contract import LiveView, Slot, done, perform, requires
from plugins.opinions import queries, service
from plugins.opinions.events import EVENTS
from plugins.opinions.models import Entry, Opinion
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import EntryKind
from plugins.opinions.views import routes
from plugins.roster.api import DelegateChanged
from plugins.speakers.api import (
    SpeakerAbsent,
    SpeakerCalled,
    SpeakerFinished,
    TurnPutBack,
    TurnView,
    current,
    spoken,
)


@dataclass(frozen=True, kw_only=True)
class Speech:
    """A speech and what it raises, each with the piece of the thread that holds its words."""

    turn: TurnView
    is_now: bool
    raised: Sequence[tuple[OpinionView, Entry]]


@routes.post("/hearing/<int:turn_id>/another")
@requires("opinions.manage")
def another(turn_id: int) -> Response:
    """The speaker raises one thing more."""
    receipt = perform(service.open_another, turn_id=turn_id)
    return done(receipt, url_for("speakers.desk", meeting_id=g.meeting.id))


def hearing(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """Who speaks, and below who spoke last: whoever writes may be a speech behind."""
    now = current(session, meeting_id)
    before = spoken(session, meeting_id)[-1:]
    turns = ([now] if now else []) + before
    found = _raised(session, meeting_id, [turn.id for turn in turns])
    return {
        "speeches": [
            Speech(turn=turn, is_now=turn is now, raised=found.get(turn.id, ())) for turn in turns
        ]
    }


def _raised(
    session: Session, meeting_id: int, turn_ids: Sequence[int]
) -> dict[int, list[tuple[OpinionView, Entry]]]:
    """The opinions of these turns in their order."""
    if not turn_ids:
        return {}
    query = (
        sa.select(Opinion, Entry)
        .join(Entry, sa.and_(Entry.opinion_id == Opinion.id, Entry.kind == EntryKind.QUESTION))
        .where(Opinion.meeting_id == meeting_id, Opinion.turn_id.in_(turn_ids))
        .order_by(Opinion.number)
    )
    rows = session.execute(query).all()
    views = queries.filled(session, meeting_id, [opinion for opinion, _entry in rows])
    found: dict[int, list[tuple[OpinionView, Entry]]] = {}
    for (opinion, entry), view in zip(rows, views, strict=True):
        found.setdefault(opinion.turn_id or 0, []).append((view, entry))
    return found


def panel(**_about: object) -> str:
    """The piece of the one screen, for those who write down."""
    return render_template("opinions/_hearing_panel.html")


HEARING = LiveView(
    name="opinions.hearing",
    template="opinions/_hearing.html",
    context=hearing,
    on=(
        *EVENTS,
        *(SpeakerCalled, SpeakerFinished, SpeakerAbsent, TurnPutBack),
        DelegateChanged,
        "core.meeting_closed",
    ),
    permission="opinions.manage",
)
PANEL = Slot("speakers.desk", panel, order=5)
