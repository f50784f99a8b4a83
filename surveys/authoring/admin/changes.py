"""What a plan says of each question, in words and figures for a table."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.authoring.moving.plan import Line

CHANGES = {
    "same": gettext_lazy("As before"),
    "wording": gettext_lazy("In other words"),
    "break": gettext_lazy("Not comparable with before"),
    "added": gettext_lazy("New"),
    "dropped": gettext_lazy("Not asked any more"),
}


def lines_in_words(lines: Iterable[Line]) -> list[tuple[Line, str, list[str]]]:
    """Return each line with its change and what becomes of the answers, in sentences."""
    return [(line, str(change_of(line)), list(fate(line))) for line in lines]


def change_of(line: Line) -> str:
    """What is asked may be the same, and what may be answered not."""
    return _("Other limits") if line.change == "same" and line.unfit else CHANGES[line.change]


def fate(line: Line):
    if line.change == "dropped":
        if line.answered:
            yield _("Kept aside, off the questionnaire; exports still have them.")
        return
    if line.unfit:
        yield _("Answers that no longer fit: %(number)s. They are kept with the move and asked anew.") % {
            "number": line.unfit
        }
    if line.closed:
        yield _("Answers that the new conditions do not lead to: %(number)s. They are kept aside.") % {
            "number": line.closed
        }
    if line.wanted:
        yield _("Companies that have to answer it now: %(number)s.") % {"number": line.wanted}
