import re
from pathlib import Path

from django.core.management import call_command

from tera.static_files import StaticFilesStorage

IMPORT = re.compile(r"""^import .*?["'](\./[^"']+)["']""", re.MULTILINE)
STORAGE = "tera.static_files.StaticFilesStorage"


def test_scripts_import_files_that_are_served(settings, tmp_path):
    """Only hashed names are served, so an import that kept its plain name would be a 404."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": STORAGE}}
    call_command("collectstatic", interactive=False, verbosity=0)

    served = StaticFilesStorage(location=tmp_path).hashed_files
    script = Path(tmp_path, served["js/survey_autosave.js"])
    imported = IMPORT.findall(script.read_text())

    assert len(imported) == 2
    assert all(script.parent.joinpath(name).exists() for name in imported)
    assert {f"js/{name[2:]}" for name in imported} <= set(served.values())
