"""Whatever is typed or stored, searches and documents stay safe."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.training.text_search.reading import ANY_TEXT, TOGETHER, matches

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["es", "en"])
@TOGETHER
@given(text=ANY_TEXT | st.text('-" aor&|!*:', max_size=600))
def test_any_text_is_a_safe_query_and_a_safe_document(language, text):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT offer_tsquery_{language}(%s), offer_tsvector_{language}(%s)",  # noqa: S608
            [text, text],
        )
        query, vector = cursor.fetchone()

    assert isinstance(query, str)
    assert isinstance(vector, str)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "\U0001f600" * 10_000,
        "\ufdfa" * 10_000,
        "漢" * 10_000,
        "c++ " * 2_500,
        "ion " * 2_500,
        "((((" * 2_500,
        '"' * 9_999,
        "-" * 10_000,
        "a-" * 5_000,
        '-""' * 3_000,
        "- " * 5_000,
        "or " * 3_000,
        "& | ! <-> :* \\ '' (",
        "‮עברית",
    ],
    ids=[
        "word",
        "emoji",
        "ligature",
        "han",
        "c++",
        "ion",
        "brackets",
        "quotes",
        "minus",
        "a-",
        "not-nothing",
        "minus-space",
        "or",
        "tsquery",
        "rtl",
    ],
)
def test_ten_thousand_characters_are_a_safe_query_and_a_safe_document(text):
    assert matches(text, text) in (True, False)
