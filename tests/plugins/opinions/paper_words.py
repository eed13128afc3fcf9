"""A paper's words, for tests that look whether something stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from meeting.papers.model import (
    Addressees,
    Annex,
    Block,
    Document,
    Heading,
    Item,
    Paragraph,
    Table,
    plain,
)


def lines(blocks: Iterable[Block | Annex]) -> list[str]:
    """What a reader sees, a paragraph, a row's cells or a heading each."""
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Block | Annex) -> Iterator[str]:
    if isinstance(block, Annex):
        yield f"[{block.title}] {block.reference}".strip()
        yield from lines(block.blocks)
    elif isinstance(block, Table):
        yield " | ".join(column.title for column in block.columns)
        rows = [*block.rows, *([block.total] if block.total else [])]
        yield from (" | ".join(map(plain, cells)) for cells in rows)
    elif isinstance(block, Heading):
        yield f"{'#' * block.level} {block.words}"
    elif isinstance(block, Item):
        yield f"{block.label} {plain(block.words)}".strip()
    elif isinstance(block, Paragraph):
        yield plain(block.words)
    elif isinstance(block, Addressees):
        yield from block.lines


def words(document: Document) -> str:
    """Everything in a paper, with what its head says it is about."""
    about = document.head.about if document.head else ""
    blocks = [*document.blocks, *document.annexes]
    return "\n".join([document.meta.title, about, *lines(blocks)])
