"""``doithoai doctor``: what is in order before the day, what is not, and what to do about it.

A check is a function of the configuration that yields findings, in the application's context. One
that breaks is a finding too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from meeting import doctor_machine as machine
from meeting import doctor_network as network
from meeting import doctor_printer
from meeting.app import create_app
from meeting.config import Config
from meeting.db import db
from meeting.doctor_finding import Finding, Grade, bad
from meeting.errors import StartupProblem

log = logging.getLogger(__name__)
Check = Callable[[Config], Iterable[Finding]]


def plugins(_config: Config) -> Iterator[Finding]:
    """What plugins find wrong with themselves."""
    for plugin in current_app.extensions["meeting"].registry.plugins.values():
        for line in plugin.check(current_app) if plugin.check is not None else ():
            yield bad(f"{plugin.name}: {line}", _("Tell who looks after the program."))


CHECKS: tuple[Check, ...] = (
    network.addresses,
    network.ports,
    network.certificate,
    network.reach,
    machine.time_of_day,
    machine.disk,
    machine.database,
    machine.fonts,
    machine.parts,
    doctor_printer.printers,
    plugins,
)


@dataclass(frozen=True)
class Report:
    """All findings, in the order of the checks, and what they come to."""

    findings: list[Finding]
    summary: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether something must be mended."""
        return any(one.grade == Grade.BAD for one in self.findings)

    def lines(self) -> Iterator[str]:
        """As they are printed."""
        for one in self.findings:
            yield f"{one.grade} {one.sentence}"
            if one.advice:
                yield f"    → {one.advice}"
        yield ""
        yield self.summary


def examine(config: Config, lang: str) -> Report:
    """Run every check."""
    try:
        app = create_app(config)
    except StartupProblem as problem:
        return Report([bad(str(problem), "")])
    try:
        with app.app_context(), force_locale(lang):
            findings = [finding for check in CHECKS for finding in _run(check, config)]
            return Report(findings, _summary(findings))
    finally:
        _leave(app)


def _summary(findings: list[Finding]) -> str:
    grades = [one.grade for one in findings]
    wrong, doubtful = grades.count(Grade.BAD), grades.count(Grade.LOOK)
    if wrong:
        said = ngettext(
            "%(num)s thing must be put right before the day.",
            "%(num)s things must be put right before the day.",
            wrong,
        )
    elif doubtful:
        said = ngettext(
            "Nothing is wrong; look at %(num)s thing.",
            "Nothing is wrong; look at %(num)s things.",
            doubtful,
        )
    else:
        said = _("Everything is in order.")
    return str(said)


def _run(check: Check, config: Config) -> list[Finding]:
    try:
        return list(check(config))
    except Exception as error:
        log.debug("A check failed", exc_info=error)
        said = _("The check “%(name)s” failed: %(why)s", name=check.__name__, why=str(error))
        return [bad(said, _("Tell who looks after the program."))]
    finally:
        db.session.remove()


def _leave(app: Flask) -> None:
    """Let the database go, so that it is one file again."""
    app.extensions["meeting"].close()
    with app.app_context(), suppress(Exception):  # a damaged one may refuse even this
        db.engine.dispose()
