"""Which addresses the hall's phones can reach this machine at."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

from flask import current_app

from meeting.config import Config


def lan_addresses() -> list[str]:
    """IPv4 addresses of this machine in the hall's network, the likeliest first; no traffic is
    sent.
    """
    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("10.255.255.255", 9))  # asks the routing table only
        found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    usable = [a for a in dict.fromkeys(found) if not ipaddress.ip_address(a).is_loopback]
    return usable or ["127.0.0.1"]


def _with_port(scheme: str, host: str, port: int, usual: int) -> str:
    return f"{scheme}://{host}" if port == usual else f"{scheme}://{host}:{port}"


def phone_address(config: Config | None = None) -> str:
    """The address villagers' phones open: plain HTTP, no certificate warning."""
    config = config or current_app.extensions["meeting"].config
    return config.address or _with_port("http", lan_addresses()[0], config.http_port, 80)


def staff_address(config: Config | None = None) -> str:
    """The address for staff devices in the network: HTTPS."""
    config = config or current_app.extensions["meeting"].config
    return _with_port("https", lan_addresses()[0], config.https_port, 443)


def desk_address(config: Config) -> str:
    """The address for a browser on the server's own machine."""
    return _with_port("http", "localhost", config.http_port, 80)
