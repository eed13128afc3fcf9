"""What every template may use: addresses without a request, live views, slots, head files."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, current_app, g, has_request_context
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from meeting import clock, text
from meeting.access import ANONYMOUS, can
from meeting.db import db
from meeting.i18n import DEFAULT
from meeting.live import Room, Topic
from meeting.meetings import several_meetings, unit_word

log = logging.getLogger(__name__)


def path(endpoint: str, **values: Any) -> str:
    """A relative address; works in fragments too, where there is no request."""
    return current_app.url_map.bind("").build(endpoint, values)


def _meeting(context: Context) -> Any:
    """The meeting of the page or fragment."""
    return context.get("meeting") or (g.get("meeting") if has_request_context() else None)


@pass_context
def _path(context: Context, endpoint: str, **values: Any) -> str:
    """``path`` that fills in the meeting of the page or fragment."""
    meeting = _meeting(context)
    if meeting is not None and current_app.url_map.is_endpoint_expecting(endpoint, "meeting_id"):
        values.setdefault("meeting_id", meeting.id)
    return path(endpoint, **values)


@pass_context
def _unit_word(context: Context) -> str:
    """What a sentence calls a village: làng, thôn, ấp as in the plan; in English a village."""
    return unit_word(_meeting(context))


def _live(name: str, key: int | None = None) -> Markup:
    """A live view's newest fragment in its container, which app.js keeps up to date."""
    core = current_app.extensions["meeting"]
    room = Room(Topic(g.meeting.id, name, key), str(get_locale() or DEFAULT))
    snapshot = core.live.snapshot(room)
    wire = name if key is None else f"{name}:{key}"
    return Markup('<div id="live-{}" data-live="{}" data-rev="{}">{}</div>').format(
        wire.replace(".", "-").replace(":", "-"), wire, snapshot.revision, _rendered(snapshot.html)
    )


def _rendered(html: str) -> Markup:
    """Output of our own templates, which have escaped what users wrote."""
    return Markup(html)  # noqa: S704 - see above


def _slots(place: str, **context: Any) -> Markup:
    """All pieces plugins put in a place. One that fails leaves a gap and a line in the log."""
    pieces = []
    for owned in current_app.extensions["meeting"].registry.slots(place, g.meeting.id):
        try:
            pieces.append(_rendered(owned.item.render(**context)))
        except Exception:
            log.exception("Plugin %r failed in the place %s", owned.plugin, place)
            if current_app.debug:
                pieces.append(Markup('<p class="alert alert-danger">{}</p>').format(owned.plugin))
    return Markup("").join(pieces)


def _needs(*names: str) -> str:
    """Ask for static files in the head of the page, each once, from anywhere in a page or card.

    Not for live fragments: they are rendered once for everybody, so what shows them asks.
    """
    g.setdefault("needs", {}).update(dict.fromkeys(names))
    return ""


def _head_files(ending: str) -> list[str]:
    """The files asked for so far, in that order. The body is rendered before the head."""
    return [name for name in g.get("needs", {}) if name.endswith(ending)]


def _menu() -> list[Any]:
    """Entries of the staff menu that the present device may open."""
    if g.get("meeting") is None:
        return []
    registry = current_app.extensions["meeting"].registry
    return [item for item in registry.menu(g.meeting.id) if can(g.actor, item.permission)]


def _page() -> dict[str, Any]:
    """Variables of pages; fragments get only what their live view gives them."""
    if not has_request_context():
        return {}
    return {
        "meeting": g.get("meeting"),
        "actor": g.get("actor", ANONYMOUS),
        "lang": str(get_locale() or DEFAULT),
    }


def _speaks_for() -> int | None:
    """Whose page this is: a form of it must not be taken for another's who has the phone later."""
    return g.get("actor", ANONYMOUS).delegate_id if has_request_context() else None


def new_submission_key() -> str:
    """The key that makes sending the same form twice harmless."""
    return secrets.token_hex(16)


def init_templating(app: Flask) -> None:
    """Give the template engine its globals and filters."""
    app.context_processor(_page)
    app.jinja_env.globals |= {
        "path": _path,
        "unit_word": _unit_word,
        "live": _live,
        "slots": _slots,
        "menu": _menu,
        "needs": _needs,
        "head_files": _head_files,
        "can": can,
        "several_meetings": lambda: several_meetings(db.session()),
        "csrf_token": generate_csrf,
        "submission_key": new_submission_key,
        "speaks_for": _speaks_for,
    }
    app.jinja_env.filters |= {
        "clock_time": lambda instant: f"{clock.local(instant):%H:%M}" if instant else "",
        "day": lambda instant: f"{clock.local(instant):%d/%m/%Y}" if instant else "",
        "epoch_ms": clock.epoch_ms,
        "unbroken": text.unbroken,
    }
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
