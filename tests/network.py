"""A hall's network of this test's own: a server and devices in network namespaces, joined by
virtual cables that can be pulled out.

Nothing of it touches the machine's own network: each end of a cable lies inside a namespace, with
addresses that exist only there. Needs Linux and root.
"""

from __future__ import annotations

import base64
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import requests
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.running import START_SECONDS, Running, ports_of

T = TypeVar("T")
SERVER = "10.77.0.1"
CLONE_NEWNET = 0x40000000


def ip(*arguments: str) -> None:
    """Run ``ip``."""
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)


def ready() -> None:
    """Bring ``ip`` where it is missing. Raises with a sentence when this machine cannot do it."""
    if os.geteuid() != 0:
        raise RuntimeError("Cutting a network needs root: run the browser tests as root.")
    if not shutil.which("ip"):
        apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]
        for command in (["update"], ["install", "--no-install-recommends", "--yes", "iproute2"]):
            subprocess.run([*apt, *command], check=True)


@dataclass
class Place:
    """A namespace: a machine as far as the network can tell."""

    name: str

    @property
    def prefix(self) -> list[str]:
        """What makes a command run there."""
        return ["ip", "netns", "exec", self.name]

    def do(self, work: Callable[[], T]) -> T:
        """Call a function as if on that machine."""
        found: list[T] = []
        failed: list[BaseException] = []

        def inside() -> None:
            try:
                with Path(f"/run/netns/{self.name}").open("rb") as space:
                    libc = ctypes.CDLL(None, use_errno=True)
                    if libc.setns(space.fileno(), CLONE_NEWNET):
                        raise OSError(ctypes.get_errno(), f"cannot enter {self.name}")
                found.append(work())
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=inside)  # a namespace belongs to a thread
        thread.start()
        thread.join()
        if failed:
            raise failed[0]
        return found[0]

    def program(self, command: Path, script: Path) -> Path:
        """A file that starts a command there: what a browser's driver can be given."""
        script.write_text(f'#!/bin/sh\nexec {" ".join(self.prefix)} {command} "$@"\n')
        script.chmod(0o755)
        return script


@dataclass
class Network:
    """The server's machine with a bridge, and the devices on it."""

    tag: str
    server: Place
    devices: dict[str, Place] = field(default_factory=dict)

    def join(self, name: str) -> Place:
        """A new device on the Wi-Fi."""
        place = Place(f"{self.tag}-{name}")
        number = len(self.devices) + 2
        ends = f"{self.tag}d{number}", f"{self.tag}s{number}"
        ip("netns", "add", place.name)
        self.devices[name] = place
        ip("link", "add", ends[0], "netns", place.name, "type", "veth", "peer", "name", ends[1],
           "netns", self.server.name)  # fmt: skip
        ip("-n", self.server.name, "link", "set", ends[1], "master", "hall", "up")
        ip("-n", place.name, "link", "set", ends[0], "name", "wlan0")
        ip("-n", place.name, "addr", "add", f"10.77.0.{number}/24", "dev", "wlan0")
        ip("-n", place.name, "link", "set", "lo", "up")
        self.restore(name)
        return place

    def cut(self, name: str) -> None:
        """The Wi-Fi of a device is gone."""
        ip("-n", self.devices[name].name, "link", "set", "wlan0", "down")

    def restore(self, name: str) -> None:
        """It is back."""
        space = self.devices[name].name
        ip("-n", space, "link", "set", "wlan0", "up")
        ip("-n", space, "route", "replace", "default", "via", SERVER)


@contextmanager
def network() -> Iterator[Network]:
    """A server's machine at ``SERVER``, with nobody else yet."""
    ready()
    tag = f"dt{os.getpid() % 10000}"
    place = Place(f"{tag}-hall")
    hall = Network(tag, place)
    ip("netns", "add", place.name)
    try:
        ip("-n", place.name, "link", "set", "lo", "up")
        ip("-n", place.name, "link", "add", "hall", "type", "bridge")
        ip("-n", place.name, "addr", "add", f"{SERVER}/24", "dev", "hall")
        ip("-n", place.name, "link", "set", "hall", "up")
        ip("-n", place.name, "route", "add", "default", "dev", "hall")
        yield hall
    finally:
        for one in [*hall.devices.values(), place]:
            subprocess.run(["ip", "netns", "del", one.name], check=False)  # cables go with it


def start(place: Place, data: Path, http_port: int = 8000, https_port: int = 8443) -> Running:
    """Start ``doithoai run`` there, and wait until it answers."""
    (data / "server.json").unlink(missing_ok=True)
    command = [*place.prefix, sys.executable, "-m", "meeting", "--data", str(data), "run"]
    ports = ["--port", str(http_port), "--https-port", str(https_port)]
    with (data / "server.log").open("a") as log:
        process = subprocess.Popen(
            [*command, *ports], stdout=log, stderr=subprocess.STDOUT, text=True
        )
    noted = ports_of(data, process)
    running = Running(
        data=data,
        process=process,
        http=f"http://{SERVER}:{noted['http_port']}",
        https=f"https://{SERVER}:{noted['https_port']}",
    )
    health = f"{running.http}/health"
    place.do(lambda: requests.get(health, timeout=START_SECONDS)).raise_for_status()
    return running


def trusts(data: Path) -> str:
    """What makes Chromium believe this hall's certificate, as a device told to trust it does."""
    made = x509.load_pem_x509_certificate((data / "hall.crt").read_bytes())
    key = made.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode()
    return f"--ignore-certificate-errors-spki-list={digest}"
