"""The process that packs a dossier: a request as JSON on standard input, the answer on standard
output. A disk that is full is an answer too.
"""

from __future__ import annotations

import errno
import json
import sys

from meeting.dossier.package import pack

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def main() -> int:
    """Serve one request."""
    try:
        answer = pack(json.loads(sys.stdin.buffer.read()))
    except OSError as error:
        if error.errno not in FULL:
            raise
        answer = {"problem": "disk_full"}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
