"""What must hold of the files that are committed."""

import re
import subprocess
from pathlib import Path

import pytest

from tera.postgres.cluster import BASE_DIR

# Written in parts, so that this file does not contain what it forbids.
FORBIDDEN = {
    "index address": re.compile(
        r"--(extra-)?" + r"index-url|--find" + r"-links\b|files\.python" + r"hosted\.org"
    ),
    "machine path": re.compile(r"(?<![\w.])/(root|work|home/" + r"\w+|Users/" + r"\w+)/\w"),
}
# The command that writes the locks names the options only to switch them off.
ALLOWED = {("Makefile", "index address")}


def committed(*patterns):
    if not (BASE_DIR / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=BASE_DIR, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    return [name for name in names if name and (BASE_DIR / name).exists()]


def text_of(name):
    try:
        return (BASE_DIR / name).read_text()
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_committed_files_hold_nothing_of_this_machine(kind):
    found = {
        name: match.group()
        for name in committed()
        if (name, kind) not in ALLOWED and (match := FORBIDDEN[kind].search(text_of(name)))
    }

    assert found == {}


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_requirement_is_pinned_and_hashed(name):
    text = (BASE_DIR / "requirements" / f"{name}.txt").read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n", "", text).strip())

    loose = [e for e in entries if not re.match(r"[\w.\-\[\],]+==\S+[\s\S]*--hash=sha256:[0-9a-f]{64}", e)]

    assert loose == []
    assert len(entries) > 10


def test_every_test_folder_is_a_package():
    folders = {parent for name in committed("tests/*.py") for parent in Path(name).parents} - {Path()}

    assert [str(f) for f in sorted(folders) if not (BASE_DIR / f / "__init__.py").exists()] == []


def test_ci_calls_checks_and_tests():
    script = BASE_DIR / ".ci" / "run"

    assert script.stat().st_mode & 0o111
    called = [line.split(" ARGS=")[0] for line in script.read_text().splitlines()]
    assert {"make check", "make test"} <= set(called)
