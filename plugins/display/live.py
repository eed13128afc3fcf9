"""The picture on the wall, and the staff's view of it. A scene that fails gives way to the next."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from meeting.contract import ANY, LiveView, _l
from meeting.models import Meeting, MeetingState
from meeting.points import Scene
from plugins.display import queries
from plugins.display.service import POINT

log = logging.getLogger(__name__)


def scenes(meeting_id: int) -> list[Scene]:
    """All scenes of the plugins this meeting uses."""
    registry = current_app.extensions["meeting"].registry
    found: list[Scene] = registry.contributions(POINT, meeting_id)
    return found


def sheets(meeting_id: int) -> list[str]:
    """Style sheets of the scenes: ``scene.css`` in the static files of the plugins that have one.

    A hall page loads them all at once, so that no scene appears undressed.
    """
    static: Callable[[str], str] = current_app.jinja_env.globals["static"]  # type: ignore[assignment]
    found = []
    for plugin in sorted({scene.name.partition(".")[0] for scene in scenes(meeting_id)}):
        name = f"{plugin}/scene.css"
        with contextlib.suppress(FileNotFoundError):
            static(name)
            found.append(name)
    return found


def drawn(session: Session, meeting: Meeting, scene: Scene) -> Markup | None:
    """A scene as HTML, or nothing when it cannot be drawn."""
    try:
        context = scene.context(session, meeting.id)
        return Markup(render_template(scene.template, meeting=meeting, **context))  # noqa: S704 - a template
    except Exception:  # the wall never shows an error
        log.exception("The scene %r cannot be drawn", scene.name)
        return None


def stage(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """What hangs on the wall now."""
    meeting = session.get_one(Meeting, meeting_id)
    decided = queries.decided(session, meeting)
    name, picture = _picture(session, meeting, decided.pinned)
    return {"scene": name, "picture": picture, "message": decided.message}


def _picture(session: Session, meeting: Meeting, pinned: str) -> tuple[str, Markup]:
    for scene in queries.to_try(session, meeting.id, scenes(meeting.id), pinned):
        picture = drawn(session, meeting, scene)
        if picture is not None:
            return scene.name, picture
    return "", Markup("")


def state(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """For staff: what is on, what could be, and the message line."""
    meeting = session.get_one(Meeting, meeting_id)
    decided = queries.decided(session, meeting)
    found = scenes(meeting_id)
    on, _drawn = _picture(session, meeting, decided.pinned)
    return {
        "on": next((scene for scene in found if scene.name == on), None),
        "pinned": decided.pinned,
        "message": decided.message,
        "scenes": sorted(found, key=lambda scene: scene.order),
    }


VIEWS = (
    LiveView(
        name="display.stage",
        template="display/_stage.html",
        context=stage,
        on=ANY,
        permission="display.show",
    ),
    LiveView(
        name="display.state",
        template="display/_state.html",
        context=state,
        on=ANY,
        permission="display.control",
    ),
)


# -- the plugin's own two pictures --------------------------------------------------------------


def _nothing(_session: Session, _meeting_id: int) -> Mapping[str, Any]:
    return {}


def _always(_session: Session, _meeting_id: int) -> bool:
    return True


def _is_closed(session: Session, meeting_id: int) -> bool:
    return session.get_one(Meeting, meeting_id).state == MeetingState.CLOSED


SCENES: Sequence[Scene] = (
    Scene(
        name="display.backdrop",
        title=_l("Title of the meeting"),
        template="display/_scene_backdrop.html",
        context=_nothing,
        wants=_always,
        order=-100,
    ),
    Scene(
        name="display.thanks",
        title=_l("Thank you"),
        template="display/_scene_thanks.html",
        context=_nothing,
        wants=_is_closed,
        order=1000,
    ),
)
