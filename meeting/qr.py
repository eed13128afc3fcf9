"""QR codes as inline vector pictures."""

from __future__ import annotations

from markupsafe import Markup


def svg(data: str, *, label: str) -> Markup:
    """A QR of ``data`` as an SVG element that scales to its box; ``label`` is read to the blind."""
    import qrcode  # only pages that show one pay for the import
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(data)
    code.make(fit=True)
    matrix = code.get_matrix()
    size = len(matrix)
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return Markup(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" '
        'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        '<path d="{path}" fill="#000"/></svg>'
    ).format(size=size, label=label, path=path)


def terminal(data: str) -> str:
    """A QR drawn with half blocks, to be scanned from a terminal."""
    import io

    import qrcode

    code = qrcode.QRCode(border=2)
    code.add_data(data)
    picture = io.StringIO()
    code.print_ascii(out=picture, invert=True)
    return picture.getvalue()
