"""What the search box offers while somebody types: names of which some word begins so."""

from collections.abc import Iterator

from django.contrib.postgres.lookups import Unaccent
from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Concat

from skills.models import Profile, Skill
from training.models import Offer, Provider

SHORTEST, LONGEST = 2, 60
OF_EACH, MOST = 4, 10


def suggest(text: str, language: str) -> list[str]:
    """Return names of which some word begins with the words typed, most useful kind first, none twice."""
    words = " ".join(text.replace("\0", " ").split())
    if not SHORTEST <= len(words) <= LONGEST:
        return []
    return list(dict.fromkeys(found(words, language)))[:MOST]


def found(words: str, language: str) -> Iterator[str]:
    name, label = f"name_{language}", f"label_{language}"
    # A profile or a skill finds several offers; an offer is one.
    yield from beginning(Profile.objects.all(), label, words)
    yield from beginning(
        Skill.objects.filter(offer_skills__confirmed_on__isnull=False).distinct(), label, words
    )
    yield from known_as(words, label)
    yield from beginning(Offer.objects.published(), name, words)
    yield from beginning(
        Provider.objects.filter(offers__status="published").distinct(), "organisation__trade_name", words
    )


def known_as(words: str, label: str) -> QuerySet:
    """Return the taught skills that have such an alias: "html" is typed, "web programming" is taught."""
    aliases = Func("aliases", Value(" · "), function="array_to_string", output_field=TextField())
    skills = Skill.objects.filter(offer_skills__confirmed_on__isnull=False).distinct()
    return beginning(skills.annotate(named=aliases), "named", words).values_list(label, flat=True)


class Literally(Func):
    """A text as a pattern that matches itself. After ``unaccent``, which writes "?" for "¿"."""

    template = r"regexp_replace(%(expressions)s, '([^[:alnum:][:space:]])', '\\\1', 'g')"


def beginning(rows: QuerySet, field: str, words: str) -> QuerySet:
    pattern = Concat(Value(r"\m"), Literally(Unaccent(Value(words))))
    named = rows.filter(**{f"{field}__unaccent__iregex": pattern}).order_by(field)
    return named.values_list(field, flat=True)[:OF_EACH]
