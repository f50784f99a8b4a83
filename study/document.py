"""The study as a PDF: typst sets the text, tagged as PDF/UA, from data and never from spliced markup."""

import json
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files

import typst
from django.utils.translation import gettext as _

from study.languages import day_text, spoken
from study.reading import findings_of, method_rows, sections_of
from study.shown.figure import Figure
from study.snapshot import canonical, sha256_of
from study.wording import n_of, percent
from tera.text import markdown_tree

TEMPLATE = files("study") / "typst" / "study.typ"
FONTS = files("font_source_serif_pro") / "files"
STANDARD = "ua-1"


def typeset(
    payload: dict, charts: dict[str, str], *, language: str, revision: int, taken_at: datetime
) -> bytes:
    """Return the PDF in the active language; ``charts`` holds the print SVG of each figure by code."""
    told = telling(payload, charts, language=language, revision=revision, taken_at=taken_at)
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"study": json.dumps(told, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=int(taken_at.timestamp()),
    )


def telling(
    payload: dict, charts: dict[str, str], *, language: str, revision: int, taken_at: datetime
) -> dict:
    """Return what the template prints: strings only, already in words."""
    method = [*method_rows(payload), *seals(payload)]
    return {
        "language": language,
        "title": spoken(payload["title"]),
        "author": _("TERA cluster"),
        "edition_label": spoken(payload["edition_label"]),
        "imprint": _("Revision %(revision)s · %(day)s")
        % {"revision": revision, "day": day_text(taken_at.date().isoformat())},
        "is_demo": payload["is_demo"],
        "cover": cover_facts(payload),
        "words": {
            "demo": _("Demonstration · invented data"),
            "contents": _("Contents"),
            "findings": _("Findings"),
            "introduction": _("Introduction"),
            "method": _("Method"),
        },
        "findings": [{"text": f.text, "base": f.base} for f in findings_of(payload)],
        "introduction": markdown_tree(spoken(payload["introduction"])),
        "sections": [
            {
                "title": section.title,
                "paragraphs": section.paragraphs,
                "figures": [printed(figure, charts.get(figure.code, "")) for figure in section.figures],
            }
            for section in sections_of(payload)
        ],
        "method": [{"label": label, "text": text} for label, text in method],
    }


def seals(payload: dict) -> list[tuple[str, str]]:
    """Return the hashes by which a printed copy can be checked against the page."""
    rows = [
        (_("SHA-256 of the figures"), sha256_of(canonical(payload))),
        (_("SHA-256 of the questionnaire"), payload["method"]["questionnaire"]["sha256"]),
    ]
    return [(label, text) for label, text in rows if text]


def cover_facts(payload: dict) -> list[dict]:
    method = payload["method"]
    facts = [
        (n_of(method["answers"], method["population"]), _("companies answered")),
        (percent(method["answers"], method["population"]), _("response rate")),
        (day_text(method["reference_date"]), _("reference date")),
    ]
    return [{"value": value, "label": label} for value, label in facts if value]


def printed(figure: Figure, svg: str) -> dict:
    return {
        "title": figure.title,
        "sentence": figure.sentence,
        "note": " · ".join(part for part in (figure.base, figure.method) if part),
        "alt": figure.alt,
        "svg": svg,
        "table_title": _("The figures of the chart"),
        "notes": [{"text": note.text, "url": note.url, "link": _("Source")} for note in figure.notes],
        "columns": [asdict(column) for column in figure.columns],
        "rows": figure.rows,
    }
