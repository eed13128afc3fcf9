"""Puts corrections into a document: other words for a paragraph that still says what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from meeting.papers.model import (
    Block,
    Document,
    Heading,
    Item,
    Paragraph,
    Row,
    Run,
    Table,
    Text,
    plain,
)

LONGEST = 20_000  # letters of one paragraph


@dataclass(frozen=True, kw_only=True)
class Change:
    """Other words for a paragraph: for one of the ``among`` that say the same, counted from 0."""

    before: str
    after: str
    place: int = 0
    among: int = 1


def corrected(document: Document, changes: Iterable[Change]) -> Document:
    """The document with the changes, one after the other. What does not fit any more is left."""
    for change in changes:
        if fits(document, change):
            document = _everywhere(document, _one(change))
    return document


def fits(document: Document, change: Change) -> bool:
    """Whether it is still clear which paragraph is meant: as many say the same as then."""
    return count(document, change.before) == change.among


def count(document: Document, words: str) -> int:
    """How many paragraphs, headings and cells of the document consist of these words."""
    return sum(1 for line in lines(document) if line == words)


def _one(change: Change) -> Callable[[Text], Text]:
    """Puts the change in where its turn is; to be asked of every paragraph once, in order."""
    seen = iter(range(change.among))

    def put(words: Text) -> Text:
        same = plain(words) == change.before
        return _put(change, words) if same and next(seen) == change.place else words

    return put


def lines(document: Document) -> Iterator[str]:
    """Every paragraph, heading and cell in order, as it can be corrected."""
    for block in _all(document):
        if isinstance(block, Paragraph | Item):
            yield plain(block.words)
        elif isinstance(block, Heading):
            yield block.words
        elif isinstance(block, Table):
            yield from (plain(cell) for row in block.rows for cell in row)


def _all(document: Document) -> Iterator[Block]:
    yield from document.blocks
    for annex in document.annexes:
        yield from annex.blocks


def _everywhere(document: Document, change: Callable[[Text], Text]) -> Document:
    return replace(
        document,
        blocks=_blocks(document.blocks, change),
        annexes=tuple(
            replace(annex, blocks=_blocks(annex.blocks, change)) for annex in document.annexes
        ),
    )


def _blocks(blocks: Sequence[Block], change: Callable[[Text], Text]) -> tuple[Block, ...]:
    return tuple(_block(block, change) for block in blocks)


def _block(block: Block, change: Callable[[Text], Text]) -> Block:
    if isinstance(block, Paragraph | Item):
        return replace(block, words=change(block.words))
    if isinstance(block, Heading):
        return replace(block, words=plain(change((Run(text=block.words),))))
    if isinstance(block, Table):
        return replace(block, rows=tuple(_row(row, change) for row in block.rows))
    return block


def _row(row: Row, change: Callable[[Text], Text]) -> Row:
    return tuple(change(cell) for cell in row)


def _put(change: Change, words: Text) -> Text:
    """The new words in the styles of the old ones: what both have in common keeps its own."""
    styled = [(letter, run) for run in words for letter in run.text]
    head = _common(change.before, change.after)
    tail = _common(change.before[head:][::-1], change.after[head:][::-1])
    model = styled[min(head, len(styled) - 1)][1] if styled else Run(text="")
    middle = [(letter, model) for letter in change.after[head : len(change.after) - tail]]
    return _runs([*styled[:head], *middle, *styled[len(styled) - tail :]])


def _common(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in alike)


def _runs(styled: Sequence[tuple[str, Run]]) -> Text:
    runs: list[Run] = []
    for letter, model in styled:
        if runs and (runs[-1].bold, runs[-1].italic) == (model.bold, model.italic):
            runs[-1] = replace(runs[-1], text=runs[-1].text + letter)
        else:
            runs.append(replace(model, text=letter))
    return tuple(runs)
