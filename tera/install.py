"""Make the virtual environment: ``python3 -m tera.install base`` or ``base dev``.

Runs before anything is installed, on whatever Python there is: standard library only,
and no syntax newer than Python 3.6, so that an old one still gets the message.
"""

import importlib.util
import os
import re
import subprocess
import sys
import time

OLDEST = (3, 11)
ENVIRONMENT = ".venv"
PYTHON = os.path.join(ENVIRONMENT, "bin", "python")


def problem():
    """Return why this Python will not do, or nothing."""
    if sys.version_info < OLDEST:
        return (
            "Python {}.{} or newer is needed; {} is {}.{}.\n"
            "Name another one, for example: make demo PYTHON=python3.12"
        ).format(*OLDEST, sys.executable, *sys.version_info[:2])
    if importlib.util.find_spec("ensurepip") is None:
        return (
            "This Python cannot make virtual environments (the module ensurepip is missing).\n"
            "On Debian or Ubuntu:  sudo apt-get install python3-venv"
        )
    return ""


def works():
    """Say whether the environment there is can install packages; one broken off half-way cannot."""
    try:
        return subprocess.call([PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0
    except OSError:
        return False


def install(names):
    """Install what the requirement files list, showing how far it is; return pip's exit code and output."""
    files = ["requirements/{}.txt".format(name) for name in names]
    total = 0
    for name in files:
        with open(name) as file:
            total += len(re.findall(r"^[A-Za-z0-9].*==", file.read(), re.MULTILINE))
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--require-hashes",
    ]
    for name in files:
        command += ["-r", name]
    process = subprocess.Popen(
        command,
        env=dict(os.environ, PIP_USER="0"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    output = []
    found = 0
    for line in process.stdout:
        output.append(line)
        found += line.startswith(("Collecting", "Requirement already satisfied"))
        if line.startswith("Installing collected"):
            show("unpacking")
        elif found:
            show("{} of {} found".format(found, total))
    show("")
    return process.wait(), "".join(output)


def show(text):
    if sys.stdout.isatty():
        sys.stdout.write("\r  " + text.ljust(40) + "\r")
        sys.stdout.flush()


def main(names):
    if problem():
        print(problem(), file=sys.stderr)
        return 1
    began = time.monotonic()
    if not works():
        print("Making the virtual environment {} …".format(ENVIRONMENT), flush=True)
        code = subprocess.call([sys.executable, "-m", "venv", "--clear", ENVIRONMENT])
        if code:
            return code
    print("Installing packages ({}); the first time takes a minute …".format(", ".join(names)), flush=True)
    code, output = install(names)
    if code:
        print(output, file=sys.stderr)
        print("The packages could not be installed; pip says why above.", file=sys.stderr)
        return code
    print("Packages are ready ({:.0f} s)".format(time.monotonic() - began), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
