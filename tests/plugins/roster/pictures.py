"""Reads the QR codes of a page as a phone would: the picture, not the text beside it."""

from __future__ import annotations

import re

import zxingcpp
from PIL import Image, ImageDraw

MODULE = 4  # pixels


def read_codes(page: str) -> list[str]:
    """What each QR of a page says."""
    found = []
    for size, path in re.findall(r'viewBox="0 0 (\d+) \d+".*?<path d="([^"]+)"', page, re.S):
        picture = Image.new("L", (int(size) * MODULE, int(size) * MODULE), 255)
        pen = ImageDraw.Draw(picture)
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
            left, top = int(x) * MODULE, int(y) * MODULE
            right = left + int(width) * MODULE
            pen.rectangle((left, top, right - 1, top + MODULE - 1), fill=0)
        found += [one.text for one in zxingcpp.read_barcodes(picture)]
    return found
