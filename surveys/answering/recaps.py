"""Totals played back on their own page, with a way to each page that they are made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.instrument.checks import figure_in_words
from surveys.instrument.definition import Recap
from surveys.instrument.expressions import Scene
from surveys.instrument.routing import Path, Step
from surveys.instrument.sheet import as_sheet

from .sitting import Sitting
from .units import with_unit


@dataclass(frozen=True)
class PlayedBack:
    """One figure in words, empty where nothing is answered, and the pages that change it."""

    recap: Recap
    words: str
    parts: tuple[Step, ...]


def play_back(sitting: Sitting, step: Step) -> list[PlayedBack]:
    looks_back = any(read.before for recap in step.page.recap for read in recap.value.reads())
    scene = Scene(as_sheet(sitting.path.cells), as_sheet(sitting.previous if looks_back else {}))
    played = []
    for recap in step.page.recap:
        figure = recap.value.figure(scene)
        words = ""
        if figure is not None:
            unit = str(recap.unit)
            words = with_unit(figure_in_words(figure), figure, unit, recap.unit_one)
        played.append(PlayedBack(recap, words, tuple(parts_of(recap, sitting.path))))
    return played


def parts_of(recap: Recap, path: Path) -> Iterator[Step]:
    variables = dict.fromkeys(read.key.variable for read in recap.value.reads() if not read.before)
    steps = [step for variable in variables if (step := path.step_of(variable))]
    yield from {step.codes: step for step in steps}.values()
