from datetime import date, datetime

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format

DAY = datetime(2026, 4, 3, 16, 5)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("es", ["3 de abril de 2026", "03/04/2026", "3 de abril de 2026 a las 16:05", "03/04/2026 16:05"]),
        ("en", ["3 April 2026", "03/04/2026", "3 April 2026, 16:05", "03/04/2026 16:05"]),
    ],
)
def test_days_are_written_as_in_europe(language, written):
    names = ("DATE_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")

    with translation.override(language):
        assert [date_format(DAY, name) for name in names] == written


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("typed", ["03/04/2026", "3/4/26", "2026-04-03"])
def test_day_typed_means_the_same_in_both_languages(language, typed):
    with translation.override(language):
        assert forms.DateField(localize=True).clean(typed) == date(2026, 4, 3)
        assert forms.DateTimeField(localize=True).clean("03/04/2026 16:05").replace(tzinfo=None) == DAY
