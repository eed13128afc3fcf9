"""The rendering process: documents on standard input, their files on standard output.

`pdf 1234` or `docx 1234` goes before the 1,234 bytes of a document as JSON, `ok 5678` before its
file, `no 56` before the words of why there is none; then comes the next. With `--bundle` the input
is one bundle, and lines `done total` go before its file, for Word if there is `--word`.
"""

from __future__ import annotations

import sys
import time

from meeting.papers.errors import PaperError

TELL_EVERY = 0.1  # seconds


def main() -> int:
    asked = sys.argv[1:]
    try:
        _bundle(word="--word" in asked) if "--bundle" in asked else _papers()
    except PaperError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _papers() -> None:
    """One after the other, until nobody asks any more."""
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    for line in iter(asked.readline, b""):
        form, size = line.split()
        given = asked.read(int(size))
        try:
            made, content = b"ok", _document(given, word=form == b"docx")
        except PaperError as error:
            made, content = b"no", str(error).encode()
        told.write(b"%s %d\n" % (made, len(content)))
        told.write(content)
        told.flush()


def _document(given: bytes, *, word: bool) -> bytes:
    from meeting.papers.model import from_json

    if word:
        from meeting.papers.word.document import render_docx as render
    else:
        from meeting.papers.pdf.document import render_pdf as render
    return render(from_json(given))


def _bundle(*, word: bool) -> None:
    from meeting.papers.bundle import from_json

    if word:
        from meeting.papers.word.bundle import render_bundle
    else:
        from meeting.papers.pdf.bundle import render_bundle
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            sys.stdout.buffer.write(f"{done} {total}\n".encode())
            sys.stdout.buffer.flush()

    paper = render_bundle(from_json(sys.stdin.buffer.read()), tell)
    sys.stdout.buffer.write(paper)


if __name__ == "__main__":
    sys.exit(main())
