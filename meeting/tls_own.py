"""A certificate that the office brings itself, and which certificate the server uses."""

from __future__ import annotations

import fnmatch
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from meeting import clock, net
from meeting.config import Config
from meeting.errors import StartupProblem
from meeting.tls import certificate, names_of, read_certificate


def server_files(config: Config) -> tuple[Path, Path]:
    """Certificate and key the server shows now. Raises StartupProblem when the office's own is no
    good.
    """
    if not (config.certificate or config.certificate_key):
        return certificate(config.data, net.lan_addresses())
    if config.certificate is None or config.certificate_key is None:
        raise StartupProblem(
            "A certificate of your own needs both DOITHOAI_CERTIFICATE and "
            "DOITHOAI_CERTIFICATE_KEY, each the path of a PEM file."
        )
    check_own(config.certificate, config.certificate_key, net.staff_host(config))
    return config.certificate, config.certificate_key


def check_own(certificate_file: Path, key_file: Path, host: str) -> None:
    """Raises StartupProblem with what is wrong with the office's own certificate."""
    own = _read(certificate_file)
    if not _key_fits(key_file, own):
        raise StartupProblem(
            f"The key {key_file} does not belong to the certificate {certificate_file}."
        )
    now = clock.now()
    if not own.not_valid_before_utc <= now <= own.not_valid_after_utc:
        raise StartupProblem(
            f"The certificate {certificate_file} is valid from {own.not_valid_before_utc:%d/%m/%Y} "
            f"to {own.not_valid_after_utc:%d/%m/%Y}; today is {clock.local(now):%d/%m/%Y}. "
            "Renew it, or put this computer's clock right."
        )
    names = names_of(own)
    if not is_for(host, names):
        raise StartupProblem(
            f"The certificate {certificate_file} is for {', '.join(names) or 'nobody'}, not for "
            f"{host}. Say with DOITHOAI_STAFF_ADDRESS which address staff open, e.g. "
            f"https://{next(iter(names), 'hall.example.vn')}, or use another certificate."
        )


def is_for(host: str, names: list[str]) -> bool:
    """Whether one of a certificate's names is this host; a star stands for one part."""
    parts = host.lower().count(".")
    return any(
        fnmatch.fnmatchcase(host.lower(), name.lower()) and name.count(".") == parts
        for name in names
    )


def _read(path: Path) -> x509.Certificate:
    try:
        return read_certificate(path)
    except OSError as error:
        raise StartupProblem(f"The certificate {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise StartupProblem(
            f"{path} is no certificate in PEM form (it would begin with -----BEGIN CERTIFICATE)."
        ) from error


def _key_fits(path: Path, own: x509.Certificate) -> bool:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise StartupProblem(f"The key {path} cannot be read: {error.strerror}.") from error
    except TypeError as error:
        raise StartupProblem(
            f"The key {path} is locked with a password. Take it off: "
            "openssl pkey -in locked.key -out open.key"
        ) from error
    except ValueError as error:
        raise StartupProblem(f"{path} is no private key in PEM form.") from error
    return key.public_key() == own.public_key()
