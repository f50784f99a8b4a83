from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from training.harvesting import values

# What was not understood is named, in the words that were read.
SOMETHING = "."


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2027-05-03", date(2027, 5, 3)),
        ("2027-05-03T09:00", date(2027, 5, 3)),
        ("2027-05-03T23:30:00Z", date(2027, 5, 4)),
        ("2027-05-03T00:30:00+02:00", date(2027, 5, 3)),
        ("2027-05-03T00:30:00+09:00", date(2027, 5, 2)),
        ("2027-05-03 a las 10", date(2027, 5, 3)),
        ("3/5/2027", date(2027, 5, 3)),
        ("03.05.2027 10:00", date(2027, 5, 3)),
        ("20270503", date(2027, 5, 3)),
        ("Mon, 03 May 2027 23:30:00 GMT", date(2027, 5, 4)),
        (datetime(2027, 5, 3, 23, 30, tzinfo=UTC), date(2027, 5, 4)),
        (datetime(2027, 5, 3, 23, 30), date(2027, 5, 3)),  # noqa: DTZ001
        (date(2027, 5, 3), date(2027, 5, 3)),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_day_is_read_in_the_time_of_cantabria(text, read):
    assert values.day(text) == read


@pytest.mark.parametrize(
    "text", ["primavera", "2027-13-40", "31/02/2027", "0001-01-01", "9999-12-31", "45/45/2027"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match=SOMETHING):
        values.day(text)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("120", "120"),
        ("120.50", "120.50"),
        ("120,50 €", "120.50"),
        ("1.234,56 €", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.200", "1200"),
        ("1,200", "1200"),
        ("1.234.567,8", None),
        ("1 200,00 €", "1200"),
        ("1\u00a0200 EUR", "1200"),
        ("desde 300 €", "300"),
        ("1.200.", "1200"),
        ("0,99", "0.99"),
        ("Gratis", "0"),
        (0, "0"),
        (99.9, "99.9"),
        (1200, "1200"),
    ],
)
def test_amount_is_read_with_either_decimal_sign(said, read):
    if read is None:
        with pytest.raises(ValueError, match=SOMETHING):
            values.amount(said)
    else:
        assert values.amount(said) == Decimal(read)


@pytest.mark.parametrize(
    "said", ["-5", "a consultar", float("nan"), float("inf"), 1e30, "1.2.3", -1, "9" * 40]
)
def test_what_is_no_amount_is_refused(said):
    with pytest.raises(ValueError, match=SOMETHING):
        values.amount(said)


@pytest.mark.parametrize("said", [None, "", "  ", True])
def test_amount_that_is_not_said_is_unknown(said):
    assert values.amount(said) is None


def test_price_of_another_currency_is_refused():
    assert values.price("10", "eur") == {"price_category": "paid", "price": Decimal(10)}
    assert values.price(0, "EUR") == {"price_category": "free", "price": Decimal(0)}
    with pytest.raises(ValueError, match=SOMETHING):
        values.price("10", "USD")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("PT20H", 20),
        ("PT1H30M", 2),
        ("pt40h", 40),
        ("P3W", None),
        ("P10D", None),
        ("20 horas", 20),
        ("1.200 h.", 1200),
        ("60", 60),
        (60, 60),
        ("", None),
        (None, None),
    ],
)
def test_hours_are_read(said, read):
    assert values.hours(said) == read


@pytest.mark.parametrize("said", ["un trimestre", -4, 0, 1e9, "PT999999H"])
def test_what_is_no_length_is_refused(said):
    with pytest.raises(ValueError, match=SOMETHING):
        values.hours(said)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("online", "online"),
        ("Presencial", "onsite"),
        ("https://schema.org/MixedEventAttendanceMode", "blended"),
        ("on-line", "online"),
        (["online", "onsite"], "blended"),
        (["online", "Online"], "online"),
        ("full-time", ""),
        (None, ""),
        ({"a": 1}, ""),
    ],
)
def test_mode_is_read(said, read):
    assert values.mode(said) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("es", "es"),
        ("es-ES", "es"),
        ("en_GB", "en"),
        ("Castellano", "es"),
        ("fr", ""),
        ("este", ""),
        (None, ""),
    ],
)
def test_language_is_read(said, read):
    assert values.language(said) == read


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Redes</p><p>y <b>más</b></p>", "Redes\n\ny más"),
        ("Uno<br>dos<ul><li>tres</li></ul>", "Uno\ndos\ntres"),
        ("<script>alert(1)</script>Redes<style>p{}</style>", "Redes"),
        ("<img src=x onerror=alert(1)>Redes", "Redes"),
        ("&lt;p&gt;Redes&lt;/p&gt;", "Redes"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Redes", "Redes"),
        ("I+D & 3 < 4", "I+D & 3 < 4"),
        ("C &amp; C++", "C & C++"),
        ("nulo\0aquí", "nuloaquí"),
        (7, "7"),
        (None, ""),
        ({"a": 1}, ""),
    ],
)
def test_words_are_without_markup(markup, text):
    assert "\n".join(part for part in values.words(markup).split("\n") if part) == "\n".join(
        part for part in text.split("\n") if part
    )


def test_words_are_bounded():
    assert len(values.words("<b>" * 2_000_000)) <= values.LONGEST


def test_line_is_cut_at_a_word():
    assert values.line("Curso de ciberseguridad", 12) == "Curso de…"
