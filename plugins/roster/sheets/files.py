"""What kind of file somebody chose. Offices send more than spreadsheets; each gets an answer."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

LARGEST_FILE = 8 * 1024 * 1024  # bytes as sent; a list of 5,000 people is half a megabyte
LARGEST_PART = 24 * 1024 * 1024  # bytes of one part of a workbook, unpacked
LARGEST_WHOLE = 64 * 1024 * 1024
MOST_PARTS = 2000
MOST_ROWS = 5000  # rows with something in them, over all sheets
_HEAD = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "word"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)


@dataclass
class FileProblem(Exception):
    """The file cannot be read as a list. ``code`` says why; the words are the page's."""

    code: str
    detail: str = ""

    def __str__(self) -> str:
        return self.code


def kind_of(data: bytes) -> str:
    """``xlsx`` or ``text``. Raises FileProblem for everything else."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileProblem("empty")
    if len(data) > LARGEST_FILE:
        raise FileProblem("too_large")
    if data.startswith(b"PK"):
        _look_into_archive(data)
        return "xlsx"
    if data.startswith(_OLE):
        raise FileProblem(_old_office(data))
    for magic, code in _MAGIC:
        if data.startswith(magic) and not (magic == b"BM" and data[2:40].isascii()):
            raise FileProblem(code)
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        raise FileProblem("web_page")
    return "text"


def _old_office(data: bytes) -> str:
    """Programs before 2007, and workbooks with a password, use the same envelope."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "word" if "WordDocument".encode("utf-16-le") in data else "old_excel"


def _look_into_archive(data: bytes) -> None:
    """Refuse what is no workbook, and what would unpack to more than a list can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            _check_content({part.filename for part in parts}, archive)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(archive.open(part).read(_HEAD))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        raise FileProblem("broken") from error
    except (RuntimeError, ValueError, OSError) as error:
        raise FileProblem("broken") from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise FileProblem("encrypted")
    sizes = [part.file_size for part in parts]
    if len(parts) > MOST_PARTS or sum(sizes) > LARGEST_WHOLE:
        raise FileProblem("too_much_inside")
    for part in parts:
        # pictures and the like are not read; a sheet this large has empty rows to the end
        if part.filename.endswith(".xml") and part.file_size > LARGEST_PART:
            raise FileProblem("too_much_inside")


def _check_content(names: set[str], archive: zipfile.ZipFile) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise FileProblem("old_excel")
    if any(name.startswith("word/") for name in names):
        raise FileProblem("word")
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(100):
        raise FileProblem("open_document")
    raise FileProblem("archive")


def _refuse_entities(head: bytes) -> None:
    """A workbook never declares a document type; who does means to blow the reader up."""
    if b"<!DOCTYPE" in head.replace(b"\x00", b"") or b"<!ENTITY" in head.replace(b"\x00", b""):
        raise FileProblem("broken")
