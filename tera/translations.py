"""Compile the message catalogues without any system package: ``python -m tera.translations [--tidy]``."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"
HEADER = {
    "Project-Id-Version": "TERA",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Write the ``.mo`` file of each ``.po`` file that is newer than it; return those written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written


def tidy_catalogues(folder: Path = LOCALE) -> None:
    """Drop msgmerge's guesses and its clock; in English, fill what is empty with the source string."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        language = source.parent.parent.name
        catalogue = polib.pofile(str(source), wrapwidth=0)
        catalogue.header, catalogue.metadata_is_fuzzy = "", False
        catalogue.metadata = {"Language": language, **HEADER}
        for entry in catalogue:
            if entry.fuzzy:
                entry.flags.remove("fuzzy")
                entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
                entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
            if language == "en":
                entry.msgstr = "" if entry.msgid_plural else entry.msgid
                if entry.msgid_plural:
                    entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        catalogue.save(str(source))


if __name__ == "__main__":
    if "--tidy" in sys.argv[1:]:
        tidy_catalogues()
    compile_catalogues()
