"""The catalogue's filters without values to list: from and to which day it starts, and what is over."""

from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tera.criteria import Criteria
from tera.facets import Condition
from training.facets import EVERY_SKILL, is_not_over

FROM, TO, OVER = "desde", "hasta", "pasadas"


def a_day(value: str) -> str:
    return date.fromisoformat(value).isoformat()


def a_tick(value: str) -> str:
    if value != "1":
        raise ValueError(value)
    return value


SINGLE = {FROM: a_day, TO: a_day, OVER: a_tick, EVERY_SKILL: a_tick}


def start_words(criteria: Criteria) -> str:
    """Say between which days an edition must start; nothing when any day will do."""
    days = {
        key: date_format(date.fromisoformat(criteria.options[key]))
        for key in (FROM, TO)
        if key in criteria.options
    }
    if len(days) == 2:
        return _("starts from %(from)s to %(to)s") % {"from": days[FROM], "to": days[TO]}
    if FROM in days:
        return _("starts from %(day)s") % {"day": days[FROM]}
    return _("starts by %(day)s") % {"day": days[TO]} if days else ""


def conditions_of(criteria: Criteria, day: date) -> tuple[Condition, ...]:
    found = []
    if words := start_words(criteria):
        bounds = {"editions__start_date__gte": FROM, "editions__start_date__lte": TO}
        asked = {lookup: criteria.options[key] for lookup, key in bounds.items() if key in criteria.options}
        starts = ExpressionWrapper(Q(**asked), BooleanField())
        without = criteria.without(FROM).without(TO)
        found.append(Condition("fechas", starts, nested=True, label=words, without=without))
    if OVER not in criteria.options:
        label = _("leaving out what is over")
        shown = criteria.with_option(OVER, "1")
        found.append(Condition(OVER, is_not_over(day), nested=True, label=label, without=shown))
    return tuple(found)
