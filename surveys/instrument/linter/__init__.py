"""What is wrong with a definition before anybody answers it: a module for each kind of problem."""

from surveys.instrument.definition import Definition

from .bounds import bad_bounds
from .checks import bad_checks
from .codes import repeated, unknown_essentials, unusable
from .conditions import bad_conditions
from .counts import bad_counts
from .placeholders import bad_placeholders
from .reach import unreachable
from .recaps import bad_recaps
from .rows import bad_row_filters
from .shapes import misshapen
from .texts import untranslated
from .units import mixed_units

__all__ = ["problems_in"]


def problems_in(definition: Definition) -> list[str]:
    """Return every problem, in the reader's language; an empty list is a sound definition."""
    return [
        *repeated(definition),
        *unusable(definition),
        *unknown_essentials(definition),
        *untranslated(definition),
        *(problem for question in definition.questions.values() for problem in misshapen(question)),
        *(problem for question in definition.questions.values() for problem in bad_bounds(question)),
        *bad_conditions(definition),
        *bad_checks(definition),
        *bad_recaps(definition),
        *bad_row_filters(definition),
        *mixed_units(definition),
        *bad_counts(definition),
        *bad_placeholders(definition),
        *unreachable(definition),
    ]
