"""Programs of the operating system that tests need: ``python -m tera.system chromium gettext``.

As root on Debian and its kin what is missing is installed; elsewhere the message says what to install.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable


def chromium_path() -> str | None:
    """Return the browser that drives the tests: ``$CHROMIUM``, or the first one found."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def gettext_path() -> str | None:
    """Return msgfmt when all three programs of gettext that Django calls are there."""
    paths = [shutil.which(name) for name in ("msgfmt", "xgettext", "msgmerge")]
    return paths[0] if all(paths) else None


# Name on the command line (also Debian's package): how it is found.
NEEDS: dict[str, Callable[[], str | None]] = {"chromium": chromium_path, "gettext": gettext_path}
HINTS = {
    "chromium": "Chromium or Google Chrome (or set CHROMIUM to the path of one)",
    "gettext": "GNU gettext",
}


def missing(names: list[str]) -> list[str]:
    return [name for name in names if not NEEDS[name]()]


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(names: list[str]) -> bool:
    """Install Debian packages; print apt's own output only when it fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *names],
    ):
        print(f"{' '.join(command)} …", flush=True)
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stdout, file=sys.stderr)
            return False
    return True


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in NEEDS]:
        print(f"Unknown: {', '.join(unknown)}. Known: {', '.join(NEEDS)}.", file=sys.stderr)
        return 2
    absent = missing(names)
    if absent and may_install() and install(absent):
        absent = missing(names)
    if not absent:
        return 0
    print(f"Missing: {', '.join(HINTS[name] for name in absent)}.", file=sys.stderr)
    print(f"On Debian or Ubuntu:  sudo apt-get install {' '.join(absent)}", file=sys.stderr)
    print(f"On macOS:             brew install {' '.join(absent)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
