"""What was confirmed of figures played back, and no longer stands because a part of them changed."""

from surveys.instrument.cells import BLANK, Cell, Cells, Key
from surveys.instrument.definition import Definition
from surveys.instrument.routing import is_answered


def to_confirm_again(definition: Definition, changed: Cells, cells: Cells) -> dict[Key, Cell]:
    """Return the confirmations to empty, since a part of what they confirm has changed."""
    variables = {key.variable for key in changed}
    return {
        Key(confirmation): BLANK
        for confirmation, made_of in definition.confirmations
        if not made_of.isdisjoint(variables)
        and confirmation not in variables
        and is_answered(definition.questions[confirmation], cells)
    }
