"""The rendering process: a document as JSON on standard input, its PDF on standard output."""

from __future__ import annotations

import sys

from meeting.papers.errors import PaperError
from meeting.papers.model import from_json
from meeting.papers.pdf import render_pdf


def main() -> int:
    try:
        paper = render_pdf(from_json(sys.stdin.buffer.read()))
    except PaperError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.buffer.write(paper)
    return 0


if __name__ == "__main__":
    sys.exit(main())
