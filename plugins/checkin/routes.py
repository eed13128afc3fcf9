"""The blueprint that the phone's and the staff's pages share."""

from __future__ import annotations

from flask import Blueprint

routes = Blueprint("checkin", __name__)
