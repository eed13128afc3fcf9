"""A plugin that knows of a meeting what a test tells it: objections to closing, and sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from meeting.contract import Event, Permission, Plugin, Tx, public
from meeting.papers.model import Block
from meeting.points import CloseCheck, Letter, PaperKind, Problem, Section, Telling


@dataclass(frozen=True, kw_only=True)
class Seen(Event):
    name = "witness.seen"
    title = "Seen"


def see(tx: Tx) -> None:
    """Something happens in the meeting."""
    tx.emit(Seen(meeting_id=tx.meeting_id))


@dataclass
class Witness:
    """What the plugin says when it is asked."""

    problems: list[Problem] = field(default_factory=list)
    sections: dict[int, Sequence[Block]] = field(default_factory=dict)
    posted: dict[int, Sequence[Block]] = field(default_factory=dict)  # where it differs
    letters: list[Letter] = field(default_factory=list)

    def plugin(self, *orders: int) -> Plugin:
        """The plugin, with a section at each of these places."""
        routes = Blueprint("witness", __name__)

        @routes.get("/turn/<int:turn_id>")
        @public
        def turn(turn_id: int) -> str:
            return str(turn_id)

        sections = [Section(order=order, build=self._build(order)) for order in orders]
        letters = PaperKind(
            name="witness_letter",
            title="Witness's letter",
            about="To each",
            file_name="thu",
            order=90,
            write=lambda _telling: self.letters,
            several=True,
        )
        return Plugin(
            name="witness",
            title="Witness",
            routes=routes,
            events=(Seen,),
            permissions=(Permission("witness.see", "See"),),
            contributes={
                "minutes.check": (CloseCheck(check=self._check),),
                "minutes.section": tuple(sections),
                "minutes.paper": (letters,),
            },
        )

    def _check(self, session: Session, meeting_id: int) -> Sequence[Problem]:
        assert session.is_active
        assert meeting_id
        return self.problems

    def _build(self, order: int) -> Any:
        def build(telling: Telling) -> Sequence[Block]:
            assert telling.session.is_active
            assert telling.meeting.id
            own = self.posted if telling.masked and order in self.posted else self.sections
            return own.get(order, ())

        return build
