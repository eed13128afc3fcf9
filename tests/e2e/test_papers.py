"""The papers before the day, from the office's browser."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urljoin

import pypdfium2
import zxingcpp
from playwright.sync_api import Page, expect

from plugins.roster import rules
from tests.running import Running

CROWD = 1000
ALL_OF_THEM_MS = 600_000  # a busy machine; on a quiet one they take some seconds


def copy_row(database: sqlite3.Connection, table: str, like: int, values: dict[str, object]) -> int:
    """A row like another but for some values. Returns its id."""
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    kept = ", ".join(f'"{one}"' for one in columns if one not in ("id", *values))
    row = database.execute(
        f"INSERT INTO {table} ({', '.join(values)}, {kept}) "  # noqa: S608 - names of our own
        f"SELECT {', '.join('?' * len(values))}, {kept} FROM {table} WHERE id = ?",
        (*values.values(), like),
    )
    return row.lastrowid or 0


def invite_many(hall: Running) -> set[str]:
    """A whole district on the list, as an import would have put it there. Returns all secrets."""
    with sqlite3.connect(hall.data / "doithoai.db") as database:
        for number in range(CROWD):
            person = {"name": f"Đinh Thị Hlŏp {number}", "village_id": 1 + number % 10}
            delegate = copy_row(database, "roster_delegate", 20, person)
            codes = {"code": rules.new_code(), "secret": rules.new_secret()}
            copy_row(database, "roster_invitation", 20, {"delegate_id": delegate, **codes})
        return {one for (one,) in database.execute("SELECT secret FROM roster_invitation")}


@contextmanager
def slow_press(hall: Running) -> Iterator[None]:
    """Inside, the process that makes a paper stands still most of the time: no machine is too quick
    for its progress to be seen.
    """
    tasks, ended = Path(f"/proc/{hall.process.pid}/task"), threading.Event()

    def hold() -> None:
        while not ended.wait(0.005):
            children = [number for task in tasks.iterdir() for number in made_by(task)]
            for order, seconds in ((signal.SIGSTOP, 0.1), (signal.SIGCONT, 0)):
                for child in children:
                    with suppress(ProcessLookupError):  # it is done
                        os.kill(child, order)
                ended.wait(seconds if children else 0)

    watch = threading.Thread(target=hold)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()


def made_by(task: Path) -> list[int]:
    """The children of a thread."""
    try:
        return [int(number) for number in (task / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return []


def fetched(page: Page, address: str) -> pypdfium2.PdfDocument:
    """The PDF behind a link, by the cookies of this browser."""
    answer = page.request.get(address)
    assert answer.ok
    return pypdfium2.PdfDocument(io.BytesIO(answer.body()))


def test_a_thousand_invitations_show_how_far_they_are_and_each_leads_to_its_person(
    hall: Running, open_page: Callable[..., Page]
) -> None:
    secrets = invite_many(hall)
    office = open_page("organiser", 1366, 768)
    office.get_by_role("link", name="Giấy tờ in").first.click()
    office.get_by_role("heading", name="Giấy tờ in").wait_for()
    office.get_by_label("Hai bản mỗi trang").first.check()
    with slow_press(hall):
        office.get_by_role("button", name="Làm giấy mời", exact=True).click()
        expect(office.get_by_role("progressbar")).to_be_visible()
        told = office.get_by_text("Đã làm", exact=False).first
        expect(told).to_contain_text(str(len(secrets)), timeout=ALL_OF_THEM_MS)
    link = office.get_by_role("link", name="Mở tệp PDF")
    link.wait_for(timeout=ALL_OF_THEM_MS)
    paper = fetched(office, urljoin(office.url, link.get_attribute("href") or ""))
    assert len(paper) == -(-len(secrets) // 2)
    read = [
        code.text.rsplit("/", 1)[1]
        for number in range(0, len(paper), 50)
        for code in zxingcpp.read_barcodes(paper[number].render(scale=2).to_pil())
    ]
    assert len(read) == 4 * len(range(0, len(paper), 50))
    assert set(read) <= secrets
    assert len(set(read)) == len(read) / 2


def test_without_script_the_page_asks_again_by_itself(
    hall: Running, open_page: Callable[..., Page]
) -> None:
    invite_many(hall)
    desk = open_page("secretary", 1024, 768, java_script_enabled=False)
    desk.goto(f"{hall.http}/m/1/roster/papers")
    with slow_press(hall):
        desk.get_by_role("button", name="Làm giấy mời", exact=True).click()
        desk.get_by_role("progressbar").wait_for()
    desk.get_by_role("link", name="Mở tệp PDF").wait_for(timeout=ALL_OF_THEM_MS)
    desk.get_by_role("link", name="Về trang giấy tờ").click()
    made = desk.get_by_role("row", name="Giấy mời từng người").get_by_role("link")
    assert len(fetched(desk, urljoin(desk.url, made.get_attribute("href") or ""))) == CROWD + 78
