import pytest
from django.utils import translation

from study.wording import cell_text, n_of_with_share, percent
from tests.factories.study import bounded, concealed, published


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(12, 28, "43 %"), (0, 28, "0 %"), (28, 28, "100 %"), (4, 9, ""), (5, 10, "50 %"), (0, 0, "")],
    ids=["rounded to points", "zero", "all", "under ten answers", "ten answers", "nobody answered"],
)
def test_percent_is_whole_and_only_from_ten_answers(part, whole, text):
    with translation.override("en"):
        assert percent(part, whole) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(12, 28, "12 of 28 · 43 %"), (4, 9, "4 of 9")], ids=["share", "no share"]
)
def test_n_of_with_share_puts_the_count_first(part, whole, text):
    with translation.override("en"):
        assert n_of_with_share(part, whole) == text


@pytest.mark.parametrize(
    ("cell", "column_format", "text"),
    [
        (published(7), "count", "7 of 12"),
        (published(1234), "people", "1,234"),
        (published(3.4), "level", "3.4"),
        (published(0), "count", "0 of 12"),
        (concealed("small"), "count", "confidential"),
        (concealed("protected"), "people", "confidential"),
        (bounded(8, 12), "count", "at least 8 of 12"),
        (bounded(None, 4, "small"), "count", "fewer than 5"),
        (None, "count", "no data"),
    ],
    ids=["count", "people", "level", "zero", "small", "protected", "floor", "ceiling", "no cell"],
)
def test_cell_text_tells_zero_hidden_and_missing_apart(cell, column_format, text):
    with translation.override("en"):
        assert cell_text(cell, column_format, 12) == text
