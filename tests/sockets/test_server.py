"""The server as an operator meets it: start, stop, and clear sentences when something is in the
way.
"""

from __future__ import annotations

import http.client
import socket
import sqlite3
import ssl
import subprocess
import sys
from pathlib import Path

import requests

from tests import running
from tests.running import PATIENCE


def doithoai(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "meeting", "--data", str(data), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)


def test_it_prints_how_to_reach_it_and_stops_in_order(data: Path) -> None:
    hall = running.start(data, python=sys.executable)
    assert "Phones open" in hall.printed
    assert "/pair/" in hall.printed
    assert "█" in hall.printed, "the address as a QR"
    printed = doithoai(data, "pair", "--role", "secretary").stdout
    assert f":{hall.https.rpartition(':')[2]}/pair/" in printed, "the port it listens at"
    requests.get(f"{hall.http}/", timeout=PATIENCE)
    assert hall.stop() == 0
    assert not (data / "server.json").exists()
    assert not list(data.glob("doithoai.db-*")), "whoever copies only the database has all"


def test_an_empty_folder_gets_the_sample_meeting(tmp_path: Path) -> None:
    with running.server(tmp_path / "new", "--sample") as hall:
        page = requests.get(hall.http, timeout=PATIENCE)
        assert "Hội nghị trao đổi, đối thoại" in page.text


def test_https_answers_with_the_halls_certificate(hall: running.Running) -> None:
    port = int(hall.https.rsplit(":", 1)[1])
    context = ssl.create_default_context(cafile=hall.data / "hall-ca.crt")
    with (
        socket.create_connection(("127.0.0.1", port)) as line,
        context.wrap_socket(line, server_hostname="localhost") as secure,
    ):
        secure.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert secure.recv(4096).startswith(b"HTTP/1.1 200")


def test_the_private_key_is_private(hall: running.Running) -> None:
    assert (hall.data / "hall.key").stat().st_mode & 0o077 == 0


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:  # noqa: S104 - the server listens there too
        port = taken.getsockname()[1]
        done = doithoai(tmp_path, "run", "--port", str(port), "--https-port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"doithoai: Port {port} cannot be used")
    assert len(done.stderr.splitlines()) == 1


def test_an_unwritable_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = doithoai(tmp_path / "file" / "data", "run", "--port", "0", "--https-port", "0")
    assert done.returncode == 1
    assert "Cannot write in the folder" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_newer_database_is_one_sentence(data: Path) -> None:
    with sqlite3.connect(data / "doithoai.db") as database:
        database.execute("UPDATE alembic_version_core SET version_num = 'core_999'")
    done = doithoai(data, "run", "--port", "0", "--https-port", "0")
    assert done.returncode == 1
    assert "newer version" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_one_line_carries_many_requests(hall: running.Running) -> None:
    line = http.client.HTTPConnection(hall.http.removeprefix("http://"))
    for _ in range(3):
        line.request("GET", "/health")
        answer = line.getresponse()
        assert (answer.status, bool(answer.read()), answer.will_close) == (200, True, False)
    line.close()


def test_static_files_are_compressed_and_kept_for_good(hall: running.Running) -> None:
    page = requests.get(hall.http, timeout=PATIENCE).text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = requests.get(hall.http + address, headers={"Accept-Encoding": "br"}, timeout=PATIENCE)
    assert answer.headers["Content-Encoding"] == "br"
    assert "immutable" in answer.headers["Cache-Control"]
