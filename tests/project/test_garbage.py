"""The collector's rounds of the web process come after its answers, not within them."""

import gc
import weakref
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest

from tera.garbage import DUE, YOUNGER_ROUNDS, tidy
from tera.wsgi import application


class Knot:
    """Something that only the collector can free."""

    def __init__(self):
        self.itself = self


@pytest.fixture
def no_rounds_of_its_own():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def many_objects() -> list[list]:
    return [[] for _ in range(2 * DUE)]


def test_web_process_tidies_after_its_answer_and_not_before(no_rounds_of_its_own):
    knot, kept = weakref.ref(Knot()), many_objects()
    environ = {"PATH_INFO": "/livez", "HTTP_HOST": "localhost", "wsgi.input": BytesIO()}
    setup_testing_defaults(environ)

    answer = application(environ, lambda status, headers: None)
    body = b"".join(answer)

    assert body
    assert kept
    assert knot() is not None
    answer.close()
    assert knot() is None


def test_few_new_objects_make_no_round(no_rounds_of_its_own):
    knot = weakref.ref(Knot())

    tidy()

    assert knot() is not None


def test_older_generation_is_looked_through_after_rounds_of_the_younger(no_rounds_of_its_own):
    knot = Knot()
    gc.collect(0)
    knot = weakref.ref(knot)
    for _ in range(YOUNGER_ROUNDS):
        kept = many_objects()
        tidy()
        del kept  # what is freed is taken off the count of what is new
        assert knot() is not None

    kept = many_objects()
    tidy()

    assert kept
    assert knot() is None
