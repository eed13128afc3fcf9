"""What is said about an opinion, in order: tidied, answered, asked back, followed up."""

from __future__ import annotations

from meeting.contract import Refused, Tx, _l, can
from plugins.opinions import queries, rules, texts
from plugins.opinions.events import AnswerPrepared, OpinionAnswered, OpinionEdited, ThreadChanged
from plugins.opinions.models import Entry
from plugins.opinions.rules import EntryKind
from plugins.opinions.usecases import findable, wall
from plugins.opinions.usecases.raising import heard_in_hall
from plugins.opinions.usecases.rows import about, case_of, opinion_of, rewrite, write
from plugins.opinions.usecases.triage import categorise


def edit(
    tx: Tx,
    *,
    opinion_id: int,
    text: str,
    seen: int,
    summary: str | None = None,
    category: str | None = None,
) -> int:
    """Tidy the text. ``seen`` is the revision the editor started from. Returns the new one.

    A short form or topic of None stays as it is.
    """
    opinion = opinion_of(tx, opinion_id)
    if opinion.shown and not can(tx.by, "opinions.approve"):
        raise rules.hangs_on_the_wall(opinion.number)
    entry = queries.entry(tx.session, opinion_id, EntryKind.QUESTION)
    assert entry is not None, "every opinion begins with its question"
    rules.fresh(seen, entry.revision, theirs=entry.text, by=entry.saved_by)
    rewrite(tx, entry, texts.question(text))
    opinion.summary = opinion.summary if summary is None else texts.summary(summary)
    findable.keep(tx, opinion, entry.text)
    if category is not None and category != opinion.category:
        categorise(tx, opinion, category)
        wall.hide_if_unfit(tx, opinion)
    tx.emit(about(tx, OpinionEdited, opinion))
    return entry.revision


def record_answer(
    tx: Tx, *, opinion_id: int, text: str, answered_by: str, seen: int, full: str = ""
) -> int:
    """Write down the answer, short for the minutes and in full beside it.

    ``seen``: the revision the editor started from, 0 for none. Returns the new one.
    """
    opinion = opinion_of(tx, opinion_id)
    entry = queries.entry(tx.session, opinion_id, EntryKind.ANSWER)
    present = entry.revision if entry else 0
    theirs, by = (entry.text, entry.saved_by) if entry else ("", "")
    rules.fresh(seen, present, theirs=theirs, by=by)
    words, speaker, whole = texts.answer(text), texts.official(answered_by), texts.answer(full)
    rules.keeps_its_answer(case_of(tx, opinion), words, speaker)
    if entry is None:
        entry = write(tx, opinion, EntryKind.ANSWER, words, speaker, whole)
        heard_in_hall(tx, opinion)
    else:
        rewrite(tx, entry, words, speaker, whole)
    tx.emit(about(tx, OpinionAnswered, opinion))
    return entry.revision


def drop_answer(tx: Tx, *, opinion_id: int, seen: int) -> None:
    """Take an answer back that nobody has written in since it was recorded (``seen``)."""
    opinion = opinion_of(tx, opinion_id)
    entry = queries.entry(tx.session, opinion_id, EntryKind.ANSWER)
    if entry is None or entry.revision != seen:
        return
    rules.keeps_its_answer(case_of(tx, opinion), "", "")
    tx.session.delete(entry)
    tx.session.flush()
    tx.emit(about(tx, OpinionAnswered, opinion))


def add_entry(
    tx: Tx, *, opinion_id: int, kind: str, text: str, said_by: str = "", full: str = ""
) -> int:
    """Write down what was said next: asked back, replied, answered, followed up, concluded.

    Returns the id of the piece, to be saved anew by.
    """
    if kind not in rules.ADDED:
        raise Refused(
            "opinions.no_entry_kind", _l("Choose what was said: a question back, a reply, …")
        )
    opinion = opinion_of(tx, opinion_id)
    entry = write(
        tx,
        opinion,
        EntryKind(kind),
        texts.answer(text),
        texts.official(said_by),
        texts.answer(full),
    )
    heard_in_hall(tx, opinion)
    answered = kind == EntryKind.ANSWER
    tx.emit(about(tx, OpinionAnswered if answered else ThreadChanged, opinion))
    return entry.id


