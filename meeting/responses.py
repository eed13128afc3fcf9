"""Answers: pages for people, one JSON shape for programs, a clear sentence for failures."""

from __future__ import annotations

import logging
import secrets
from dataclasses import fields, is_dataclass
from typing import Any

from flask import (
    Flask,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response

from meeting import qr
from meeting.errors import NotSaved, Refused
from meeting.limits import TooMany
from meeting.net import staff_address

log = logging.getLogger(__name__)
LONGEST_QR = 120  # bytes; more takes long to draw, for anybody who asks, and to scan


def wants_json() -> bool:
    """Whether a program asks rather than a browser."""
    accepted = request.accept_mimetypes
    return accepted.best_match(["text/html", "application/json"]) == "application/json"


def done(result: Any, to: str, message: object = "") -> Response:
    """The answer to a stored change: on to the page ``to`` (303), or the result as JSON."""
    if wants_json():
        return jsonify({"ok": True, "result": _plain(result)})
    if message:
        flash(str(message), "success")
    return redirect(to, 303)


def came_from() -> str:
    """The page of this meeting whose form says ``from``, to lead back to; empty for none."""
    address = current_app.url_map.bind("")
    try:
        endpoint, values = address.match(request.form.get("from", ""), method="GET")
    except HTTPException:
        return ""
    if values.get("meeting_id") != g.meeting.id:
        return ""
    # written anew: in “//m/1/…” a browser would take “m” for another server
    return address.build(endpoint, values)


def _plain(result: Any) -> Any:
    """The fields of an answer; what is inside them is made plain as it is written."""
    if not is_dataclass(result):
        return result
    return {one.name: getattr(result, one.name) for one in fields(result)}


def _failure(status: int, code: str, message: str, page: str, **context: Any) -> tuple[Any, int]:
    if wants_json():
        body = {"ok": False, "error": {"code": code, "message": message, **context}}
        return jsonify(body), status
    return render_template(page, message=message, code=code, status=status, **context), status


def _refused(error: Refused) -> tuple[Any, int]:
    return _failure(409, error.code, error.message, "errors/409.html")


def _not_saved(error: NotSaved) -> tuple[Any, int]:
    log.error("Not saved: %s", error)
    message = _(
        "The server could not save this, so it was NOT recorded. "
        "Tell the secretary (the disk may be full), then send it again."
    )
    return _failure(503, "core.not_saved", message, "errors/503.html")


def _csrf(_error: CSRFError) -> tuple[Any, int]:
    message = _(
        "This page was open for too long. Go back, copy what you typed, reload and send it again."
    )
    return _failure(400, "core.csrf", message, "errors/csrf.html")


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    if status == 403 and g.get("plain_line"):
        return _failure(
            403,
            "core.plain_line",
            _("Staff pages open only over the hall's secure address."),
            "errors/403.html",
            **_secure_address(),
        )
    if isinstance(error, TooMany):
        return _wait(error.seconds, str(error.said))
    known = _HTTP_PAGES.get(status, "errors/500.html" if status >= 500 else "errors/404.html")
    return _failure(status, f"core.http_{status}", "", known)


def _secure_address() -> dict[str, Any]:
    """The same page over the secure line, also as a QR: laptop and tablet need not type it.

    Too long for a QR, it is left at the page without its query, or at the first page.
    """
    start = staff_address(asked=request.host.partition(":")[0])
    ways = (start + request.full_path.rstrip("?"), start + request.path)
    short = (one for one in ways if len(one.encode()) <= LONGEST_QR)
    address = next(short, f"{start}/")
    if wants_json():
        return {"address": address}
    return {"address": address, "picture": qr.svg(address, label=_("Secure address"))}


def _wait(seconds: int, said: str) -> Any:
    """Asked too often: of what, and how long to wait, for people and for programs."""
    wait = ngettext(
        "To try again here, wait %(num)s second.",
        "To try again here, wait %(num)s seconds.",
        seconds,
    )
    message = f"{said} {wait}".strip()
    page, status = _failure(429, "core.wait", message, "errors/429.html", seconds=seconds)
    answer = make_response(page, status)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _no_such_number(_error: Exception) -> Any:
    """A number no table can hold, in an address or a form, names nothing that we have."""
    return _http(NotFound())


def _bug(error: Exception) -> tuple[Any, int]:
    """A mistake of ours: an apology with a number under which the log has the details."""
    number = secrets.token_hex(4).upper()
    where = request.url_rule or request.path  # the rule: an address may hold somebody's code
    log.error("Error %s at %s", number, where, exc_info=error)
    return _failure(500, "core.bug", "", "errors/500.html", error_id=number)


_HTTP_PAGES = {status: f"errors/{status}.html" for status in (403, 404, 413, 429)}


# Everything a page needs comes from this server; nothing may frame it from elsewhere.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def _headers(answer: Response) -> Response:
    """Tell browsers to trust nothing but us, and to ask again instead of showing an old page."""
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    if answer.mimetype == "text/html":
        answer.headers.setdefault("Content-Security-Policy", _POLICY)
    return answer


def init_responses(app: Flask) -> None:
    """Register the handlers."""
    app.after_request(_headers)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotSaved, _not_saved)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OverflowError, _no_such_number)  # SQLite
    app.register_error_handler(DataError, _no_such_number)  # PostgreSQL
    app.register_error_handler(Exception, _bug)
