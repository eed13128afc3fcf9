"""The workroom of the papers before the day."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from meeting.papers.bundle import Bundle
from meeting.papers.render import Form, render_bundle
from meeting.workroom import KEPT, MOST, SILENT, Job, Tell, keep
from meeting.workroom import Workroom as Generic

__all__ = ["KEPT", "MOST", "SILENT", "Job", "Workroom", "workroom"]


class Workroom(Generic):
    """Sets bundles of papers, in the form that the end of the file's name says."""

    def start(self, meeting_id: int, kind: str, name: str, bundle: Bundle) -> Job:
        """Begin a paper; it goes on after the request."""

        def make(path: Path, tell: Tell) -> None:
            form: Form = "docx" if path.suffix == ".docx" else "pdf"
            keep(path, render_bundle(bundle, tell, form))

        return self.begin(meeting_id, kind, name, make)


@cache
def workroom(data: Path) -> Workroom:
    """The one of a data folder."""
    return Workroom(data / "print")
