"""The live thread of one opinion: for who answers, for who tidies, and for who only reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from meeting.contract import EVERYBODY, Event, LiveView
from plugins.opinions import queries, texts
from plugins.opinions.events import EVENTS, OpinionEvent
from plugins.opinions.reads import pieces
from plugins.roster.api import DelegateChanged

Context = Callable[[Session, int, int], Mapping[str, Any]]


def of_opinion(event: Event) -> Sequence[int]:
    """Whose thread an event touches: a corrected name may stand in any of them."""
    return (event.opinion_id,) if isinstance(event, OpinionEvent) else (EVERYBODY,)


def thread(
    session: Session,
    meeting_id: int,
    opinion_id: int,
    *,
    writes: bool = False,
    answers: bool = False,
    prepared: bool = False,
) -> Mapping[str, Any]:
    """What was said. ``writes``: with fields; ``answers``: the answer too; ``prepared``: beside it
    what is prepared and nobody has said yet.
    """
    found = queries.opinion(session, opinion_id)
    if found is None or found.meeting_id != meeting_id:
        return {"opinion": None}
    return {
        "opinion": found,
        "pieces": pieces.pieces(session, opinion_id),
        "writes": writes,
        "answers": answers,
        "prepared": prepared,
        "misprepared": any(map(texts.in_wrong_code, (found.prepared, found.prepared_full))),
    }


def for_who_answers(session: Session, meeting_id: int, opinion_id: int) -> Mapping[str, Any]:
    """The secretary writes everything."""
    return thread(session, meeting_id, opinion_id, writes=True, answers=True, prepared=True)


def for_who_tidies(session: Session, meeting_id: int, opinion_id: int) -> Mapping[str, Any]:
    """The summariser writes all but the answers."""
    return thread(session, meeting_id, opinion_id, writes=True)


def for_who_reads(session: Session, meeting_id: int, opinion_id: int) -> Mapping[str, Any]:
    """The chair reads along."""
    return thread(session, meeting_id, opinion_id, prepared=True)


def _view(name: str, context: Context, permission: str) -> LiveView:
    return LiveView(
        name=name,
        template="opinions/_thread.html",
        context=context,
        on=(*EVENTS, DelegateChanged, "core.meeting_closed"),
        key=of_opinion,
        permission=permission,
    )


THREADS = (
    _view("opinions.thread", for_who_answers, "opinions.approve"),
    _view("opinions.thread_tidy", for_who_tidies, "opinions.manage"),
    _view("opinions.thread_read", for_who_reads, "opinions.decide"),
)
