"""The shipped questionnaire takes a busy company less than twenty minutes."""

import pytest

from surveys.instrument.burden import minutes
from surveys.instrument.cells import Cell, Key
from surveys.instrument.parser import parse_definition
from surveys.instrument.routing import find_path
from surveys.instrument.shipped import read_shipped

SHIPPED = parse_definition(read_shipped())
GATES = ("recruited", "trained", "plans-to-hire", "vacancies-now")


def path_of(answer):
    return find_path(SHIPPED, {Key(gate): Cell(answer) for gate in GATES})


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_what_has_to_be_answered_takes_less_than_twenty_minutes(language, answer):
    assert minutes(path_of(answer), language, required_only=True) < 17


@pytest.mark.parametrize("language", ["es", "en"])
def test_everything_takes_a_company_without_vacancies_less_than_twenty_minutes(language):
    assert minutes(path_of("no"), language) < 18


def test_shorter_path_takes_less():
    assert minutes(path_of("no")) < minutes(path_of("yes"))
