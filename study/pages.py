"""What the public pages show, put together from snapshots."""

from dataclasses import dataclass

from django.urls import reverse

from study.languages import spoken
from study.models import Snapshot
from study.reading import Section, findings_of, method_rows, sections_of
from study.shown.figure import Figure
from study.wording import n_of, percent
from tera.text import render_markdown


@dataclass(frozen=True)
class ShownFigure:
    """A figure and the addresses of its drawings; they carry the hash, so a new revision has new ones."""

    figure: Figure
    image_url: str
    dark_image_url: str
    note: str


@dataclass(frozen=True)
class Chapter:
    section: Section
    figures: list[ShownFigure]


def study_page(snapshot: Snapshot) -> dict:
    """Return the context of the study's page in the active language."""
    payload = snapshot.payload
    method = payload["method"]
    return {
        "snapshot": snapshot,
        "edition": payload["edition"],
        "title": spoken(payload["title"]),
        "edition_label": spoken(payload["edition_label"]),
        "introduction": render_markdown(spoken(payload["introduction"])),
        "is_demo": payload["is_demo"],
        "answered": n_of(method["answers"], method["population"]),
        "response_rate": percent(method["answers"], method["population"]),
        "reference_date": method["reference_date"],
        "findings": findings_of(payload),
        "chapters": [chapter(section, snapshot) for section in sections_of(payload)],
        "method": method_rows(payload),
    }


def chapter(section: Section, snapshot: Snapshot) -> Chapter:
    return Chapter(section, [shown(figure, snapshot) for figure in section.figures])


def shown(figure: Figure, snapshot: Snapshot) -> ShownFigure:
    note = " · ".join(part for part in (figure.base, figure.method) if part)
    if not figure.is_drawn:
        return ShownFigure(figure, "", "", note)
    light, dark = (image_url(snapshot, name) for name in (figure.code, f"{figure.code}-dark"))
    return ShownFigure(figure, light, dark, note)


def image_url(snapshot: Snapshot, name: str) -> str:
    path = reverse("study:rendering", args=[snapshot.payload["edition"], name])
    return f"{path}?v={snapshot.payload_sha256[:12]}"
