"""The command ``doithoai``: run the server, check and load plans, pair devices, look after the
database.

Imports wait until a command needs them: the server must patch sockets for gevent first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from meeting import __version__
from meeting.config import Config
from meeting.dossier.cli import dossier
from meeting.errors import Refused, StartupProblem

if TYPE_CHECKING:
    from flask import Flask

    from meeting.pairing import Offer
    from meeting.plan import Problem

SAMPLE = "to-tung-2023"


class Commands(click.Group):
    """The core's commands, and ``doithoai <plugin> <command>`` for what plugins declare."""

    def list_commands(self, context: click.Context) -> list[str]:
        """All of them, by name."""
        from meeting.loader import discover

        of_plugins = [one.name for one in discover(Config.from_environment()) if one.commands]
        return sorted([*super().list_commands(context), *of_plugins])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """A command of the core, else a plugin's one command of that name, or its group."""
        return super().get_command(context, name) or _plugin_group(name)


def _plugin_group(name: str) -> click.Command | None:
    from meeting.loader import discover

    for plugin in discover(Config.from_environment()):
        if plugin.name == name and plugin.commands:
            commands = {command.name or "": command for command in plugin.commands}
            return commands[name] if list(commands) == [name] else click.Group(name, commands)
    return None


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="doithoai")
@click.option(
    "--data", type=click.Path(path_type=Path), help="Folder of the database, keys and papers."
)
@click.pass_context
def cli(context: click.Context, data: Path | None) -> None:
    """The meeting-day server for a dialogue between a commune's chairman and its people."""
    config = Config.from_environment()
    context.obj = replace(config, data=data) if data else config


@contextmanager
def opened(config: Config, *, upgrade: bool = True) -> Iterator[Flask]:
    """The application with its database brought up to date, inside its context."""
    from meeting import create_app
    from meeting.db import db
    from meeting.migrate import backup, is_behind
    from meeting.migrate import upgrade as upgrade_database

    app = create_app(config)
    core = app.extensions["meeting"]
    if is_behind(core.engine, core.registry):
        if not upgrade:
            raise StartupProblem("The database is older than the program. Run: doithoai db upgrade")
        backup(config)
        upgrade_database(core.engine, core.registry)
    with app.app_context():
        yield app
        core.close()
        db.session.remove()
        db.engine.dispose()  # SQLite: all is in the one file again, whoever copies only that


def needs_database(config: Config) -> None:
    """Raises StartupProblem in a folder without a database, rather than making a second one."""
    if config.sqlite and not Path(config.database_url.removeprefix("sqlite:///")).exists():
        raise StartupProblem(
            f"There is no database in the folder {config.data.absolute()}. Name the right one with "
            "doithoai --data FOLDER …, or make it: start the server, or load a plan."
        )


@cli.command()
@click.option("--port", type=int, help="Port for phones (HTTP).")
@click.option("--https-port", type=int, help="Port for staff (HTTPS).")
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen at.")  # noqa: S104 - phones must reach it
@click.option("--sample", is_flag=True, help="Load and open the sample meeting if there is none.")
@click.pass_obj
def run(config: Config, port: int | None, https_port: int | None, host: str, sample: bool) -> None:
    """Start the server and print how to reach it."""
    from gevent import monkey

    monkey.patch_all()
    from gevent.event import Event

    from meeting.server import Server, on_stop_signal

    config.prepare()
    ports: dict[str, Any] = {"http_port": port, "https_port": https_port}
    config = replace(config, **{name: value for name, value in ports.items() if value is not None})
    server = Server(config, host)
    stop = Event()
    on_stop_signal(stop.set)
    with opened(server.config) as app:
        if sample:
            _sample_meeting()
        server.mount(app)
        _print_addresses(server.config)
        server.start()
        server.serve_until(stop)


def _print_addresses(config: Config) -> None:
    from meeting import net, qr
    from meeting.pairing import OWNER_HOURS

    address = net.phone_address(config)
    click.echo(f"\nPhones open     {address}")
    click.echo(qr.terminal(address))
    click.echo(f"Staff open      {net.staff_address(config)}")
    _print_trust(config)
    click.echo(f"This computer   {net.desk_address(config)}")
    offer = _pairing_offer("owner", "", OWNER_HOURS * 60)
    click.echo(f"Owner's link    {net.desk_address(config)}/pair/{offer.token}")
    click.echo("                opens once, on this computer; for another: doithoai pair")
    click.echo("Stop with Ctrl-C.\n")
    sys.stdout.flush()


def _print_trust(config: Config) -> None:
    """How devices come to believe the certificate, unless they know it already."""
    from meeting import net, tls

    if config.certificate is not None:
        return
    made = tls.authority(config.data).certificate
    click.echo("                the browser warns until a device trusts this server, see")
    click.echo(f"                {net.phone_address(config)}/trust")
    click.echo(f"Fingerprint     {tls.fingerprint(made)}")


def _pairing_offer(role: str, name: str, minutes: int) -> Offer:
    from meeting.access import Actor
    from meeting.pairing import Offer, offer_pairing
    from meeting.writing import run as write

    offer = Offer.make()
    by = Actor.system("terminal")
    token, code = offer.digests
    write(
        offer_pairing,
        by=by,
        role=role,
        name=name,
        token_digest=token,
        code_digest=code,
        minutes=minutes,
    )
    return offer


