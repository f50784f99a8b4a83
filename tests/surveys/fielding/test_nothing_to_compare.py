import pytest

from tests.factories.surveys import ResponseFactory
from tests.surveys.fielding.test_comparing import browser, url


@pytest.mark.django_db
def test_nothing_is_promised_where_nothing_comparable_is_asked_or_sent():
    response = ResponseFactory()

    assert browser(response).get(url("comparison", response)).url == url("start", response)
