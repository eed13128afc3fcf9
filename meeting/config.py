"""Settings of one installation, read once from the environment; nonsense stops the start."""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path

from meeting.errors import StartupProblem

PREFIX = "DOITHOAI_"


def _flag(value: str) -> bool:
    if value.lower() not in {"0", "1", "true", "false"}:
        raise ValueError("expected 1 or 0")
    return value.lower() in {"1", "true"}


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything the factory needs. Each field may be set as ``DOITHOAI_<FIELD>``."""

    data: Path = Path("data")  # folder of the database, keys and papers
    database: str = ""  # SQLAlchemy URL; empty: one SQLite file in the data folder
    address: str = ""  # what phones type, e.g. http://192.168.1.10:8000; empty: found out
    staff_address: str = ""  # what staff open, e.g. https://hall.example.vn; empty: found out
    certificate: Path | None = None  # the office's own, with its chain (PEM); none: the hall's
    certificate_key: Path | None = None
    http_port: int = 8000
    https_port: int = 8443
    plugins: tuple[str, ...] = ()  # load only these and what they require; empty: all
    safe_mode: bool = False  # built-in plugins only
    skip_broken: bool = False  # keep a broken third-party plugin out instead of not starting
    static_cache: Path | None = None  # where compressed static files are kept; empty: data/cache
    printer: str = ""  # of this computer, for papers; empty: they are printed from the browser
    push_window: float = 0.1  # seconds between two pushes of the same live view
    testing: bool = False
    secret: bytes = field(default=b"", repr=False)  # empty: kept in the data folder

    @property
    def database_url(self) -> str:
        """The URL in use."""
        return self.database or f"sqlite:///{(self.data / 'doithoai.db').absolute().as_posix()}"

    @property
    def sqlite(self) -> bool:
        """Whether the one-writer path is used."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Read ``DOITHOAI_*``. Raises StartupProblem for an unknown name or an unreadable value."""
        known = {item.name: item for item in fields(cls)}
        found: dict[str, object] = {}
        for variable, value in environ.items():
            if not variable.startswith(PREFIX):
                continue
            name = variable.removeprefix(PREFIX).lower()
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f" Did you mean {PREFIX}{near[0].upper()}?" if near else ""
                raise StartupProblem(f"{variable} is not a setting.{hint}")
            try:
                found[name] = _READERS.get(str(known[name].type), str)(value)
            except ValueError as error:
                raise StartupProblem(f"{variable}={value!r} cannot be used: {error}.") from error
        return cls(**found)  # type: ignore[arg-type]

    def prepare(self) -> None:
        """Make the data folder. Raises StartupProblem when it cannot be written."""
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.data / f".write-{secrets.token_hex(4)}"
            probe.touch()
            probe.unlink()
            if self.sqlite and not self.database:
                self._keep_database_private()
        except OSError as error:
            raise StartupProblem(
                f"Cannot write in the folder {self.data.absolute()}: {error.strerror}. "
                "Choose another with --data."
            ) from error

    def _keep_database_private(self) -> None:
        """Also what lies there from before: copies, and the files SQLite puts beside it."""
        keep_private(self.data / "doithoai.db")
        for path in self.data.glob("doithoai*.db*"):
            with suppress(FileNotFoundError):
                path.chmod(0o600)

    def kept_secret(self, name: str) -> bytes:
        """A random secret made on first use and kept beside the database, readable by its owner
        only.
        """
        if self.secret:
            return self.secret + name.encode()
        path = self.data / name
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_hex(32).encode())
        return path.read_bytes()


def keep_private(path: Path) -> None:
    """Make a file that only its owner may read, or make it so: names, codes, what people said.

    SQLite gives the files it puts beside a database the same rights.
    """
    path.touch(mode=0o600)
    path.chmod(0o600)


_READERS: dict[str, Callable[[str], object]] = {
    "Path": Path,
    "Path | None": Path,
    "int": int,
    "float": float,
    "bool": _flag,
    "bytes": str.encode,
    "tuple[str, ...]": lambda value: tuple(part for part in value.split(",") if part),
}
