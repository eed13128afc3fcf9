"""Lists of people as office files: what is in a spreadsheet, and the list as a spreadsheet.

All of it is pure computing over bytes and runs in a process of its own (``process``), so that no
phone waits for it and a hostile file harms nobody.
"""
