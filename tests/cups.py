"""A printing system of the tests' own: a real CUPS in a folder, with printers that print to files.

``python -m tests.cups`` makes sure that CUPS is installed; ``system()`` starts one. The computer's
own printing is not touched: other files, another socket.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chromium import apt, succeeds

PACKAGES = ("cups-daemon", "cups-client")
SBIN = ("/usr/sbin", "/usr/local/sbin", "/sbin")
PATIENCE = 60  # seconds; a busy machine
PRINTER = "Van-phong"  # the one of most tests

_FILES = """\
ServerRoot {home}/etc
ServerBin {home}/bin
RequestRoot {home}/spool
TempDir {home}/spool/tmp
CacheDir {home}/cache
StateDir {home}/run
AccessLog {home}/log/access
ErrorLog {home}/log/error
PageLog {home}/log/page
"""
# stop-printer: a printer whose paper ran out waits for somebody
_SERVER = """\
LogLevel debug
Listen {home}/socket
Browsing No
WebInterface No
DefaultAuthType None
ErrorPolicy stop-printer
DirtyCleanInterval 0
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
# A printer as CUPS sees one: gets a paper and the number of copies, prints them, reports its tray.
_TRAY = """\
#!/bin/sh
[ $# = 0 ] && exit 0
tray='{home}/tray'
if [ -e "$tray/empty" ]; then
  echo 'STATE: +media-empty-error' >&2
  exit 4
fi
echo 'STATE: -media-empty-error' >&2
echo 'INFO: Sending data to printer.' >&2
[ -p "$tray/hold" ] && cat "$tray/hold"
printf '%s\\n%s\\n' "$3" "$5" > "$tray/job-$1.txt"
copy=0
while [ "$copy" -lt "$4" ]; do
  copy=$((copy + 1))
  cat "$6" > "$tray/.part" && mv "$tray/.part" "$tray/job-$1-copy-$copy.pdf"
done
"""


def find(program: str) -> str | None:
    """A program of CUPS, also where ordinary users have none on their path."""
    return shutil.which(program) or shutil.which(program, path=os.pathsep.join(SBIN))


def is_installed() -> bool:
    """Whether all programs are there."""
    return all(find(name) for name in ("cupsd", "lp", "lpstat", "lpadmin", "cupsdisable"))


@dataclass(frozen=True)
class Printing:
    """A CUPS that runs, and what its printers have printed."""

    home: Path
    process: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        """What leads the system's printing programs to it."""
        return {"CUPS_SERVER": f"{self.home}/socket"}

    @property
    def tray(self) -> Path:
        """Where the paper comes out."""
        return self.home / "tray"

    def do(self, program: str, *options: str) -> str:
        """Run one of CUPS' own programs on it."""
        path = find(program)
        assert path is not None, f"no {program}: python -m tests.cups brings it"
        done = subprocess.run(
            [path, *options],
            env={**os.environ, "LC_ALL": "C.UTF-8", **self.environment},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, (program, options, done.stderr)
        return done.stdout

    def add(self, name: str) -> str:
        """Set up a printer that takes everything and prints it to files in the tray."""
        self.do("lpadmin", "-p", name, "-E", "-v", "tray:/files")
        return name

    def take_paper_out(self) -> None:
        """The next job finds the tray empty."""
        (self.tray / "empty").touch()

    def put_paper_in(self, name: str) -> None:
        """Fill the tray, and let the printer go on."""
        (self.tray / "empty").unlink()
        self.do("cupsenable", name)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Inside, a job that has begun does not end."""
        hold = self.tray / "hold"
        os.mkfifo(hold)
        yield
        hold.open("w").close()  # waits for the printer to be there
        hold.unlink()

    def printed(self) -> list[Path]:
        """What came out, copy by copy."""
        return sorted(self.tray.glob("*.pdf"))

    def kill(self) -> None:
        """As if it had crashed."""
        self.process.kill()
        self.process.wait()


@contextmanager
def system() -> Iterator[Printing]:
    """Start one in a folder of its own, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="cups-") as folder:
        home = Path(folder)
        _furnish(home)
        running = Printing(home, _start(home))
        try:
            yield running
        finally:
            running.process.terminate()
            try:
                running.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                running.kill()


def _furnish(home: Path) -> None:
    # As root it runs its helpers as another user, who must get through.
    home.chmod(0o755)
    for name in ("etc", "spool/tmp", "cache", "run", "log", "tray", "bin/backend", "bin/filter"):
        (home / name).mkdir(parents=True)
    for folder in ("daemon", "notifier", "driver"):
        for installed in ("/usr/lib/cups", "/usr/libexec/cups"):
            if (Path(installed) / folder).is_dir():
                (home / "bin" / folder).symlink_to(Path(installed) / folder)
    (home / "etc/cups-files.conf").write_text(_FILES.format(home=home))
    (home / "etc/cupsd.conf").write_text(_SERVER.format(home=home))
    backend = home / "bin/backend/tray"
    backend.write_text(_TRAY.replace("{home}", str(home)))
    backend.chmod(0o700)  # for CUPS: to be run as its own user, root where it is root


def _start(home: Path) -> subprocess.Popen[bytes]:
    installed = find("cupsd")
    assert installed, "no CUPS: python -m tests.cups brings one"
    # A copy: AppArmor may keep the installed one to the computer's own folders.
    program = shutil.copy(installed, home / "cupsd")
    files = ["-c", f"{home}/etc/cupsd.conf", "-s", f"{home}/etc/cups-files.conf"]
    process = subprocess.Popen([program, "-f", *files])
    running = Printing(home, process)
    while "not running" in running.do("lpstat", "-r"):
        assert process.poll() is None, "CUPS has ended at once"
    return process


def install() -> bool:
    """Bring it by the system's packages."""
    return all(succeeds(command) for command in apt(*PACKAGES)) and is_installed()


def main() -> int:
    """Say that there is one, or what to do when there is none."""
    if not is_installed():
        sys.stdout.write("Installing CUPS for the printing tests ...\n")
    if not is_installed() and not install():
        sys.stderr.write(
            "The printing tests need CUPS (cupsd, lp, lpstat), and it could not be installed "
            f"here. Install it (Debian, Ubuntu: {' '.join(PACKAGES)}), and run this again.\n"
        )
        return 1
    sys.stdout.write(f"Printing: {find('cupsd')}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
