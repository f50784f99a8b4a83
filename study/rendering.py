"""Every file of a publication, made in memory: charts in two colour schemes and the PDF, in each language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from study.charts import bar_chart, point_chart
from study.document import typeset
from study.languages import LANGUAGES
from study.palette import DARK, LIGHT, PRINT_FONT, SCREEN_FONT, Palette
from study.reading import figures_of
from study.shown.figure import Figure

PDF_NAME = "study.pdf"
SVG_TYPE, PDF_TYPE = "image/svg+xml", "application/pdf"


@dataclass(frozen=True)
class File:
    name: str
    language: str
    content_type: str
    content: bytes


def render_files(
    payload: dict, *, revision: int, taken_at: datetime, on_step: Callable[[int, int], None] = lambda *_: None
) -> list[File]:
    """Return all files of a snapshot; ``on_step`` hears (done, total) before each figure and document."""
    steps = sum(len(drawn_figures(payload)) + 1 for _language in LANGUAGES)
    files, done = [], 0
    for language in LANGUAGES:
        with translation.override(language):
            charts = {}
            for figure in drawn_figures(payload):
                on_step(done, steps)
                files += screen_files(figure, language)
                charts[figure.code] = drawing(figure, LIGHT, PRINT_FONT)
                done += 1
            on_step(done, steps)
            document = typeset(payload, charts, language=language, revision=revision, taken_at=taken_at)
            files.append(File(PDF_NAME, language, PDF_TYPE, document))
            done += 1
    on_step(done, steps)
    return files


def drawn_figures(payload: dict) -> list[Figure]:
    return [figure for figure in figures_of(payload) if figure.is_drawn]


def screen_files(figure: Figure, language: str) -> list[File]:
    variants = [(f"{figure.code}.svg", LIGHT), (f"{figure.code}-dark.svg", DARK)]
    return [
        File(name, language, SVG_TYPE, drawing(figure, palette, SCREEN_FONT).encode())
        for name, palette in variants
    ]


def drawing(figure: Figure, palette: Palette, font: str) -> str:
    if figure.points:
        return point_chart(figure.points, palette, font)
    return bar_chart(figure.bars, palette, font)
