"""Papers that were made: frozen word for word, numbered, each with its check sum."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.contract import Refused, Tx, _l
from meeting.papers.errors import PaperError
from meeting.papers.model import Document, from_json, to_json
from plugins.minutes import wording
from plugins.minutes.models import Version

MINUTES = "minutes"


@dataclass(frozen=True, kw_only=True)
class Made:
    """A version that was made."""

    version: int
    sha256: str


def newest(
    session: Session, meeting_id: int, paper: str = MINUTES, key: str = "", *, masked: bool = False
) -> Version | None:
    """The version in force of a paper to one addressee."""
    query = (
        sa.select(Version)
        .where(
            Version.meeting_id == meeting_id,
            Version.paper == paper,
            Version.key == key,
            Version.masked == masked,
        )
        .order_by(Version.number.desc())
        .limit(1)
    )
    return session.scalar(query)


def earlier(session: Session, than: Version) -> Sequence[Version]:
    """The versions that it has taken the place of, from the first."""
    query = (
        sa.select(Version)
        .where(
            Version.meeting_id == than.meeting_id,
            Version.paper == than.paper,
            Version.key == than.key,
            Version.masked == than.masked,
            Version.number < than.number,
        )
        .order_by(Version.number)
    )
    return session.scalars(query).all()


def freeze(
    tx: Tx,
    document: Document,
    *,
    paper: str = MINUTES,
    key: str = "",
    masked: bool = False,
    reason: str = "",
) -> Made:
    """Keep the document as the next version of its paper, never to be changed again."""
    before = newest(tx.session, tx.meeting_id, paper, key, masked=masked)
    words = to_json(document)
    made = Made(
        version=before.number + 1 if before else 1, sha256=hashlib.sha256(words).hexdigest()
    )
    tx.session.add(
        Version(
            meeting_id=tx.meeting_id,
            paper=paper,
            key=key,
            masked=masked,
            number=made.version,
            document=words.decode(),
            sha256=made.sha256,
            reason=reason,
            made_at=tx.now,
            made_by=tx.by.name,
        )
    )
    return made


def with_sum(version: Version) -> Document:
    """A version's document with its check sum at the foot of the last page."""
    line = wording.CHECKSUM_LINE.format(number=version.number, sha256=version.sha256)
    return replace(frozen(version), closing_line=line)


def frozen(version: Version) -> Document:
    """A version's document, word for word. Raises Refused when the stored text has changed."""
    stored = version.document.encode()
    if hashlib.sha256(stored).hexdigest() != version.sha256:
        raise _damaged()
    try:
        return from_json(stored)
    except PaperError as error:  # a dossier changed by hand
        raise _damaged() from error


def _damaged() -> Refused:
    return Refused(
        "minutes.damaged",
        _l(
            "The stored minutes do not match their check sum. Do not print them; "
            "restore the database from its backup copy."
        ),
    )
