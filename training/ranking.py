"""The order of the catalogue: what makes an offer come before another.

With a text: the very code asked for, then whether the words are in the name, then what one can do
today, then how deep in the offer the words are, then the nearest date, then demand. Words are not
weighed any finer: a rank that counts and measures them could not be told in advance of a search,
and docs/decisions/0014 says what that costs where offers are very many.
"""

from django.db.models import BooleanField, Case, Expression, F, Func, IntegerField, Q, QuerySet, Value, When

from training.counts import search_query
from training.enums import SortOrder
from training.models import Offer


def by_weights(text: str, language: str, weights: str) -> Expression:
    """Return the condition that the words of these weights alone answer the text."""
    return Func(
        F(f"search_{language}"),
        search_query(text, language),
        template="(ts_filter(%(expressions)s)",
        arg_joiner=f", '{{{weights}}}') @@ ",
        output_field=BooleanField(),
    )


def first_of(*conditions: Expression | Q) -> Case:
    """Return the place of the first condition that holds, or the one after the last."""
    rules = [When(condition, then=Value(place)) for place, condition in enumerate(conditions)]
    return Case(*rules, default=Value(len(conditions)), output_field=IntegerField())


def with_relevance(offers: QuerySet[Offer], text: str, language: str) -> QuerySet[Offer]:
    """Annotate what relevance is made of; without a text, every offer is as relevant."""
    if not text:
        return offers.annotate(by_code=Value(0), by_name=Value(0), depth=Value(0))
    return offers.annotate(
        by_code=first_of(Q(course_code__iexact=text) | Q(certificate_code__iexact=text)),
        by_name=first_of(by_weights(text, language, "a")),
        depth=first_of(by_weights(text, language, "a,b"), by_weights(text, language, "a,b,c")),
    )


def ordering(sort: SortOrder, language: str) -> list:
    """Return the columns to order by; the id breaks ties, so that pages never repeat an offer."""
    soonest = F("next_date").asc(nulls_last=True)
    name = f"name_{language}"
    orders = {
        SortOrder.RELEVANCE: ["by_code", "by_name", "state", "depth", soonest, "-demand", name],
        SortOrder.DATE: [soonest, "state", name],
        SortOrder.DEMAND: ["-demand", "state", name],
        SortOrder.NEWEST: ["-created_at"],
        SortOrder.SHORTEST: [F("learning_hours").asc(nulls_last=True), "state", name],
        SortOrder.NAME: [name],
    }
    return [*orders[sort], "pk"]