def _sample_meeting() -> None:
    """The shipped plan with its invented people, opened; nothing if there is a meeting."""
    from meeting.access import Actor
    from meeting.db import db
    from meeting.meetings import create_meeting, load_sample, open_meeting, present_meetings
    from meeting.plan import load_plan_file, load_sample_file, shipped_plans, shipped_samples
    from meeting.writing import run as write

    if present_meetings(db.session()):
        return
    by = Actor.system("sample")
    plan = load_plan_file(shipped_plans()[SAMPLE])
    meeting_id = write(create_meeting, by=by, plan=plan)
    sample = load_sample_file(shipped_samples()[SAMPLE])
    write(load_sample, by=by, meeting_id=meeting_id, sample=sample)
    write(open_meeting, by=by, meeting_id=meeting_id)


@cli.command()
@click.option("--role", default="owner", show_default=True, help="What the device shall be.")
@click.option("--name", default="", help="What the office calls the device.")
@click.pass_obj
def pair(config: Config, role: str, name: str) -> None:
    """Print a one-time link that pairs a device, and the code that can be typed instead."""
    from meeting.access import Role
    from meeting.net import staff_address
    from meeting.pairing import MINUTES
    from meeting.running import as_running

    if role not in set(Role):
        raise StartupProblem(f"There is no role {role!r}. Known: {', '.join(Role)}.")
    needs_database(config)
    with opened(config):
        offer = _pairing_offer(role, name, MINUTES)
        base = staff_address(as_running(config))
    click.echo(
        f"Within {MINUTES} minutes, once: type {offer.shown_code} at {base}/pair, or open", err=True
    )
    click.echo(f"{base}/pair/{offer.token}")


@cli.group()
def plan() -> None:
    """Check and load plans (TOML files)."""


def _plan_problems(config: Config, file: Path) -> list[Problem]:
    """What is wrong with the plan itself, and with what it sets for the installed plugins."""
    from meeting.core_plugin import core
    from meeting.loader import discover
    from meeting.plan import check_plan, check_settings

    installed = [core, *discover(config)]
    return [*check_plan(file), *check_settings(file, {one.name: one.settings for one in installed})]


@plan.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def plan_check(config: Config, file: Path) -> None:
    """Report everything that is wrong with a plan, all at once."""
    from meeting.plan import load_plan_file, summary

    problems = _plan_problems(config, file)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        raise SystemExit(1)
    for label, value in summary(load_plan_file(file)):
        click.echo(f"{label:<24} {value}")


@plan.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--open", "open_now", is_flag=True, help="Open the meeting at once.")
@click.pass_obj
def plan_load(config: Config, file: Path, open_now: bool) -> None:
    """Make a meeting, or one for each session, from a plan."""
    from meeting.access import Actor
    from meeting.meetings import create_meeting, open_meeting
    from meeting.plan import load_plan_file
    from meeting.writing import run as write

    problems = _plan_problems(config, file)
    if problems:
        raise StartupProblem("\n".join(str(problem) for problem in problems))
    found = load_plan_file(file)
    with opened(config):
        for index in range(found.session_count):
            by = Actor.system("plan load")
            meeting_id = write(create_meeting, by=by, plan=found, session_index=index)
            if open_now:
                write(open_meeting, by=by, meeting_id=meeting_id)
            session = found.session(index).name
            click.echo(f"Meeting {meeting_id}: {found.title}{session and f' ({session})'}")


@cli.group("db")
def database() -> None:
    """Look after the database."""


@database.command()
@click.pass_obj
def upgrade(config: Config) -> None:
    """Bring the database up to the program; a copy is made first."""
    with opened(config):
        click.echo("The database is up to date.")


@database.command()
@click.argument("owner")
@click.argument("message")
@click.pass_obj
def revision(config: Config, owner: str, message: str) -> None:
    """Developers: write a migration for the core or a plugin from its models."""
    from meeting import create_app
    from meeting.migrate import histories, new_revision
    from meeting.migrate import upgrade as upgrade_database

    core = create_app(config).extensions["meeting"]
    upgrade_database(core.engine, core.registry)
    for history in histories(core.registry):
        if history.owner == owner:
            new_revision(core.engine, history, message)
            return
    raise StartupProblem(f"There is no {owner!r} with tables.")


@cli.command()
@click.pass_obj
def plugins(config: Config) -> None:
    """List the plugins in the order of loading."""
    from meeting.loader import check, discover

    found = discover(config)
    check(found)
    for plugin in found:
        needs = f"  requires {', '.join(plugin.requires)}" if plugin.requires else ""
        click.echo(f"{plugin.name:<12}{needs}".rstrip())


@cli.command()
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.pass_obj
def doctor(config: Config, lang: str) -> None:
    """Check everything that can be checked before the day; exit code 1 if something is wrong."""
    from meeting.doctor import examine
    from meeting.running import as_running

    needs_database(config)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # an old Windows console has not every letter
    found = examine(as_running(config), lang)
    for line in found.lines():
        click.echo(line)
    if found.is_bad:
        raise SystemExit(1)


cli.add_command(dossier)


def main() -> None:
    """Entry point. What an operator can mend is one sentence and exit code 1, never a trace."""
    try:
        cli(standalone_mode=False)
    except (StartupProblem, Refused) as problem:
        click.echo(f"doithoai: {problem}", err=True)
        raise SystemExit(1) from None
    except click.ClickException as problem:
        problem.show()
        raise SystemExit(problem.exit_code) from None
    except click.Abort:
        raise SystemExit(130) from None
