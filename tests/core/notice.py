"""A plugin in one file, for the tests of the core: one line of text that every screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from meeting.contract import (
    Event,
    LiveView,
    Permission,
    Plugin,
    Refused,
    Setting,
    Slot,
    Subscriber,
    Tx,
    attendee,
    done,
    perform,
    public,
    requires,
)
from meeting.db import Model


class Notice(Model):
    __tablename__ = "notice_notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    text: Mapped[str] = mapped_column(unique=True)


@dataclass(frozen=True, kw_only=True)
class NoticePinned(Event):
    name = "notice.pinned"
    title = "Notice pinned"
    text: str
    delegate_id: int | None = None


@dataclass(frozen=True)
class Pinned:
    id: int
    text: str


def pin(tx: Tx, *, text: str, delegate_id: int | None = None) -> Pinned:
    if len(text) > tx.setting("notice.longest"):
        raise Refused("notice.too_long", "At most %(longest)s letters.", longest=20)
    if text == "bug":
        raise ZeroDivisionError
    notice = Notice(meeting_id=tx.meeting_id, text=text)
    tx.session.add(notice)
    tx.session.flush()
    tx.emit(NoticePinned(meeting_id=tx.meeting_id, text=text, delegate_id=delegate_id))
    return Pinned(notice.id, text)


def wall(session: Session, meeting_id: int) -> dict[str, Any]:
    return {"notices": session.query(Notice).filter_by(meeting_id=meeting_id).order_by(Notice.id)}


def mine(session: Session, meeting_id: int, delegate_id: int) -> dict[str, Any]:
    return {**wall(session, meeting_id), "delegate_id": delegate_id}


def build(**fields: Any) -> Plugin:
    """The plugin as its author would export it; a fresh blueprint for each application."""
    routes = Blueprint("notice", __name__)

    @routes.post("/")
    @requires("notice.pin")
    def pin_view() -> Any:
        return done(perform(pin, text=request.form["text"]), "/")

    @routes.get("/open")
    @public
    def open_view() -> str:
        return "open"

    @routes.route("/mine", methods=["GET", "POST"])
    @attendee
    def mine_view() -> str:
        return "mine"

    declared: dict[str, Any] = {
        "name": "notice",
        "title": "Notice",
        "routes": routes,
        "settings": (Setting("notice.longest", 20, "Longest text", lambda value: value > 0),),
        "permissions": (Permission("notice.pin", "Pin", frozenset({"secretary"})),),
        "events": (NoticePinned,),
        "views": (
            LiveView(
                name="notice.wall", template="notice/w.html", context=wall, on=(NoticePinned,)
            ),
            LiveView(
                name="notice.staff",
                template="notice/w.html",
                context=wall,
                on="*",
                permission="notice.pin",
            ),
            LiveView(
                name="notice.mine",
                template="notice/w.html",
                context=mine,
                on=(NoticePinned,),
                key=lambda event: getattr(event, "delegate_id", None),
            ),
        ),
    }
    return Plugin(**{**declared, **fields})


TEMPLATE = "{% for notice in notices %}<p>{{ notice.text }}</p>{% endfor %}"

__all__ = ["TEMPLATE", "Notice", "NoticePinned", "Pinned", "Slot", "Subscriber", "build", "pin"]
