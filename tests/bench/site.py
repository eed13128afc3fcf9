"""A scratch site with many people, their phones' cookies made in advance, and a server over it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from meeting import create_app
from meeting.access import DEVICE_COOKIE, Actor, Role, new_token, token_hash
from meeting.config import Config
from meeting.contract import Tx
from meeting.meetings import change_setting, create_meeting, load_sample, open_meeting
from meeting.migrate import upgrade
from meeting.pairing import offer_pairing, pair
from meeting.plan import load_plan_file, load_sample_file, shipped_plans, shipped_samples
from meeting.writing import run
from plugins.roster.api import add_person, stamp_of, villages
from plugins.speakers.api import call_next, request_turn
from tests.bench import process

BY = Actor.system("bench")
SAMPLE = "to-tung-2023"
START_SECONDS = 60


@dataclass(frozen=True)
class Device:
    """What a browser sends along: its cookies, and the token its forms carry."""

    cookie: str
    token: str
    delegate_id: int = 0


@dataclass
class Site:
    """A data folder, ready for a server."""

    data: Path
    phones: list[Device] = field(default_factory=list)
    staff: dict[str, Device] = field(default_factory=dict)
    turn: int = 0  # who has the floor


def sample_app(folder: Path) -> Flask:
    """The sample meeting, open, in a scratch folder."""
    app = create_app(Config(data=folder, testing=True))
    core = app.extensions["meeting"]
    upgrade(core.engine, core.registry)
    with app.app_context():
        plan = load_plan_file(shipped_plans()[SAMPLE])
        meeting_id = run(create_meeting, by=BY, plan=plan)
        sample = load_sample_file(shipped_samples()[SAMPLE])
        run(load_sample, by=BY, meeting_id=meeting_id, sample=sample)
        run(open_meeting, by=BY, meeting_id=meeting_id)
    return app


def invite(tx: Tx, *, count: int) -> list[int]:
    """People enough for all rounds, spread over the villages."""
    places = villages(tx.session, tx.meeting_id)
    return [
        add_person(tx, name=f"Đinh Đo {number}", honorific="Ông", village_id=places[number % 10].id)
        for number in range(count)
    ]


def queue_up(tx: Tx, *, waiting: int) -> int:
    """Somebody has the floor and others wait. Returns the turn that runs."""
    first = request_turn(tx, speaker_name="Ông Đinh Nói")
    for number in range(waiting):
        request_turn(tx, speaker_name=f"Ông Đinh Chờ {number}")
    return call_next(tx, seen=0, turn_id=first)


def prepare(folder: Path, people: int, waiting: int = 3) -> Site:
    """Invite people and make the cookies that their phones and the staff would have."""
    app = sample_app(folder)
    site = Site(folder)
    with app.app_context():
        everybody = run(invite, by=BY, meeting_id=1, count=people)
        run(change_setting, by=BY, meeting_id=1, name="checkin.when_full", value="warn")
        site.turn = run(queue_up, by=BY, meeting_id=1, waiting=waiting)
        for delegate_id in everybody:
            known = {"attendee": {"1": [delegate_id, stamp_of(delegate_id)]}}
            site.phones.append(_device(app, known, delegate_id=delegate_id))
        for role in (Role.REGISTRAR, Role.SECRETARY, Role.CHAIR):
            site.staff[role] = _paired(app, role)
    app.extensions["meeting"].close()
    return site


def _device(
    app: Flask, known: Mapping[str, object], extra: str = "", delegate_id: int = 0
) -> Device:
    signed = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    session = signed.dumps({**known, "_permanent": True, "csrf_token": "bench"})
    token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("bench")  # type: ignore[arg-type]
    return Device(f"doithoai={session}{extra}", str(token), delegate_id)


def _paired(app: Flask, role: Role) -> Device:
    link, secret = new_token(), new_token()
    run(offer_pairing, by=BY, role=role, name=role, token_digest=token_hash(link))
    run(pair, by=BY, link=link, device_digest=token_hash(secret))
    return _device(app, {}, f"; {DEVICE_COOKIE}={secret}")


@dataclass
class Server:
    """A process that serves, and its port."""

    process: subprocess.Popen[bytes]
    port: int

    def memory(self) -> float:
        """Resident memory in MB."""
        return process.memory(self.process.pid)

    def cpu(self) -> float:
        """Milliseconds of processor time so far: others on the machine hardly change it."""
        return process.busy(self.process.pid) * 1000

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.process.wait()


def start(data: Path, port: int = 0, *, slow_disk: bool = False) -> Server:
    """Start the product over a site; with ``slow_disk`` each flush takes 5 ms longer."""
    note = data / "server.json"
    note.unlink(missing_ok=True)
    module = "tests.bench.slow_disk" if slow_disk else "meeting"
    line = [sys.executable, "-m", module, "--data", str(data), "run", "--host", "127.0.0.1"]
    with (data / "server.log").open("wb") as log:
        child = subprocess.Popen(
            [*line, "--port", str(port), "--https-port", "0"], stdout=log, stderr=log
        )
    _wait(child, note, data / "server.log")
    return Server(child, int(note.read_text().split('"http_port": ')[1].split(",")[0]))


def start_bare(folder: Path, port: int = 0, *, module: str = "tests.bench.bare") -> Server:
    """Start a base to compare with: sockets and next to nothing behind them."""
    note = folder / "bare.port"
    note.unlink(missing_ok=True)
    line = [sys.executable, "-m", module, str(port), str(note)]
    with (folder / "bare.log").open("wb") as log:
        child = subprocess.Popen(line, stdout=log, stderr=log)
    _wait(child, note, folder / "bare.log")
    return Server(child, int(note.read_text()))


def _wait(child: subprocess.Popen[bytes], note: Path, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (note.exists() and note.read_text()):
        if child.poll() is not None or time.monotonic() > deadline:
            child.kill()
            raise RuntimeError(log.read_text(errors="replace")[-2000:])
        time.sleep(0.02)


@contextmanager
def served(site: Site, *, slow_disk: bool = False) -> Iterator[Server]:
    """A server for the length of a measurement."""
    server = start(site.data, slow_disk=slow_disk)
    try:
        yield server
    finally:
        server.kill()
