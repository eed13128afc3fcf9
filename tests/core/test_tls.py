"""The hall's authority and the certificate it signs, believed or not by a real TLS client."""

from __future__ import annotations

import resource
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import gevent
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from flask.testing import FlaskClient

from meeting import clock, net, tls, tls_own
from meeting.config import Config
from meeting.errors import StartupProblem
from meeting.server import Server
from tests.conftest import site

HALL, CABLE = "192.168.1.10", "10.0.0.7"


def names(folder: Path) -> set[str]:
    return set(tls.names_of(tls.read_certificate(folder / "hall.crt")))


def number(folder: Path, name: str = "hall.crt") -> int:
    return tls.read_certificate(folder / name).serial_number


def test_one_certificate_is_for_all_addresses_and_kept(tmp_path: Path) -> None:
    tls.certificate(tmp_path, [HALL, CABLE])
    assert names(tmp_path) == {"localhost", HALL, CABLE, "127.0.0.1"}
    first = number(tmp_path)
    tls.certificate(tmp_path, [HALL])
    assert number(tmp_path) == first, "the cable may come back"


def test_another_address_gets_another_certificate_of_the_same_authority(tmp_path: Path) -> None:
    tls.certificate(tmp_path, [HALL])
    authority, first = number(tmp_path, "hall-ca.crt"), number(tmp_path)
    tls.certificate(tmp_path, [CABLE])
    assert number(tmp_path) != first
    assert CABLE in names(tmp_path)
    assert number(tmp_path, "hall-ca.crt") == authority, "devices need not trust once more"


def test_it_is_renewed_before_it_ends(tmp_path: Path, clock_at: clock.Frozen) -> None:
    tls.certificate(tmp_path, [HALL])
    first = number(tmp_path)
    clock_at.tick(days=tls.VALID_DAYS - tls.RENEW_DAYS - 2)
    tls.certificate(tmp_path, [HALL])
    assert number(tmp_path) == first
    clock_at.tick(days=2)
    tls.certificate(tmp_path, [HALL])
    assert number(tmp_path) != first


def test_a_clock_that_was_ahead_is_no_reason_to_trust_again(
    tmp_path: Path, clock_at: clock.Frozen
) -> None:
    clock_at.tick(days=200)
    tls.certificate(tmp_path, [HALL])
    authority, first = number(tmp_path, "hall-ca.crt"), number(tmp_path)
    clock_at.tick(days=-200)
    tls.certificate(tmp_path, [HALL])
    assert number(tmp_path) != first
    assert number(tmp_path, "hall-ca.crt") == authority


def test_a_flat_battery_is_no_reason_to_trust_again(tmp_path: Path, clock_at: clock.Frozen) -> None:
    tls.certificate(tmp_path, [HALL])
    authority = number(tmp_path, "hall-ca.crt")
    clock_at.tick(days=-4000)
    tls.certificate(tmp_path, [HALL])
    assert number(tmp_path, "hall-ca.crt") == authority
    clock_at.tick(days=4000)
    tls.certificate(tmp_path, [HALL])
    assert number(tmp_path, "hall-ca.crt") == authority
    assert tls.days_left(tls.read_certificate(tmp_path / "hall.crt")) > 300


def test_a_busy_server_does_not_lose_its_authority(tmp_path: Path, clock_at: clock.Frozen) -> None:
    """As many lines as the system allows are open, and a phone opens the page about trusting."""
    tls.certificate(tmp_path, [HALL])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        with pytest.raises(StartupProblem, match="cannot be read"):
            tls.authority(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("damaged", ["hall.crt", "hall.key", "hall-ca.crt", "hall-ca.key"])
def test_a_damaged_file_is_replaced(tmp_path: Path, damaged: str) -> None:
    paths = tls.certificate(tmp_path, [HALL])
    (tmp_path / damaged).write_text("power went away here")
    tls.certificate(tmp_path, [HALL])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)


