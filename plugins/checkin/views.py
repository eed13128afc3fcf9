"""Pages of the door."""

from __future__ import annotations

from flask import Blueprint

routes = Blueprint("checkin", __name__)
