import os
import stat
import subprocess
import sys

import pytest

from tera.postgres.cluster import BASE_DIR


@pytest.fixture
def folder(tmp_path):
    """The only folder on the PATH, to be filled with made-up programs."""
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


def put(folder, name, script="exit 0"):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def system(folder, *names, **environment):
    return subprocess.run(
        [sys.executable, "-m", "tera.system", *names],
        cwd=BASE_DIR,
        env={"PATH": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_programs_that_are_there_are_found(folder):
    for name in ("google-chrome", "msgfmt", "xgettext", "msgmerge"):
        put(folder, name)

    done = system(folder, "chromium", "gettext")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_browser_may_be_named(folder, tmp_path):
    browser = put(tmp_path, "my-browser")

    assert system(folder, "chromium", CHROMIUM=str(browser)).returncode == 0
    assert system(folder, "chromium", CHROMIUM=str(tmp_path / "none")).returncode == 1


def test_missing_programs_are_named_with_what_to_install(folder):
    put(folder, "msgfmt")  # one of gettext's three is not enough

    done = system(folder, "chromium", "gettext")

    assert done.returncode == 1
    assert "Missing: Chromium or Google Chrome" in done.stderr
    assert "sudo apt-get install chromium gettext" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs")
def test_root_installs_what_is_missing(folder):
    log = folder / "log"
    put(folder, "apt-get", f'echo "$DEBIAN_FRONTEND $@" >> {log}; {bring(folder, "chromium-headless-shell")}')

    done = system(folder, "chromium")

    assert done.returncode == 0
    assert log.read_text().splitlines() == [
        "noninteractive update -q",
        "noninteractive install -q -y --no-install-recommends chromium-headless-shell",
    ]


def bring(folder, package):
    """Return what an apt-get does that knows one package only."""
    made = f"echo > {folder}/{package}; /bin/chmod +x {folder}/{package}"
    return f"if [ $1 = update ]; then exit 0; fi; for last; do :; done; [ $last = {package} ] && {made}"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs")
def test_browser_with_a_window_will_do_where_there_is_no_other(folder):
    put(folder, "apt-get", bring(folder, "chromium"))

    assert system(folder, "chromium").returncode == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs")
def test_failed_installation_shows_what_apt_said(folder):
    put(folder, "apt-get", "echo no network; exit 100")

    done = system(folder, "chromium")

    assert done.returncode == 1
    assert "no network" in done.stderr
    assert "Missing: Chromium" in done.stderr


def test_unknown_name_is_refused(folder):
    assert system(folder, "emacs").returncode == 2
