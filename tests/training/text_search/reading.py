"""What the text search finds, and texts of any kind to try it with."""

from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.thorough import examples
from training.counts import matching_text
from training.models import Offer

ANY_TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=3000)
TOGETHER = settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def matches(document: str, query: str, language: str = "es") -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT offer_tsvector_{language}(%s) @@ offer_tsquery_{language}(%s)",  # noqa: S608
            [document, query],
        )
        return cursor.fetchone()[0]


def found(text: str, language: str = "es") -> list[Offer]:
    return list(Offer.objects.filter(matching_text(text, language)).order_by("pk"))
