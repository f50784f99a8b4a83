import pytest

from tests.factories.members import UserFactory


@pytest.fixture
def manager(db):
    """A cluster manager: may do everything in the admin panel."""
    return UserFactory(email="manager@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def manager_client(client, manager):
    client.force_login(manager)
    return client
