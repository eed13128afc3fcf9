"""Reads the sources and reports who imports what they should not; the rules of the house in one
place.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OPEN_TO_PLUGINS = {
    "cells", "clock", "codes", "contract", "db", "devices", "dossier", "limits", "meetings",
    "models", "net", "papers", "phrases", "plan", "points", "printing", "qr", "text", "workdays",
    "workroom",
}  # fmt: skip
# Inside a plugin arrows point to the left only.
ORDER = [
    "rules",
    "models",
    "queries",
    "service",
    "api",
    "live",
    "forms",
    "views",
    "cli",
    "__init__",
]
# Folders that a layer fills when one file would grow too long.
FOLDERS = {"reads": "queries", "usecases": "service"}
FORBIDDEN_IN_RULES = ("flask", "sqlalchemy", "meeting.db", "meeting.models", "meeting.writing")
LONGEST_FILE = 300  # lines of code
LONGEST_FUNCTION = 30  # lines of body


@dataclass(frozen=True)
class Import:
    """One imported module and whether it waits inside a function."""

    module: str
    inside: bool
    line: int


def imports(source: str, package: str) -> Iterator[Import]:
    """Every import of a file; relative ones made absolute."""
    tree = ast.parse(source)
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        late = id(node) in inner or id(node) in typing_only
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, late, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            for alias in node.names:
                yield Import(f"{base}.{alias.name}", late, node.lineno)


def core_breaches(source: str, package: str) -> list[str]:
    """The core knows no plugin."""
    return [
        f"line {one.line}: the core imports {one.module}"
        for one in imports(source, package)
        if one.module.split(".")[0] == "plugins"
    ]


def plugin_breaches(
    source: str, plugin: str, part: str, requires: tuple[str, ...], after: tuple[str, ...]
) -> list[str]:
    """What a file of a plugin imports against the rules; ``part`` is its place in the plugin,
    without .py: ``rules``, ``desk.views``.
    """
    found = []
    for one in imports(source, f"plugins.{plugin}"):
        complaint = _complaint(one, plugin, part, requires, after)
        if complaint:
            found.append(f"line {one.line}: {complaint}")
    return found


def _complaint(
    one: Import, plugin: str, part: str, requires: tuple[str, ...], after: tuple[str, ...]
) -> str | None:
    top, _, rest = one.module.partition(".")
    if _layer(part) == "rules" and one.module.startswith(FORBIDDEN_IN_RULES):
        return f"rules import {one.module}"
    if top == "meeting" and rest.partition(".")[0] not in OPEN_TO_PLUGINS:
        return f"meeting.{rest} is not open to plugins"
    if top != "plugins":
        return None
    other, _, module = rest.partition(".")
    if other == plugin:
        return _inner_complaint(part, module)
    if other not in (*requires, *after):
        return f"{other} is not declared"
    if not module.startswith("api"):
        return f"{other}.{module} is not its api"
    if other in after and other not in requires and not one.inside:
        return f"{other} may be missing: import it inside a function"
    return None


def _inner_complaint(part: str, module: str) -> str | None:
    own, target = _layer(part), _layer(module)
    if own is None or target is None or own == "__init__":
        return None
    if ORDER.index(target) > ORDER.index(own):
        return f"{part} imports {module}, against the arrow"
    return None


def _layer(place: str) -> str | None:
    """The layer of a file or of what is imported: the first part of its place that names one."""
    named = (FOLDERS.get(part, part) for part in place.split("."))
    return next((part for part in named if part in ORDER), None)


def code_lines(source: str) -> int:
    """Lines that are neither blank nor comment."""
    lines = (line.strip() for line in source.splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def long_functions(source: str) -> Iterator[tuple[str, int]]:
    """Functions whose body is longer than agreed, without docstring, blanks and comments."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = node.body
        if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        if body:
            end = body[-1].end_lineno or 0
            length = code_lines("\n".join(lines[body[0].lineno - 1 : end]))
            if length > LONGEST_FUNCTION:
                yield node.name, length


def python_files(folder: Path) -> list[Path]:
    """Sources below a folder, without generated revisions."""
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]
