"""What is wrong with a definition before anybody answers it: a module for each kind of problem."""

from surveys.instrument.definition import Definition

from .checks import bad_checks
from .codes import repeated, unknown_essentials
from .conditions import bad_conditions
from .shapes import misshapen
from .texts import untranslated

__all__ = ["problems_in"]


def problems_in(definition: Definition) -> list[str]:
    """Return every problem, in the reader's language; an empty list is a sound definition."""
    return [
        *repeated(definition),
        *unknown_essentials(definition),
        *untranslated(definition),
        *(problem for question in definition.questions.values() for problem in misshapen(question)),
        *bad_conditions(definition),
        *bad_checks(definition),
    ]
