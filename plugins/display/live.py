"""The picture on the wall, and the staff's view of it. A scene that fails gives way to the next."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from meeting.contract import ANY, EVERYBODY, LiveView, Slot, _l
from meeting.models import Meeting, MeetingState
from meeting.points import Scene
from plugins.display import queries, rules, screens
from plugins.display.service import POINT

log = logging.getLogger(__name__)
TEST = "test"  # in the place of a scene: edges and letters, to adjust a projector by


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


def stage(session: Session, meeting_id: int, screen_id: int) -> Mapping[str, Any]:
    """What hangs on one wall now."""
    meeting = session.get_one(Meeting, meeting_id)
    decided = queries.decided(session, meeting)
    screen = screens.screen_of(session, screen_id)
    name, picture = TEST, Markup("")
    if not screens.is_tested(screen, meeting):
        name, picture = _picture(session, meeting, decided.pinned, screen.chosen)
    return {
        "scene": name,
        "picture": picture,
        "message": decided.message if name != TEST else "",
        "screen": screen,
        "name": screens.name_of(session, screen_id) if name == TEST else "",
    }


def _picture(
    session: Session, meeting: Meeting, pinned: str, chosen: Collection[str] = ()
) -> tuple[str, Markup]:
    for scene in queries.to_try(session, meeting.id, scenes(meeting.id), pinned, chosen):
        picture = drawn(session, meeting, scene)
        if picture is not None:
            return scene.name, picture
    return "", Markup("")


def state(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """For staff: what is on, what could be, what comes without a pin, and the message line."""
    meeting = session.get_one(Meeting, meeting_id)
    decided = queries.decided(session, meeting)
    found = {scene.name: scene for scene in scenes(meeting_id)}
    on, _drawn = _picture(session, meeting, decided.pinned)
    free = [one.name for one in queries.to_try(session, meeting_id, [*found.values()], "")]
    coming = free if decided.pinned or on not in free else free[free.index(on) + 1 :]
    way = rules.way_back(decided.past, found)
    return {
        "on": found.get(on),
        "pinned": decided.pinned,
        "message": decided.message,
        "changes": decided.changes,
        "coming": found[coming[0]] if coming else None,
        "back": way is not None,
        "before": found.get(way[0]) if way else None,
        "scenes": sorted(found.values(), key=lambda scene: scene.order),
        "empty": {one.name for one in found.values() if not _shows(session, meeting_id, one)},
    }


def _shows(session: Session, meeting_id: int, scene: Scene) -> bool:
    """Whether a scene would have anything to show; one that cannot tell is not judged."""
    try:
        return scene.shows is None or scene.shows(session, meeting_id)
    except Exception:  # as with its picture: the page stays
        log.exception("The scene %r cannot tell what it shows", scene.name)
        return True


def coming(session: Session, meeting_id: int) -> Mapping[str, Any]:
    """The picture after this one, or without the pin."""
    meeting = session.get_one(Meeting, meeting_id)
    found = state(session, meeting_id)["coming"]
    return {
        "scene": found.name if found else "",
        "picture": (drawn(session, meeting, found) if found else None) or Markup(""),
        "message": "",
        "screen": screens.screen_of(session, screens.NOBODY),
    }


VIEWS = (
    LiveView(
        name="display.stage",
        template="display/_stage.html",
        context=stage,
        on=ANY,
        permission="display.show",
        key=lambda _event: EVERYBODY,
    ),
    LiveView(
        name="display.state",
        template="display/_state.html",
        context=state,
        on=ANY,
        permission="display.control",
    ),
    LiveView(
        name="display.coming",
        template="display/_coming.html",
        context=coming,
        on=ANY,
        permission="display.control",
    ),
    LiveView(
        name="display.panel",
        template="display/_panel_state.html",
        context=state,
        on=ANY,
        permission="display.control",
    ),
)


def panel(*, here: str, **_about: object) -> str:
    """On the page from which the secretary runs the meeting: the wall, small, and its switches.

    ``here``: that page's address, also after a refusal.
    """
    return render_template("display/_panel.html", limit=rules.MESSAGE_LIMIT, here=here)


SLOTS = (Slot("speakers.desk", panel, order=50),)


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
