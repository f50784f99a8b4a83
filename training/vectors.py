"""The weighted text-search columns of an offer, as expressions for generated columns.

The functions ``offer_tsvector_es`` and ``offer_tsvector_en`` come from migration
``training.0002``; what they do to the words is said there.
"""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Value
from django.db.models.functions import Coalesce

# What nobody looks for first, and what an offer is found by when nothing else is.
LONG_TEXTS = ("syllabus", "required_equipment", "assessment", "accessibility")


def weighted(weight: str, language: str, *fields: str) -> Func:
    """Return the words of ``fields`` in one language, all with one weight (A to D)."""
    return Func(
        *(Coalesce(F(field), Value("")) for field in fields),
        template=f"setweight(offer_tsvector_{language}(%(expressions)s), '{weight}')",
        arg_joiner=" || ' ' || ",
        output_field=SearchVectorField(),
    )


def search_vector(language: str) -> Func:
    """Return an offer's vector in ``language``: A names and codes, B what it teaches, C gist, D the rest.

    The name in the other language counts too, since official titles stay Spanish and
    trade words stay English.
    """
    other = {"es": "en", "en": "es"}[language]
    return Func(
        weighted("A", language, f"name_{language}", f"name_{other}", "course_code", "certificate_code"),
        weighted("B", language, f"skill_words_{language}", f"credential_{language}"),
        weighted("C", language, f"abstract_{language}", f"learning_outcomes_{language}"),
        weighted(
            "D", language, f"description_{language}", f"facet_words_{language}", "regulation_ref", "boe_id"
        ),
        # Apart from the rest: however long a description is, these are read from their beginning.
        weighted("D", language, *(f"{name}_{language}" for name in LONG_TEXTS)),
        template="%(expressions)s",
        arg_joiner=" || ",
        output_field=SearchVectorField(),
    )
