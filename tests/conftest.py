import pytest
from django.utils import translation

from tests.factories.members import UserFactory


@pytest.fixture(autouse=True)
def default_language(settings):
    """A request leaves its language active; without this it would reach the next test."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def manager(db):
    """A cluster manager: may do everything in the admin panel."""
    return UserFactory(email="manager@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def manager_client(client, manager):
    client.force_login(manager)
    return client
