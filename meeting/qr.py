"""QR codes as inline vector pictures."""

from __future__ import annotations

from itertools import groupby

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
    path = "".join(_runs(row, y) for y, row in enumerate(matrix))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        'aria-label="{label}" '
        'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        '<path d="{path}" fill="#000"/></svg>'
    ).format(size=size, label=label, path=path)


def _runs(row: list[bool], y: int) -> str:
    """The dark stretches of one row as boxes of a path."""
    boxes, x = [], 0
    for dark, cells in groupby(row):
        width = len(list(cells))
        if dark:
            boxes.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(boxes)


def terminal(data: str) -> str:
    """A QR drawn with half blocks, to be scanned from a terminal."""
    import io

    import qrcode

    code = qrcode.QRCode(border=2)
    code.add_data(data)
    picture = io.StringIO()
    code.print_ascii(out=picture, invert=True)
    return picture.getvalue()
