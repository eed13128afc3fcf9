"""The core of the meeting-day server. It knows plugins only through their contract, none of them by
name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from meeting.config import Config
    from meeting.contract import Plugin

__version__ = "0.1.0"


def create_app(config: Config | None = None, plugins: Sequence[Plugin] | None = None) -> Flask:
    """Build the application. Imported late, so that a server can patch sockets for gevent first."""
    from meeting.app import create_app as build

    return build(config, plugins)
