"""Dossiers that are no dossiers, altered, hostile, of another program, of an older one."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from meeting.access import Actor
from meeting.db import db
from meeting.dossier import export, opening
from meeting.dossier.restore import restore
from meeting.errors import Refused
from meeting.models import JournalEntry, Meeting
from plugins.roster.models import Delegate
from tests.conftest import site

OFFICE = Actor("device", None, "Văn phòng", "organiser")
Files = dict[str, bytes]
pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture(scope="module")
def whole(filled_site: Path, static_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The dossier of the sample meeting."""
    data = tmp_path_factory.mktemp("whole") / "data"
    shutil.copytree(filled_site, data)
    app = site(data, static_cache)
    core = app.extensions["meeting"]
    with app.app_context(), Session(db.engine) as session:
        meeting = session.get_one(Meeting, 1)
        target = export.place_of(data, meeting)
        content = export.make(session, core.registry, meeting, target).path.read_bytes()
    core.close()
    return content


def files_of(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def bomb(files: Files) -> bytes:
    """A file of some bytes that says it unpacks to two gigabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.infolist()[0].file_size = 2**31 - 1
    return out.getvalue()


def pressed(name: str, content: bytes, how: int) -> bytes:
    """A ZIP of one file, packed in the given way."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def as_of_roster_001(files: Files) -> Files:
    """The files as a program wrote them whose roster had no village lists yet."""
    later = ("field", "distinction", "removed_at")
    files = changed(
        files, "roster_delegate", lambda rows: [row.pop(name) for row in rows for name in later]
    )
    files = changed(files, "roster_invitation", lambda rows: [row.pop("holder") for row in rows])
    gone = {"du-lieu/roster_dispatch.json", "du-lieu/roster_village_list.json"}
    return {name: content for name, content in files.items() if name not in gone}


def sealed(files: Files, **said: Any) -> bytes:
    """The files under a manifest that agrees with them, as a forger makes it."""
    manifest = json.loads(files["manifest.json"]) | said
    manifest["files"] = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if name not in {"manifest.json", "SHA256SUMS"}
    ]
    return packed(files | {"manifest.json": json.dumps(manifest).encode()})


def changed(files: Files, table: str, change: Callable[[list[Any]], object]) -> Files:
    name = f"du-lieu/{table}.json"
    rows = json.loads(files[name])
    change(rows)
    return files | {name: json.dumps(rows).encode()}


def refused(content: bytes) -> str:
    """Why a file is not restored."""
    with pytest.raises(Refused) as told:
        restore(opening.read(io.BytesIO(content)), OFFICE)
    assert str(told.value.message).strip()
    return told.value.code