def test_keys_are_private_and_the_authority_signs_for_halls_only(tmp_path: Path) -> None:
    tls.certificate(tmp_path, [HALL])
    for key in ("hall.key", "hall-ca.key"):
        assert (tmp_path / key).stat().st_mode & 0o077 == 0
    made = tls.authority(tmp_path).certificate
    basic = made.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert made.extensions.get_extension_for_class(x509.NameConstraints).critical
    assert tls.may_sign(made, "172.31.255.1")
    assert not tls.may_sign(made, "8.8.8.8")


def test_an_address_of_the_internet_does_not_spoil_the_others(tmp_path: Path) -> None:
    tls.certificate(tmp_path, ["8.8.8.8", HALL])
    assert names(tmp_path) == {"localhost", HALL, "127.0.0.1"}


# A client that checks


@pytest.fixture
def secure(filled_site: Path, static_cache: Path, tmp_path: Path) -> Iterator[Server]:
    """A server within this process, over an empty folder: its certificate can be looked after."""
    config = Config(data=tmp_path / "data", static_cache=static_cache, http_port=0, https_port=0)
    server = Server(config, "127.0.0.1")
    server.mount(site(config.data, static_cache))
    server.start()
    yield server
    stop = gevent.event.Event()
    stop.set()
    server.serve_until(stop)


def handshake(server: Server, host: str, trusted: Path) -> str:
    """The serial number that a client sees; "refused" when it does not believe the server."""
    seen: list[str] = []

    def ask() -> None:
        context = ssl.create_default_context(cafile=trusted)
        port = server.config.https_port
        with socket.create_connection(("127.0.0.1", port)) as line:
            try:
                with context.wrap_socket(line, server_hostname=host) as secure:
                    seen.append(str((secure.getpeercert() or {})["serialNumber"]))
            except ssl.SSLCertVerificationError:
                seen.append("refused")

    thread = threading.Thread(target=ask)
    thread.start()
    while thread.is_alive():
        gevent.sleep(0.01)  # the server's turn
    return seen[0]


def test_a_client_that_trusts_the_authority_believes_the_server(secure: Server) -> None:
    trusted = tls.authority_file(secure.config.data)
    for host in ("localhost", "127.0.0.1"):
        assert handshake(secure, host, trusted) != "refused"
    assert handshake(secure, "192.168.77.77", trusted) == "refused", "not this machine's address"


def test_a_client_that_trusts_another_hall_does_not(secure: Server, tmp_path: Path) -> None:
    tls.certificate(tmp_path, [HALL])
    assert handshake(secure, "localhost", tls.authority_file(tmp_path)) == "refused"


def test_a_new_certificate_is_shown_without_a_restart(secure: Server) -> None:
    data = secure.config.data
    trusted = tls.authority_file(data)
    before = handshake(secure, "localhost", trusted)
    secure.renew_certificate()
    assert handshake(secure, "localhost", trusted) == before, "nothing has changed"
    (data / "hall.crt").unlink()  # as good as another address
    secure.renew_certificate()
    after = handshake(secure, "localhost", trusted)
    assert after not in {before, "refused"}
    assert int(after, 16) == number(data)


# A certificate of the office's own


def bring(
    folder: Path, name: str = "hall.example.vn", days: int = 30
) -> tuple[Path, Path, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "own.crt", folder / "own.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    save(paths[1], key)
    return *paths, key


def save(path: Path, key: ec.EllipticCurvePrivateKey, password: bytes = b"") -> None:
    locked = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, locked))


def test_an_own_certificate_is_used_as_it_is(tmp_path: Path) -> None:
    certificate, key, _ = bring(tmp_path)
    config = Config(
        data=tmp_path,
        certificate=certificate,
        certificate_key=key,
        staff_address="https://Hall.example.vn:8443/",
    )
    assert tls_own.server_files(config) == (certificate, key)
    assert net.staff_address(config) == "https://Hall.example.vn:8443"
    assert not tls.authority_file(tmp_path).exists(), "no authority is needed"


