"""The rendering process: a document as JSON on standard input, its PDF on standard output.

With `--bundle` the input is a bundle, and lines `done total` go before the PDF.
"""

from __future__ import annotations

import sys
import time

from meeting.papers.errors import PaperError

TELL_EVERY = 0.1  # seconds


def main() -> int:
    given = sys.stdin.buffer.read()
    try:
        paper = _bundle(given) if "--bundle" in sys.argv[1:] else _document(given)
    except PaperError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(paper)
    return 0


def _document(given: bytes) -> bytes:
    from meeting.papers.model import from_json
    from meeting.papers.pdf.document import render_pdf

    return render_pdf(from_json(given))


def _bundle(given: bytes) -> bytes:
    from meeting.papers.bundle import from_json
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
