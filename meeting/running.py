"""The server that runs over a data folder, as another program finds it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from meeting.config import Config

PATIENCE = 3  # seconds for an answer over the local network


def note(data: Path) -> Path:
    """Where a running server writes its process and ports."""
    return data / "server.json"


def as_running(config: Config) -> Config:
    """With the ports of the server that runs over this folder, if one does."""
    with suppress(OSError, ValueError, KeyError):
        ports = json.loads(note(config.data).read_text())
        return replace(config, http_port=ports["http_port"], https_port=ports["https_port"])
    return config


def answers(host: str, port: int) -> bool:
    """Whether our server answers there. Straight, without any proxy of the office."""
    with suppress(OSError, ValueError):
        straight = build_opener(ProxyHandler({}))
        with straight.open(f"http://{host}:{port}/health", timeout=PATIENCE) as answer:
            return bool(json.load(answer).get("ok"))
    return False


def is_running(config: Config) -> bool:
    """Whether the server of this folder is there now."""
    return note(config.data).exists() and answers("127.0.0.1", config.http_port)
