"""The three ways a request may fail: a rule refused it, the store could not keep it, or there is a
bug.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Refused(Exception):
    """A rule said no. Carries a stable code, and a sentence that tells the user what to do next.

    ``message`` is usually a lazy translation and may name facts: ``_l("%(village)s is full")``.
    """

    def __init__(self, code: str, message: object, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self._message = message
        self.facts = facts

    @property
    def message(self) -> str:
        """The sentence in the language of the present request."""
        text = str(self._message)
        return text % self.facts if self.facts else text

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotSaved(Exception):
    """The store could not take the change (disk full, file gone). Nothing was acknowledged."""


class StartupProblem(Exception):
    """Something an operator must mend before the server starts; its text is one sentence."""


class PluginProblem(StartupProblem):
    """A plugin breaks the contract. Names the plugin."""

    def __init__(self, plugin: str, problems: Iterable[str]) -> None:
        super().__init__(f"Plugin {plugin!r}: {'; '.join(problems)}")
        self.plugin = plugin
