"""How many offers each value of each filter of the catalogue would show."""

from datetime import date

from django.db.models import BooleanField, Count, Expression, F, Func, QuerySet, Value

from tera import facets
from tera.criteria import Criteria
from tera.facets import Counts
from tera.few import count_few
from training.conditions import conditions_of
from training.facets import facets_on
from training.models import Offer


def search_query(text: str, language: str) -> Expression:
    """Return the query for ``text``, synonyms included; as a subquery it is made once, not for each row."""
    template = "(SELECT %(function)s(%(expressions)s))"
    return Func(Value(text), function=f"offer_search_{language}", template=template)


def matching_text(text: str, language: str) -> Expression:
    """Return the condition that an offer holds the words of ``text``; a text without words holds always."""
    query = search_query(text, language)
    matches = Func(F(f"search_{language}"), query, template="%(expressions)s", arg_joiner=" @@ ")
    return Func(
        query,
        matches,
        template="(numnode(%(expressions)s)",
        arg_joiner=") = 0 OR ",
        output_field=BooleanField(),
    )


def count_facets(offers: QuerySet[Offer], criteria: Criteria, language: str, day: date) -> Counts:
    text = matching_text(criteria.text, language) if criteria.text else Value(True)
    return facets.count_facets(offers, facets_on(day), criteria, text, conditions_of(criteria, day))


def count_few_facets(offers: QuerySet[Offer], criteria: Criteria, language: str, day: date) -> Counts:
    """The same of a few offers, sooner."""
    text = matching_text(criteria.text, language) if criteria.text else Value(True)
    return count_few(offers, facets_on(day), criteria, text, conditions_of(criteria, day))


def hits(words: list[str], language: str) -> dict[str, int]:
    """Return how many published offers have each word, in one query; words without meaning are left out."""
    counts = {
        f"word_{place}": Count("pk", filter=matching_text(word, language)) for place, word in enumerate(words)
    }
    published = Offer.objects.published()
    found = published.aggregate(every=Count("pk"), **counts)
    # "en" and "de" hold of every offer: the search takes them for nothing.
    return {
        word: found[f"word_{place}"]
        for place, word in enumerate(words)
        if found[f"word_{place}"] < found["every"] or found["every"] == 1
    }
