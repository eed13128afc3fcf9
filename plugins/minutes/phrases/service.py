"""Rewords a sentence form, or brings the usual one back."""

from __future__ import annotations

from collections.abc import Sequence

from meeting import text
from meeting.contract import Refused, Tx, _l, allowed_when_closed
from meeting.phrases import LONGEST, Phrase, Wrong, wrong
from plugins.minutes.events import PhraseChanged
from plugins.minutes.models import Reworded
from plugins.minutes.writing.record import PHRASE


@allowed_when_closed
def reword(tx: Tx, *, phrase: str, form: str) -> str:
    """Use other words for a sentence in this meeting; the usual ones take themselves back.

    Letters are written after the close, so it goes on; what was made keeps its words.
    Returns the form that is used from now on. Raises Refused naming what is wrong with it.
    """
    declared = _declared(tx, phrase)
    words = text.clean(form)
    row = tx.session.get(Reworded, (tx.meeting_id, phrase))
    if words == declared.form or not words:
        words = declared.form
        if row is None:
            return words
        tx.session.delete(row)
    else:
        _refuse(list(wrong(words, declared)))
        if row is not None and row.form == words:
            return words
        tx.session.merge(
            Reworded(
                meeting_id=tx.meeting_id,
                key=phrase,
                form=words,
                changed_at=tx.now,
                changed_by=tx.by.name,
            )
        )
    tx.emit(PhraseChanged(meeting_id=tx.meeting_id, phrase=phrase, form=words))
    return words


def _declared(tx: Tx, key: str) -> Phrase:
    found: list[Phrase] = tx.registry.contributions(PHRASE, tx.meeting_id, tx.session)
    for phrase in found:
        if phrase.key == key:
            return phrase
    raise Refused(
        "minutes.no_phrase", _l("There is no such sentence any more. Open the list again.")
    )


def _refuse(found: Sequence[Wrong]) -> None:
    if not found:
        return
    first = found[0]
    if first.why == "braces":
        raise Refused(
            "minutes.wrong_braces",
            _l("Braces must come in pairs with a name between them, such as {who}."),
        )
    if first.why == "unknown":
        raise Refused(
            "minutes.unknown_placeholder",
            _l(
                "Nothing is known by the name {%(name)s}. Use only the names given below the field."
            ),
            name=first.name,
        )
    if first.why == "missing":
        raise Refused(
            "minutes.missing_placeholder",
            _l("{%(name)s} must stand in the sentence, else it says nothing. Put it back."),
            name=first.name,
        )
    raise Refused(
        "minutes.too_long",
        _l("One of the texts is too long. Shorten it to %(limit)s letters."),
        limit=LONGEST,
    )
