"""The hall's own certificate, so that staff devices talk to the server by HTTPS without the
internet.
"""

from __future__ import annotations

import ipaddress
import os
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from meeting import clock

VALID_DAYS = 397  # phones refuse longer ones


def certificate(folder: Path, addresses: list[str]) -> tuple[Path, Path]:
    """Certificate and key for these addresses, made anew when missing, expiring or for other
    addresses.
    """
    paths = folder / "hall.crt", folder / "hall.key"
    if not _fits(*paths, addresses):
        _make(*paths, addresses)
    return paths


def _names(addresses: list[str]) -> list[x509.GeneralName]:
    numbers = [*addresses, "127.0.0.1"]
    return [
        x509.DNSName("localhost"),
        *(x509.IPAddress(ipaddress.ip_address(number)) for number in dict.fromkeys(numbers)),
    ]


def _fits(certificate_file: Path, key_file: Path, addresses: list[str]) -> bool:
    if not (certificate_file.exists() and key_file.exists()):
        return False
    made = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    enough_time = made.not_valid_after_utc > clock.now() + timedelta(days=7)
    return enough_time and set(_names(addresses)) <= set(names)


def _make(certificate_file: Path, key_file: Path, addresses: list[str]) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "doithoai")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(_names(addresses)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_file.unlink(missing_ok=True)
    with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