def edit_entry(
    tx: Tx, *, entry_id: int, text: str, seen: int, said_by: str = "", full: str = ""
) -> int:
    """Save a piece of the thread anew. Returns its new revision."""
    entry = _entry(tx, entry_id)
    opinion = opinion_of(tx, entry.opinion_id)
    rules.fresh(seen, entry.revision, theirs=entry.text, by=entry.saved_by)
    words, speaker = texts.answer(text), texts.official(said_by)
    last = queries.entry(tx.session, opinion.id, EntryKind.ANSWER)
    if last is not None and last.id == entry.id:
        rules.keeps_its_answer(case_of(tx, opinion), words, speaker)
    rewrite(tx, entry, words, speaker, texts.answer(full))
    answered = entry.kind == EntryKind.ANSWER
    tx.emit(about(tx, OpinionAnswered if answered else ThreadChanged, opinion))
    return entry.revision


def remove_entry(tx: Tx, *, entry_id: int, seen: int) -> None:
    """Take a piece out of the thread again: it was not said, or stands elsewhere."""
    entry = _entry(tx, entry_id)
    opinion = opinion_of(tx, entry.opinion_id)
    rules.fresh(seen, entry.revision, theirs=entry.text, by=entry.saved_by)
    last = queries.entry(tx.session, opinion.id, EntryKind.ANSWER)
    if last is not None and last.id == entry.id:
        rules.keeps_its_answer(case_of(tx, opinion), "", "")
    answered = entry.kind == EntryKind.ANSWER
    tx.session.delete(entry)
    tx.session.flush()
    tx.emit(about(tx, OpinionAnswered if answered else ThreadChanged, opinion))


def _entry(tx: Tx, entry_id: int) -> Entry:
    """A piece that may be saved by its id: the question and what is prepared have their own way."""
    entry = tx.session.get(Entry, entry_id)
    if entry is None or EntryKind(entry.kind) not in rules.ADDED:
        raise Refused(
            "opinions.no_such_entry",
            _l("This piece is not there any more. Open the opinion again."),
        )
    opinion_of(tx, entry.opinion_id)
    return entry


def prepare(tx: Tx, *, opinion_id: int, text: str, full: str, said_by: str, seen: int) -> int:
    """A department writes what it would answer. ``seen``: 0 for the first time.

    The chair sees it at once; the hall and the asker do not before it was said.
    """
    opinion = opinion_of(tx, opinion_id)
    entry = queries.entry(tx.session, opinion_id, EntryKind.PREPARED)
    present = entry.revision if entry else 0
    theirs, by = (entry.text, entry.saved_by) if entry else ("", "")
    rules.fresh(seen, present, theirs=theirs, by=by)
    words, whole, speaker = texts.answer(text), texts.answer(full), texts.official(said_by)
    if entry is None:
        entry = write(tx, opinion, EntryKind.PREPARED, words, speaker, whole)
    else:
        rewrite(tx, entry, words, speaker, whole)
    tx.emit(about(tx, AnswerPrepared, opinion))
    return entry.revision


def use_prepared(tx: Tx, *, opinion_id: int, seen: int) -> int:
    """What was prepared has been said: it becomes the answer. ``seen``: revision of that answer."""
    prepared = queries.entry(tx.session, opinion_id, EntryKind.PREPARED)
    if prepared is None or not (prepared.text or prepared.full):
        raise Refused(
            "opinions.not_prepared", _l("No answer is prepared yet. Write down what was said.")
        )
    department = tx.meeting.plan.department(opinion_of(tx, opinion_id).department)
    by = prepared.said_by or (department.name if department else prepared.saved_by)
    return record_answer(
        tx,
        opinion_id=opinion_id,
        text=prepared.text or prepared.full,
        full=prepared.full,
        answered_by=by,
        seen=seen,
    )
