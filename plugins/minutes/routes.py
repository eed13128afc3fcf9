"""Where the pages of this plugin are mounted; each module of views adds its own."""

from __future__ import annotations

from flask import Blueprint

routes = Blueprint("minutes", __name__)
