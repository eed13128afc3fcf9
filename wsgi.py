"""For hosting behind another server: ``wsgi:app``. The hall's laptop uses ``doithoai run`` instead."""

from meeting import create_app

app = create_app()
