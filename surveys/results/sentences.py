"""Words bound to numbers: the sentence that a table bears out, in both languages.

A word rests on what can be shown, never on a hidden figure: the share is taken from the
published count or from its safe floor, and must hold for the frame as well (lower end of
the exact interval). The true share of an "almost all" may be higher than its threshold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from surveys.enums import CellStatus

from .catalogue import Text
from .disclosure import Cell
from .edition import Row
from .estimates import exact_interval
from .tables import Table


@dataclass(frozen=True)
class Word:
    """A quantity word, the least share of the answers and of the frame it needs."""

    text: Text
    of_answers: float
    of_frame: float


WORDS = (
    Word({"es": "Casi todas las empresas", "en": "Almost all companies"}, 0.85, 0.75),
    Word({"es": "La mayoría de las empresas", "en": "Most companies"}, 0.501, 0.501),
)
# What is said with a word of quantity, and what is said when no such word holds.
PREDICATES: dict[str, Text] = {
    "activity": {"es": "se dedican sobre todo a «{label}»", "en": "work mainly in “{label}”"},
    "size-band": {"es": "tienen {label}", "en": "have {label}"},
    "market": {"es": "tienen como mercado principal «{label}»", "en": "have “{label}” as their main market"},
    "research": {"es": "tienen proyectos de I+D+i", "en": "have research projects"},
    "turnover": {
        "es": "consideran alta o muy alta su rotación de personal",
        "en": "call their staff turnover high or very high",
    },
    "dual-fp": {"es": "responden «{label}»", "en": "answer “{label}”"},
}
MODES: dict[str, Text] = {
    "activity": {
        "es": "La actividad más frecuente es «{label}»",
        "en": "The most common activity is “{label}”",
    },
    "size-band": {"es": "El tamaño más frecuente es {label}", "en": "The most common size is {label}"},
    "market": {"es": "El mercado más frecuente es «{label}»", "en": "The most common market is “{label}”"},
    "dual-fp": {"es": "La respuesta más frecuente es «{label}»", "en": "The most common answer is “{label}”"},
}
# The row a sentence is about where it is not simply the largest.
SUBJECTS = {"research": "with-projects", "turnover": "high"}
LEADS: dict[str, Text] = {
    "profiles-demand": {"es": "Los perfiles más demandados", "en": "The profiles most in demand"},
    "profiles-hard-to-fill": {
        "es": "Los perfiles que más cuesta cubrir",
        "en": "The profiles that are hardest to fill",
    },
    "profiles-replacement": {
        "es": "Los perfiles en los que más empresas sustituyen a quien se va",
        "en": "The profiles in which most companies replace people who leave",
    },
    "profiles-vacancies": {
        "es": "Los perfiles con vacantes en más empresas",
        "en": "The profiles with vacancies in most companies",
    },
    "profiles-vacancies-hard": {
        "es": "Los perfiles cuyas vacantes más cuesta cubrir",
        "en": "The profiles whose vacancies are hardest to fill",
    },
    "profiles-vacancies-shortage": {
        "es": "Los perfiles a los que más faltan candidatos con las competencias",
        "en": "The profiles that most lack applicants with the skills",
    },
    "profiles-not-proficient": {
        "es": "Los perfiles con personas por formar en más empresas",
        "en": "The profiles with people to be trained in most companies",
    },
    "profiles-knowledge": {
        "es": "Los conocimientos imprescindibles más citados",
        "en": "The knowledge most often called a must",
    },
    "profiles-entry-level": {
        "es": "Los niveles de entrada más buscados",
        "en": "The entry levels most sought",
    },
    "skills-demand": {"es": "Las competencias más necesarias", "en": "The skills most needed"},
    "skills-urgency": {"es": "Las competencias más urgentes", "en": "The most urgent skills"},
    "training-channels": {"es": "Las vías de formación más usadas", "en": "The training channels most used"},
    "training-barriers": {"es": "Los obstáculos más citados", "en": "The barriers most often named"},
    "hard-to-fill-reasons": {"es": "Los motivos más citados", "en": "The reasons most often given"},
    "packages": {"es": "Los paquetes con más interés", "en": "The packages with most interest"},
}
MOST_NAMED = 5
AND: Text = {"es": " y ", "en": " and "}
LANGUAGES = ("es", "en")


def sentence_of(table: Table) -> Text | None:
    """Return the table's sentence, or None when what is shown bears none out."""
    if table.spec.code in LEADS:
        return ranking_sentence(table)
    subject = subject_row(table)
    return share_sentence(table, subject) if subject else None


def subject_row(table: Table) -> Row | None:
    code = SUBJECTS.get(table.spec.code)
    if code:
        return next((row for row in table.rows if row.code == code and known(row)), None)
    return largest_row(table)


def known(row: Row) -> bool:
    cell = row.cells["companies"]
    return cell.is_published or cell.at_least is not None


def largest_row(table: Table) -> Row | None:
    """Return the row that is the largest whatever the hidden rows hold, if there is one."""
    candidates = sorted((row for row in table.rows if known(row)), key=lambda row: -floor(row))
    if not candidates:
        return None
    first, *others = candidates
    hidden = table.answers - sum(floor(row) for row in candidates)
    rivals = [floor(row) for row in others] + [hidden]
    return first if floor(first) > max(rivals) else None


def floor(row: Row) -> int:
    return int(row.cells["companies"].floor)


def share_sentence(table: Table, row: Row) -> Text | None:
    """Say how many do it, in a word if one holds, or else that it is the most common."""
    cell, code = row.cells["companies"], table.spec.code
    word = word_for(cell, table.answers, table.population)
    if word:
        said = {language: f"{word.text[language]} {PREDICATES[code][language]}" for language in LANGUAGES}
    elif code in MODES:
        said = MODES[code]
    else:
        return None
    return {
        language: (
            f"{said[language].format(label=row.label[language])} ({figure(cell, table.answers, language)})."
        )
        for language in LANGUAGES
    }


def word_for(cell: Cell, answers: int, population: int) -> Word | None:
    count = int(cell.floor)
    if not answers or not count:
        return None
    of_frame = exact_interval(count, answers, population)[0] / population
    return next((w for w in WORDS if count / answers >= w.of_answers and of_frame >= w.of_frame), None)


def ranking_sentence(table: Table) -> Text | None:
    """Name the rows at the top, cut where a gap in the figures allows it, not inside a tie."""
    named = (row for row in table.rows if known(row) and floor(row) and row.code != "none")
    ranked = sorted(named, key=lambda row: -floor(row))
    if any(row.cells["companies"] == Cell(CellStatus.PROTECTED) for row in table.rows):
        return None
    top = ranked[:MOST_NAMED]
    while len(top) < len(ranked) and top and floor(ranked[len(top)]) == floor(top[-1]):
        top.pop()
    if not top:
        return None
    return {
        language: f"{LEADS[table.spec.code][language]}: {listing(top, table.answers, language)}."
        for language in LANGUAGES
    }


def listing(rows: Sequence[Row], answers: int, language: str) -> str:
    parts = [f"{row.label[language]} ({figure(row.cells['companies'], answers, language)})" for row in rows]
    return AND[language].join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def figure(cell: Cell, answers: int, language: str) -> str:
    """Return "20 of 31", or "at least 27 of 31" where only the floor may be said."""
    at_least = "" if cell.is_published else {"es": "al menos ", "en": "at least "}[language]
    of: Callable[[int], str] = {"es": "{} de {}".format, "en": "{} of {}".format}[language]
    return at_least + of(int(cell.floor), answers)
