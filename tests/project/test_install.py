import ast
import shutil
import subprocess
import sys

from tera import install
from tera.postgres.cluster import BASE_DIR


def test_this_python_will_do():
    assert install.problem() == ""


def test_old_python_is_told_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))

    assert "Python 3.11 or newer is needed" in install.problem()
    assert "make demo PYTHON=python3.12" in install.problem()


def test_python_without_ensurepip_is_told_what_to_install():
    code = (
        "import sys, importlib.util as util; found = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'ensurepip' else found(name, *rest)\n"
        "from tera import install; sys.exit(install.main(['base']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "sudo apt-get install python3-venv" in done.stderr


def test_install_can_be_read_by_old_pythons():
    source = (BASE_DIR / "tera" / "install.py").read_text()

    assert ast.parse(source, feature_version=(3, 7)).body


def test_failed_install_shows_what_pip_said(tmp_path):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("no-such-package-of-ours==1.0\n")
    (tmp_path / "tera").mkdir()
    shutil.copy(BASE_DIR / "tera" / "install.py", tmp_path / "tera")
    (tmp_path / "tera" / "__init__.py").touch()

    done = subprocess.run(
        [sys.executable, "-m", "tera.install", "base"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "no-such-package-of-ours" in done.stderr
    assert "could not be installed" in done.stderr