def test_a_file_that_is_not_as_it_was_made_is_not_read(whole: bytes) -> None:
    files = files_of(whole)
    people = "du-lieu/roster_delegate.json"
    half = whole[: len(whole) // 2]
    bare = {name: content for name, content in files.items() if name != "manifest.json"}
    cases = {
        "nothing": (b"", "core.dossier_not_zip"),
        "a picture": (b"\x89PNG" * 999, "core.dossier_not_zip"),
        "cut off": (half, "core.dossier_not_whole"),
        "cut and mended": (half + whole[-22:], "core.dossier_not_whole"),
        "another zip": (packed({"a.txt": b"a"}), "core.dossier_not_ours"),
        "no manifest": (packed(bare), "core.dossier_not_ours"),
        "no sense": (packed(files | {"manifest.json": b"[" * 99_999}), "core.dossier_altered"),
        "a letter": (packed(files | {people: files[people] + b" "}), "core.dossier_altered"),
        "one more": (packed(files | {"van-ban/x.pdf": b"x"}), "core.dossier_altered"),
        "elsewhere": (sealed(files | {"../../etc/passwd": b"x"}), "core.dossier_altered"),
        "from the root": (sealed(files | {"/etc/passwd": b"x"}), "core.dossier_altered"),
        "a drive": (sealed(files | {"C:\\x": b"x"}), "core.dossier_altered"),
        "a bomb": (bomb(files), "core.dossier_too_large"),
        "too many": (
            packed(files | {f"van-ban/{one}": b"" for one in range(20_001)}),
            "core.dossier_too_large",
        ),
    }
    found = {name: refused(content) for name, (content, _code) in cases.items()}
    assert found == {name: code for name, (_content, code) in cases.items()}


def test_two_files_of_one_name_and_a_huge_index_are_refused(whole: bytes) -> None:
    out = io.BytesIO(whole)
    with (
        zipfile.ZipFile(out, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("manifest.json", b"{}")
    assert refused(out.getvalue()) == "core.dossier_altered"
    index = whole.rfind(b"PK\x05\x06")
    huge = whole[: index + 12] + (2**31).to_bytes(4, "little") + whole[index + 16 :]
    assert refused(huge) == "core.dossier_too_large"


def test_what_would_fill_the_memory_is_not_unpacked(whole: bytes) -> None:
    """BZIP2 and LZMA give all that is behind a few bytes at once, whatever the file says; empty
    values take three bytes each in a file and eighty in memory.
    """
    files = files_of(whole)
    for how in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert refused(pressed("manifest.json", bytes(9_999_999), how)) == "core.dossier_altered"
    empty = b"[" + b"{}," * 3_000_000 + b"{}]"
    filled = sealed(files | {"du-lieu/journal_entry.json": empty})
    assert refused(filled) == "core.dossier_too_large"


def test_a_name_in_no_letters_is_refused(whole: bytes) -> None:
    named = bytearray(packed(files_of(whole) | {"van-ban/é.pdf": b"x"}))
    at = named.rfind("é".encode())
    named[at : at + 2] = b"\xff\xfe"
    assert refused(bytes(named)) == "core.dossier_not_whole"


def test_rows_no_program_of_ours_wrote_are_refused_and_nothing_is_kept(
    whole: bytes, tmp_path: Path, static_cache: Path
) -> None:
    files = files_of(whole)
    odd: dict[str, tuple[str, Callable[[list[Any]], object]]] = {
        "a column less": ("roster_delegate", lambda rows: rows[3].pop("name")),
        "a column more": ("roster_delegate", lambda rows: rows[3].update(x=1)),
        "no name": ("roster_delegate", lambda rows: rows[3].update(name=None)),
        "half a letter": ("roster_delegate", lambda rows: rows[3].update(name="\ud800")),
        "a letter of nothing": ("roster_delegate", lambda rows: rows[3].update(name="a\0b")),
        "a number as text": ("roster_village", lambda rows: rows[0].update(position="1")),
        "yes as a number": ("roster_delegate", lambda rows: rows[3].update(invited=1)),
        "too large": ("roster_village", lambda rows: rows[0].update(position=2**31)),
        "no instant": ("roster_delegate", lambda rows: rows[3].update(added_at="hôm qua")),
        "no zone": ("roster_delegate", lambda rows: rows[3].update(added_at="2023-10-20T07:30")),
        "a stranger": ("roster_delegate", lambda rows: rows[3].update(village_id=99)),
        "another number": ("roster_delegate", lambda rows: rows[3].update(id=99)),
        "in a circle": ("roster_delegate", lambda rows: rows[3].update(substitute_for_id=4)),
        "no plan": ("meeting", lambda rows: rows[0].update(plan_json="{}")),
        "two meetings": ("meeting", lambda rows: rows.append(rows[0])),
        "no meeting": ("meeting", lambda rows: rows.clear()),
        "no row": ("roster_village", lambda rows: rows.append([])),
        "no facts": ("journal_entry", lambda rows: rows[0].update(facts=[])),
    }
    elsewhere = site(tmp_path / "elsewhere", static_cache)
    with elsewhere.app_context():
        found = {name: refused(sealed(changed(files, *one))) for name, one in odd.items()}
        assert found.pop("no row") == "core.dossier_altered"
        assert set(found.values()) == {"core.dossier_damaged"}, found
        assert db.session.scalar(sa.select(sa.func.count(Meeting.id))) == 0
        with pytest.raises(Refused, match=r"roster_delegate\.json"):
            restore(opening.read(io.BytesIO(sealed(changed(files, *odd["in a circle"])))), OFFICE)
        twice = changed(
            files, "roster_invitation", lambda rows: rows[1].update(code=rows[0]["code"])
        )
        assert refused(sealed(twice)) == "core.dossier_conflict"
        told = db.session.scalars(sa.select(JournalEntry.event)).all()
        assert set(told) == {"core.dossier_conflict", "core.dossier_damaged"}  # nothing but that
        db.session.remove()
    elsewhere.extensions["meeting"].close()
    other = changed(
        files, "meeting", lambda rows: rows[0].update(created_at="2023-10-20T07:30:01+07:00")
    )
    assert refused(sealed(other)) == "core.dossier_conflict"  # the codes are in use here


def test_a_newer_dossier_and_one_of_an_unknown_plugin_are_refused(whole: bytes) -> None:
    files = files_of(whole)
    manifest = json.loads(files["manifest.json"])
    newer = manifest["migrations"] | {"roster": "roster_999"}
    assert refused(sealed(files, migrations=newer)) == "core.dossier_newer"
    assert refused(sealed(files, format=2)) == "core.dossier_newer"
    for nowhere in ("", "@", "base", "head", "roster_001:roster_002"):
        odd = manifest["migrations"] | {"roster": nowhere}
        assert refused(sealed(files, migrations=odd)) == "core.dossier_newer"
    raffle = files | {"du-lieu/raffle_drawn.json": b'[{"id": 1}]'}
    assert refused(sealed(raffle)) == "core.dossier_stranger"


def test_a_dossier_of_an_older_program_is_brought_up(
    whole: bytes, tmp_path: Path, static_cache: Path
) -> None:
    """By the same steps as a database of it."""
    files = files_of(whole)
    manifest = json.loads(files["manifest.json"])
    migrations = manifest["migrations"] | {"roster": "roster_001"}
    elsewhere = site(tmp_path / "elsewhere", static_cache)
    with elsewhere.app_context():
        old = as_of_roster_001(files)
        dossier = opening.read(io.BytesIO(sealed(old, migrations=migrations)))
        number = restore(dossier, OFFICE)
        listed = sa.select(Delegate).where(Delegate.meeting_id == number).order_by(Delegate.id)
        people = db.session.scalars(listed).all()
        twice = changed(old, "roster_invitation", lambda rows: rows[1].update(code=rows[0]["code"]))
        assert refused(sealed(twice, migrations=migrations)) == "core.dossier_damaged"
        names = [one["name"] for one in json.loads(files["du-lieu/roster_delegate.json"])]
        assert [one.name for one in people] == names
        assert {one.removed_at for one in people} == {None}
        assert all(one.code for one in people)
        db.session.remove()
    elsewhere.extensions["meeting"].close()
