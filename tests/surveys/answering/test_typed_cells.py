from decimal import Decimal
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from surveys.models import Answer, Variable
from tests.factories.surveys import ResponseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cell():
    response = ResponseFactory()
    return {"response": response, "variable": Variable.objects.get(code="people")}


@pytest.mark.parametrize(
    "values",
    [
        {"num": Decimal(0)},
        {"txt": ""},
        {"choices": []},
        {"flag": False},
        {"status": "blank"},
        {"status": "not_known"},
    ],
)
def test_answer_holds_one_value_or_says_why_not(cell, values):
    assert Answer.objects.create(**cell, **values).pk


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"num": Decimal(1), "txt": "1"},
        {"num": Decimal(1), "status": "not_known"},
        {"txt": "", "status": "blank"},
    ],
)
def test_database_refuses_an_answer_of_no_value_or_two(cell, values):
    with pytest.raises(IntegrityError, match="answer_holds_one_value_if_given"), transaction.atomic():
        Answer.objects.create(**cell, **values)


def test_constraint_was_validated_on_the_old_answers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT convalidated FROM pg_constraint WHERE conname = 'answer_holds_one_value_if_given'"
        )

        assert cursor.fetchone() == (True,)


def test_migration_calls_an_empty_old_answer_blank(cell):
    old = import_module("surveys.migrations.0007_old_cells_typed")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE surveys_answer DROP CONSTRAINT answer_holds_one_value_if_given")
        empty = Answer.objects.create(**cell)
        zero = Answer.objects.create(**cell, row_key="dev", num=Decimal(0))
        cursor.execute(old.MEND)

    assert Answer.objects.get(pk=empty.pk).status == "blank"
    assert Answer.objects.get(pk=zero.pk).status == "given"
