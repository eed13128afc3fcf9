"""The dossier: a meeting's whole record with its papers in one ZIP that is read without this
program, and the way back from there into a database.
"""
