"""What comes back is what the document says, asked as it allows and as it does not."""

import warnings
from datetime import date

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as told

from tests.factories.skills import DemandFactory
from tests.factories.training import EditionFactory, OfferFactory, OfferProfileFactory, OfferSkillFactory
from tests.thorough import examples

pytestmark = pytest.mark.django_db
# Not "positive_data_acceptance": codes of rows are any text in the document, and an unknown one is refused.
# Nor "negative_data_rejection": a parameter left empty asks for nothing here, as on the page.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@pytest.fixture(autouse=True)
def one_connection():
    """Leave the test its connection, as Django's own client does: the data is in its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def settings_without_limit(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"interface": ""}


@pytest.fixture
def checker():
    """Return schemathesis; it takes a second to import, which no other test has to wait for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis  # noqa: PLC0415
        from schemathesis.checks import CHECKS as known  # noqa: PLC0415
        from schemathesis.checks import load_all_checks  # noqa: PLC0415

        load_all_checks()
    return schemathesis, [known.get_one(name) for name in CHECKS]


@pytest.fixture
def offer():
    offer = OfferFactory(slug="curso", course_mode="online", price=12, price_category="paid")
    EditionFactory(offer=offer, start_date=date(2026, 3, 1), places=3)
    DemandFactory(profile=None, skill=OfferSkillFactory(offer=offer).skill)
    OfferProfileFactory(offer=offer)
    return offer


def test_answers_are_as_the_document_says(checker, offer, settings_without_limit):
    schemathesis, checks = checker
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    operations = [result.ok() for result in schema.get_all_operations()]
    modes = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]

    for operation in operations:
        for mode in modes if operation.query else modes[:1]:

            @told(
                max_examples=examples(20),
                deadline=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case):
                case.call_and_validate(checks=checks)

            ask()

    assert len(operations) == 5
