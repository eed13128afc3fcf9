"""Reads the papers over all sessions, block by block, for the tests."""

from __future__ import annotations

import re

import pytest

from meeting.contract import Tx, allowed_when_closed
from meeting.db import db
from meeting.errors import Refused
from meeting.models import Meeting, MeetingPlugin
from meeting.papers.model import (
    Block,
    Document,
    Heading,
    Item,
    Paragraph,
    Table,
    plain,
)
from plugins.minutes.papers import catalogue

from .three_sessions import KEEPER

COMMUNES = ("xã Thường Thới Hậu A", "xã Thường Lạc", "xã Long Thuận")
NOTICE, REPORT = "combined_notice", "combined_report"
BARE_NUMBER = re.compile(r"ý kiến \d", re.IGNORECASE)


def paper(name: str, meeting_id: int = KEEPER, *, masked: bool = False) -> Document:
    meeting = db.session.get_one(Meeting, meeting_id)
    kind = catalogue.kind_of(db.session(), meeting, name)
    return catalogue.document(db.session(), meeting, kind, masked=masked)


def refusal(name: str, meeting_id: int) -> str:
    """Why a paper is not written in a meeting, in one sentence."""
    with pytest.raises(Refused) as refused:
        paper(name, meeting_id)
    assert refused.value.code == "minutes.waits"
    return str(refused.value.message)


def said(found: Document) -> list[str]:
    """What stands in the text, block by block; headings with their numbers."""
    return [line for block in found.blocks for line in _lines(block)]


def _lines(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"{block.label} {block.words}"]
    if isinstance(block, Item):
        return [f"{block.label} {plain(block.words)}"]
    if isinstance(block, Paragraph):
        return [plain(block.words)]
    return []


def tables(found: Document) -> list[list[list[str]]]:
    """The tables in the text, heads and sums too, as plain cells."""
    return [
        [
            [one.title for one in block.columns],
            *([plain(cell) for cell in row] for row in block.rows),
            *([[plain(cell) for cell in block.total]] if block.total else []),
        ]
        for block in found.blocks
        if isinstance(block, Table)
    ]


def figures(table: list[list[str]], row: str) -> dict[str, int]:
    """A row of a table by the heads of its columns; none of something is left out."""
    (found,) = [line for line in table[1:] if line[1] == row]
    cells = zip(table[0][2:], found[2:], strict=True)
    return {head: int(cell) for head, cell in cells if cell not in {"-", "0"}}


def added(several: list[dict[str, int]]) -> dict[str, int]:
    heads = dict.fromkeys(head for one in several for head in one)
    return {head: sum(one.get(head, 0) for one in several) for head in heads}


def numbers(sentence: str) -> dict[str, int]:
    """``… 11 lượt ý kiến của 10 người; trong đó: vượt thẩm quyền 01`` as figures by words."""
    counted = {
        unit: int(number) for number, unit in re.findall(r"(\d+) (lượt ý kiến|người)", sentence)
    }
    parts = re.findall(r"([^;:]+?) (\d+)(?=[;.])", sentence.partition("trong đó:")[2])
    return counted | {words.strip(): int(number) for words, number in parts}


@allowed_when_closed
def switch_off(tx: Tx, *, name: str) -> None:
    tx.session.merge(MeetingPlugin(meeting_id=tx.meeting_id, name=name, on=False))