@pytest.mark.parametrize(
    ("host", "known", "fits"),
    [
        ("hall.example.vn", ["hall.example.vn"], True),
        ("hall.example.vn", ["*.example.vn"], True),
        ("a.hall.example.vn", ["*.example.vn"], False),
        (HALL, ["hall.example.vn"], False),
        (HALL, [HALL], True),
        ("hall.example.vn", [], False),
    ],
)
def test_a_name_fits_a_host(host: str, known: list[str], fits: bool) -> None:
    assert tls_own.is_for(host, known) is fits


def test_each_fault_of_an_own_certificate_is_one_clear_sentence(tmp_path: Path) -> None:
    certificate, key, private = bring(tmp_path)
    name, nowhere = "hall.example.vn", tmp_path / "nowhere.pem"
    other = tmp_path / "other.key"
    save(other, ec.generate_private_key(ec.SECP256R1()))
    locked = tmp_path / "locked.key"
    save(locked, private, b"secret")
    old = tmp_path / "old"
    old.mkdir()
    old_certificate, old_key, _ = bring(old, days=-1)
    for files, host, said in (
        ((nowhere, key), name, "cannot be read: No such file"),
        ((certificate, nowhere), name, "cannot be read: No such file"),
        ((key, key), name, "no certificate in PEM form"),
        ((certificate, certificate), name, "no private key in PEM form"),
        ((certificate, other), name, "does not belong to the certificate"),
        ((certificate, locked), name, "locked with a password"),
        ((old_certificate, old_key), name, "is valid from"),
        ((certificate, key), HALL, f"is for {name}, not for {HALL}"),
    ):
        with pytest.raises(StartupProblem, match=said) as problem:
            tls_own.check_own(*files, host)
        assert "\n" not in str(problem.value)


def test_half_an_own_certificate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartupProblem, match="needs both"):
        tls_own.server_files(Config(data=tmp_path, certificate=tmp_path / "x.crt"))


# The page about it


def test_the_page_says_the_fingerprint_of_the_file_it_offers(
    app: Flask, client: FlaskClient
) -> None:
    villager = {"REMOTE_ADDR": "192.168.1.77"}  # by plain HTTP
    page = client.get("/trust", environ_base=villager)
    file = client.get("/trust/doi-thoai-ca.crt", environ_base=villager)
    assert file.mimetype == "application/x-x509-ca-cert"
    made = x509.load_der_x509_certificate(file.data)
    text = page.text.replace("<wbr>", "")
    assert tls.fingerprint(made) in text
    assert tls.fingerprint(made, short=True) in text, "what Windows shows"
    assert made == tls.authority(app.extensions["meeting"].config.data).certificate
    assert "Dấu vân tay" in page.text


@pytest.mark.parametrize(
    ("browser", "opened"), [("Android 14; Mobile", 0), ("(iPad; CPU OS 17)", 1), ("Windows NT", 2)]
)
def test_the_page_opens_the_steps_of_the_device_that_asks(
    client: FlaskClient, browser: str, opened: int
) -> None:
    page = client.get("/trust", headers={"User-Agent": f"Mozilla/5.0 ({browser})"}).text
    boxes = page.split('<details class="trust"')[1:]
    assert [box.startswith(" open") for box in boxes] == [place == opened for place in range(3)]


def test_an_own_certificate_needs_no_trusting(app: Flask, client: FlaskClient) -> None:
    core = app.extensions["meeting"]
    config = replace(core.config, certificate=Path("own.crt"), certificate_key=Path("own.key"))
    app.extensions["meeting"] = replace(core, config=config)
    assert "chứng chỉ riêng" in client.get("/trust").text
    assert client.get("/trust/doi-thoai-ca.crt").status_code == 404
