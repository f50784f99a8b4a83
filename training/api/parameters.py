"""The parameters of the list of offers, told from the filters that the page itself has."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from tera.criteria import LONGEST_TEXT, PAGE, SORT, TEXT
from training.conditions import FROM, OVER, TO
from training.enums import SortOrder
from training.facets import EVERY_SKILL, facets_on

# The values of these are rows; their own lists in the interface say which.
ROWS = {
    "habilidad": _("Skills, by code: see /skills"),
    "perfil": _("Profiles, by code: see /profiles"),
    "centro": _("Providers, by code: see /providers"),
}
TEXTUAL = {"type": "string"}
TICK = {"type": "string", "enum": ["1"]}
DAY = {"type": "string", "format": "date"}


def parameter(name: str, description, schema: dict, **more) -> dict:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        **more,
    }


def several(name: str, description, items: dict, **more) -> dict:
    """Describe a parameter that may stand more than once: any of its values will do."""
    schema = {"type": "array", "items": items}
    return parameter(name, description, schema, style="form", explode=True, **more)


def list_parameters() -> list[dict]:
    """Describe every parameter; needs no database, since rows are only pointed at."""
    found = [
        parameter(
            TEXT,
            _("Words to search for, as the search box takes them"),
            TEXTUAL | {"maxLength": LONGEST_TEXT},
            example="python",
        )
    ]
    for facet in facets_on(date.min):
        if facet.key in ROWS:
            found.append(several(facet.key, ROWS[facet.key], TEXTUAL))
            continue
        labels = dict(facet.labels())
        more = {"example": "online"} if facet.key == "modalidad" else {}
        items = TEXTUAL | {"enum": list(labels)}
        found.append(several(facet.key, facet.title, items, **more, **{"x-labels": labels}))
    sorts = TEXTUAL | {"enum": SortOrder.values, "default": SortOrder.RELEVANCE.value}
    return [
        *found,
        parameter(EVERY_SKILL, _("1: every skill asked for must be taught, not just one of them"), TICK),
        parameter(FROM, _("Editions that start from this day"), DAY),
        parameter(TO, _("Editions that start by this day"), DAY),
        parameter(OVER, _("1: also what is over"), TICK),
        parameter(SORT, _("Order"), sorts, **{"x-labels": dict(SortOrder.choices)}),
        parameter(PAGE, _("Number of the page, from 1"), {"type": "integer", "minimum": 1, "default": 1}),
    ]
