"""What a dossier says of itself: format, program, meeting, versions of its tables, every file."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
PROGRAM: Final = "doithoai"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class File(_Part):
    """One file with what shows that it is whole."""

    name: str = Field(max_length=300)
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class About(_Part):
    """Which meeting it is, for a reader."""

    title: str
    place: str
    session: int = 0
    state: str
    opened_at: datetime | None = None
    closed_at: datetime | None = None


class Manifest(_Part):
    """The whole of ``manifest.json``."""

    format: int
    program: Literal["doithoai"]
    version: str
    made_at: datetime
    meeting: About
    plan_sha256: str
    migrations: dict[str, str]  # who owns tables → where they stood
    rows: dict[str, int] = {}  # table → how many
    left_out: dict[str, str] = {}
    files: tuple[File, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return self.model_dump(mode="json", exclude={"files"})
