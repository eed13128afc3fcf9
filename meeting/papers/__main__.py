"""The rendering process: a document as JSON on standard input, its PDF on standard output.

With `--word` it is a Word file instead. With `--bundle` the input is a bundle, and lines
`done total` go before the file.
"""

from __future__ import annotations

import sys
import time

from meeting.papers.errors import PaperError

TELL_EVERY = 0.1  # seconds


def main() -> int:
    given, asked = sys.stdin.buffer.read(), sys.argv[1:]
    word = "--word" in asked
    try:
        paper = _bundle(given, word=word) if "--bundle" in asked else _document(given, word=word)
    except PaperError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(paper)
    return 0


def _document(given: bytes, *, word: bool) -> bytes:
    from meeting.papers.model import from_json

    if word:
        from meeting.papers.word.document import render_docx as render
    else:
        from meeting.papers.pdf.document import render_pdf as render
    return render(from_json(given))


def _bundle(given: bytes, *, word: bool) -> bytes:
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

    return render_bundle(from_json(given), tell)


if __name__ == "__main__":
    sys.exit(main())
