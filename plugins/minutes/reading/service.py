"""What is done while a paper is read: corrections, remarks, the next version of what was made."""

from __future__ import annotations

from meeting import text
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from plugins.minutes.events import Corrected, PaperMade, Remarked
from plugins.minutes.models import Correction, Remark
from plugins.minutes.papers import catalogue
from plugins.minutes.papers.corrections import (
    fitting,
    make_room,
    take_in,
    waiting,
    with_changes,
)
from plugins.minutes.papers.rules import LONGEST, lines
from plugins.minutes.papers.versions import MINUTES, Made, freeze, frozen, newest
from plugins.minutes.reading import queries

SHORTEST_REASON = 3  # letters: a reason says something


@allowed_when_closed
def correct(  # noqa: PLR0913 - what identifies a paragraph
    tx: Tx,
    *,
    paper: str = MINUTES,
    addressee: str = "",
    masked: bool = False,
    before: str,
    after: str,
    at: int | None = None,
) -> int:
    """Put other words in the place of a paragraph. Returns the correction's number.

    ``at`` is its place in the paper, counted from 0: needed where several say the same. In a draft
    the words stand at once; of a paper that was made they go into its next version. Raises Refused
    when the paragraph has changed since it was read.
    """
    words = _cleaned(after)
    masked = masked and catalogue.kind_of(tx.session, tx.meeting, paper).masked
    found = list(lines(queries.read(tx.session, tx.meeting, paper, addressee, masked=masked)))
    place, among = _which_of_equal(found, before, at)
    if words == before:
        raise Refused("minutes.nothing_changed", _l("These are the same words."))
    row = Correction(
        meeting_id=tx.meeting_id,
        paper=paper,
        key=addressee,
        masked=masked,
        before=before,
        after=words,
        place=place,
        among=among,
        made_at=tx.now,
        made_by=tx.by.name,
    )
    tx.session.add(row)
    tx.session.flush()
    tx.emit(
        Corrected(meeting_id=tx.meeting_id, paper=paper, key=addressee, before=before, after=words)
    )
    return row.id


def _which_of_equal(found: list[str], before: str, at: int | None) -> tuple[int, int]:
    """Which paragraph is meant among those that say the same, and how many those are."""
    among = found.count(before)
    if at is not None and found[at : at + 1] == [before]:
        return found[:at].count(before), among
    if among == 1:
        return 0, 1
    raise Refused(
        "minutes.paragraph_moved",
        _l("This paragraph has changed meanwhile. Read it again, then correct it."),
    )


@allowed_when_closed
def withdraw(tx: Tx, *, correction_id: int) -> None:
    """Take a correction back that no version holds yet."""
    row = tx.session.get(Correction, correction_id)
    if row is None or row.meeting_id != tx.meeting_id or row.version is not None:
        raise Refused(
            "minutes.no_correction",
            _l("This correction stands in a version already, or is not there any more."),
        )
    if row.withdrawn_at is None:
        row.withdrawn_at = tx.now
        make_room(tx.session, row)
        tx.emit(
            Corrected(
                meeting_id=tx.meeting_id,
                paper=row.paper,
                key=row.key,
                before=row.after,
                after=row.before,
            )
        )


def remark(tx: Tx, *, about: str, words: str) -> int:
    """Ask for a change at a paragraph of the draft. Returns the remark's number.

    ``about`` is what the paragraph says; what none says is kept as far as text can be.
    """
    said = _cleaned(words)
    if about not in lines(queries.read(tx.session, tx.meeting)):
        about = text.clean(about, lines=True)
    row = Remark(
        meeting_id=tx.meeting_id,
        paper=MINUTES,
        key="",
        about=about[:LONGEST],
        words=said,
        made_at=tx.now,
        made_by=tx.by.name,
        settled_by="",
    )
    tx.session.add(row)
    tx.session.flush()
    tx.emit(Remarked(meeting_id=tx.meeting_id, remark_id=row.id, words=said))
    return row.id


def settle(tx: Tx, *, remark_id: int) -> None:
    """A remark is dealt with: the words were changed, or stay as they are."""
    row = tx.session.get(Remark, remark_id)
    if row is None or row.meeting_id != tx.meeting_id:
        raise Refused("minutes.no_remark", _l("This remark is not there any more."))
    if row.settled_at is None:
        row.settled_at, row.settled_by = tx.now, tx.by.name
        tx.emit(Remarked(meeting_id=tx.meeting_id, remark_id=row.id, words="", settled=True))


@allowed_when_closed
def make_next(tx: Tx, *, paper: str = MINUTES, addressee: str = "", reason: str) -> Made:
    """Another version of a paper that was made, with its corrections and why (Decree 30, 18)."""
    said = _why(reason)
    before = newest(tx.session, tx.meeting_id, paper, addressee)
    posted = newest(tx.session, tx.meeting_id, paper, addressee, masked=True)
    found = waiting(tx.session, tx.meeting_id, paper, addressee, masked=True)
    whole = [one for one in found if not one.masked]
    fit = {
        *(fitting(frozen(before), whole) if before else ()),
        *(fitting(frozen(posted), found) if posted else ()),
    }
    if before is None or not fit:
        raise Refused(
            "minutes.nothing_corrected",
            _l("There is no correction to put into another version. Correct a paragraph first."),
        )
    made = freeze(tx, with_changes(frozen(before), whole), paper=paper, key=addressee, reason=said)
    if posted:
        shown = with_changes(frozen(posted), found)
        freeze(tx, shown, paper=paper, key=addressee, masked=True, reason=said)
    take_in(tx.session, fit, made.version)
    tx.emit(
        PaperMade(
            meeting_id=tx.meeting_id,
            paper=paper,
            key=addressee,
            version=made.version,
            sha256=made.sha256,
            reason=said,
        )
    )
    return made


def _why(reason: str) -> str:
    said = text.clean(reason)
    if text.graphemes(said) < SHORTEST_REASON or not text.has_letter(said):
        raise Refused(
            "minutes.no_reason", _l("Write why another version is made; it stands in the journal.")
        )
    return said


def _cleaned(words: str) -> str:
    said = text.clean(words, lines=True)
    if not said:
        raise Refused("minutes.no_words", _l("Write the words first."))
    if text.graphemes(said) > LONGEST:
        raise Refused(
            "minutes.too_long",
            _l("One of the texts is too long. Shorten it to %(limit)s letters."),
            limit=LONGEST,
        )
    return said
