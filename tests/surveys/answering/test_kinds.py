"""Amounts, shares, dates and scales: typed as people type them, stored typed, and said again in words."""

import copy
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.answering.errors import CellRefused
from surveys.answering.numbers import NotANumber, parse_decimal
from surveys.instrument.actions import publish_version, read_definition
from surveys.instrument.wording import hash_wording
from surveys.models import Answer
from tests.factories.surveys import (
    TINY,
    InvitationFactory,
    ResponseFactory,
    VersionFactory,
    ask,
    choices,
    page,
)
from tests.surveys.answering.conftest import COMPLETE, held, press

PLACE = ("company", "figures")
QUESTIONS = [
    ask("turnover", "money"),
    ask("share", "percentage"),
    ask("founded", "date", min="1900-01-01", max="2026-12-31"),
    ask("agree", "likert", choices=choices("1", "2", "3")),
]


def definition_with(*questions):
    definition = copy.deepcopy(TINY)
    definition["sections"][0]["pages"].append(page("figures", *questions))
    return definition


@pytest.fixture
def response(db):
    version = VersionFactory(definition=definition_with(*QUESTIONS))
    return ResponseFactory(unit__campaign__version=publish_version(version, by=None))


@pytest.fixture
def owner(response):
    return press(InvitationFactory(unit=response.unit))


def url(response, name="page", *more):
    return reverse(f"surveys:{name}", args=[response.pk, *(PLACE if name == "page" else more)])


def post(owner, response, **answers):
    return owner.post(
        url(response), {"revision": 0, "request_id": uuid.uuid4(), "then": "continue"} | answers
    )


def stored(variable: str) -> Answer:
    return Answer.objects.get(variable__code=variable)


def test_each_kind_is_stored_in_its_own_type(owner, response):
    answer = post(owner, response, turnover="1.234.567,5 €", share="12,5 %", founded="31/12/1999", agree="2")

    assert answer.status_code == 302
    assert stored("turnover").num == Decimal("1234567.5")
    assert stored("share").num == Decimal("12.5")
    assert stored("founded").day == date(1999, 12, 31)
    assert stored("agree").choice == "2"


def test_what_was_stored_is_shown_and_taken_again_as_it_was(owner, response):
    post(owner, response, turnover="-1234,56", share="12,5", founded="1999-12-31", agree="2")
    before = Answer.objects.values_list("variable__code", "revision")

    fields = held(owner.get(url(response)))
    shown = {name: fields[name] for name in ("turnover", "share", "founded", "agree")}
    again = post(owner, response, revision=1, **shown)

    assert shown == {"turnover": "-1234,56", "share": "12,5", "founded": "1999-12-31", "agree": "2"}
    assert again.status_code == 302
    assert set(Answer.objects.values_list("variable__code", "revision")) == set(before)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("turnover", "mucho"),
        ("turnover", "12,345,6"),
        ("turnover", "1e9"),
        ("share", "101"),
        ("share", "-1"),
        ("share", "12,345.6"),
        ("founded", "31/02/2020"),
        ("founded", "1899-12-31"),
        ("founded", "2027-01-01"),
        ("founded", "hoy"),
        ("agree", "4"),
    ],
)
def test_wrong_values_are_named_and_stay(owner, response, name, value):
    answer = post(owner, response, **{name: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {name}
    assert answer.context["form"][name].value() == value
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("turnover", Decimal("0.001")),
        ("share", Decimal("100.01")),
        ("share", True),
        ("founded", "1999-13-01"),
        ("founded", 5),
        ("agree", 2),
    ],
)
def test_cells_refuse_what_does_not_fit(response, variable, value):
    with pytest.raises(CellRefused):
        save_cells(response, [Change(variable, value)], request_id=uuid.uuid4(), actor="Ada")


def test_receipt_says_each_in_words(owner, response):
    post(owner, response, turnover="1234,5", share="12,5", founded="1999-12-31", agree="2")
    save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    submission = submit_response(response, idempotency_key=uuid.uuid4(), by="Ada")

    text = owner.get(url(response, "receipt")).content.decode()

    assert "1\u00a0234,5\u00a0€" in text
    assert "12,5\u00a0%" in text
    assert "31 de diciembre de 1999" in text
    values = {row["variable"]: row["value"] for row in submission.payload["answers"]}
    assert (values["turnover"], values["founded"]) == ("1234.5", "1999-12-31")


def test_checks_compare_dates_and_amounts(owner, response):
    definition = definition_with(*QUESTIONS)
    definition["checks"].append(
        {
            "code": "founded-before",
            "section": "company",
            "severity": "hard",
            "message": {"es": "Antes de 2020.", "en": "Before 2020."},
            "rule": {"left": {"date_of": {"variable": "founded"}}, "at_most": {"date": "2019-12-31"}},
        }
    )
    version = publish_version(VersionFactory(definition=definition), by=None)
    strict = ResponseFactory(unit__campaign__version=version)
    client = press(InvitationFactory(unit=strict.unit))

    assert post(client, strict, founded="2020-01-01").status_code == 422
    assert post(client, strict, founded="2019-12-31").status_code == 302


def test_includes_and_excludes_stand_beside_the_question(db):
    texts = {name: {"es": f"{name} (es)", "en": name} for name in ("includes", "excludes")}
    version = publish_version(
        VersionFactory(definition=definition_with(ask("turnover", "money", **texts))), by=None
    )
    response = ResponseFactory(unit__campaign__version=version)

    text = press(InvitationFactory(unit=response.unit)).get(url(response)).content.decode()

    assert "includes (es)" in text
    assert "excludes (es)" in text


def test_words_of_what_counts_are_part_of_the_wording():
    plain = read_definition(definition_with(ask("turnover", "money"))).questions["turnover"]
    texts = {"es": "IVA", "en": "VAT"}
    counted = read_definition(definition_with(ask("turnover", "money", excludes=texts))).questions["turnover"]

    assert hash_wording(plain) != hash_wording(counted)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_amounts_are_read_as_both_countries_write_them(number):
    for written in (
        f"{number:,.2f}",
        f"{number:,.2f}".translate(str.maketrans(",.", ".,")),
        f"{number:.2f} €",
    ):
        assert parse_decimal(written, signed=True) == number


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_says_why_not(text):
    try:
        number = parse_decimal(text, signed=True)
    except NotANumber:
        return
    assert number is None or number == round(number, 2)
