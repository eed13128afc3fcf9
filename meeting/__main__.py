"""``python -m meeting`` is the command ``doithoai``."""

from meeting.cli import main

main()
