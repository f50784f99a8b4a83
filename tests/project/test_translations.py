"""Both catalogues are whole, agree with the sources, and lead to the public addresses."""

import shutil
import subprocess
from uuid import UUID

import polib
import pytest
from django.urls import resolve, reverse
from django.utils import translation

from tera.translations import LOCALE, tidy_catalogues

ROOT = LOCALE.parent
CATALOGUES = {language: LOCALE / language / "LC_MESSAGES" / "django.po" for language in ("es", "en")}

NOBODY = UUID(int=0)


def entries(language: str) -> list[polib.POEntry]:
    return list(polib.pofile(str(CATALOGUES[language])))


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogue_has_no_missing_and_no_doubtful_entry(language):
    lacking = [e.msgid for e in entries(language) if not e.translated() or e.fuzzy or e.obsolete]

    assert lacking == []
    assert len(entries(language)) > 1000


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogue_keeps_placeholders_and_plurals(language):
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", CATALOGUES[language]],
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr
    assert polib.pofile(str(CATALOGUES[language])).metadata["Plural-Forms"] == (
        "nplurals=2; plural=(n != 1);"
    )


def test_english_says_what_the_source_says():
    different = [e.msgid for e in entries("en") if not e.msgid_plural and e.msgstr != e.msgid]

    assert different == []


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The catalogues as `make messages` would leave them now, made in a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources") / "site"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in tracked:
        if name.endswith((".py", ".html", ".txt", ".po", "Makefile")) and not name.startswith(
            ("tests/", "bench/")
        ):
            if not (ROOT / name).exists():
                continue
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    command = next(
        line for line in (ROOT / "Makefile").read_text().splitlines() if "makemessages" in line
    ).partition("makemessages")[2]
    subprocess.run(
        [shutil.which("python", path=str(ROOT / ".venv/bin")), "manage.py", "makemessages", *command.split()],
        cwd=copy,
        env={"TERA_MODE": "test", "PYTHONPATH": str(copy), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )
    tidy_catalogues(copy / "locale")
    return copy / "locale"


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogue_holds_exactly_the_marked_strings(collected, language):
    now = polib.pofile(str(collected / language / "LC_MESSAGES" / "django.po"))

    def keys(catalogue):
        return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}

    assert keys(now) == keys(entries(language))


def test_tidying_drops_guesses_and_fills_english(tmp_path):
    for language in ("es", "en"):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            '#, fuzzy\n#| msgid "Old"\nmsgid "New"\nmsgstr "Viejo"\n\n'
            'msgid "one"\nmsgid_plural "many"\nmsgstr[0] ""\nmsgstr[1] ""\n'
        )

    tidy_catalogues(tmp_path)

    spanish, english = (polib.pofile(str(tmp_path / k / "LC_MESSAGES/django.po")) for k in ("es", "en"))
    assert [(e.msgstr, e.fuzzy) for e in spanish] == [("", False), ("", False)]
    assert english[0].msgstr == "New"
    assert english[1].msgstr_plural == {0: "one", 1: "many"}


@pytest.mark.parametrize(
    ("name", "arguments", "spanish", "english"),
    [
        ("study:home", [], "/", "/en/"),
        ("training:offer-list", [], "/formacion/", "/en/training/"),
        ("training:offer-detail", ["x"], "/formacion/x/", "/en/training/x/"),
        ("actionplan:plan", [], "/plan/", "/en/plan/"),
        ("study:study-list", [], "/estudio/", "/en/study/"),
        ("study:study-detail", ["2025"], "/estudio/2025/", "/en/study/2025/"),
        ("study:study-pdf", ["2025"], "/estudio/2025.pdf", "/en/study/2025.pdf"),
        ("surveys:access", [], "/encuesta/", "/en/survey/"),
        ("surveys:entry", ["t"], "/encuesta/e/t/", "/en/survey/e/t/"),
        ("surveys:closed", [], "/encuesta/cerrada/", "/en/survey/closed/"),
        ("surveys:left", [], "/encuesta/hasta-pronto/", "/en/survey/left/"),
        ("surveys:preview", [3], "/encuesta/vista-previa/3/", "/en/survey/preview/3/"),
        ("surveys:questions", [NOBODY], f"/encuesta/{NOBODY}/preguntas/", f"/en/survey/{NOBODY}/questions/"),
        ("surveys:hub", [NOBODY], f"/encuesta/{NOBODY}/secciones/", f"/en/survey/{NOBODY}/sections/"),
        ("surveys:check", [NOBODY], f"/encuesta/{NOBODY}/revisar/", f"/en/survey/{NOBODY}/check/"),
        ("surveys:submit", [NOBODY], f"/encuesta/{NOBODY}/enviar/", f"/en/survey/{NOBODY}/submit/"),
        ("surveys:receipt", [NOBODY], f"/encuesta/{NOBODY}/justificante/", f"/en/survey/{NOBODY}/receipt/"),
        ("surveys:leave", [NOBODY], f"/encuesta/{NOBODY}/salir/", f"/en/survey/{NOBODY}/leave/"),
        ("admin:index", [], "/admin/", "/en/admin/"),
    ],
)
def test_addresses_are_in_the_language_of_the_page(name, arguments, spanish, english):
    for language, address in (("es", spanish), ("en", english)):
        with translation.override(language):
            assert reverse(name, args=arguments) == address
            assert resolve(address).view_name == name
