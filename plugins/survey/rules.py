"""What a tally of survey forms may say: how typed numbers are read and what must add up. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from meeting import text
from meeting.contract import Refused, _l

MOST = 9_999  # forms of one meeting
LONGEST = 20  # letters that are kept of what somebody typed into one field
_FIGURES = re.compile(r"[0-9]{1,6}")

Answers = tuple[tuple[int, ...], ...]  # item by item how often each choice was ticked


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the plan asks."""

    items: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Typed:
    """The numbers as they stand in the fields."""

    handed_out: str = ""
    returned: str = ""
    valid: str = ""
    answers: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many forms went out, came back and count, and what was ticked on them."""

    handed_out: int
    returned: int
    valid: int
    answers: Answers

    @property
    def counted(self) -> bool:
        """Whether there was a survey at all: all zero takes a tally back."""
        return self.handed_out > 0

    @property
    def invalid(self) -> int:
        return self.returned - self.valid

    def typed(self) -> Typed:
        """The same as somebody would type it."""
        return Typed(
            handed_out=str(self.handed_out),
            returned=str(self.returned),
            valid=str(self.valid),
            answers=tuple(tuple(map(str, line)) for line in self.answers),
        )


def read(typed: Typed, asked: Asked) -> tuple[Counts | None, list[Refused]]:
    """The numbers somebody typed, or all that cannot be read. An empty choice is nobody's."""
    wrong: list[Refused] = []

    def figure(raw: str, where: object, *, empty: bool = False) -> int:
        found = number("0" if empty and not raw.strip() else raw)
        if found is None:
            wrong.append(_not_a_number(where, raw))
        return found or 0

    counts = Counts(
        handed_out=figure(typed.handed_out, _l("Forms handed out")),
        returned=figure(typed.returned, _l("Forms returned")),
        valid=figure(typed.valid, _l("Valid forms")),
        answers=tuple(
            tuple(
                figure(_at(typed.answers, row, column), f"{row + 1}. {item}: {choice}", empty=True)
                for column, choice in enumerate(asked.choices)
            )
            for row, item in enumerate(asked.items)
        ),
    )
    return (None, wrong) if wrong else (counts, [])


def number(raw: str) -> int | None:
    """A whole number of forms from 0 on, in plain figures; None for anything else."""
    bare = text.clean(raw)
    if not _FIGURES.fullmatch(bare):
        return None
    return int(bare) if int(bare) <= MOST else None


def _at(answers: Sequence[Sequence[str]], row: int, column: int) -> str:
    line = answers[row] if row < len(answers) else ()
    return line[column] if column < len(line) else ""


def _not_a_number(where: object, raw: str) -> Refused:
    shown = text.clean(raw)[:LONGEST]
    if not shown:
        return Refused(
            "survey.missing",
            _l("%(where)s: nothing is written here. Write a number, 0 if there were none."),
            where=where,
        )
    return Refused(
        "survey.not_a_number",
        _l(
            "%(where)s: “%(typed)s” is no number of forms. Write a whole number from 0 to %(most)s."
        ),
        where=where,
        typed=shown,
        most=MOST,
    )


def breaches(counts: Counts, asked: Asked) -> Iterator[Refused]:
    """All that does not add up, from above."""
    if counts.returned > counts.handed_out:
        yield Refused(
            "survey.more_returned",
            _l(
                "More forms came back (%(returned)s) than were handed out (%(handed_out)s). "
                "Check both numbers."
            ),
            returned=counts.returned,
            handed_out=counts.handed_out,
        )
    if counts.valid > counts.returned:
        yield Refused(
            "survey.more_valid",
            _l(
                "More forms are valid (%(valid)s) than came back (%(returned)s). "
                "Check both numbers."
            ),
            valid=counts.valid,
            returned=counts.returned,
        )
    yield from _wrong_sums(counts, asked)


def _wrong_sums(counts: Counts, asked: Asked) -> Iterator[Refused]:
    """The lines whose answers are not as many as the valid forms."""
    for place, (item, line) in enumerate(zip(asked.items, counts.answers, strict=True), start=1):
        if sum(line) != counts.valid:
            yield Refused(
                "survey.wrong_sum",
                _l(
                    "Item %(place)s “%(item)s”: the answers add up to %(sum)s, but %(valid)s forms "
                    "are valid. Count this line again."
                ),
                place=place,
                item=item,
                sum=sum(line),
                valid=counts.valid,
            )


def problems(typed: Typed, asked: Asked) -> tuple[Counts | None, list[Refused]]:
    """The counts, or everything that stands against them, each in a sentence of its own."""
    counts, wrong = read(typed, asked)
    found = wrong if counts is None else list(breaches(counts, asked))
    return (None, found) if found else (counts, [])


def percent(part: int, whole: int) -> str:
    """`88,2%`, as an office writes it; nothing of nothing is a dash."""
    if not whole:
        return "–"
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share}%".replace(".", ",")
