"""Answers to a page that saves by itself: the new revision, or what somebody else has saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import jsonify
from werkzeug.wrappers import Response

from meeting.contract import Refused, done, wants_json

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Saved:
    """A new piece: its revision, and by what address and name it is saved from now on."""

    id: int
    revision: int
    action: str
    name: str


def saved(
    save: Callable[[], int | Saved], to: str, theirs: Callable[[], Fields], message: object = ""
) -> Response:
    """Save, and answer. Over a newer version, answer with ``theirs`` as it is stored now."""
    try:
        return done(save(), to, message)
    except Refused as refused:
        if refused.code != "opinions.stale" or not wants_json():
            raise
        return _stale(refused, theirs())


def _stale(refused: Refused, theirs: Fields) -> Response:
    answer = jsonify(
        ok=False,
        error={"code": refused.code, "message": refused.message},
        theirs=dict(theirs),
        seen=refused.facts["revision"],
        by=refused.facts["by"],
    )
    answer.status_code = 409
    return answer
