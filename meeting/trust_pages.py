"""How a staff device comes to trust the hall's certificate: told in pictures, open to everyone."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding
from flask import abort, current_app, render_template, request
from werkzeug.wrappers import Response

from meeting import tls
from meeting.access import public
from meeting.net import staff_address
from meeting.routes import pages

AUTHORITY_TYPE = "application/x-x509-ca-cert"  # what phones and Windows know how to install


def _own() -> bool:
    """Whether the office brought a certificate that devices know already."""
    return current_app.extensions["meeting"].config.certificate is not None


def _authority() -> tls.Authority:
    return tls.authority(current_app.extensions["meeting"].config.data)


@pages.get("/trust")
@public
def trust() -> str:
    """What trusting is good for, the file, and the steps for each kind of device."""
    address = staff_address(asked=request.host.partition(":")[0])
    if _own():
        return render_template("trust.html", own=True, address=address)
    made = _authority().certificate
    return render_template(
        "trust.html",
        own=False,
        address=address,
        fingerprint=tls.fingerprint(made),
        thumbprint=tls.fingerprint(made, short=True),
        name=made.subject.rdns[0].rfc4514_string().removeprefix("CN="),
        device=_device(request.user_agent.string),
    )


def _device(browser: str) -> str:
    """Which steps are open at first: those for the device that asks."""
    if "Android" in browser:
        return "android"
    # an iPad says it is a Mac; the office has no other
    if any(word in browser for word in ("iPad", "iPhone", "Macintosh")):
        return "ipad"
    return "windows" if "Windows" in browser else ""


@pages.get("/trust/doi-thoai-ca.crt")
@public
def trust_file() -> Response:
    """The authority's certificate. Its SHA-256 is the fingerprint."""
    if _own():
        abort(404)
    return Response(_authority().certificate.public_bytes(Encoding.DER), mimetype=AUTHORITY_TYPE)
