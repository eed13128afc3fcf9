"""Use cases that share a transaction: each alone in its savepoint and with a session of its own.

What the door itself asks and writes for them (earlier answers, journal, revision, new answers) is
asked and written once for all.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from meeting import clock
from meeting.db import table_of
from meeting.errors import Refused
from meeting.kept import COUNTS, within
from meeting.models import JournalEntry, Meeting, MeetingState, Submission
from meeting.registry import Registry
from meeting.writing import Command, Tx, into, no_meeting

_MEETING = table_of(Meeting)
_STATE = sa.select(_MEETING.c.state).where(_MEETING.c.id == sa.bindparam("meeting"))
_COUNT_UP = (
    sa.update(_MEETING)
    .where(_MEETING.c.id == sa.bindparam("meeting"))
    .values(revision=_MEETING.c.revision + sa.bindparam("changes"))
    .execution_options(**{COUNTS: True})
)
_ANSWERED = sa.select(Submission.key, Submission.result).where(
    Submission.key.in_(sa.bindparam("keys", expanding=True))
)


class Together:
    """One transaction of the store, which the caller begins and commits."""

    def __init__(self, connection: sa.Connection, registry: Registry) -> None:
        self._connection, self._registry = connection, registry
        self._answers: dict[str, Any] = {}  # by submission
        self._submissions: list[dict[str, Any]] = []
        self._entries: list[dict[str, Any]] = []
        self._changes: Counter[int] = Counter()  # by meeting

    def do(self, commands: list[Command]) -> None:
        """Do them in this order; each finds what those before it did.

        A refusal or a mistake is kept as that command's outcome. Raises what the store says when it
        fails, or cannot take what is to be remembered: then nothing of them may be committed.
        """
        self._recall([one.submission for one in commands if one.key])
        for command in commands:
            self._attempt(command)
        self._remember()

    def _recall(self, keys: list[str]) -> None:
        """Which of these forms have had their answer."""
        if keys:
            known = self._connection.execute(_ANSWERED, {"keys": keys})
            self._answers = {row.key: row.result for row in known}

    def _attempt(self, command: Command) -> None:
        command.result, command.error, command.events = None, None, []
        try:
            if command.key and command.submission in self._answers:
                answer = self._answers[command.submission]
                command.result = command.answer_type.validate_python(answer)
                return
            self._do(command)
        except OperationalError:
            raise
        except IntegrityError:
            command.error = Refused(
                "core.conflict",
                _l("Somebody changed this at the same moment. Look at the screen and try again."),
            )
        except Exception as error:
            command.error = error
        if isinstance(command.error, Refused):
            self._entries.append(self._refusal(command, command.error))

    def _do(self, command: Command) -> None:
        with (
            self._connection.begin_nested(),
            Session(self._connection, join_transaction_mode="rollback_only") as session,
        ):
            tx = self._tx(command, session)
            _refuse_when_closed(command, tx.state)
            result = command.use_case(tx, **command.arguments)
            session.flush()
            entries = [
                _entry(command, one.name, one.meeting_id, one.facts(), at=tx.now)
                for one in tx.events
            ]
            answer = command.answer_type.dump_python(result, mode="json") if command.key else None
        command.result, command.events = result, tx.events
        if entries:
            self._entries += entries
            self._changes[command.meeting_id] += 1
        if command.key:
            self._keep(command, answer, at=tx.now)

    def _tx(self, command: Command, session: Session) -> Tx:
        asked = {"meeting": command.meeting_id}
        state = within(
            self._connection,
            ("state", command.meeting_id),
            lambda: self._connection.scalar(_STATE, asked),
        )
        return Tx(
            session=session,
            registry=self._registry,
            by=command.by,
            now=clock.now(),
            meeting_id=command.meeting_id,
            state=state,
        )

    def _keep(self, command: Command, answer: Any, at: datetime) -> None:
        """The answer, for the same form sent again."""
        self._answers[command.submission] = answer
        row = {"key": command.submission, "use_case": command.name, "result": answer, "at": at}
        self._submissions.append(row)

    def _refusal(self, command: Command, refused: Refused) -> dict[str, Any]:
        facts = {name: str(value) for name, value in refused.facts.items()}
        known = sa.select(_MEETING.c.id).where(_MEETING.c.id == command.meeting_id)
        facts = {"use_case": command.name, **facts}
        meeting_id = self._connection.scalar(known)
        entry = _entry(command, refused.code, meeting_id, facts, at=clock.now())
        return entry | {"refused": True}

    def _remember(self) -> None:
        """Write the journal, count the meetings' revisions up, keep the answers."""
        if self._entries:
            self._connection.execute(into(JournalEntry), self._entries)
        for meeting, changes in self._changes.items():
            self._connection.execute(_COUNT_UP, {"meeting": meeting, "changes": changes})
        if self._submissions:
            self._connection.execute(into(Submission), self._submissions)


def _refuse_when_closed(command: Command, state: str | None) -> None:
    if not command.meeting_id or getattr(command.use_case, "allowed_when_closed", False):
        return
    if state is None:
        raise no_meeting()
    if state == MeetingState.CLOSED:
        raise Refused(
            "core.closed",
            _l("The meeting is closed and its minutes are made. Nothing here can be changed."),
        )


def _entry(
    command: Command, event: str, meeting_id: int | None, facts: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """A row of the journal."""
    return {
        "meeting_id": meeting_id or None,
        "at": at,
        "by_kind": command.by.kind,
        "by_id": command.by.id,
        "by_name": command.by.name,
        "event": event,
        "facts": facts,
        "refused": False,
    }
