"""Printing on a real CUPS, with printers that print to files and misbehave as printers do."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from meeting import doctor_printer, printing
from meeting.access import Actor
from meeting.meetings import change_setting
from meeting.papers.model import Document, Meta, Paragraph, text
from meeting.papers.render import render
from meeting.printing import NotPrinted, Order, Printer, Stage, Trouble, commands
from meeting.printing.commands import ASKING, Answer, TooSlow
from meeting.printing.model import SystemProblem
from meeting.writing import run
from tests import cups
from tests.cups import PRINTER

HOSTILE = "Biên bản \"xã\" $(touch x); `id` '--' -o\n\x07<b>&%s"
Ordered = Callable[..., Order]


@pytest.fixture(scope="module")
def words() -> bytes:
    document = Document(
        meta=Meta(title="Biên bản"),
        blocks=tuple(Paragraph(words=text(f"Ý kiến số {n}: bà Đinh Thị Hlŏp.")) for n in range(90)),
    )
    return render(document)


@pytest.fixture
def order(context: Flask, tmp_path: Path, words: bytes) -> Ordered:
    """Makes orders for one paper, which lies on the disk."""
    path = tmp_path / "bien-ban-v1.pdf"
    path.write_bytes(words)

    def make(printer: str = PRINTER, title: str = "Biên bản", copies: int = 1) -> Order:
        return Order(path=path, printer=printer, title=title, copies=copies)

    return make


def text_of(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def until_done(job: printing.Job) -> printing.State:
    while (state := printing.state_of(job)).is_under_way and not state.is_stopped:
        pass
    return state


def refusal(order: Order) -> NotPrinted:
    with pytest.raises(NotPrinted) as caught:
        printing.send(order)
    said = caught.value.message
    assert str(order.path.absolute()) in said, "it says where the paper lies"
    assert "%(" not in said
    return caught.value


def test_what_arrives_is_the_paper_in_as_many_copies(office: cups.Printing, order: Ordered) -> None:
    job = printing.send(order(copies=2))

    assert until_done(job).stage == Stage.DONE
    first, second = office.printed()
    assert first.read_bytes() == second.read_bytes() == order().path.read_bytes()
    assert text_of(first) == text_of(order().path)
    assert len(text_of(first)) > 1


def test_titles_and_names_are_words_and_no_commands(office: cups.Printing, order: Ordered) -> None:
    printing.send(order(title=HOSTILE))
    job = printing.send(order(title="-n 9 --help " + "Ư" * 3000, copies=1))

    assert until_done(job).stage == Stage.DONE
    title, options = (office.tray / "job-1.txt").read_text().splitlines()
    assert title == "Biên bản \"xã\" $(touch x); `id` '--' -o <b>&%s"
    assert {"media=A4", "sides=one-sided", "print-scaling=none"} <= set(options.split())
    assert len(office.printed()) == 2
    for name in ("-h", "--", "a b", "Van-phong -n 5", "x/../y", "'", "", "\x00", HOSTILE):
        assert refusal(order(printer=name)).code == "core.no_such_printer"
    assert len(office.printed()) == 2


def test_printers_are_listed_with_what_they_say(office: cups.Printing, order: Ordered) -> None:
    office.add("Hong")
    office.add("Dong")
    office.do("lpadmin", "-d", PRINTER)
    office.do("cupsdisable", "-r", "Đang sửa <b>", "Hong")
    office.do("cupsreject", "-r", "Nghỉ trưa", "Dong")

    default, closed, stopped = printing.find_printers()

    assert default == Printer(name=PRINTER, is_default=True)
    assert (closed.name, closed.is_closed, closed.said) == ("Dong", True, "Nghỉ trưa")
    assert (stopped.name, stopped.is_stopped, stopped.said) == ("Hong", True, "Đang sửa <b>")
    refused = refusal(order(printer="Hong"))
    assert refused.code == "core.printer_stopped"
    assert "Đang sửa <b>" in refused.message
    refused = refusal(order(printer="Dong"))
    assert refused.code == "core.printer_closed"
    assert "Nghỉ trưa" in refused.message
    assert office.printed() == []


def test_a_computer_whose_last_printer_was_taken_away(
    office: cups.Printing, order: Ordered
) -> None:
    office.do("lpadmin", "-x", PRINTER)
    assert printing.find_printers() == []
    assert refusal(order()).code == "core.no_such_printer"


def test_a_printer_at_work_reports_no_trouble(office: cups.Printing, order: Ordered) -> None:
    with office.busy():
        job = printing.send(order())
        while (state := printing.state_of(job)).stage != Stage.PRINTING or not state.said:
            pass
        assert (state.trouble, state.is_stopped) == (None, False)
        assert state.said == "Sending data to printer."
        (printer,) = printing.find_printers()
        assert (printer.trouble, printer.is_stopped, printer.is_closed) == (None, False, False)
    assert until_done(job).stage == Stage.DONE


def test_an_empty_tray_is_told_and_printing_goes_on_once_filled(
    office: cups.Printing, order: Ordered
) -> None:
    office.take_paper_out()
    job = printing.send(order(copies=3))

    state = until_done(job)
    assert (state.stage, state.trouble, state.is_stopped) == (Stage.WAITING, Trouble.PAPER, True)
    assert refusal(order()).code == "core.printer_stopped"
    assert office.printed() == []

    office.put_paper_in(PRINTER)
    assert until_done(job).stage == Stage.DONE
    assert len(office.printed()) == 3, "the refused one is not among them"


def test_a_paper_taken_out_of_the_queue_is_waited_for_no_more(
    office: cups.Printing, order: Ordered
) -> None:
    office.take_paper_out()
    job = printing.send(order())
    assert until_done(job).stage == Stage.WAITING
    office.do("cancel", job.number)
    assert not printing.state_of(job).is_under_way


def test_a_printing_service_that_died_is_told(office: cups.Printing, order: Ordered) -> None:
    job = printing.send(order())
    until_done(job)
    office.kill()

    assert refusal(order()).code == "core.print_system_deaf"
    assert printing.state_of(job).stage == Stage.UNKNOWN
    with pytest.raises(printing.SystemProblem):
        printing.find_printers()


def test_a_computer_without_a_printing_system(
    order: Ordered, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(order()).code == "core.no_print_system"
    assert printing.find_printers() == []


def test_a_paper_that_is_gone_is_told(order: Ordered) -> None:
    wanted = order()
    wanted.path.unlink()
    with pytest.raises(NotPrinted) as caught:
        printing.send(wanted)
    assert caught.value.code == "core.paper_gone"
    assert str(wanted.path) not in caught.value.message


def test_a_printing_program_that_hangs_is_ended(
    order: Ordered, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("lp", "lpstat"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\nexec cat /dev/zero > /dev/null\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("meeting.printing.cups.ASKING", 0.2)
    monkeypatch.setattr("meeting.printing.cups.LOOKING", 0.2)
    assert refusal(order()).code == "core.print_too_slow"
    assert printing.state_of(printing.Job(PRINTER, "1")).stage == Stage.UNKNOWN


def test_a_printing_program_that_does_not_stop_talking_is_ended(
    order: Ordered, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Before it fills the memory; and one whose child holds on to its end is not waited for."""
    for name in ("lp", "lpstat"):
        (tmp_path / name).write_text("#!/bin/sh\nexec cat /dev/zero\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert refusal(order()).code == "core.print_system_deaf"
    with pytest.raises(SystemProblem, match="does not stop talking"):
        commands.run([str(tmp_path / "lp")], {}, ASKING)
    with pytest.raises(TooSlow):
        commands.run(["sh", "-c", "sleep 60 & echo done"], {}, 0.2)
    assert commands.run(["sh", "-c", "echo a; echo b >&2; exit 3"], {}, ASKING) == Answer(
        3, "a\n", "b\n"
    )


def test_the_doctor_says_whether_the_chosen_printer_answers(
    office: cups.Printing, context: Flask, meeting_id: int
) -> None:
    def said(lang: str = "vi") -> list[str]:
        with force_locale(lang):
            found = doctor_printer.printers(context.extensions["meeting"].config)
            return [f"{one.grade} {one.sentence}" for one in found]

    def choose(name: str) -> None:
        by = Actor.system("test")
        run(change_setting, by=by, meeting_id=meeting_id, name="core.printer", value=name)

    assert said() == [
        f"✓ Máy in: {PRINTER}.",
        "✓ Chưa chọn máy in cho văn bản: văn bản in từ trình duyệt.",
    ]
    choose(PRINTER)
    assert said()[1:] == [f"✓ Máy in cho văn bản: {PRINTER}, sẵn sàng."]
    office.do("cupsdisable", "-r", "Sửa", PRINTER)
    assert said()[1:] == [f"✗ Máy in cho văn bản, “{PRINTER}”, đang dừng. Sửa"]
    choose("Khác")
    assert said()[1:] == ["✗ Máy in đã chọn cho văn bản, “Khác”, không có trên máy này."]
    office.kill()
    assert said("en") == [
        "✗ The printing service of this computer does not answer: CUPS is not running."
    ]
    choose("")
    assert said("en")[0].startswith("! ")
