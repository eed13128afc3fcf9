"""For hosting behind another server: ``wsgi:app``. A hall's laptop uses ``doithoai run``."""

from meeting import create_app

app = create_app()
