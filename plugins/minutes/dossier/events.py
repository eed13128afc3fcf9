"""What the dossier tells the journal."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.contract import Event, _l


@dataclass(frozen=True, kw_only=True)
class DossierMade(Event):
    """Somebody had the dossier made: everybody's data in one file."""

    name = "minutes.dossier_made"
    title = _l("Dossier made")
    sha256: str
