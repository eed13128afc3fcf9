"""Which addresses the hall's phones can reach this machine at."""

from __future__ import annotations

import ipaddress
import socket
import struct
import sys
from contextlib import suppress
from urllib.parse import urlsplit

from flask import current_app

from meeting.config import Config

_ASK_ADDRESS = 0x8915  # Linux: SIOCGIFADDR


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
    found += _interface_addresses()
    usable = [a for a in dict.fromkeys(found) if not ipaddress.ip_address(a).is_loopback]
    return usable or ["127.0.0.1"]


def _interface_addresses() -> list[str]:
    """Those of each cable and radio: the routing table knows one, and a host name perhaps none."""
    if sys.platform != "linux":
        return []  # there the host name has them all
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # without an address
                asked = struct.pack("256s", name.encode()[:15])
                found.append(socket.inet_ntoa(fcntl.ioctl(probe, _ASK_ADDRESS, asked)[20:24]))
    return found


def _with_port(scheme: str, host: str, port: int, usual: int) -> str:
    return f"{scheme}://{host}" if port == usual else f"{scheme}://{host}:{port}"


def _config(config: Config | None) -> Config:
    known: Config = config or current_app.extensions["meeting"].config
    return known


def phone_address(config: Config | None = None) -> str:
    """The address villagers' phones open: plain HTTP, no certificate warning."""
    config = _config(config)
    return config.address or _with_port("http", lan_addresses()[0], config.http_port, 80)


def staff_address(config: Config | None = None, *, asked: str = "") -> str:
    """The address for staff devices in the network: HTTPS.

    ``asked``: the host a device used already; of several addresses it can reach that one.
    """
    config = _config(config)
    if config.staff_address:
        return config.staff_address.rstrip("/")
    addresses = lan_addresses()
    host = asked if asked in addresses else addresses[0]
    return _with_port("https", host, config.https_port, 443)


def staff_host(config: Config) -> str:
    """The name or number in the address for staff, which the certificate must be for."""
    return urlsplit(staff_address(config)).hostname or ""


def desk_address(config: Config) -> str:
    """The address for a browser on the server's own machine."""
    return _with_port("http", "localhost", config.http_port, 80)
