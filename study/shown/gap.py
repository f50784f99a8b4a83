"""Needs beside the training that serves them, as figures."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.enums import GapState
from study.charts import Bar
from study.languages import spoken
from study.shown.figure import Column, Figure, base_text
from study.wording import n_of, number


def gap_figure(rows: list[dict], *, code: str, title: str) -> Figure:
    """Return needs beside the training that serves them; a need nothing covers is drawn in the accent."""
    first = rows[0]
    return Figure(
        code=code,
        title=title,
        base=base_text(first["answers"], first["population"]),
        method=_("Bars: companies that ask for it. In the accent colour: no published training covers it."),
        columns=[
            Column(""),
            Column(_("Companies that ask"), numeric=True),
            Column(_("Level asked / reached"), numeric=True),
            Column(_("Offers"), numeric=True),
            Column(_("Open now"), numeric=True),
            Column(_("State")),
            Column(_("Actions")),
        ],
        rows=[gap_cells(row) for row in rows],
        bars=[gap_bar(row) for row in rows],
    )


def gap_cells(row: dict) -> list[str]:
    return [
        spoken(row["label"]),
        n_of(row["companies"], row["answers"]),
        levels_text(row),
        number(row["offers"]),
        number(row["open_offers"]),
        spoken(row["state_label"]),
        ", ".join(action["label"] for action in row["actions"]) or "–",
    ]


def levels_text(row: dict) -> str:
    if row["level_asked"] is None:
        return "–"
    reached = row["level_reached"]
    return f"{row['level_asked']} / {'?' if reached is None else reached}"


def gap_bar(row: dict) -> Bar:
    offers = ngettext("%(count)s offer", "%(count)s offers", row["offers"]) % {"count": number(row["offers"])}
    text = f"{n_of(row['companies'], row['answers'])} · {offers}"
    return Bar(spoken(row["label"]), text, row["companies"] / row["answers"], alert=not is_covered(row))


def is_covered(row: dict) -> bool:
    return row["state"] in {GapState.COVERED, GapState.PARTIAL}
