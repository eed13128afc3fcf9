"""The blueprint that the pages of the picture and of the screens share."""

from __future__ import annotations

from flask import Blueprint

routes = Blueprint("display", __name__)
