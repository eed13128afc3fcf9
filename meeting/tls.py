"""The hall's own certificate authority and the server certificate it signs, so that staff devices
talk to the server by HTTPS without the internet.

A device that trusts the authority once trusts every later certificate of this data folder, also
after the address has changed. The authority can sign for private addresses only: nobody who steals
its key can pretend to be a bank to the devices that trust it.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from meeting import clock
from meeting.errors import StartupProblem

AUTHORITY_YEARS = 10
VALID_DAYS = 390  # with the days before: less than the 398 that browsers accept
DAYS_BEFORE = 7  # a tablet's clock may be behind
RENEW_DAYS = 30  # a certificate with fewer days left is made anew
PRIVATE = [  # none of them can be reached over the internet
    ipaddress.ip_network(network)
    for network in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"),
        *("192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "127.0.0.0/8"),
    )
]
LOCAL_NAME = "localhost"


@dataclass(frozen=True)
class Authority:
    """What signs: its certificate, which devices may trust, and its key, which stays here."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def authority_file(folder: Path) -> Path:
    """Where the authority's certificate lies, for devices that shall trust it."""
    return folder / "hall-ca.crt"


def may_sign(signer: x509.Certificate, address: str) -> bool:
    """Whether devices believe this authority about an address."""
    limits = signer.extensions.get_extension_for_class(x509.NameConstraints).value
    networks = (one.value for one in limits.permitted_subtrees or ())
    number = ipaddress.ip_address(address)
    return any(number in one for one in networks if isinstance(one, ipaddress.IPv4Network))


def certificate(folder: Path, addresses: Iterable[str]) -> tuple[Path, Path]:
    """Certificate and key for these addresses, made anew when missing, expiring or for others."""
    paths = folder / "hall.crt", folder / "hall.key"
    signer = authority(folder)
    names = _names(addresses, signer)
    if not _fits(*paths, names, signer):
        made, key = _server_certificate(names, signer)
        _write_key(paths[1], key)
        paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return paths


def authority(folder: Path) -> Authority:
    """The folder's authority, made on first use; it lasts longer than the laptop."""
    paths = authority_file(folder), folder / "hall-ca.key"
    try:
        known = Authority(read_certificate(paths[0]), _read_key(paths[1]))
        # not by days_left: where a flat battery set the clock back years, it is not of the past
        ended = known.certificate.not_valid_after_utc <= clock.now()
        if _belong_together(known.certificate, known.key) and not ended:
            return known
    except (FileNotFoundError, ValueError, TypeError):
        pass  # missing or damaged: a new one, which devices have to trust once more
    except OSError as error:  # it may be as good as ever
        raise StartupProblem(
            f"The hall's certificate authority in {folder} cannot be read: {error.strerror}."
        ) from error
    made = _new_authority()
    _write_key(paths[1], made.key)
    paths[0].write_bytes(made.certificate.public_bytes(serialization.Encoding.PEM))
    return made


def read_certificate(path: Path) -> x509.Certificate:
    """The first certificate of a file. Raises OSError or ValueError."""
    return x509.load_pem_x509_certificate(path.read_bytes())


def names_of(made: x509.Certificate) -> list[str]:
    """Every address and host name that a certificate is for."""
    try:
        names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    numbers = (str(one) for one in names.get_values_for_type(x509.IPAddress))
    return [*names.get_values_for_type(x509.DNSName), *numbers]


def fingerprint(made: x509.Certificate, *, short: bool = False) -> str:
    """The digest that devices show of a certificate: SHA-256, or the SHA-1 that Windows shows."""
    digest = made.fingerprint(hashes.SHA1() if short else hashes.SHA256())  # noqa: S303
    return digest.hex(":").upper()


def days_left(made: x509.Certificate) -> int:
    """Whole days until a certificate ends; below zero when it has, or has not begun."""
    now = clock.now()
    if made.not_valid_before_utc > now:
        return -1
    return (made.not_valid_after_utc - now).days


def _belong_together(made: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bool:
    return made.public_key() == key.public_key()


def _names(addresses: Iterable[str], signer: Authority) -> list[x509.GeneralName]:
    """One address the authority may not sign for would spoil the certificate for all others."""
    numbers = dict.fromkeys((*addresses, "127.0.0.1"))
    return [
        x509.DNSName(LOCAL_NAME),
        *(
            x509.IPAddress(ipaddress.ip_address(number))
            for number in numbers
            if may_sign(signer.certificate, number)
        ),
    ]


def _fits(
    certificate_file: Path, key_file: Path, names: list[x509.GeneralName], signer: Authority
) -> bool:
    try:
        made, key = read_certificate(certificate_file), _read_key(key_file)
        made.verify_directly_issued_by(signer.certificate)
        known = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    fresh = days_left(made) > RENEW_DAYS
    return fresh and _belong_together(made, key) and set(names) <= set(known)


def _new_authority() -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    number = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest.hex().upper()
    # devices list authorities by name: one that was made anew must look different
    name = _name(f"Doi thoai {number[:4]}-{number[4:8]}")
    now = clock.now()
    builder = _begun(name, key, issuer=name)
    made = (
        builder.not_valid_before(now - timedelta(days=365))  # made while the clock was wrong
        .not_valid_after(now + timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.NameConstraints(
                permitted_subtrees=[
                    x509.DNSName(LOCAL_NAME),
                    *(x509.IPAddress(network) for network in PRIVATE),
                ],
                excluded_subtrees=None,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    return Authority(made, key)


def _server_certificate(
    names: list[x509.GeneralName], signer: Authority
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    now = clock.now()
    signed_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key())
    made = (
        _begun(_name("Doi thoai"), key, issuer=signer.certificate.subject)
        .not_valid_before(now - timedelta(days=DAYS_BEFORE))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(signed_by, critical=False)
        .sign(signer.key, hashes.SHA256())
    )
    return made, key


def _begun(
    name: x509.Name, key: ec.EllipticCurvePrivateKey, *, issuer: x509.Name
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(path.name)
    return key


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """For its owner's eyes only, from the first byte on. The one before stays until it is there."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    draft.replace(path)
