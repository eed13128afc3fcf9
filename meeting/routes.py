"""The blueprint that the core's own pages share."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("core", __name__)
