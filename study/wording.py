"""How a figure is written: one rounding for the page, the chart and the PDF, in the active language."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from surveys.enums import CellStatus

FEWEST_FOR_PERCENT = 10


def number(value: float, decimals: int = 0) -> str:
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def percent(part: float, whole: float) -> str:
    """Return whole points, or nothing where the base is too small to speak in percent."""
    if not whole or whole < FEWEST_FOR_PERCENT:
        return ""
    return _("%(share)s %%") % {"share": number(round(100 * part / whole))}


def n_of(part: float, whole: float) -> str:
    return _("%(n)s of %(total)s") % {"n": number(part), "total": number(whole)}


def n_of_with_share(part: float, whole: float) -> str:
    share = percent(part, whole)
    return f"{n_of(part, whole)} · {share}" if share else n_of(part, whole)


def hidden(cell: dict) -> bool:
    return cell["status"] != CellStatus.PUBLISHED


def hidden_text(cell: dict, answers: int) -> str:
    """Say what follows from the rule anyway, as the sentences do, or only that it is confidential."""
    if cell["at_least"] is not None:
        return _("at least %(n_of)s") % {"n_of": n_of(cell["at_least"], answers)}
    if cell["at_most"] is not None:
        return _("fewer than %(n)s") % {"n": number(cell["at_most"] + 1)}
    return _("confidential")


def cell_text(cell: dict | None, column_format: str, answers: int) -> str:
    """Return one cell of a table in words: confidential is neither zero nor missing."""
    if cell is None or (not hidden(cell) and cell["value"] is None):
        return _("no data")
    if hidden(cell):
        return hidden_text(cell, answers)
    value = cell["value"]
    writers = {
        "count": lambda: n_of(value, answers),
        "share": lambda: percent(value, answers) or "–",
        "people": lambda: number(value),
        "level": lambda: number(value, 1),
    }
    return writers[column_format]()
