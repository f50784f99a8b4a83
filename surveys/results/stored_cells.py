"""Every cell of an edition as it stands, sent or not: the union over the versions that were asked."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from surveys.enums import AnswerStatus
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.models import Answer, Campaign, QuestionnaireVersion, Response, ResponseMove

Row = tuple[str, ...]


def titles() -> list[str]:
    return [
        _("organisation"),
        _("state"),
        _("version"),
        _("variable"),
        _("row"),
        _("column"),
        _("value"),
        _("status"),
        _("on the path"),
        _("asked in this version"),
        _("kept aside by a move"),
    ]


def cell_rows(campaign: Campaign) -> Iterator[Row]:
    """Yield every cell that companies have filled, then what moves to another version put aside.

    Cells off the path are among them, and those of questions that the response's version does not ask.
    """
    versions = QuestionnaireVersion.objects.filter(responses__unit__campaign=campaign).distinct()
    asked = {version.pk: (version.number, compiled(version)) for version in versions}
    order = ("response__unit__name_at_launch", "response_id")
    answers = Answer.objects.filter(response__unit__campaign=campaign).exclude(status=AnswerStatus.BLANK)
    answers = answers.select_related("variable", "response__unit")
    for answer in answers.order_by(*order, "variable__code", "row_key", "col_key").iterator():
        number, definition = asked[answer.response.version_id]
        yield (*about(answer.response, number), *cell_row(answer, definition))
    moves = ResponseMove.objects.filter(response__unit__campaign=campaign).exclude(set_aside=[])
    for move in moves.select_related("response__unit").order_by(*order, "pk").iterator():
        number, definition = asked[move.response.version_id]
        for cell in move.set_aside:
            place = (cell["variable"], cell["row"], cell["col"])
            is_asked = cell["variable"] in definition.questions
            value = (text_of(cell["value"]), cell["status"], *marks(False, is_asked, True))
            yield (*about(move.response, number), *place, *value)


def about(response: Response, number: int) -> Row:
    return response.unit.name_at_launch, response.get_state_display(), str(number)


def cell_row(answer: Answer, definition: Definition) -> Row:
    place = (answer.variable.code, answer.row_key, answer.col_key)
    is_asked = answer.variable.code in definition.questions
    return (*place, text_of(answer.value), str(answer.status), *marks(answer.on_path, is_asked, False))


def marks(*holds: bool) -> tuple[str, ...]:
    return tuple(_("yes") if mark else _("no") for mark in holds)


def text_of(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
