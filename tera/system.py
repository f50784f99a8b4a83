"""Programs of the operating system that tests need: ``python -m tera.system chromium gettext``.

As root on Debian and its kin what is missing is installed; elsewhere the message says what to install.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

# The first has no window, nor what a window needs: it takes half the time of the others.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def chromium_path() -> str | None:
    """Return the browser that drives the tests: ``$CHROMIUM``, or the first one found."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen)
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def gettext_path() -> str | None:
    """Return msgfmt when all three programs of gettext that Django calls are there."""
    paths = [shutil.which(name) for name in ("msgfmt", "xgettext", "msgmerge")]
    return paths[0] if all(paths) else None


# Name on the command line: how it is found.
NEEDS: dict[str, Callable[[], str | None]] = {"chromium": chromium_path, "gettext": gettext_path}
# Debian's packages, the best first; older ones have not all of them.
PACKAGES = {"chromium": BROWSERS[:2], "gettext": ("gettext",)}
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
    if not apt("update", "-q"):
        return False
    return all(any(install_one(package) for package in PACKAGES[name]) for name in names)


def install_one(package: str) -> bool:
    return apt("install", "-q", "-y", "--no-install-recommends", package)


def apt(*arguments: str) -> bool:
    command = ["apt-get", *arguments]
    print(f"{' '.join(command)} …", flush=True)
    done = subprocess.run(
        command,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


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
    packages = [PACKAGES[name][-1] for name in absent]
    print(f"On Debian or Ubuntu:  sudo apt-get install {' '.join(packages)}", file=sys.stderr)
    print(f"On macOS:             brew install {' '.join(absent)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
