"""The doctor looks at the computer: clock, disk, database, fonts, what was installed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _

from meeting import clock
from meeting.config import Config
from meeting.db import db
from meeting.doctor_finding import Finding, bad, good, look
from meeting.errors import StartupProblem
from meeting.meetings import present_meetings
from meeting.migrate import is_behind
from meeting.models import JournalEntry

PLAUSIBLE_YEARS = range(2025, 2060)
LEAST_MB, COMFORTABLE_MB = 200, 1000
FLUSHES, FLUSH_SECONDS = 20, 2.0
QUICK_MS, SLOW_MS = 4.0, 40.0  # a sure write on an ordinary SSD; and where a hall feels it
DATABASE_SECONDS = 5
# Vietnamese, and Bahnar with the marks that fonts have rarely
LETTERS = "ĂăÂâĐđÊêÔôƠơƯư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
BAHNAR = "ĔĕĬĭŎŏŬŭƀɃ\u0306"
SCREEN_FILES = ("bootstrap.min.css", "htmx.min.js", "socket.io.min.js")
SCREEN_FONTS = ("be-vietnam-pro-400.woff2", "be-vietnam-pro-600.woff2", "inter-b-stroke.woff2")
CAMERA_FILES = ("zxing-reader.js", "zxing_reader.wasm")
VENDOR = Path(__file__).parent / "static" / "vendor"


def time_of_day(_config: Config) -> Iterator[Finding]:
    """Every time in the minutes comes from this clock."""
    now = clock.local(clock.now())
    if now.year not in PLAUSIBLE_YEARS:
        yield bad(
            _("The clock shows the year %(year)s.", year=now.year),
            _("Set date and time of this computer: all times in the minutes come from it."),
        )
    else:
        yield good(_("Clock: %(time)s, %(day)s.", time=f"{now:%H:%M}", day=f"{now:%d/%m/%Y}"))
    offset = time.localtime(now.timestamp()).tm_gmtoff // 60
    if offset != 7 * 60:
        zone = f"{'+' if offset >= 0 else '−'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"
        yield look(
            _("The time zone of this computer is UTC%(zone)s, not Vietnam's.", zone=zone),
            _("Choose UTC+07:00 (Hà Nội); pages and minutes show Vietnam's time in any case."),
        )
    yield from _last_entry()


def _last_entry() -> Iterator[Finding]:
    last = db.session.scalar(sa.select(sa.func.max(JournalEntry.at)))
    if last is not None and last > clock.now():
        at = clock.local(last)
        yield bad(
            _(
                "The clock is behind what was recorded last (%(time)s, %(day)s).",
                time=f"{at:%H:%M}",
                day=f"{at:%d/%m/%Y}",
            ),
            _("Set date and time of this computer, or the order of things will be wrong."),
        )


def disk(config: Config) -> Iterator[Finding]:
    """Is there room, and how long does a sure write take?"""
    free = shutil.disk_usage(config.data).free // 10**6
    said = _("Free space: %(size)s GB.", size=f"{free / 1000:.1f}".replace(".", ","))
    if free < LEAST_MB:
        yield bad(said, _("Make room on the disk: a meeting needs some hundred megabytes."))
    elif free < COMFORTABLE_MB:
        yield look(said, _("Make room on the disk: a gigabyte is comfortable."))
    else:
        yield good(said)
    milliseconds = _flush_ms(config.data)
    times = round(milliseconds / QUICK_MS)
    if milliseconds > SLOW_MS:
        yield look(
            _(
                "The disk is slow: a sure write takes %(times)s times as long as usual.",
                times=times,
            ),
            _("Nothing is lost. End other programs; no USB stick or network folder for the data."),
        )
    else:
        yield good(_("The disk is quick enough."))


def _flush_ms(folder: Path) -> float:
    """How long a sure write takes, in the middle of some; whatever waits in caches comes first."""
    probe = folder / ".doctor"
    taken: list[float] = []
    try:
        with probe.open("wb") as file:
            begun = time.monotonic()
            while len(taken) < FLUSHES and time.monotonic() < begun + FLUSH_SECONDS:
                start = time.monotonic()
                file.write(b"x" * 4096)
                file.flush()
                os.fsync(file.fileno())
                taken.append((time.monotonic() - start) * 1000)
    finally:
        probe.unlink(missing_ok=True)
    return sorted(taken)[len(taken) // 2]


def database(config: Config) -> Iterator[Finding]:
    """Can every page of it be read, and does the program fit it?"""
    wrong = _integrity(config)
    if wrong:
        yield bad(
            _("The database is damaged: %(why)s", why=wrong),
            _("Copy the folder as it is, then put back the newest good copy of doithoai.db."),
        )
        return
    core = current_app.extensions["meeting"]
    try:
        behind = is_behind(core.engine, core.registry)
    except StartupProblem as problem:
        yield bad(
            _("The database does not fit this program: %(why)s", why=str(problem)),
            _("Install the newer program."),
        )
        return
    if behind:
        yield look(
            _("The database is older than the program."),
            _("The next start brings it up to date and makes a copy first."),
        )
        return
    yield good(_("The database is sound and fits the program."))
    yield from _meeting()


def _meeting() -> Iterator[Finding]:
    """Is there a meeting to hold?"""
    if not present_meetings(db.session()):
        yield look(
            _("There is no meeting yet."),
            _("Load a plan: %(command)s", command="doithoai plan load …"),
        )


def _integrity(config: Config) -> str:
    if not config.sqlite:
        db.session.execute(sa.text("SELECT 1"))
        return ""
    path = config.database_url.removeprefix("sqlite:///")
    try:
        with closing(sqlite3.connect(path, timeout=DATABASE_SECONDS)) as connection:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if said == "ok" else str(said)


def fonts(_config: Config) -> Iterator[Finding]:
    """Will paper and screens show Vietnamese and Bahnar names?"""
    from meeting.papers.errors import PaperError
    from meeting.papers.pdf.fonts import FACES, font

    try:
        faces = [font(name) for name in FACES.values()]
        lacking = {char for face in faces for char in LETTERS + BAHNAR if not face.has(char)}
    except PaperError:
        yield _install_again(_("The fonts for paper are missing."))
        return
    if lacking:
        yield _install_again(
            _("The fonts for paper lack letters: %(letters)s", letters=" ".join(sorted(lacking)))
        )
    elif not all((VENDOR / "fonts" / name).is_file() for name in SCREEN_FONTS):
        yield _install_again(_("The fonts for screens are missing."))
    else:
        yield good(_("Fonts: Vietnamese and Bahnar letters are there, on screens and on paper."))


def parts(_config: Config) -> Iterator[Finding]:
    """Is everything installed that pages need?"""
    if not all((VENDOR / name).is_file() for name in SCREEN_FILES):
        yield _install_again(_("Files that the pages need are missing."))
        return
    yield good(_("The files of the pages are complete."))
    if not all((VENDOR / name).is_file() for name in CAMERA_FILES):
        yield look(
            _("The reader for codes by camera is missing."),
            _("Typing and hand scanners work all the same. Install the program again to have it."),
        )


def _install_again(sentence: str) -> Finding:
    return bad(sentence, _("Install the program again, with internet: pip install …"))
