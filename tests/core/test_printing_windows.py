"""What Windows is told and how its answers are read. The programs themselves run only there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

from meeting.printing import NotPrinted, Order, Stage, SystemProblem, Trouble
from meeting.printing.commands import Answer
from meeting.printing.windows import Windows

NAME = "HP LaserJet $(calc) phòng họp"


@dataclass
class Computer:
    """Stands in for PowerShell: gives its list of printers, and notes what it is told to print."""

    rows: list[dict[str, object]] = field(default_factory=list)
    answer: Answer = field(default_factory=lambda: Answer(0, "", ""))
    told: list[tuple[Sequence[str], Mapping[str, str]]] = field(default_factory=list)

    def run(self, command: Sequence[str], extra: Mapping[str, str], _seconds: float) -> Answer:
        if "Win32_Printer" in command[-1]:
            return Answer(0, json.dumps(self.rows), "")
        self.told.append((command, extra))
        return self.answer


def row(**state: object) -> dict[str, object]:
    return {"Name": NAME, "Default": True, "WorkOffline": False, "PrinterStatus": 3, **state}


@pytest.fixture
def order(context: Flask, tmp_path: Path) -> Order:
    path = tmp_path / "bien-ban-v1.pdf"
    path.write_bytes(b"%PDF-")
    return Order(path=path, printer=NAME, title="Biên bản", copies=3)


def refused(computer: Computer, order: Order) -> str:
    with pytest.raises(NotPrinted) as caught:
        Windows(computer.run).send(order)
    assert str(order.path) in caught.value.message
    return caught.value.code


def test_each_copy_is_asked_for_and_words_stay_out_of_the_command(order: Order) -> None:
    computer = Computer([row()])

    job = Windows(computer.run).send(order)

    assert len(computer.told) == 3
    command, extra = computer.told[0]
    assert extra == {"PAPER_FILE": str(order.path), "PAPER_PRINTER": NAME}
    assert "LaserJet" not in " ".join(command)
    assert Windows(computer.run).state(job).stage == Stage.UNKNOWN


@pytest.mark.parametrize(
    ("state", "trouble"),
    [
        ({}, None),
        ({"WorkOffline": True}, Trouble.OFFLINE),
        ({"DetectedErrorState": 4}, Trouble.PAPER),
        ({"DetectedErrorState": 8}, Trouble.JAM),
        ({"PrinterStatus": 7}, Trouble.OFFLINE),
    ],
)
def test_what_windows_says_of_a_printer(state: dict[str, object], trouble: Trouble | None) -> None:
    (printer,) = Windows(Computer([row(**state)]).run).printers()
    assert (printer.name, printer.is_default, printer.trouble) == (NAME, True, trouble)
    assert (printer.is_stopped, printer.is_closed) == (False, False)


def test_refusals(order: Order) -> None:
    assert refused(Computer([row(Name="Canon")]), order) == "core.no_such_printer"
    assert refused(Computer([row(WorkOffline=True)]), order) == "core.printer_stopped"
    no_program = Computer([row()], Answer(1, "", "No application is associated"))
    assert refused(no_program, order) == "core.no_print_program"


def test_an_answer_that_is_no_list_is_a_problem_of_the_system() -> None:
    def broken(_command: Sequence[str], _extra: Mapping[str, str], _seconds: float) -> Answer:
        return Answer(1, "Access denied", "")

    with pytest.raises(SystemProblem, match="Access denied"):
        Windows(broken).printers()
