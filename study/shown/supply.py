"""The catalogue's offers as a figure."""

from django.utils.translation import gettext as _

from study.charts import Bar
from study.languages import day_text, spoken
from study.shown.figure import Column, Figure
from study.wording import n_of, number


def supply_figure(supply: dict) -> Figure:
    """Return the published offers by type of provider."""
    return Figure(
        code="supply",
        title=_("Published training offers by type of provider"),
        method=_("Offers published in the catalogue on %(day)s.") % {"day": day_text(supply["as_of"])},
        columns=[Column(""), Column(_("Offers"), numeric=True), Column(_("Providers"), numeric=True)],
        rows=[
            [spoken(row["label"]), number(row["offers"]), number(row["providers"])]
            for row in supply["by_type"]
        ],
        bars=[
            Bar(spoken(row["label"]), n_of(row["offers"], supply["offers"]), row["offers"] / supply["offers"])
            for row in supply["by_type"]
        ],
    )
