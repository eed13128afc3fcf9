"""The doctor, run as the office runs it: a good folder, and one thing wrong at a time."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import connect

import pytest
from flask import Flask

from meeting import clock, doctor_machine, doctor_network, net, tls
from meeting.config import Config
from meeting.doctor import examine
from meeting.doctor_finding import Finding, Grade
from tests import running


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as line:
        return int(line.getsockname()[1])


@pytest.fixture
def data(filled_site: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(filled_site, folder)
    return folder


def doctor(data: Path, *options: str, **settings: object) -> subprocess.CompletedProcess[str]:
    """In a process of its own, with ports that nobody else has."""
    ports = {"http_port": free_port(), "https_port": free_port()}
    named = {f"DOITHOAI_{key}".upper(): str(value) for key, value in (ports | settings).items()}
    command = [sys.executable, "-m", "meeting", "--data", str(data), "doctor", *options]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **named}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=120, env=environment
    )


def test_a_good_folder_is_in_order(data: Path) -> None:
    done = doctor(data)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    for said in (
        "✓ Chứng chỉ: sẽ được tạo",
        "✓ Đồng hồ:",
        "✓ Cơ sở dữ liệu nguyên vẹn",
        "✓ Phông chữ: đủ chữ Việt và chữ Ba Na",
        "✓ Đủ tệp",
    ):
        assert any(line.startswith(said) for line in lines), (said, done.stdout)
    assert sum("còn trống." in line for line in lines) == 2, "both ports"
    assert "✗" not in done.stdout
    assert not (data / "hall-ca.crt").exists(), "a doctor looks and changes nothing"
    assert [path.name for path in data.glob("*.db-*")] == []


def test_it_speaks_english_too(data: Path) -> None:
    done = doctor(data, "--lang", "en")
    assert "✓ The database is sound and fits the program." in done.stdout


def test_a_running_server_is_found_and_what_it_shows_is_checked(data: Path) -> None:
    with running.server(data) as hall:
        done = doctor(data)
    port = hall.http.rpartition(":")[2]
    assert f"✓ Cổng {port} (điện thoại): máy chủ đang chạy." in done.stdout
    assert "✓ Địa chỉ bảo mật trả lời đúng chứng chỉ của hội trường." in done.stdout
    made = tls.read_certificate(data / "hall-ca.crt")
    assert tls.fingerprint(made) in done.stdout
    assert tls.fingerprint(made) in hall.printed
    assert "/trust\n" in hall.printed


def test_everything_wrong_is_said_at_once(data: Path) -> None:
    with connect(data / "doithoai.db") as database:
        database.execute("UPDATE journal_entry SET at = '2059-01-01 00:00:00'")
    with closing(socket.create_server(("0.0.0.0", 0))) as taken:  # noqa: S104 - as the server
        port = taken.getsockname()[1]
        done = doctor(
            data,
            https_port=port,
            certificate=data / "missing.crt",
            certificate_key=data / "missing.key",
        )
    assert done.returncode == 1
    for said in (
        f"✗ Cổng {port} (thiết bị làm việc) không dùng được: chương trình khác đang dùng.",
        "✗ Chứng chỉ của cơ quan: The certificate",
        "✗ Đồng hồ chậm hơn lần ghi cuối cùng",
        "Có 3 việc phải sửa",
    ):
        assert said in done.stdout
    advice = [line for line in done.stdout.splitlines() if line.startswith("    → ")]
    assert len(advice) >= 3, "each finding says what to do"


def test_a_damaged_database_is_a_finding(data: Path) -> None:
    content = bytearray((data / "doithoai.db").read_bytes())
    content[4096 * 3 : 4096 * 12] = os.urandom(4096 * 9)
    (data / "doithoai.db").write_bytes(content)
    done = doctor(data)
    assert done.returncode == 1
    assert "✗ Cơ sở dữ liệu bị hỏng" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("version", "said"),
    [("core_999", "✗ Cơ sở dữ liệu không hợp"), (None, "! Cơ sở dữ liệu cũ hơn")],
)
def test_a_database_of_another_version_is_a_finding(
    data: Path, version: str | None, said: str
) -> None:
    with connect(data / "doithoai.db") as database:
        if version:
            database.execute("UPDATE alembic_version_core SET version_num = ?", [version])
        else:
            database.execute("DROP TABLE alembic_version_speakers")
    assert said in doctor(data).stdout


def test_a_program_that_cannot_start_is_a_finding(data: Path) -> None:
    done = doctor(data, plugins="no_such_plugin")
    assert done.returncode == 1
    assert done.stdout.startswith("✗ ")
    assert "no_such_plugin" in done.stdout


# Single checks, where a state is hard to bring about from outside


def grades(findings: Iterator[Finding]) -> list[Grade]:
    return [one.grade for one in findings]


def test_a_clock_of_another_century(context: Flask, clock_at: clock.Frozen, tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    clock_at.at = datetime(2099, 1, 1, tzinfo=UTC)
    (year, *_zone) = doctor_machine.time_of_day(config)
    assert year.grade == Grade.BAD
    assert "2099" in year.sentence


def test_a_certificate_near_its_end_and_a_damaged_one(
    context: Flask, clock_at: clock.Frozen, tmp_path: Path
) -> None:
    config = Config(data=tmp_path)
    tls.certificate(tmp_path, net.lan_addresses())
    assert set(grades(doctor_network.certificate(config))) == {Grade.GOOD}
    clock_at.tick(days=tls.VALID_DAYS)
    assert grades(doctor_network.certificate(config))[0] == Grade.LOOK
    (tmp_path / "hall.crt").write_text("x")
    assert grades(doctor_network.certificate(config)) == [Grade.LOOK]


def test_a_taken_port_is_bad_and_a_number_too_large_too(context: Flask, tmp_path: Path) -> None:
    with ExitStack() as stack:
        taken = stack.enter_context(closing(socket.create_server(("0.0.0.0", 0))))  # noqa: S104
        config = Config(data=tmp_path, http_port=taken.getsockname()[1], https_port=70_000)
        assert grades(doctor_network.ports(config)) == [Grade.BAD, Grade.BAD]


def test_a_check_that_breaks_does_not_stop_the_others(data: Path) -> None:
    with connect(data / "doithoai.db") as database:
        database.execute("DROP TABLE journal_entry")
    report = examine(Config(data=data, http_port=free_port(), https_port=free_port()), "en")
    assert report.is_bad
    assert any("“time_of_day” failed" in one.sentence for one in report.findings)
    assert any("Fonts:" in one.sentence for one in report.findings)
