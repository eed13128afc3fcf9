"""The squares of a QR code, whoever draws them."""

from __future__ import annotations

from functools import lru_cache

QUIET = 4  # modules of white round a code, as the standard asks
# Any mask can be read. The standard has all eight tried and scored, which is four fifths of the
# work; a thousand invitations do without. The tests read every code back with another library.
_MASK = 3


@lru_cache(maxsize=64)
def modules(data: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light squares, without the white border."""
    import qrcode  # only papers that show one pay for the import
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(data)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.modules)
