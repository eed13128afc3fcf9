"""The doctor looks at the network: addresses, ports, the certificate, the way in for a phone."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from flask_babel import gettext as _

from meeting import net, tls, tls_own
from meeting.config import Config
from meeting.doctor_finding import Finding, bad, good, look
from meeting.errors import StartupProblem
from meeting.running import PATIENCE, answers, is_running

_FORBIDDEN = (13, 10013)  # no permission, on Linux and on Windows


def addresses(config: Config) -> Iterator[Finding]:
    """Is this computer in a network, and under which addresses?"""
    found = net.lan_addresses()
    if found == ["127.0.0.1"]:
        yield look(
            _("This computer is in no network: no phone can reach it."),
            _("Join the hall's Wi-Fi or plug in its cable, then run doctor again."),
        )
        return
    yield good(
        _(
            "Address for phones: %(phones)s; for staff: %(staff)s.",
            phones=net.phone_address(config),
            staff=net.staff_address(config),
        )
    )
    if len(found) > 1:
        yield look(
            _("This computer has several addresses: %(all)s.", all=", ".join(found)),
            _(
                "If phones cannot open the first one, leave the other networks, or set "
                "DOITHOAI_ADDRESS to the right one."
            ),
        )


def ports(config: Config) -> Iterator[Finding]:
    """Are the two ports ours, or free?"""
    ours = is_running(config)
    for port, use in (
        (config.http_port, _("phones")),
        (config.https_port, _("staff")),
    ):
        if ours:
            yield good(_("Port %(port)s (%(use)s): our server is running.", port=port, use=use))
            continue
        problem = _cannot_listen(port)
        if problem is None:
            yield good(_("Port %(port)s (%(use)s) is free.", port=port, use=use))
        else:
            yield bad(
                _(
                    "Port %(port)s (%(use)s) cannot be used: %(why)s.",
                    port=port,
                    use=use,
                    why=problem,
                ),
                _("Stop the other program, or start with --port and --https-port."),
            )


def _cannot_listen(port: int) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104 - where the server listens
            probe.listen(1)
        except OSError as error:
            said = _("no permission") if error.errno in _FORBIDDEN else _("another program has it")
            return str(said)
        except OverflowError:
            return str(_("there is no such port"))
    return None


def certificate(config: Config) -> Iterator[Finding]:
    """Will browsers of staff devices be content with the secure address?"""
    if config.certificate or config.certificate_key:
        yield from _own_certificate(config)
        return
    if not tls.authority_file(config.data).exists():
        yield good(_("Certificate: it is made at the first start."))
        return
    try:
        authority = tls.read_certificate(tls.authority_file(config.data))
        shown = tls.read_certificate(config.data / "hall.crt")
        shown.verify_directly_issued_by(authority)
    except (OSError, ValueError, TypeError, InvalidSignature):
        yield look(
            _("Certificate: a file in the folder is missing or damaged."),
            _("The next start makes it anew; if devices warn again, let them trust it once more."),
        )
        return
    days = min(tls.days_left(shown), tls.days_left(authority))
    wanted = [one for one in net.lan_addresses() if tls.may_sign(authority, one)]
    if days < 1 or not set(wanted) <= set(tls.names_of(shown)):
        yield look(
            _("Certificate: it is not for today's address, or has ended."),
            _("Start the server (it looks once a minute): it makes a new one by itself."),
        )
    else:
        yield good(_("Certificate: valid for this address, %(days)s days left.", days=days))
    yield good(_("Its fingerprint (SHA-256): %(digest)s", digest=tls.fingerprint(authority)))
    if host := net.staff_host(config):
        yield from _outside(host, wanted)


def _outside(host: str, wanted: list[str]) -> Iterator[Finding]:
    is_number = host.replace(".", "").isdigit()
    if is_number and host not in wanted and not host.startswith("127."):
        yield look(
            _("%(address)s is an address of the internet, not of a hall's network.", address=host),
            _("Browsers will go on warning. Use a router that gives addresses like 192.168.…"),
        )


def _own_certificate(config: Config) -> Iterator[Finding]:
    try:
        path, _key = tls_own.server_files(config)
    except StartupProblem as problem:
        yield bad(
            _("Certificate of the office: %(why)s", why=str(problem)),
            _("Put it right, or take the two settings away: the hall's own is used then."),
        )
        return
    own = tls.read_certificate(path)
    days = tls.days_left(own)
    said = _(
        "Certificate of the office: for %(names)s, %(days)s days left.",
        names=", ".join(tls.names_of(own)),
        days=days,
    )
    yield good(said) if days > 14 else look(said, _("Renew it before the day."))
    yield good(_("Its fingerprint (SHA-256): %(digest)s", digest=tls.fingerprint(own)))


def reach(config: Config) -> Iterator[Finding]:
    """Does the server answer under the address that phones open?"""
    if not is_running(config):
        yield look(
            _("The server is not running: whether a phone can reach it is not known."),
            _("Start it, then run doctor in a second window, and open the address on a phone."),
        )
        return
    found = [one for one in net.lan_addresses() if one != "127.0.0.1"]
    deaf = [one for one in found if not answers(one, config.http_port)]
    if deaf:
        yield bad(
            _("The server does not answer at %(all)s.", all=", ".join(deaf)),
            _("Start it without --host, and see that no firewall closes the port."),
        )
    elif found:
        yield good(_("The server answers at the address of phones."))
    if not config.certificate:
        yield from _secure_line(config)
    hint = _firewall(config)
    if hint is not None:
        yield hint


def _secure_line(config: Config) -> Iterator[Finding]:
    """As a device that trusts the authority."""
    try:
        context = ssl.create_default_context(cafile=tls.authority_file(config.data))
        with (
            socket.create_connection(("127.0.0.1", config.https_port), PATIENCE) as line,
            context.wrap_socket(line, server_hostname=tls.LOCAL_NAME),
        ):
            yield good(_("The secure address answers with the hall's certificate."))
    except OSError:
        yield bad(
            _("The secure address does not answer as it should."),
            _("Stop the server and start it again."),
        )


def _firewall(config: Config) -> Finding | None:
    """The computer itself always gets through: phones may not."""
    pair = f"{config.http_port},{config.https_port}"
    if sys.platform == "win32":
        return look(
            _("Windows Firewall may keep phones out; from this computer that cannot be seen."),
            _(
                "If a phone cannot open the address: Windows Security, Firewall, Allow an app: "
                "tick Python for private networks, and make the hall's Wi-Fi a private network."
            ),
        )
    with suppress(OSError):
        if "ENABLED=yes" in Path("/etc/ufw/ufw.conf").read_text():
            return look(
                _("The firewall ufw is on and may keep phones out."),
                _("Run: %(command)s", command=f"sudo ufw allow {pair}/tcp"),
            )
    program = shutil.which("firewall-cmd")
    if program and _said(program, "--state") == "running":
        opened = " ".join(f"--add-port={port}/tcp" for port in pair.split(","))
        return look(
            _("The firewall firewalld is on and may keep phones out."),
            _("Run: %(command)s", command=f"sudo firewall-cmd {opened}"),
        )
    return None


def _said(*command: str) -> str:
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)  # noqa: S603
        return done.stdout.strip()
    return ""
