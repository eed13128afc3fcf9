"""Reply letters (công văn): one to each person who is owed one, with everything they asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from meeting.papers import frame, wording
from meeting.papers.letters import NO_BREAK
from meeting.papers.model import (
    Addressees,
    Block,
    Document,
    Item,
    Meta,
    Paragraph,
    Signatures,
    text,
)
from meeting.points import Letter, Telling
from plugins.opinions.minutes import persons, sentences
from plugins.opinions.minutes.addressees import Addressee, Owed, addressees
from plugins.opinions.minutes.told import Told, told
from plugins.opinions.queries import OpinionView
from plugins.opinions.rules import EntryKind, Outcome

NAME = "written_reply"
ABOUT = "trả lời ý kiến của {whom} tại hội nghị đối thoại ngày {date}"
BLANK, BLANK_LINES = "…" * 33, 5  # a line for the pen, as wide as the text
END_MARK = "./."
ON_ONE_LINE = 26  # letters


def write(telling: Telling) -> Sequence[Letter]:
    """A letter each, in the order in which they asked."""
    record = told(telling)
    return [
        Letter(document=_letter(one, record), key=one.key, to=one.label)
        for one in addressees(record.found)
    ]


def issued(
    record: Told, paper: str, about: str, blocks: Sequence[Block], *, title: str = ""
) -> Document:
    """A letter of the office: head with what it is about, text, recipients and signature."""
    plan, meeting = record.plan, record.telling.meeting
    head = frame.head(plan, paper, record.day.year)
    signed = Signatures(
        left=frame.recipients(plan, paper),
        right=frame.signer(plan, paper, meeting.session_index),
    )
    return Document(
        meta=Meta(
            title=title or f"V/v {about}".replace(NO_BREAK, " "),
            subject=plan.title,
            author=plan.host.name,
            created=meeting.closed_at,
        ),
        head=replace(head, about=wording.glued(about)),
        blocks=(*blocks, signed),
    )


def meeting_inside(record: Told) -> str:
    """What the meeting is called inside a sentence."""
    title, session = record.plan.title, record.plan.session(record.telling.meeting.session_index)
    inside = wording.inside(title)
    return f"{inside} tại {session.name}" if session.name else inside


def ended(words: str) -> str:
    """The last sentence of a letter with the mark that nothing follows."""
    return words.rstrip(" ./") + END_MARK


def _letter(one: Addressee, record: Told) -> Document:
    date, host = wording.short_date(record.day), record.plan.host
    whom = one.titled(inside=True)
    # in the narrow column a name stands on one line when it can
    whom = whom.replace(" ", NO_BREAK) if len(whom) <= ON_ONE_LINE else whom
    about = ABOUT.format(whom=whom, date=date)
    opening = record.say(
        "reply_opening", meeting=meeting_inside(record), date=date, host=host.name, you=one.you
    )
    phone = record.plan.privacy.phone
    office = f"{host.office}, điện thoại {phone}" if phone else host.office
    several = len(one.opinions) > 1
    blocks: list[Block] = [
        Addressees(items=(one.label,)),
        Paragraph(words=text(opening)),
    ]
    for number, owed in enumerate(one.opinions, 1):
        blocks.extend(_answered(owed, one, record, number=number if several else 0))
    contact = record.say("reply_contact", you=one.you, office=office)
    closing = record.say("reply_closing", you=one.you, host=host.name)
    blocks.append(Paragraph(words=text(contact), keep_with_next=True))
    blocks.append(Paragraph(words=text(ended(closing))))
    return issued(record, NAME, about, blocks)


def _answered(owed: Owed, one: Addressee, record: Told, *, number: int) -> Iterator[Block]:
    """What they asked, and what the office answers. A complaint or denunciation is not repeated:
    the letter passes through many hands.
    """
    if persons.is_routed_out(owed.asked):
        lines = [record.say("reply_referred", you=one.you)]
    else:
        words = owed.asked.text or owed.asked.category_title or BLANK
        recall = record.say("reply_recall", words=words)
        lines = [recall, *_more(owed.asked, one, record), *_answer(owed, one, record)]
    first, *rest = lines
    label = f"{number}."
    yield Item(label=label, words=text(first)) if number else Paragraph(words=text(first))
    for line in rest:
        is_blank = line == BLANK
        yield Paragraph(
            words=text(line), indent=not is_blank, align="left" if is_blank else "justify"
        )


def _more(asked: OpinionView, one: Addressee, record: Told) -> list[str]:
    """What they asked further at the meeting."""
    return [
        record.say("reply_more", you=one.you, words=piece.text)
        for piece in record.threads.get(asked.id, [])
        if piece.kind is EntryKind.FOLLOW_UP and piece.text and piece.said_by in {"", asked.name}
    ]


def _answer(owed: Owed, one: Addressee, record: Told) -> list[str]:
    """As the outcome has it; blank lines where the office has still to write."""
    source = owed.settled_by
    if persons.is_private(source) and source is not owed.asked:
        return _blank(record)  # its words are about somebody else
    if source.outcome is Outcome.BEYOND_AUTHORITY:
        return [*_said(source, record), _beyond(source, one, record)]
    if source.outcome is Outcome.NOTED:
        noted = record.say("reply_noted", host=record.plan.host.name, you=one.you)
        return [*_said(source, record), noted]
    if source.outcome is Outcome.ANSWERED_ON_SPOT:
        words = source.answer_full or source.answer
        return [record.say("reply_answer", words=words)] if words else _blank(record)
    found = source.answer_full or _prepared(source)
    form = "reply_answer" if source.outcome is Outcome.OFF_TOPIC_WRITTEN else "reply_found"
    more = [record.say(form, words=found)] if found else _blank(record, form)
    return [*_said(source, record), *more]


def _prepared(one: OpinionView) -> str:
    """What the department wrote, unless that is what was said in the hall."""
    words = one.prepared_full or one.prepared
    return "" if words in {one.answer, one.answer_full} else words


def _said(one: OpinionView, record: Told) -> list[str]:
    """What was said about it at the meeting."""
    if not one.answer:
        return []
    who = persons.official(one.answered_by, record.plan) or "Chủ trì"
    inside = wording.offices(who, [each.name for each in record.plan.people])
    return [record.say("reply_said", who=inside, words=one.answer)]


def _blank(record: Told, form: str = "reply_found") -> list[str]:
    """Lines on which the office writes its answer."""
    return [record.say(form, words="").rstrip(), *[BLANK] * BLANK_LINES]


def _beyond(one: OpinionView, whom: Addressee, record: Told) -> str:
    host, body = record.plan.host, one.competent_body
    facts = {"commune": host.commune, "host": host.name, "body": body, "you": whom.you}
    return " ".join([record.say("reply_beyond", **facts), *sentences.when_and_told(one, record)])
