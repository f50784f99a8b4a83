"""What a submission says, and how to read it back."""

from surveys.instrument.cells import Cell, Key, from_plain
from surveys.instrument.definition import Definition
from surveys.instrument.routing import Path, find_path
from surveys.models import Response

from .recognising import skill_named, vocabulary_for


def payload_of(response: Response, path: Path) -> dict:
    """Return the answers on the path in the questionnaire's order, without the blank cells.

    Words that name a skill of the shared vocabulary have its code beside them, as it was when they were sent.
    """
    version = response.version
    slots = [slot for question in path.questions() for slot in question.slots()]
    vocabulary = vocabulary_for(path.questions())
    return {
        "questionnaire": version.questionnaire.code,
        "version": version.number,
        "edition": response.unit.campaign.edition,
        "unit": response.unit_id,
        "answers": [
            {
                "variable": slot.key.variable,
                "row": slot.key.row,
                "col": slot.key.col,
                "value": cell.plain,
                "status": cell.status,
                **({"skill": named} if (named := skill_named(vocabulary, slot, cell)) else {}),
            }
            for slot in slots
            if (cell := path.cells.get(slot.key)) is not None and cell.answered
        ],
    }


def cells_in(payload: dict, definition: Definition) -> dict[Key, Cell]:
    """Return the cells of a payload, as its own definition types them."""
    cells = {}
    for answer in payload["answers"]:
        key = Key(answer["variable"], answer["row"], answer["col"])
        cells[key] = from_plain(answer["value"], definition.slot_of(key).kind, answer["status"])
    return cells


def path_sent(payload: dict, definition: Definition) -> Path:
    """Return the path of a submission: what was on it then, read with its own definition."""
    return find_path(definition, cells_in(payload, definition))
